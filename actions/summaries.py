"""Summaries: the week of a kelurahan as text, chart and sheets; and what an RT head has not heard yet."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from actions.access import Actor, RoleKind
from actions.digests import gather_digest
from actions.errors import Gone, NotYours
from actions.figures import Facts, Week, gather_week
from actions.messages import Hours, Lane, Post, Recipient, send
from actions.offices import list_offices_in_use
from actions.times import local, next_weekly, utc, week_of
from storage import agenda, areas, duties, people, summaries
from storage.areas import Area
from storage.database import Session
from storage.duties import DutyKind
from storage.people import Person

__all__ = ["list_posts", "show_summary", "show_week", "weekly_due"]

MONDAY, SEVEN = 0, time(7)
FARTHEST_BACK = 52
_WEEK = timedelta(days=7)
_WEEKLY = (RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)
_TOLD = (RoleKind.KELURAHAN, RoleKind.FACILITATOR)


async def weekly_due(session: Session, *, now: datetime) -> bool:
    """Publish the last full week of one kelurahan whose Monday has come; False when none is left.

    Of several weeks that were missed only the last is published; no week is published twice.
    """
    duty = await agenda.find_first(session, agenda.WEEKS, now)
    if duty is None:
        return False
    area = await areas.get_area(session, duty.area_id)
    next_due = next_weekly(now, area.zone, MONDAY, SEVEN)
    if await duties.claim(session, duty, next_due=next_due, through=now):
        await _publish(session, area, expires_at=next_due, now=now)
    return True


async def _publish(session: Session, area: Area, *, expires_at: datetime, now: datetime) -> None:
    week = _week(area, -1, now)
    facts = await gather_week(session, week, now=now)
    summary_id = await summaries.add_summary(session, area.id, date.fromisoformat(week.monday), facts, now)
    if summary_id is None:
        return
    recipients = [
        Recipient(chat_id, officer.id, area.id)
        for officer in await _list_officers(session, area)
        if (chat_id := await people.find_chat_id(session, officer.id))
    ]
    subject = f"summary:{summary_id}"
    for post in list_posts(facts, offset=-1, subject=subject, hours=Hours.OPEN, expires_at=expires_at):
        await send(session, recipients, post, now=now)


async def _list_officers(session: Session, area: Area) -> list[Person]:
    found = [await people.list_officers(session, kind, area.id) for kind in _TOLD]
    return list({officer.id: officer for officers in found for officer in officers}.values())


def list_posts(
    facts: Facts,
    *,
    offset: int,
    subject: str | None = None,
    lane: Lane = Lane.NOTICE,
    hours: Hours = Hours.ANY,
    expires_at: datetime | None = None,
) -> list[Post]:
    """A week as three messages: one page of text, a chart as photo, sheets as document."""
    kinds = (
        ("summaries/week", {**facts, "offset": offset}, "sendMessage", None),
        ("summaries/chart", facts, "sendPhoto", "draw:week_chart"),
        ("summaries/sheet", facts, "sendDocument", "draw:week_sheet"),
    )
    posts = [
        Post(template, known, subject, method, file, lane=lane, hours=hours, expires_at=expires_at)
        for template, known, method, file in kinds
    ]
    return [replace(posts[0], card=_card(facts)), *posts[1:]]


def _card(facts: Facts) -> str:
    """The same for the same week; one that is not over is another after an hour, because it says more."""
    return f"week:{facts['area_id']}:{facts['week']}:{(facts['until'] or '')[:13]}"


async def show_summary(session: Session, actor: Actor, *, now: datetime) -> list[Post]:
    """`Ringkasan` of the office in use: an RT head's news, or an area's week so far; NotYours without."""
    actor.require_role()
    office = (await list_offices_in_use(session, actor))[0]
    if office.kind is RoleKind.RT_HEAD:
        return [await _show_news(session, office.area, now=now)]
    return await show_week(session, actor, area_id=office.area.id, offset=0, now=now)


async def show_week(
    session: Session, actor: Actor, *, area_id: int, offset: int, now: datetime
) -> list[Post]:
    """A week of the area of one's own office, `offset` weeks from this one (-1 is the last).

    NotYours without that office, Gone for a week that is not there. A published week stays as it was.
    """
    if not any(role.area_id == area_id and role.kind in _WEEKLY for role in actor.roles):
        raise NotYours
    if not -FARTHEST_BACK <= offset <= 0:
        raise Gone
    week = _week(await areas.get_area(session, area_id), offset, now)
    published = await summaries.find_summary(session, area_id, date.fromisoformat(week.monday))
    facts = published.facts if published else await gather_week(session, week, now=now)
    return list_posts(facts, offset=offset, lane=Lane.REPLY)


async def _show_news(session: Session, rt: Area, *, now: datetime) -> Post:
    """What came in since the last digest, which stays where it was, and this week's numbers."""
    week = _week(rt, 0, now)
    figures = await gather_week(session, week, now=now)
    duty = await duties.find_duty(session, DutyKind.DIGEST, rt.id)
    facts = await gather_digest(session, rt, duty.done_through if duty else week.start, now=now)
    brief = {name: figures[name] for name in ("new_residents", "proposals", "week", "last_day")}
    return Post(
        "summaries/digest", {**facts, "this_week": {**brief, "activities": len(figures["activities"])}}
    )


def _week(area: Area, offset: int, now: datetime) -> Week:
    """The local week that is `offset` weeks from the one that holds `now`."""
    start, _ = week_of(now, area.zone)
    monday = local(start, area.zone).date() + offset * _WEEK
    return Week(area, utc(monday, time(0), area.zone), utc(monday + _WEEK, time(0), area.zone))
