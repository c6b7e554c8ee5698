"""What was announced: for residents to read again, for its office to look after."""

from itertools import count
from typing import Any

from actions.access import Actor, RoleKind, Session, require_office, speaks_for
from actions.activities import list_areas_of
from actions.announcements import ANNOUNCERS, Announcement
from actions.audience import Choice, Who
from actions.errors import Gone, NotYours, Refusal
from actions.offices import list_offices, list_offices_in_use
from actions.paging import Page, cut, turn_to
from actions.validity import describe_rule, find_newest
from storage import announcements, areas, receipts
from storage.announcements import AnnouncementState

PAGE, READABLE, SHOWN, BATCH = 6, 10, 5, 50
AT_HOME = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN)
"""Whose offices belong to an area; facilitators accompany it."""


class AnnouncementWithdrawn(Refusal):
    """Its sender took it back."""

    alarming = False


class NotMeant(NotYours):
    """It is for those who are counted in another area."""

    alarming = False


async def list_announcing(session: Session, actor: Actor) -> list[tuple[RoleKind, int]]:
    """The offices that somebody announces for, each a kind and the area it is over; NotYours without one."""
    offices = await list_offices_in_use(session, actor, *ANNOUNCERS)
    if not offices:
        raise NotYours
    return [(office.kind, office.area.id) for office in offices]


async def list_sent(session: Session, actor: Actor, *, page: int = 0) -> Page[Announcement]:
    """What was announced in the name of one's offices, newest first."""
    offices = await list_announcing(session, actor)
    total = await announcements.count_sent_by(session, offices)
    number, pages = turn_to(page, total, PAGE)
    found = await announcements.list_sent_by(session, offices, PAGE, offset=number * PAGE)
    return Page(tuple(found), number * PAGE, total, number, pages)


async def describe(session: Session, announcement: Announcement) -> dict[str, Any]:
    """What a list says of an announcement."""
    area = await areas.get_area(session, announcement.area_id)
    file = await announcements.find_file(session, announcement.file_id)
    rule = await describe_rule(session, announcement.rule_card_id)
    return {
        "announcement": announcement.id,
        "role": announcement.office.value,
        "area": area.name,
        "zone": area.zone,
        "text": announcement.text or "",
        "file": file.kind if file else None,
        "at": announcement.published_at.isoformat(),
        "state": announcement.state.value,
        "urgent": announcement.urgent,
        "rule": rule and rule["title"],
        "replaced": bool(rule and rule["newer"]),
    }


async def list_readable(session: Session, actor: Actor, *, page: int = 0) -> Page[Announcement]:
    """The latest ten that somebody was told, or everybody where they live, also before they came."""
    if not actor.roles:
        actor.require_resident()
    return cut(await _list_latest(session, actor), page, SHOWN)


async def _list_latest(session: Session, actor: Actor) -> list[Announcement]:
    area_ids = await _list_areas_heard(session, actor)
    latest: list[Announcement] = []
    for offset in count(0, BATCH):
        found = await announcements.list_near(session, area_ids, actor.person_id, BATCH, offset=offset)
        latest += [one for one, told in found if told or is_for_all(one)]
        if len(latest) >= READABLE or len(found) < BATCH:
            break
    return latest[:READABLE]


async def _list_areas_heard(session: Session, actor: Actor) -> list[int]:
    """Where somebody belongs as a resident, or by an office: there, and the RW and kelurahan around it."""
    heard = await list_areas_of(session, actor)
    for office in await list_offices(session, actor, *AT_HOME):
        heard += [one for one in (office.area.id, office.area.parent_id, office.area.kelurahan_id) if one]
    return list(dict.fromkeys(heard))


def is_for_all(announcement: Announcement) -> bool:
    """Whether everybody of its area was meant, not some of them."""
    return Choice.from_facts(announcement.audience).who is Who.ALL


async def access_readable(session: Session, actor: Actor, announcement_id: int) -> Announcement:
    """An announcement for those whom it is meant for, or whose office reaches there; else NotMeant."""
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None:
        raise Gone
    require_readable(found)
    if not await may_read(session, actor, found):
        raise NotMeant(area=(await areas.get_area(session, found.area_id)).name)
    return found


async def access_newest(session: Session, actor: Actor, announcement_id: int) -> Announcement:
    """The rule that is valid by now in place of the one that somebody has; Gone, NotYours."""
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None:
        raise Gone
    return await access_readable(session, actor, await find_newest(session, found))


async def may_read(session: Session, actor: Actor, found: Announcement) -> bool:
    """Whether it is meant for somebody, or their office reaches there."""
    if is_for_all(found) and found.area_id in await _list_areas_heard(session, actor):
        return True
    if await receipts.find_recipient(session, found.id, actor.person_id) is not None:
        return True
    area = await areas.get_area(session, found.area_id)
    return any([await speaks_for(session, actor, kind, area) for kind in ANNOUNCERS])


def require_readable(announcement: Announcement) -> None:
    """AnnouncementWithdrawn once it was taken back."""
    if announcement.state is AnnouncementState.WITHDRAWN:
        raise AnnouncementWithdrawn


async def access_changeable(session: Session, actor: Actor, announcement_id: int) -> Announcement:
    """An announcement for whoever holds the office in whose name it was made, until it was taken back."""
    found = await announcements.find_announcement(session, announcement_id)
    if found is None:
        raise Gone
    if not await may_change(session, actor, found):
        raise NotYours
    require_readable(found)
    return found


async def may_change(session: Session, actor: Actor, announcement: Announcement) -> bool:
    """Whether somebody holds the office in whose name it was made."""
    area = await areas.get_area(session, announcement.area_id)
    return await speaks_for(session, actor, announcement.office, area)


async def access_sent(session: Session, actor: Actor, announcement_id: int) -> Announcement:
    """An announcement for an office that reaches over its area; Gone without one, NotYours for others."""
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None:
        raise Gone
    await require_office(session, actor, found.area_id, *ANNOUNCERS)
    return found
