"""Codes to scan: on a phone a new one every minute, on paper one for the whole meeting."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from actions import activities, links
from actions.access import Actor, find_actor
from actions.attendance import note_presence
from actions.attendance_windows import access_meeting, lock_meeting, may_note, require_doors_open
from actions.errors import NotJoined, Refusal
from actions.messages import Lane, Post, Recipient, send, show_card
from actions.planned import Plan
from storage import agenda, areas, attendance_codes, audit
from storage.attendance_codes import CodeScreen
from storage.attendances import AttendanceMethod
from storage.database import Session

__all__ = [
    "CodeChanged",
    "CodeUnknown",
    "LivesElsewhere",
    "codes_due",
    "is_code",
    "make_payload",
    "print_code",
    "scan",
    "show_code",
]

SHOWN = timedelta(minutes=30)
_SLOW = 2
"""How many minutes a code is good for after its own: phones and people need a moment."""
_PAPER = "paper"
_KEY_BYTES, _SEAL_BYTES = 32, 16
_PAYLOAD = re.compile(r"hadir-([0-9]{1,10})-([0-9]{1,10}|paper)-([A-Za-z0-9_-]{22})")


class CodeUnknown(Refusal):
    """A code that we did not make."""


class CodeChanged(Refusal):
    """A code of a phone that is some minutes old."""


class LivesElsewhere(Refusal):
    """Who scans lives outside the kelurahan; `area` is the one that the activity is for."""


@dataclass(frozen=True)
class _Code:
    session_id: int
    turn: str
    seal: str


def is_code(payload: str) -> bool:
    """Whether a link's payload is that of a meeting's code, genuine or not."""
    return _PAYLOAD.fullmatch(payload) is not None


async def make_payload(session: Session, session_id: int, moment: datetime | None) -> str:
    """What a meeting's code says: that of the minute around a moment, or, without one, that on paper."""
    turn = _PAPER if moment is None else str(_minute_of(moment))
    key = await attendance_codes.find_key(session, session_id)
    if key is None:
        key = await attendance_codes.keep_key(session, session_id, secrets.token_hex(_KEY_BYTES))
    return f"hadir-{session_id}-{turn}-{_seal(key, session_id, turn)}"


async def scan(session: Session, actor: Actor, *, payload: str, now: datetime) -> Plan:
    """Somebody known scans a code: they are there from now on, however often they scan."""
    code = _read(payload)
    key = await attendance_codes.find_key(session, code.session_id)
    if key is None or not hmac.compare_digest(_seal(key, code.session_id, code.turn), code.seal):
        raise CodeUnknown
    plan = await lock_meeting(session, code.session_id, now=now)
    require_doors_open(plan, now)
    if code.turn != _PAPER and not 0 <= _minute_of(now) - int(code.turn) <= _SLOW:
        raise CodeChanged
    await _require_neighbour(session, actor, plan)
    await note_presence(session, plan, [actor.person_id], method=AttendanceMethod.QR, actor=actor, now=now)
    return plan


async def show_code(session: Session, actor: Actor, *, session_id: int, now: datetime) -> None:
    """`Tunjukkan kode`: a picture in the organiser's chat, whose code changes for half an hour."""
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    require_doors_open(plan, now)
    await attendance_codes.end_screens(session, session_id, actor.chat_id, now)
    _opens, closes = plan.doors(plan.meeting)
    screen = CodeScreen(
        session_id=session_id,
        chat_id=actor.chat_id,
        next_at=_next_minute(now),
        until=min(now + SHOWN, closes),
    )
    await attendance_codes.add_screen(session, screen)
    _write_down(session, "show_code", actor, plan, now)
    post = await _picture(session, plan, screen, now)
    await send(session, [Recipient(actor.chat_id, actor.person_id)], post, now=now)


async def print_code(session: Session, actor: Actor, *, session_id: int, now: datetime) -> dict[str, Any]:
    """`Cetak kode`: what the page to hang up shows, whose code is good as long as attendance is noted."""
    plan = await access_meeting(session, actor, session_id=session_id, now=now)
    require_doors_open(plan, now)
    _write_down(session, "print_code", actor, plan, now)
    around = plan.area.kelurahan_id if plan.area.kelurahan_id != plan.area.id else None
    return {
        **plan.facts(),
        "area": plan.area.name,
        "around": (await areas.get_area(session, around)).name if around else None,
        "address": await _address(session, plan, None),
    }


async def codes_due(session: Session, *, now: datetime) -> bool:
    """Let the picture whose code is due first show its next, or say that it is over."""
    screen = await agenda.find_first(session, agenda.CODES, now)
    if screen is None:
        return False
    plan = await lock_meeting(session, screen.session_id, now=now)  # first, as whoever shows one does
    if await attendance_codes.claim_screen(session, screen, min(_next_minute(now), screen.until)):
        await _go_on(session, plan, screen, now)
    return True


async def _go_on(session: Session, plan: Plan, screen: CodeScreen, now: datetime) -> None:
    actor = await find_actor(session, screen.chat_id)
    may = actor is not None and await may_note(session, actor, plan)
    over = now >= screen.until or plan.meeting not in plan.list_open(now) or not may
    post = await _picture(session, plan, screen, now, over=over)
    recipient = Recipient(screen.chat_id, actor.person_id if actor else None)
    await show_card(session, recipient, post, now=now)
    if over:
        await attendance_codes.drop_screen(session, screen)


async def _picture(
    session: Session, plan: Plan, screen: CodeScreen, now: datetime, *, over: bool = False
) -> Post:
    facts = {
        "session": plan.meeting.id,
        "title": plan.activity.title,
        "zone": plan.area.zone,
        "area": plan.area.name,
        "until": screen.until.isoformat(),
        "address": None if over else await _address(session, plan, now),
    }
    return Post(
        "attendance/code",
        facts,
        subject=plan.subject,
        method="sendPhoto",
        file="draw:attendance_code",
        card=f"code:{screen.id}",
        lane=Lane.REPLY,
    )


async def _address(session: Session, plan: Plan, moment: datetime | None) -> str:
    payload = await make_payload(session, plan.meeting.id, moment)
    return f"{await links.find_bot(session)}?start={payload}"


async def _require_neighbour(session: Session, actor: Actor, plan: Plan) -> None:
    """Who is invited or lives in the kelurahan, or holds an office there."""
    if await activities.is_invited(session, actor, plan):
        return
    places = [role.area_id for role in actor.roles]
    places += [actor.area_id] if actor.accepted else []
    for area_id in filter(None, places):
        area = await areas.get_area(session, area_id)
        if plan.activity.kelurahan_id in (area.id, area.kelurahan_id):
            return
    if actor.area_id is not None and not actor.accepted:
        raise NotJoined
    raise LivesElsewhere(area=plan.area.name)


def _write_down(session: Session, action: str, actor: Actor, plan: Plan, now: datetime) -> None:
    audit.add_act(session, action, plan.subject, at=now, actor_id=actor.person_id, area_id=plan.area.id)


def _read(payload: str) -> _Code:
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        raise CodeUnknown
    return _Code(int(match[1]), match[2], match[3])


def _seal(key: str, session_id: int, turn: str) -> str:
    signed = hmac.new(bytes.fromhex(key), f"{session_id}:{turn}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(signed[:_SEAL_BYTES]).decode().rstrip("=")


def _minute_of(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _next_minute(moment: datetime) -> datetime:
    return datetime.fromtimestamp((_minute_of(moment) + 1) * 60, UTC)
