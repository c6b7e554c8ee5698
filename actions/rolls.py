"""Rolls: who came to which meeting of an activity, or is expected there, as lists of them need it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from actions.parts import list_team
from actions.planned import Plan
from storage import answers, attendance_sheets
from storage.activities import ActivitySession
from storage.activity_roles import Part
from storage.answers import AnswerKind
from storage.areas import AreaKind
from storage.attendance_sheets import Named
from storage.database import Session
from storage.seats import SeatState, list_open

__all__ = ["Roll", "call_roll", "list_expected", "list_rows"]

_Came = tuple[int, int | None, str, int]
"""The meeting, the person unless they were erased, as what they came, and how many they were."""


@dataclass(frozen=True)
class Roll:
    """Who came, by meeting; `counted` are totals without names, which hold where they are higher."""

    rows: tuple[_Came, ...]
    parts: dict[int, Part]
    counted: dict[int, int]

    @property
    def attended(self) -> bool:
        """Whether anybody came to any meeting."""
        return bool(self.rows or any(self.counted.values()))

    @property
    def people(self) -> list[int]:
        """Everybody who came at least once, each person once."""
        return list(dict.fromkeys(person for _meeting, person, *_ in self.rows if person is not None))

    def came(self, meeting: ActivitySession) -> list[int]:
        """Who came to a meeting, by name."""
        return [person for held, person, *_ in self.rows if held == meeting.id and person is not None]

    def attending(self, meeting: ActivitySession) -> int:
        """How many came to a meeting, with or without a name."""
        came = sum(party for held, *_, party in self.rows if held == meeting.id)
        return max(came, self.counted.get(meeting.id, 0))

    def unnamed(self, meeting: ActivitySession) -> int:
        """How many of them have no name here."""
        return self.attending(meeting) - len(self.came(meeting))

    @property
    def heads(self) -> int:
        """How many came in all: each person once, with as many as they ever were, also who was erased."""
        left: Counter[int] = Counter()
        most: Counter[int] = Counter()
        for held, person, _role, party in self.rows:
            if person is None:  # the first erased of one meeting is taken for the first of another
                left[held] += 1
                person = -left[held]
            most[person] = max(most[person], party)
        return most.total()

    @property
    def counted_only(self) -> int:
        """How many more were counted without names than were noted, at the meeting where most were."""
        noted: Counter[int] = Counter()
        for held, *_, party in self.rows:
            noted[held] += party
        return max((max(0, people - noted[held]) for held, people in self.counted.items()), default=0)

    def role(self, person: int) -> str:
        """As what somebody came: organizer, mentor or participant."""
        return self.parts.get(person, Part.PARTICIPANT).value


async def call_roll(session: Session, plan: Plan) -> Roll:
    """Who came to the meetings of an activity, as far as that was noted."""
    rows = await attendance_sheets.list_attendances(session, plan.activity.id)
    came = tuple((meeting, person, role, party) for meeting, person, role, party in rows)
    noted = ((person, role) for _meeting, person, role, _party in came)
    parts = await list_team(session, plan.activity, noted)
    return Roll(came, parts, await attendance_sheets.count_unnamed(session, plan.activity.id))


async def list_expected(session: Session, plan: Plan) -> tuple[list[int], int]:
    """Who said that they come, also through their RT head, and how many they bring along.

    Who holds a seat without being sure is expected, too.
    """
    counting = await answers.list_counting(session, plan.activity.id)
    held = {
        seat.person_id for seat in await list_open(session, plan.activity.id) if seat.state is SeatState.HELD
    }
    coming = [one for one in counting if one.answer is AnswerKind.YES or one.person_id in held]
    people = [one.person_id for one in coming if one.person_id is not None]
    return people, sum(one.party for one in coming) - len(people)


async def list_rows(session: Session, plan: Plan, people: Collection[int]) -> list[dict[str, Any]]:
    """These people with their address, by RT and name: their house within an RT, else the RT alone."""
    named = await attendance_sheets.list_named(session, people)
    rows = [_row(plan, one) for one in named]
    within = plan.area.kind is AreaKind.RT
    return sorted(rows, key=lambda row: ("" if within else row["address"], row["name"].casefold()))


def _row(plan: Plan, named: Named) -> dict[str, Any]:
    person, name, rt, house = named
    address = house if rt == plan.area.name else rt
    return {"person": person, "name": name or "", "address": address or ""}
