"""The buttons of attendance: an organiser's room, its lists, and `Hadir` of a resident."""

from dataclasses import dataclass

from templates.taps import Tap


@dataclass(frozen=True)
class HereIAm(Tap):
    """`Hadir` of somebody who is invited; an organiser confirms it."""

    prefix = "here"
    session: int


@dataclass(frozen=True)
class Attend(Tap):
    """A screen or a deed of the organiser's room at a meeting; lists have pages, 0 is the first."""

    prefix = "attend"
    session: int
    verb: str
    page: int = 0


@dataclass(frozen=True)
class Tick(Tap):
    """A name of a list, which says what it will do: `here` 1 is there, 0 is not."""

    prefix = "tick"
    session: int
    person: int
    page: int
    here: int


@dataclass(frozen=True)
class TakeGuestBack(Tap):
    """A guest who was counted by mistake, by the row that says so."""

    prefix = "guest"
    session: int
    guest: int


@dataclass(frozen=True)
class Confirm(Tap):
    """One of those who say that they are there."""

    prefix = "confirm"
    session: int
    person: int
    page: int


@dataclass(frozen=True)
class ComeInstead(Tap):
    """Who came instead of whom: 0 is not chosen yet, and its list is at `page`."""

    prefix = "instead"
    session: int
    person: int
    absent: int
    page: int
