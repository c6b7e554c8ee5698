"""Announcements: what an officer tells an area, once; its preview, its sending, its words once more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from actions import progress
from actions.access import Actor, RoleKind, Session, require_office
from actions.attachments import Attachment, attachment_of
from actions.audience import Audience, Choice, Listener, Who, find_audience, list_groups, list_outside
from actions.errors import Refusal
from actions.hours import closed_until
from actions.messages import Hours, Lane, News, Post, Recipient, send
from actions.offices import Office
from actions.progress import card_of
from actions.validity import describe_rule
from storage import announcements, areas
from storage.announcements import Announcement, Content, Route
from storage.areas import Area
from storage.audit import add_act

__all__ = [
    "ANNOUNCERS",
    "LONGEST_CAPTION",
    "LONGEST_TEXT",
    "Announcement",
    "Audience",
    "Draft",
    "NobodyListens",
    "Reach",
    "Route",
    "card_of",
    "compose_post",
    "find_departure",
    "find_reach",
    "publish_announcement",
]

ANNOUNCERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)
LONGEST_TEXT = 3500
LONGEST_CAPTION = 900
MESSAGE = "announcements/announcement"


class NobodyListens(Refusal):
    """Nobody whom it is meant for (`who`) can be written to."""


@dataclass(frozen=True)
class Draft:
    """What will be announced, in whose name, to whom and by which way; see storage.announcements.Content."""

    office: RoleKind
    area_id: int
    text: str
    marks: tuple[dict[str, Any], ...] = ()
    place: dict[str, Any] | None = None
    attachment: Attachment | None = None
    choice: Choice = field(default_factory=Choice)
    route: Route = Route.PRIVATE
    asks_read: bool = False
    urgent: bool = False
    rule: dict[str, Any] | None = None
    """What a rule card says of itself, see actions/validity.py."""


@dataclass(frozen=True)
class Reach:
    """Whom a draft would reach now by its way: people in private, groups, and who is left out.

    `ways` has, for each way, how many groups and how many people it would reach.
    """

    audience: Audience
    listeners: tuple[Listener, ...]
    groups: tuple[Recipient, ...]
    ways: dict[Route, tuple[int, int]]

    @property
    def linked(self) -> int:
        """How many groups it could be posted into."""
        return self.ways[Route.BOTH][0]

    @property
    def recipients(self) -> list[Recipient]:
        """Everybody who gets a message, groups first."""
        return [*self.groups, *self.listeners]


def compose_post(draft: Draft, area: Area, announcement: Announcement | None = None) -> Post:
    """The very message that people get; without an announcement, as its preview shows it."""
    facts = {
        "announcement": announcement.id if announcement else 0,
        "role": draft.office.value,
        "area": area.name,
        "zone": area.zone,
        "text": draft.text,
        "marks": list(draft.marks),
        "place": draft.place,
        "asks_read": draft.asks_read,
        "urgent": draft.urgent,
        "corrected": _iso(announcement.corrected_at if announcement else None),
        "rule": draft.rule,
    }
    if draft.attachment is None:
        return Post(MESSAGE, facts)
    return Post(MESSAGE, facts, method=draft.attachment.method, file=draft.attachment.file_id)


async def find_reach(session: Session, actor: Actor, draft: Draft) -> Reach:
    """Whom a draft would reach at this moment; NotYours without its office over its area.

    By way of groups, people of an RT without a group get it in private all the same; what is not meant for
    everybody is not posted into groups at all.
    """
    area = await require_office(session, actor, draft.area_id, draft.office)
    news = None if draft.urgent else News.ANNOUNCEMENT
    audience = await find_audience(
        session, area, choice=draft.choice, leave_out=actor.person_id, news=news, officers=True
    )
    linked = tuple(await list_groups(session, area)) if draft.choice.who is Who.ALL else ()
    everybody = audience.listeners
    outside = list_outside(linked, everybody)
    ways: dict[Route, tuple[tuple[Recipient, ...], tuple[Listener, ...]]] = {
        Route.PRIVATE: ((), everybody),
        Route.GROUP: (linked, outside),
        Route.BOTH: (linked, everybody),
    }
    groups, listeners = ways[draft.route]
    return Reach(
        audience, listeners, groups, {way: (len(posts), len(people)) for way, (posts, people) in ways.items()}
    )


async def find_departure(session: Session, office: Office, *, now: datetime) -> datetime | None:
    """When an announcement would go out; None for at once."""
    return await closed_until(session, office.area.kelurahan_id or office.area.id, Hours.OPEN, now)


async def publish_announcement(
    session: Session,
    actor: Actor,
    draft: Draft,
    *,
    now: datetime,
    plan_id: int | None = None,
) -> Announcement:
    """Promise the announcement to everybody whom it reaches at this moment, and show the sender its progress.

    NotYours without that office over the area, NobodyListens when it reaches nobody.
    """
    reach = await find_reach(session, actor, draft)
    area = await areas.get_area(session, draft.area_id)
    if not reach.recipients:
        raise NobodyListens(who=draft.choice.who.value)
    announcement = await _keep(session, actor, draft, area, recipients=len(reach.recipients), now=now)
    announcement.plan_id = plan_id
    await promise(session, announcement, reach.recipients, compose_post(draft, area, announcement), now=now)
    add_act(
        session,
        "publish_urgent" if draft.urgent else "publish_announcement",
        progress.subject_of(announcement),
        at=now,
        actor_id=actor.person_id,
        area_id=area.id,
        details={"recipients": announcement.recipients},
    )
    await progress.show(session, actor, announcement, now=now)
    return announcement


async def _keep(
    session: Session, actor: Actor, draft: Draft, area: Area, *, recipients: int, now: datetime
) -> Announcement:
    announcement = Announcement(
        **await keep_content(session, actor, draft, area, now=now),
        urgent=draft.urgent,
        recipients=recipients,
        published_at=now,
        progress_due_at=now + progress.SOON,
    )
    await announcements.add_announcement(session, announcement)
    return announcement


async def keep_content(
    session: Session, actor: Actor, draft: Draft, area: Area, *, now: datetime
) -> dict[str, Any]:
    """A draft as the columns that announcements and plans share; its file is a row afterwards."""
    return {
        "kelurahan_id": area.kelurahan_id or area.id,
        "area_id": area.id,
        "office": draft.office,
        "sender_id": actor.person_id,
        "text": draft.text,
        "marks": {"marks": list(draft.marks)} if draft.marks else None,
        "place": draft.place,
        "file_id": await keep_attachment(session, draft.attachment, actor.person_id, now),
        "audience": draft.choice.facts(),
        "route": draft.route,
        "asks_read": draft.asks_read,
    }


async def keep_attachment(
    session: Session, attachment: Attachment | None, person_id: int, now: datetime
) -> int | None:
    """A row for the file that comes along; None without one."""
    if attachment is None:
        return None
    return await announcements.add_file(session, attachment.as_file(person_id, now))


async def promise(
    session: Session,
    announcement: Announcement,
    recipients: Sequence[Recipient],
    seen: Post,
    *,
    now: datetime,
) -> None:
    """Let each of these get an announcement, once; an urgent one at any hour and before what is in bulk."""
    urgent = announcement.urgent
    post = replace(
        seen,
        subject=progress.subject_of(announcement),
        key=f"announcement:{announcement.id}:{{chat}}",
        card=card_of(announcement),
        lane=Lane.NOTICE if urgent else Lane.BULK,
        hours=Hours.ANY if urgent else Hours.OPEN,
        news=None if urgent else news_of(announcement),
    )
    await send(session, recipients, post, now=now)


def news_of(announcement: Announcement) -> News:
    """Which kind of news its messages are, for those who muted some."""
    return News.ANNOUNCEMENT if announcement.rule_card_id is None else News.RULE_CARD


async def draft_of(session: Session, content: Content) -> Draft:
    """What was announced, or is planned to be, so that it can be shown or sent once more."""
    file = await announcements.find_file(session, content.file_id)
    card_id = content.rule_card_id if isinstance(content, Announcement) else None
    return Draft(
        office=content.office,
        area_id=content.area_id,
        text=content.text or "",
        marks=tuple((content.marks or {}).get("marks", ())),
        place=content.place,
        attachment=attachment_of(file) if file else None,
        choice=Choice.from_facts(content.audience),
        route=content.route,
        asks_read=content.asks_read,
        urgent=isinstance(content, Announcement) and content.urgent,
        rule=await describe_rule(session, card_id),
    )


async def post_of(session: Session, announcement: Announcement) -> Post:
    """The message that people have of an announcement, as it reads now."""
    area = await areas.get_area(session, announcement.area_id)
    return compose_post(await draft_of(session, announcement), area, announcement)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
