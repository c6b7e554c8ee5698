"""Papers: what the letter, the lists and the records of an activity need, for an office over its area."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions import minutes, rolls
from actions.access import Actor
from actions.activities import access_card
from actions.areas import kelurahan_of
from actions.closing_figures import Figures
from actions.closings import MeetingsAhead, sum_up
from actions.errors import Gone, Refusal
from actions.minutes import Notes
from actions.paper_sums import add_up
from actions.planned import LASTS, ActivityCancelled, ActivityPostponed, Plan
from actions.times import local
from storage import areas, letter_numbers
from storage.activities import ActivityKind, ActivitySession, ActivityState
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.letter_numbers import LetterKind

__all__ = [
    "NoMinutes",
    "NobodyAttended",
    "RecordIncomplete",
    "TooLateToInvite",
    "access_papers",
    "find_meeting",
    "gather_blank_sheet",
    "gather_invitation",
    "gather_minutes",
    "gather_participants",
    "gather_record",
    "gather_sheet",
    "list_choices",
]

BLANK_ROWS = 46
"""So many fill two pages with the signature below."""
_SPARE_ROWS, _MOST_EMPTY = 10, 100

Facts = dict[str, Any]


class NobodyAttended(Refusal):
    """No list of participants can be made of an activity to which nobody came yet."""


class NoMinutes(Refusal):
    """Nobody has noted what the meeting talked about."""


class TooLateToInvite(Refusal):
    """All meetings have begun and no letter invited to them before; `title` is the activity's."""


class RecordIncomplete(Refusal):
    """An official record lacks something; `missing` names it."""


@dataclass(frozen=True)
class Choices:
    """Which papers can be made of an activity now."""

    plan: Plan
    attended: bool
    invites: bool


