"""Activities: planning one and inviting its area, moving it, calling it off, looking at what comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import invitations
from actions.access import Actor, covers, require_office
from actions.areas import evening_slot, next_open
from actions.audience import list_group_titles, list_recipients
from actions.errors import Gone, NotUnderstood, Refusal, TextTooLong
from actions.interests import Topic, invite_first
from actions.invitations import (
    CANCELLED,
    GROUP_INVITATION,
    INVITATION,
    LASTS,
    MOVED,
    POSTPONED,
    REMINDER,
    ActivityPostponed,
    AlreadyCancelled,
    Plan,
)
from actions.messages import News
from actions.offices import Office, list_offices_in_use
from actions.revisions import record_change
from actions.texts import has_words, tidy_place
from actions.times import local
from storage import answers, areas, cards, outbox, programs
from storage.activities import Activity, ActivityKind, ActivitySession, ActivityState
from storage.answers import Answer
from storage.database import Session
from storage.people import RoleKind

__all__ = ["LASTS", "ActivityKind", "Created", "Plan", "View", "WhenPast"]

LONGEST_TITLE, LONGEST_PLACE, LONGEST_SAID = 100, 200, 60
ORGANIZERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)
_THINK_IT_OVER = timedelta(hours=2)


class WhenPast(Refusal):
    """The moment that was named is over."""


class NothingChanged(Refusal):
    """The new plan is the old one."""


@dataclass(frozen=True)
class Created:
    """A new activity, how many are invited, and when the invitations go out."""

    plan: Plan
    invited: int
    goes_out: datetime


@dataclass(frozen=True)
class View:
    """An activity as somebody sees it: their own answer, and whether they may change the plan."""

    plan: Plan
    answer: Answer | None
    invited: bool
    manages: bool


async def require_organizer(session: Session, actor: Actor) -> Office:
    """The office that somebody plans activities for; NotYours without one."""
    actor.require_role(*ORGANIZERS)
    return (await list_offices_in_use(session, actor, *ORGANIZERS))[0]


async def preview_reach(
    session: Session, actor: Actor, *, area_id: int, now: datetime
) -> tuple[int, list[str | None], datetime]:
    """How many an invitation to an area would reach, into which groups it would go, by title, and when."""
    area = await require_office(session, actor, area_id, *ORGANIZERS)
    reached = len(await list_recipients(session, area, news=News.INVITATION))
    titles = await list_group_titles(session, area)
    return reached, titles, await next_open(session, area.kelurahan_id or area.id, now)


async def create_activity(
    session: Session,
    actor: Actor,
    *,
    area_id: int,
    kind: ActivityKind,
    title: str,
    place: str,
    starts_at: datetime,
    now: datetime,
    ends_at: datetime | None = None,
    said: str | None = None,
    topic: Topic | None = None,
) -> Created:
    """Plan something of two hours unless told, and invite its area, first who wants to learn its topic."""
    area = await require_office(session, actor, area_id, *ORGANIZERS)
    _require_coming(starts_at, now)
    program = await programs.get_current_program(session, local(starts_at, area.zone).year)
    activity = Activity(
        kelurahan_id=area.kelurahan_id or area.id,
        area_id=area.id,
        program_id=program.id,
        kind=kind,
        title=_require_words(title, LONGEST_TITLE),
        place=_require_words(tidy_place(place), LONGEST_PLACE),
        topic=topic,
        state=ActivityState.PLANNED,
        organizer_id=actor.person_id,
        created_at=now,
    )
    session.add(activity)
    await session.flush()
    plan = Plan(activity, ActivitySession(activity_id=activity.id, position=1), area)
    await _set_times(session, plan, starts_at, ends_at, said, now=now)
    session.add(plan.meeting)
    await session.flush()
    record_change(session, actor, plan, "create_activity", now=now)
    invited = await _invite(session, plan, now=now)
    await invitations.show_cards(session, plan, now=now)
    return Created(plan, invited, await next_open(session, activity.kelurahan_id, now))


async def access_activity(session: Session, actor: Actor, *, activity_id: int) -> View:
    """An activity, for those who are invited, live where it is, or hold an office over it; else Gone."""
    plan = await invitations.lock_plan(session, activity_id)
    invited = await is_invited(session, actor, plan)
    manages = await _manages(session, actor, plan)
    if not invited and not manages:
        raise Gone
    return View(plan, await answers.find_counting(session, activity_id, actor.person_id), invited, manages)


async def access_card(session: Session, actor: Actor, *, activity_id: int) -> Plan:
    """An activity in whatever state, for an office that reaches over its area; else NotYours."""
    plan = await invitations.lock_plan(session, activity_id)
    await require_office(session, actor, plan.activity.area_id, *ORGANIZERS)
    return plan


async def access_managed(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity that can still be changed, for an office that reaches over its area; else NotYours.

    A postponed one can, however long ago it should have been.
    """
    plan = await access_card(session, actor, activity_id=activity_id)
    if plan.activity.state is ActivityState.CANCELLED:
        raise AlreadyCancelled(title=plan.activity.title)
    if not plan.postponed:
        plan.require_open(now)
    return plan


async def is_invited(session: Session, actor: Actor, plan: Plan) -> bool:
    """Whether somebody was invited, or was accepted where it is after the invitations went out."""
    if await answers.find_invitation(session, plan.activity.id, actor.person_id) is not None:
        return True
    return plan.activity.area_id in await list_areas_of(session, actor)


