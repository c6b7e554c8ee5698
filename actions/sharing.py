"""Passing on: what an announcement or an invitation needs to travel by WhatsApp or to hang on a board."""

from datetime import datetime
from typing import Any

from actions import sent
from actions.access import Actor, RoleKind, Session
from actions.activities import access_managed
from actions.announcements import draft_of
from actions.errors import Gone
from actions.invitations import Plan
from actions.links import find_address
from actions.validity import require_valid
from storage import areas
from storage.announcements import AnnouncementState
from storage.areas import KELURAHAN_KINDS, Area, AreaKind

__all__ = ["access_shared", "share_activity", "share_announcement"]

_OFFICES = {AreaKind.RT: RoleKind.RT_HEAD, AreaKind.RW: RoleKind.RW_HEAD}

Facts = dict[str, Any]


async def share_announcement(session: Session, actor: Actor, *, announcement_id: int, now: datetime) -> Facts:
    """An announcement as it reads now, for an office that reaches over its area.

    Gone once taken back, RuleReplaced once a newer rule took its place.
    """
    found = await sent.access_sent(session, actor, announcement_id)
    if found.state is AnnouncementState.WITHDRAWN:
        raise Gone
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


async def access_shared(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Plan:
    """An activity that can be passed on: ActivityPostponed while it has no time; else as it can be managed."""
    plan = await access_managed(session, actor, activity_id=activity_id, now=now)
    plan.require_open(now)
    return plan


async def share_activity(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Facts:
    """The invitation to an activity that is still to come, for an office that reaches over its area."""
    plan = await access_shared(session, actor, activity_id=activity_id, now=now)
    role = _OFFICES.get(plan.area.kind, RoleKind.KELURAHAN)
    return {
        **plan.facts(),
        "role": role.value,
        "at": plan.activity.created_at.isoformat(),
        **await _common(session, actor, plan.area, now),
    }


async def _common(session: Session, actor: Actor, area: Area, now: datetime) -> Facts:
    """Where it is, what lies around it, and where people come in: to an RT by its own link."""
    inside = area.kelurahan_id if area.kind not in KELURAHAN_KINDS else None
    return {
        "area": area.name,
        "zone": area.zone,
        "around": (await areas.get_area(session, inside)).name if inside else None,
        "address": await find_address(session, area, actor_id=actor.person_id, now=now),
        "joins": area.kind is AreaKind.RT,
    }
