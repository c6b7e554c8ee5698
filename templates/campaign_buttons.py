"""The data of the buttons of campaigns and their rule cards; see templates/buttons.py."""

from dataclasses import dataclass

from templates.taps import Tap


@dataclass(frozen=True)
class ManageCampaign(Tap):
    """A button under a series of rule cards: add one, replace one, pause, and so on; 0 is a new series."""

    prefix = "campaign"
    campaign: int
    verb: str


@dataclass(frozen=True)
class ListCards(Tap):
    """A page of the cards of a series."""

    prefix = "cards"
    campaign: int
    page: int


@dataclass(frozen=True)
class ShowReach(Tap):
    """One rule card: a page of how far it has come, or what it will say while it waits."""

    prefix = "reach"
    card: int
    page: int


@dataclass(frozen=True)
class ManageCard(Tap):
    """A button under a rule card that waits: change or drop it."""

    prefix = "card"
    card: int
    verb: str
