"""Everybody whom an activity concerned: what each of them said and did, read from the rows."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from actions.closing_figures import Story
from actions.parts import list_team
from actions.planned import Plan
from actions.seat_times import is_confirmed
from storage import answers, closings
from storage.activity_roles import Part
from storage.answers import Answer, AnswerKind
from storage.attendances import Attendance
from storage.database import Session
from storage.seats import Ending, Seat, SeatState

_TOLD = (AnswerKind.NO, AnswerKind.HELP, AnswerKind.PASSED)
"""Whose seat was taken back is not said to have stayed away without a word."""
_HELD_ONCE = (Ending.LEFT, Ending.UNCONFIRMED)


async def list_stories(session: Session, plan: Plan) -> dict[int, Story]:
    """What each person said and did, by their id.

    Who has erased themselves has a number below zero instead: the first of them who said that they come is
    taken for the first who came, and so on, so that nobody is counted as absent for having left. Guests have
    such numbers, too.
    """
    activity = plan.activity
    said = _by_person(await closings.list_said(session, activity.id))
    newest = {answer.id for answer in await answers.list_counting(session, activity.id)}
    there = await closings.list_there(session, activity.id)
    seats = await closings.list_seats(session, activity.id)
    came, replaced = _came(there, len(said) + len(there)), _passed_on(seats) | _replaced(there)
    parts = await list_team(session, activity, ((row.person_id, row.role) for row in there))
    sure = _sure(plan, seats)
    return {
        person: _story(
            said.get(person, []),
            newest,
            sure=person in sure if activity.quota is not None else None,
            came=tuple(came[person, meeting.id] for meeting in plan.meetings),
            replaced=replaced.get(person, 0),
            part=parts.get(person, Part.PARTICIPANT),
        )
        for person in {*said, *parts, *(person for person, _session_id in came)}
    }


def _story(
    said: Sequence[Answer],
    newest: set[int],
    *,
    sure: bool | None,
    came: tuple[int, ...],
    replaced: int,
    part: Part,
) -> Story:
    """One person's; `sure` is None where no seat is to be confirmed, and the newest yes is enough."""
    coming = [answer.party for answer in said if answer.answer is AnswerKind.YES]
    last = next((answer.answer for answer in said if answer.id in newest), None)
    return Story(
        registered=coming[-1] if coming else 0,
        confirmed=last is AnswerKind.YES if sure is None else sure,
        came=came,
        replaced=replaced,
        told=last in _TOLD,
        helps=last is AnswerKind.HELP,
        waits=last is AnswerKind.WAIT,
        part=part,
    )


def _by_person(said: Sequence[Answer]) -> dict[int, list[Answer]]:
    """The answers of each; each answer of who has erased themselves is the one that was left of somebody."""
    found: dict[int, list[Answer]] = defaultdict(list)
    left = sorted(
        (one for one in said if one.person_id is None), key=lambda one: one.answer is not AnswerKind.YES
    )
    for number, answer in enumerate(left, start=1):
        found[-number].append(answer)
    for answer in said:
        if answer.person_id is not None:
            found[answer.person_id].append(answer)
    return found


def _came(there: Sequence[Attendance], apart: int) -> Counter[tuple[int, int]]:
    """How many heads came with whom to which meeting: (person, session id) -> heads.

    A guest from elsewhere, who lived in no RT of ours, is nobody who has erased themselves: those who are
    numbered from `apart` on have answered nothing.
    """
    left: Counter[tuple[int, bool]] = Counter()
    came: Counter[tuple[int, int]] = Counter()
    for row in there:
        person = row.person_id
        if person is None:
            is_guest = row.area_id is None
            left[row.session_id, is_guest] += 1
            person = -left[row.session_id, is_guest] - (apart if is_guest else 0)
        came[person, row.session_id] += row.party
    return came


def _sure(plan: Plan, seats: Sequence[Seat]) -> set[int]:
    """Who confirmed the seat that they have; of the erased as many of the first as there are such seats."""
    sure = [seat.person_id for seat in seats if seat.state is SeatState.HELD and is_confirmed(plan, seat)]
    left = range(1, sure.count(None) + 1)
    return {person for person in sure if person is not None} | {-number for number in left}


def _replaced(there: Sequence[Attendance]) -> dict[int, int]:
    """How many heads came in whose place, at the meeting where most did."""
    found: dict[int, int] = {}
    for row in there:
        if row.instead_of_id is not None:
            found[row.instead_of_id] = max(row.party, found.get(row.instead_of_id, 0))
    return found


def _passed_on(seats: Sequence[Seat]) -> dict[int, int]:
    """Whose seat somebody else took after them: person -> 1, unless they have one again."""
    by_id = {seat.id: seat.person_id for seat in seats}
    holders = {seat.person_id for seat in seats if seat.state is SeatState.HELD}
    taken = [seat for seat in seats if seat.state is SeatState.HELD or seat.ending in _HELD_ONCE]
    before = {by_id.get(seat.after_id) for seat in taken if seat.after_id is not None}
    return {person: 1 for person in before - holders if person is not None}
