"""Passing on: what an announcement or an invitation needs to travel by WhatsApp or to hang on a board."""

from datetime import datetime
from typing import Any

from actions import sent
from actions.access import Actor, RoleKind, Session
from actions.activities import access_activity, access_managed
from actions.announcements import draft_of
from actions.errors import Gone
from actions.links import find_address
from actions.offices import list_offices_inside
from actions.planned import Plan, lock_plan
from actions.validity import require_valid
from storage import announcements, areas
from storage.announcements import Announcement, AnnouncementState
from storage.areas import KELURAHAN_KINDS, Area, AreaKind

__all__ = ["access_shared", "heads_inside", "passes_on", "share_activity", "share_announcement"]

_OFFICES = {AreaKind.RT: RoleKind.RT_HEAD, AreaKind.RW: RoleKind.RW_HEAD}

Facts = dict[str, Any]


async def passes_on(session: Session, actor: Actor, announcement: Announcement) -> bool:
    """Whether somebody who may read an announcement is offered to pass it on."""
    return await heads_inside(session, actor, await areas.get_area(session, announcement.area_id))


async def heads_inside(session: Session, actor: Actor, area: Area) -> bool:
    """Whether somebody is head of an RT or RW inside an area: what they may read there they may pass on."""
    return bool(await list_offices_inside(session, actor, area, RoleKind.RT_HEAD, RoleKind.RW_HEAD))


async def share_announcement(session: Session, actor: Actor, *, announcement_id: int, now: datetime) -> Facts:
    """An announcement as it reads now, for an office over its area, or a head inside it who may read it.

    Gone once taken back, RuleReplaced once a newer rule took its place.
    """
    found = await _access_announcement(session, actor, announcement_id)
    await require_valid(session, found)
    area, draft = await areas.get_area(session, found.area_id), await draft_of(session, found)
    return {
        "role": draft.office.value,
        "text": draft.text,
        "marks": list(draft.marks),
        "place": draft.place,
        "file": draft.attachment.kind if draft.attachment else None,
        "urgent": draft.urgent,
        "rule": draft.rule,
        "at": (found.corrected_at or found.published_at).isoformat(),
        **await _common(session, actor, area, now),
    }


async def _access_announcement(session: Session, actor: Actor, announcement_id: int) -> Announcement:
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None or found.state is AnnouncementState.WITHDRAWN:
        raise Gone
    if await passes_on(session, actor, found):
        return await sent.access_readable(session, actor, announcement_id)
    return await sent.access_sent(session, actor, announcement_id)


async def access_shared(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity that can be passed on by an office over its area, or by a head inside it who is invited.

    ActivityPostponed while it has no time.
    """
    plan = await lock_plan(session, activity_id, now=now)
    if await heads_inside(session, actor, plan.area):
        await access_activity(session, actor, activity_id=activity_id, now=now)
    else:
        await access_managed(session, actor, activity_id=activity_id, now=now)
    plan.require_open(now)
    return plan


async def share_activity(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Facts:
    """The invitation to an activity that is still to come, for those who may pass it on."""
    plan = await access_shared(session, actor, activity_id=activity_id, now=now)
    role = _OFFICES.get(plan.area.kind, RoleKind.KELURAHAN)
    return {
        **plan.facts(),
        "role": role.value,
        "at": plan.activity.created_at.isoformat(),
        **await _common(session, actor, plan.area, now),
    }


async def _common(session: Session, actor: Actor, area: Area, now: datetime) -> Facts:
    """Where it is, what lies around it, and where people come in: to an RT by its own link.

    `door` is that RT: the area itself, or the one inside it that the actor heads.
    """
    around = area.kelurahan_id if area.kind not in KELURAHAN_KINDS else None
    door = area if area.kind is AreaKind.RT else await _find_rt(session, actor, area)
    return {
        "area": area.name,
        "zone": area.zone,
        "around": (await areas.get_area(session, around)).name if around else None,
        "address": await find_address(session, door or area, actor_id=actor.person_id, now=now),
        "joins": door is not None,
        "door": door.name if door else None,
    }


async def _find_rt(session: Session, actor: Actor, area: Area) -> Area | None:
    headed = await list_offices_inside(session, actor, area, RoleKind.RT_HEAD)
    return headed[0].area if headed else None