async def move_activity(
    session: Session,
    actor: Actor,
    *,
    activity_id: int,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    said: str | None = None,
    place: str | None = None,
) -> int:
    """Give an activity another time or place and tell everybody who answered (R9); returns how many.

    A postponed one is planned again with its new time, and has its invitations again.
    """
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    activity, meeting, resumed = plan.activity, plan.meeting, plan.postponed
    if resumed and starts_at is None:
        raise ActivityPostponed(title=activity.title)
    old_starts, old = meeting.starts_at, plan.facts()
    moved = starts_at is not None and (resumed or starts_at != old_starts)
    place = place and tidy_place(place)
    relocated = place is not None and place != activity.place
    if not moved and not relocated:
        raise NothingChanged
    if place is not None:
        activity.place = _require_words(place, LONGEST_PLACE)
    if starts_at is not None and moved:
        _require_coming(starts_at, now)
        await _set_times(session, plan, starts_at, ends_at, said, now=now)
        await _plan_again(session, plan, now=now)
    activity.revision += 1
    record_change(session, actor, plan, "move_activity", now=now)
    await invitations.refresh_all(session, plan, now=now)
    await invitations.show_cards(session, plan, now=now, soon=True)
    facts = {**plan.facts(), "moved": moved, "relocated": relocated}
    facts |= {"old_starts": old["starts"], "old_place": old["place"]}
    soonest = meeting.starts_at if resumed else min(old_starts, meeting.starts_at)
    return await invitations.tell_answerers(session, plan, MOVED, facts, soonest=soonest, now=now)


async def cancel_activity(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> int:
    """Call an activity off: nothing of it goes out any more; returns how many who answered are told."""
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    soonest = None if plan.postponed else plan.meeting.starts_at
    plan.activity.state = ActivityState.CANCELLED
    plan.activity.revision += 1
    plan.meeting.remind_at = plan.meeting.evaluate_at = None
    record_change(session, actor, plan, "cancel_activity", now=now)
    off = [INVITATION, GROUP_INVITATION, REMINDER, MOVED, POSTPONED]
    await outbox.cancel(session, plan.subject, off, now)
    await invitations.refresh_all(session, plan, now=now, instead=(CANCELLED, plan.facts()))
    await invitations.show_cards(session, plan, now=now, soon=True)
    return await invitations.tell_answerers(session, plan, CANCELLED, plan.facts(), soonest=soonest, now=now)


async def _invite(session: Session, plan: Plan, *, now: datetime) -> int:
    """Invite everybody of the area whom no invitation has reached yet; returns how many."""
    reached = {chat_id for chat_id, _person_id in await cards.list_chats(session, plan.card)}
    found = await list_recipients(session, plan.area, news=News.INVITATION)
    listeners = [heard for heard in found if heard.chat_id not in reached]
    invited = [(heard.person_id, heard.household_id) for heard in listeners if heard.person_id is not None]
    await answers.add_invitations(session, plan.activity.id, invited, now)
    later = await invite_first(session, plan, listeners, now=now)
    await invitations.post_in_groups(session, plan, now=now, at=later)
    return len(invited)


async def _plan_again(session: Session, plan: Plan, *, now: datetime) -> None:
    """It has a time (again): what spoke of the old one is taken back, whom nothing reached is invited."""
    await outbox.cancel(session, plan.subject, [REMINDER, POSTPONED], now)
    if plan.postponed:
        plan.activity.state = ActivityState.PLANNED
        await _invite(session, plan, now=now)


async def _set_times(
    session: Session,
    plan: Plan,
    starts_at: datetime,
    ends_at: datetime | None,
    said: str | None,
    *,
    now: datetime,
) -> None:
    meeting, kelurahan_id = plan.meeting, plan.activity.kelurahan_id
    meeting.starts_at = starts_at
    meeting.ends_at = ends_at if ends_at is not None and ends_at > starts_at else starts_at + LASTS
    meeting.said = said[:LONGEST_SAID] if said else None
    day_before = local(starts_at, plan.area.zone).date() - timedelta(days=1)
    slot = await evening_slot(session, kelurahan_id, day_before)
    meeting.remind_at = slot if slot > now else None
    meeting.evaluate_at = await _evaluation_time(session, plan)


async def _evaluation_time(session: Session, plan: Plan) -> datetime:
    """Two hours after the end; where that hour is closed, the next evening slot."""
    kelurahan_id = plan.activity.kelurahan_id
    moment = plan.meeting.ends_at + _THINK_IT_OVER
    if await next_open(session, kelurahan_id, moment) == moment:
        return moment
    day = local(moment, plan.area.zone).date()
    slots = [await evening_slot(session, kelurahan_id, day + timedelta(days=later)) for later in (0, 1)]
    return next(slot for slot in slots if slot >= moment)


async def list_areas_of(session: Session, actor: Actor) -> list[int]:
    """Where an accepted resident belongs: their RT, and the RW and kelurahan around it."""
    if not actor.accepted or actor.area_id is None:
        return []
    area = await areas.get_area(session, actor.area_id)
    return list(dict.fromkeys(found for found in (area.id, area.parent_id, area.kelurahan_id) if found))


async def _manages(session: Session, actor: Actor, plan: Plan) -> bool:
    if not actor.role(*ORGANIZERS):
        return False
    return any([await covers(session, role, plan.area) for role in actor.roles if role.kind in ORGANIZERS])


def _require_words(text: str, limit: int) -> str:
    if not has_words(text):
        raise NotUnderstood
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    return text


def _require_coming(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise WhenPast
