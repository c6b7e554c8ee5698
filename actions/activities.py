"""Activities: planning one and inviting its area, moving it, calling it off, looking at what comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions import invitations, meetings, planned
from actions.access import Actor, covers, require_office
from actions.areas import Area, next_open
from actions.audience import list_group_titles, list_recipients
from actions.errors import Gone, NotUnderstood, Refusal, TextTooLong
from actions.interests import Topic, Turns, find_turns, invite_in_turns
from actions.meetings import Times, WhenPast
from actions.messages import News
from actions.offices import Office, list_offices_in_use
from actions.parts import Part, set_parts, tell_parts
from actions.planned import LASTS, AlreadyCancelled, Plan
from actions.revisions import record_change
from actions.texts import has_words, tidy_place
from actions.times import local
from storage import activities, answers, areas, cards, programs
from storage.activities import Activity, ActivityKind, ActivityState
from storage.answers import Answer
from storage.database import Session
from storage.people import RoleKind

__all__ = ["LASTS", "ActivityKind", "Created", "Plan", "Times", "View", "WhenPast"]

LONGEST_TITLE, LONGEST_PLACE, LONGEST_BRING, LARGEST_QUOTA = 100, 200, 200, 1000
ORGANIZERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)


class BadQuota(Refusal):
    """A number of seats that cannot be; `limit` is the most."""


@dataclass(frozen=True)
class Details:
    """What a plan may have besides: more meetings than one, seats, what to bring, a point on the map.

    Without a `quota` there is room for all; `point` is a latitude and longitude in degrees. `parts` says who
    organises or teaches; a `series` is one whose turn this activity is. Whoever wants to learn its `topic`
    is invited first.
    """

    further: Sequence[Times] = ()
    quota: int | None = None
    bring: str | None = None
    point: tuple[float, float] | None = None
    parts: Mapping[int, Part] = field(default_factory=dict)
    series: int | None = None
    topic: Topic | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the activity that they fill; BadQuota or TextTooLong for what cannot be."""
        latitude, longitude = self.point or (None, None)
        return {
            "quota": require_quota(self.quota) if self.quota is not None else None,
            "bring": require_words(self.bring, LONGEST_BRING) if self.bring else None,
            "latitude": latitude,
            "longitude": longitude,
            "series_id": self.series,
            "topic": self.topic,
        }


@dataclass(frozen=True)
class Created:
    """A new activity, who is invited in which turn, and when the invitations go out."""

    plan: Plan
    turns: Turns
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


async def require_area(session: Session, actor: Actor, area_id: int) -> Area:
    """The area, for whoever may plan activities for it; else NotYours."""
    return await require_office(session, actor, area_id, *ORGANIZERS)


async def preview_reach(
    session: Session, actor: Actor, *, area_id: int, topic: Topic | None, starts_at: datetime, now: datetime
) -> tuple[Turns, list[str | None], datetime]:
    """Whom an invitation to an area would reach, into which groups it would go, by title, and when."""
    area = await require_area(session, actor, area_id)
    listeners = await list_recipients(session, area, news=News.INVITATION)
    turns = await find_turns(session, area, topic, listeners, starts_at=starts_at, now=now)
    titles = await list_group_titles(session, area)
    return turns, titles, await next_open(session, area.kelurahan_id or area.id, now)


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
    details: Details = Details(),
) -> Created:
    """Plan an activity and invite each accepted resident of its area; it lasts two hours unless told."""
    area = await require_area(session, actor, area_id)
    program = await programs.get_current_program(session, local(starts_at, area.zone).year)
    activity = Activity(
        kelurahan_id=area.kelurahan_id or area.id,
        area_id=area.id,
        program_id=program.id,
        kind=kind,
        title=require_words(title, LONGEST_TITLE),
        place=require_words(tidy_place(place), LONGEST_PLACE),
        **details.columns(),
        state=ActivityState.PLANNED,
        organizer_id=actor.person_id,
        created_at=now,
    )
    await activities.add_activity(session, activity)
    await set_parts(session, actor, area, activity.id, details.parts)
    times = [Times(starts_at, ends_at, said), *details.further]
    held = await meetings.add_meetings(session, activity.id, times, now=now)
    plan = Plan(activity, held, planned.next_of(held, now), area)
    await meetings.set_dues(session, plan, now=now)
    record_change(session, actor, plan, "create_activity", now=now)
    turns = await invite(session, plan, now=now)
    await tell_parts(session, plan, but=actor.person_id, now=now)
    await invitations.show_cards(session, plan, now=now)
    return Created(plan, turns, await next_open(session, activity.kelurahan_id, now))


async def access_activity(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> View:
    """An activity, for those who are invited, live where it is, or hold an office over it; else Gone."""
    plan = await planned.lock_plan(session, activity_id, now=now)
    invited = await is_invited(session, actor, plan)
    is_manager = await manages(session, actor, plan)
    if not invited and not is_manager:
        raise Gone
    return View(plan, await answers.find_counting(session, activity_id, actor.person_id), invited, is_manager)


async def access_card(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity in whatever state, for an office that reaches over its area; else NotYours."""
    plan = await planned.lock_plan(session, activity_id, now=now)
    await require_area(session, actor, plan.activity.area_id)
    return plan


async def access_managed(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity that can still be changed, for an office that reaches over its area; else NotYours.

    A postponed one can, however long ago it should have been.
    """
    plan = await access_card(session, actor, activity_id=activity_id, now=now)
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


async def invite(session: Session, plan: Plan, *, now: datetime) -> Turns:
    """Invite everybody of the area whom no invitation has reached yet; who that is, in which turn."""
    reached = {chat_id for chat_id, _person_id in await cards.list_chats(session, plan.card)}
    found = await list_recipients(session, plan.area, news=News.INVITATION)
    listeners = [heard for heard in found if heard.chat_id not in reached]
    invited = [(heard.person_id, heard.household_id) for heard in listeners if heard.person_id is not None]
    await answers.add_invitations(session, plan.activity.id, invited, now)
    turns = await invite_in_turns(session, plan, listeners, now=now)
    await invitations.post_in_groups(session, plan, now=now, at=turns.later_at)
    return turns


async def list_areas_of(session: Session, actor: Actor) -> list[int]:
    """Where an accepted resident belongs: their RT, and the RW and kelurahan around it."""
    if not actor.accepted or actor.area_id is None:
        return []
    area = await areas.get_area(session, actor.area_id)
    return list(dict.fromkeys(found for found in (area.id, area.parent_id, area.kelurahan_id) if found))


async def manages(session: Session, actor: Actor, plan: Plan) -> bool:
    """Whether somebody holds an office that plans activities and reaches over this one's area."""
    if not actor.role(*ORGANIZERS):
        return False
    return any([await covers(session, role, plan.area) for role in actor.roles if role.kind in ORGANIZERS])


def require_words(text: str, limit: int) -> str:
    if not has_words(text):
        raise NotUnderstood
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    return text


def require_quota(quota: int) -> int:
    """A number of seats that may be; else BadQuota."""
    if not 1 <= quota <= LARGEST_QUOTA:
        raise BadQuota(limit=LARGEST_QUOTA)
    return quota