async def access_papers(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity that has a time, over or not, for an office that reaches over its area; else NotYours."""
    plan = await access_card(session, actor, activity_id=activity_id, now=now)
    if plan.activity.state is ActivityState.CANCELLED:
        raise ActivityCancelled(title=plan.activity.title)
    if plan.postponed:
        raise ActivityPostponed(title=plan.activity.title)
    return plan


async def list_choices(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Choices:
    """What the screen of an activity's papers offers."""
    plan = await access_papers(session, actor, activity_id=activity_id, now=now)
    attended = (await rolls.call_roll(session, plan)).attended
    return Choices(plan, attended, await _invites(session, plan, now))


def find_meeting(plan: Plan, position: int) -> ActivitySession:
    """The meeting at a position, 0 being the one that is next; Gone when there is none."""
    if position == 0:
        return plan.meeting
    found = next((one for one in plan.meetings if one.position == position), None)
    if found is None:
        raise Gone
    return found


async def gather_invitation(session: Session, plan: Plan, *, now: datetime) -> Facts:
    """The letter of invitation: to the meetings that are not over, or to all once they are.

    TooLateToInvite when all have begun and it bears no number yet.
    """
    if not await _invites(session, plan, now):
        raise TooLateToInvite(title=plan.activity.title)
    coming = [one for one in plan.meetings if one.ends_at > now] or list(plan.meetings)
    numbered = await _number(session, plan, LetterKind.INVITATION, now=now)
    common = await _gather(session, plan, plan.meeting)
    return {**common, **numbered, "meetings": [_times(one) for one in coming]}


async def _invites(session: Session, plan: Plan, now: datetime) -> bool:
    """Whether there is anything to invite to, or a letter that was numbered when there was."""
    ahead = any(one.starts_at > now for one in plan.meetings)
    return ahead or bool(await letter_numbers.find_number(session, plan.activity.id, LetterKind.INVITATION))


async def gather_sheet(session: Session, plan: Plan, meeting: ActivitySession, *, now: datetime) -> Facts:
    """The attendance sheet of a meeting: who came, and, until it is over, who said they would."""
    roll = await rolls.call_roll(session, plan)
    ids, brought = roll.came(meeting), roll.unnamed(meeting)
    if now < meeting.ends_at or not roll.attending(meeting):
        expected, along = await rolls.list_expected(session, plan)
        ids, brought = list(dict.fromkeys([*ids, *expected])), max(brought, along)
    rows = await rolls.list_rows(session, plan, ids)
    empty = min(brought + _SPARE_ROWS, _MOST_EMPTY)
    return {**await _gather(session, plan, meeting), "rows": rows, "empty": empty}


async def gather_blank_sheet(session: Session, plan: Plan, meeting: ActivitySession) -> Facts:
    """The attendance sheet of a meeting without any names."""
    return {**await _gather(session, plan, meeting), "rows": [], "empty": BLANK_ROWS}


async def gather_participants(session: Session, plan: Plan, *, now: datetime) -> Facts:
    """Who came to which meeting that has begun, with totals; NobodyAttended while nobody has."""
    roll = await rolls.call_roll(session, plan)
    if not roll.attended:
        raise NobodyAttended
    held = [one for one in plan.meetings if one.starts_at <= now or roll.attending(one)]
    came = {
        person: [place for place, one in enumerate(held, start=1) if person in roll.came(one)]
        for person in roll.people
    }
    rows = await rolls.list_rows(session, plan, roll.people)
    return {
        **await _gather(session, plan, held[-1], issued=now),
        "meetings": [_times(one) for one in held],
        "rows": [{**row, "came": came[row["person"]], "role": roll.role(row["person"])} for row in rows],
        "unnamed": [roll.unnamed(one) for one in held],
        "totals": [roll.attending(one) for one in held],
        **add_up(await _find_figures(session, plan, now), roll),
    }


async def _find_figures(session: Session, plan: Plan, now: datetime) -> Figures | None:
    """The closing figures (R25), as they are now; None before, and for archives."""
    try:
        return (await sum_up(session, plan, now=now)).figures
    except (MeetingsAhead, Gone):
        return None


async def gather_minutes(session: Session, plan: Plan, *, now: datetime) -> Facts:
    """The minutes as they were noted; NoMinutes while they were not."""
    noted = await minutes.find_notes(session, plan)
    if noted is None:
        raise NoMinutes
    meeting = find_held(plan, now)
    attending = (await rolls.call_roll(session, plan)).attending(meeting)
    return {**await _gather(session, plan, meeting, issued=noted.at), **_noted(plan, noted.notes, attending)}


async def gather_record(session: Session, plan: Plan, *, now: datetime) -> Facts:
    """The official record; RecordIncomplete, with what is `missing` by name, while anything is."""
    noted = await minutes.find_notes(session, plan)
    notes = noted.notes if noted else Notes()
    meeting = find_held(plan, now)
    attending = (await rolls.call_roll(session, plan)).attending(meeting)
    told = {"place": plan.activity.place, "attending": attending, **notes.needed()}
    if missing := [name for name, value in told.items() if not value]:
        raise RecordIncomplete(missing=missing)
    numbered = await _number(session, plan, LetterKind.OFFICIAL_RECORD, now=now)
    return {**await _gather(session, plan, meeting), **numbered, **_noted(plan, notes, attending)}


def find_held(plan: Plan, now: datetime) -> ActivitySession:
    """The newest meeting that has begun; the next one before any has."""
    return next((one for one in reversed(plan.meetings) if one.starts_at <= now), plan.meeting)


def _noted(plan: Plan, notes: Notes, attending: int) -> Facts:
    kind = plan.activity.kind
    deliberated = kind is ActivityKind.DELIBERATION
    met = deliberated or kind is ActivityKind.MEETING
    return {**notes.facts(), "attending": attending, "deliberated": deliberated, "met": met}


async def _number(session: Session, plan: Plan, kind: LetterKind, *, now: datetime) -> Facts:
    """The number of a paper: the one that it has, or the next of its area and year."""
    found = await letter_numbers.find_number(session, plan.activity.id, kind)
    if found is None:
        year = local(now, plan.area.zone).year
        found = await letter_numbers.add_number(
            session, plan.activity.id, kind, area_id=plan.area.id, year=year, now=now
        )
    letter = {"kind": kind.value, "number": found.number, "year": found.year}
    return {"letter": letter, "issued": _day(plan, found.at)}


async def _gather(
    session: Session, plan: Plan, meeting: ActivitySession, *, issued: datetime | None = None
) -> Facts:
    """What every paper needs."""
    activity = plan.activity
    return {
        "activity": activity.id,
        "kind": activity.kind.value,
        "title": activity.title,
        "place": activity.place,
        "bring": activity.bring,
        "zone": plan.area.zone,
        "area": plan.area.name,
        "heading": await _head(session, plan.area),
        "meeting": _times(meeting),
        "position": meeting.position,
        "day": _day(plan, meeting.starts_at),
        "issued": _day(plan, issued) if issued else None,
    }


async def _head(session: Session, area: Area) -> Facts:
    """The area and what it lies in, as the kop of a paper has it."""
    kelurahan = await kelurahan_of(session, area)
    rw = area if area.kind is AreaKind.RW else await _parent(session, area, AreaKind.RW)
    district = await _parent(session, kelurahan, AreaKind.DISTRICT)
    city = await _parent(session, district or kelurahan, AreaKind.CITY)
    return {
        "rt": area.number if area.kind is AreaKind.RT else None,
        "rw": rw.number if rw else None,
        "kelurahan": kelurahan.name,
        "village": kelurahan.kind is AreaKind.VILLAGE,
        "district": district.name if district else None,
        "city": city.name if city else None,
    }


async def _parent(session: Session, area: Area, kind: AreaKind) -> Area | None:
    found = await areas.get_area(session, area.parent_id) if area.parent_id else None
    return found if found and found.kind is kind else None


def _times(meeting: ActivitySession) -> Facts:
    given = meeting.ends_at - meeting.starts_at != LASTS
    return {
        "starts": meeting.starts_at.isoformat(),
        "until": meeting.ends_at.isoformat() if given else None,
        "said": meeting.said,
    }


def _day(plan: Plan, moment: datetime) -> str:
    return local(moment, plan.area.zone).date().isoformat()
