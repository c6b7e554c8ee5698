"""Closing figures: everybody whom an activity concerned is counted in exactly one place (R25). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Self

from storage.activity_roles import Part


@dataclass(frozen=True)
class Story:
    """What one person said and did about an activity, in heads: they answer and come for their party, too.

    `registered` is how many they last said would come, or hold a seat for; 0 when they never did. `came` is
    how many of them were at each meeting, `replaced` how many came in their place. They `told` us when their
    newest answer is no or help. Who `waits` stands in the queue for a seat.
    """

    registered: int = 0
    confirmed: bool = False
    came: tuple[int, ...] = ()
    replaced: int = 0
    told: bool = False
    helps: bool = False
    waits: bool = False
    part: Part = Part.PARTICIPANT


@dataclass(frozen=True)
class Figures:
    """The counts of one activity; sums of them count several.

    registered = attended + replaced + excused + absent, and `confirmed` are some of the registered.
    `walk_ins` came without having registered, `helpers` helped another way, for the `waiting` no seat
    became free; organisers and mentors stand apart.
    """

    registered: int = 0
    confirmed: int = 0
    attended: int = 0
    replaced: int = 0
    excused: int = 0
    absent: int = 0
    walk_ins: int = 0
    helpers: int = 0
    waiting: int = 0
    organizers: int = 0
    mentors: int = 0

    @property
    def present(self) -> int:
        """How many participants came in all."""
        return self.attended + self.walk_ins

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def count(stories: Iterable[Story]) -> Figures:
    """The figures of all these people."""
    return sum((_count_one(story) for story in stories), Figures())


def count_meetings(stories: Sequence[Story], meetings: int) -> list[int]:
    """How many participants came to each meeting, walk-ins included."""
    participants = [story.came for story in stories if story.part is Part.PARTICIPANT]
    return [sum(came[position] for came in participants if came) for position in range(meetings)]


def _count_one(story: Story) -> Figures:
    came = max(story.came, default=0)
    if story.part is not Part.PARTICIPANT:
        there = min(came, 1)
        return Figures(organizers=there) if story.part is Part.ORGANIZER else Figures(mentors=there)
    attended = min(came, story.registered)
    missing = story.registered - attended
    replaced = min(story.replaced, missing)
    rest = missing - replaced
    concerned = bool(story.registered or came or story.replaced)
    return Figures(
        registered=story.registered,
        confirmed=story.registered if story.confirmed else 0,
        attended=attended,
        replaced=replaced,
        excused=rest if story.told else 0,
        absent=0 if story.told else rest,
        walk_ins=came - attended,
        helpers=int(story.helps and not concerned),
        waiting=int(story.waits and not story.helps and not concerned),
    )
