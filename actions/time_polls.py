"""Finding a time: an organiser proposes a few, says who must be there, and asks them or everybody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.access import Actor, require_office
from actions.activities import LONGEST_TITLE, ORGANIZERS, require_words
from actions.areas import next_open
from actions.audience import Listener, find_audience, list_subtree_ids
from actions.errors import Gone, NotYours, Refusal
from actions.meetings import LONGEST_SAID, Times, WhenPast
from actions.messages import Hours, Lane, News, Post, send
from actions.paging import Page, cut
from actions.time_answers import Question, refresh_card
from actions.time_endings import QUESTION, question_card
from storage import areas, listeners, people, time_polls
from storage.activities import ActivityKind
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.time_polls import PollState, TimePoll, TimeSlot

__all__ = [
    "FEWEST",
    "MOST",
    "Asked",
    "Candidate",
    "NobodyToAsk",
    "access_draft",
    "ask_everybody",
    "ask_required",
    "drop_draft",
    "list_candidates",
    "mark_required",
    "propose_times",
]

FEWEST, MOST = 2, 4
LASTS_OPEN, _HOUR = timedelta(hours=24), timedelta(hours=1)
PEOPLE_A_PAGE = 6
_RESIDENTS_OF = (AreaKind.RT, AreaKind.RW)
"""Where every resident can be picked; a whole kelurahan is no list to look through."""


class NobodyToAsk(Refusal):
    """Nobody of those who are meant can be written to."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be marked as one who must be there."""

    person_id: int
    salutation: str | None
    name: str
    required: bool


@dataclass(frozen=True)
class Asked:
    """How many are asked, from when on and until when."""

    title: str
    count: int
    zone: str
    opens: datetime
    closes: datetime


async def propose_times(
    session: Session,
    actor: Actor,
    *,
    area_id: int,
    kind: ActivityKind,
    title: str,
    times: Sequence[Times],
    now: datetime,
) -> TimePoll:
    """Keep a poll that nobody is asked yet; two to four times, all of them still to come."""
    area = await require_office(session, actor, area_id, *ORGANIZERS)
    found = {one.starts_at: one for one in times if one.starts_at > now}
    if not FEWEST <= len(found) <= MOST:
        raise WhenPast
    poll = TimePoll(
        kelurahan_id=area.kelurahan_id or area.id,
        area_id=area.id,
        organizer_id=actor.person_id,
        kind=kind,
        title=require_words(title, LONGEST_TITLE),
        state=PollState.DRAFT,
        created_at=now,
    )
    slots = [
        TimeSlot(
            starts_at=one.starts_at, ends_at=one.ends_at, said=one.said[:LONGEST_SAID] if one.said else None
        )
        for one in found.values()
    ]
    await time_polls.add_poll(session, poll, slots)
    return poll


async def access_draft(session: Session, actor: Actor, *, poll_id: int) -> TimePoll:
    """A poll that is not asked yet, for who proposed it; else NotYours, or Gone when it is asked."""
    poll = await time_polls.lock_poll(session, poll_id)
    if poll is None:
        raise Gone
    await require_office(session, actor, poll.area_id, *ORGANIZERS)
    if poll.organizer_id != actor.person_id:
        raise NotYours
    if poll.state is not PollState.DRAFT:
        raise Gone
    return poll


async def drop_draft(session: Session, actor: Actor, *, poll_id: int) -> TimePoll:
    """Give a poll up before it is asked."""
    poll = await access_draft(session, actor, poll_id=poll_id)
    poll.state = PollState.CANCELLED
    return poll


async def list_candidates(session: Session, actor: Actor, *, poll_id: int, page: int) -> Page[Candidate]:
    """The officers of the area with Telegram, then its residents by name."""
    poll = await access_draft(session, actor, poll_id=poll_id)
    required = await time_polls.list_required(session, poll.id)
    ids = await _list_candidate_ids(session, actor, await areas.get_area(session, poll.area_id))
    found = await people.list_people(session, [*ids[0], *ids[1]])
    named = {one.id: Candidate(one.id, one.salutation, one.name or "", one.id in required) for one in found}
    officers = [named[one] for one in ids[0]]
    residents = sorted((named[one] for one in ids[1]), key=lambda one: one.name.casefold())
    return cut([*officers, *residents], page, PEOPLE_A_PAGE)


