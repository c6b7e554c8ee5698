"""The data of the buttons of finding a time; see templates/buttons.py for the others."""

from dataclasses import dataclass

from templates.taps import Tap


@dataclass(frozen=True)
class ManageTimes(Tap):
    """A button of whoever proposed the times: ask, close, see who cannot; "take-2" decides for the second."""

    prefix = "times"
    poll: int
    verb: str


@dataclass(frozen=True)
class AnswerTimes(Tap):
    """One of the proposed times, by its position; 0 is none of them."""

    prefix = "can"
    poll: int
    position: int


@dataclass(frozen=True)
class PickRequired(Tap):
    """A page of those who may have to be there, or one of them ticked; 0 ticks nobody."""

    prefix = "must"
    poll: int
    page: int
    person: int
