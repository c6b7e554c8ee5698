"""The buttons of activities: what each sends back; the others stand in templates/buttons.py."""

from dataclasses import dataclass

from templates.taps import Tap


@dataclass(frozen=True)
class AnswerInvitation(Tap):
    """An answer to an invitation or its reminder, with how many come."""

    prefix = "answer"
    activity: int
    answer: str


@dataclass(frozen=True)
class ChooseWay(Tap):
    """How somebody helps who does not come; "any" leaves it as it was, "none" is `Lain kali saja`."""

    prefix = "way"
    activity: int
    way: str


@dataclass(frozen=True)
class BringAlong(Tap):
    """How many come in all; 0 is `Datang bersama`, which asks."""

    prefix = "along"
    activity: int
    party: int


@dataclass(frozen=True)
class ReadAnswer(Tap):
    """Which of several open invitations a typed answer is meant for."""

    prefix = "meant"
    activity: int
    answer: str
    party: int


@dataclass(frozen=True)
class ManageActivity(Tap):
    """The organiser's buttons under an activity: move it, cancel it, see it."""

    prefix = "activity"
    activity: int
    verb: str


@dataclass(frozen=True)
class ManageSeries(Tap):
    """A button under the proposed next time of an activity that comes back; `turn` is which one that is."""

    prefix = "series"
    series: int
    turn: int
    verb: str


@dataclass(frozen=True)
class PrintPaper(Tap):
    """A paper of an activity: of the meeting at a position, 0 while it is not said which."""

    prefix = "paper"
    activity: int
    paper: str
    position: int


@dataclass(frozen=True)
class ShowMeetings(Tap):
    """A page of the meetings of an activity, one of which a paper is for."""

    prefix = "meetings"
    activity: int
    paper: str
    page: int