async def mark_required(session: Session, actor: Actor, *, poll_id: int, person_id: int) -> None:
    """Somebody of the list must be there, or, when that was said already, need not."""
    poll = await access_draft(session, actor, poll_id=poll_id)
    asked = await time_polls.find_asked(session, poll.id, person_id)
    if asked is not None:
        await time_polls.drop_person(session, asked)
        return
    officers, residents = await _list_candidate_ids(
        session, actor, await areas.get_area(session, poll.area_id)
    )
    if person_id not in (*officers, *residents):
        raise Gone
    await time_polls.add_people(session, poll.id, [person_id], required=True)


async def ask_everybody(session: Session, actor: Actor, *, poll_id: int, now: datetime) -> Asked:
    """Ask all residents and officers of the area, and who must be there."""
    poll = await access_draft(session, actor, poll_id=poll_id)
    return await _ask(session, actor, poll, everybody=True, now=now)


async def ask_required(session: Session, actor: Actor, *, poll_id: int, now: datetime) -> Asked:
    """Ask only who must be there."""
    poll = await access_draft(session, actor, poll_id=poll_id)
    return await _ask(session, actor, poll, everybody=False, now=now)


async def _ask(session: Session, actor: Actor, poll: TimePoll, *, everybody: bool, now: datetime) -> Asked:
    area = await areas.get_area(session, poll.area_id)
    required = await time_polls.list_required(session, poll.id)
    reached = await find_audience(session, area, leave_out=actor.person_id, officers=True)
    wanted = [one for one in reached.listeners if one.person_id in required]
    others: list[Listener] = []
    if everybody:
        willing = await find_audience(
            session, area, leave_out=actor.person_id, officers=True, news=News.INVITATION
        )
        others = [one for one in willing.listeners if one.person_id not in required]
    if not wanted and not others:
        raise NobodyToAsk
    await time_polls.add_people(session, poll.id, _persons(others))
    slots = await time_polls.list_slots(session, poll.id)
    opens = await next_open(session, poll.kelurahan_id, now)
    poll.state, poll.everybody = PollState.OPEN, everybody
    poll.closes_at = min([_full_hour(opens + LASTS_OPEN), *(slot.starts_at for slot in slots)])
    await session.flush()
    question = Question(poll, slots, {}, None, area.zone)
    post = Post(
        QUESTION,
        question.facts(),
        subject=question.subject,
        card=question_card(poll.id),
        hours=Hours.OPEN,
        expires_at=poll.closes_at,
    )
    await send(session, wanted, post, now=now)
    await send(session, others, replace(post, lane=Lane.BULK, news=News.INVITATION), now=now)
    await refresh_card(session, poll, now=now)
    return Asked(poll.title, len(wanted) + len(others), area.zone, opens, poll.closes_at)


def _full_hour(moment: datetime) -> datetime:
    """Up to the next full hour, which is easily said; Indonesian zones differ by whole hours."""
    begun = moment.replace(minute=0, second=0, microsecond=0)
    return begun if begun == moment else begun + _HOUR


def _persons(found: Collection[Listener]) -> list[int]:
    return [one.person_id for one in found if one.person_id is not None]


async def _list_candidate_ids(session: Session, actor: Actor, area: Area) -> tuple[list[int], list[int]]:
    """Officers, and residents who are none; who proposes the times can come."""
    area_ids = await list_subtree_ids(session, area)
    officers = dict.fromkeys(one.person_id for one in await listeners.list_officers(session, area_ids))
    officers.pop(actor.person_id, None)
    if area.kind not in _RESIDENTS_OF:
        return list(officers), []
    living = dict.fromkeys(one.person_id for one in await listeners.list_residents(session, area_ids))
    return list(officers), [one for one in living if one not in officers and one != actor.person_id]
