"""The data of the buttons of the interest register; see templates/buttons.py for the others."""

from dataclasses import dataclass

from templates.taps import Tap


@dataclass(frozen=True)
class ManageInterests(Tap):
    """`Minat & keahlian`: open it, one of its two lists, or say whether one's name may be read."""

    prefix = "mywish"
    verb: str


@dataclass(frozen=True)
class TickTopic(Tap):
    """A topic of one of the two lists, on the page that shows it."""

    prefix = "topic"
    wish: str
    topic: str
    page: int


@dataclass(frozen=True)
class ShowNamed(Tap):
    """A page of those who let the head of their RT read their name."""

    prefix = "named"
    area: int
    page: int
