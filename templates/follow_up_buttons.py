"""The data of the buttons under follow-ups: one dataclass a kind of button."""

from dataclasses import dataclass

from templates.taps import Tap


@dataclass(frozen=True)
class AnswerFollowUp(Tap):
    """A choice under a question about something that was held."""

    prefix = "after"
    follow_up: int
    choice: str


@dataclass(frozen=True)
class NameLacking(Tap):
    """What was missing, or that they would rather not say."""

    prefix = "lacking"
    follow_up: int
    lacking: str
