"""Receipts: what became of an announcement in each RT, and one reminder to those who have not read it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions import progress
from actions.access import Actor, RoleKind, Session, covers
from actions.announcements import ANNOUNCERS, Announcement, Route, card_of, news_of, post_of
from actions.audience import list_subtree_ids
from actions.errors import Gone, NotYours, Refusal
from actions.messages import Hours, Lane, Recipient, send
from actions.names import address
from actions.paging import cut
from actions.reactions import nudge_key
from actions.sent import access_changeable, is_for_all
from actions.validity import require_valid
from storage import announcements, areas, listeners, receipts
from storage.areas import Area, AreaKind
from storage.audit import add_act
from storage.outbox import PROMISED, OutboxState
from storage.receipts import GOT_IT, Counted, Named

__all__ = [
    "AlreadyReminded",
    "EverybodyRead",
    "Receipt",
    "Receipts",
    "list_missed",
    "list_receipts",
    "nudge_unread",
]

PAGE, MOST_MISSED = 12, 3


class AlreadyReminded(Refusal):
    """Those who had not read it were reminded before, and once is enough."""

    alarming = False


class EverybodyRead(Refusal):
    """Nobody is left who got it and has not tapped."""

    alarming = False


@dataclass(frozen=True)
class Tally:
    """What became of messages: in every state, each counted once."""

    sent: int
    waiting: int
    unreachable: int
    not_sent: int

    @property
    def total(self) -> int:
        """How many recipients that are."""
        return self.sent + self.waiting + self.unreachable + self.not_sent


@dataclass(frozen=True)
class Receipt:
    """One RT, None for what belongs to none. `left_out` got no message, because their chat was out of reach.

    `grouped` is one that is told by a group; `not_joined` are houses, None where their number is not known;
    `names` are told to the RT's own head only.
    """

    area: str | None
    grouped: bool
    tally: Tally
    left_out: int
    read: int
    not_joined: int | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class Receipts:
    """One page of RT, and what became of the posts in groups."""

    announcement: Announcement
    area: Area
    lines: tuple[Receipt, ...]
    groups: Tally
    number: int
    pages: int
    counts_houses: bool


async def list_receipts(session: Session, actor: Actor, announcement_id: int, *, page: int = 0) -> Receipts:
    """What became of an announcement, RT by RT, for an office that reaches over its area.

    The head of an RT inside it has the line of that RT only. Gone, NotYours.
    """
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None:
        raise Gone
    area = await areas.get_area(session, found.area_id)
    shown_to = await _find_rts_shown(session, actor, area)
    counted = await receipts.count_by_area(session, found.id)
    if shown_to is not None:
        counted = [one for one in counted if one.area_id in shown_to]
    lines = await _list_lines(session, actor, found, area, counted, shown_to)
    shown = cut(lines, page, PAGE)
    groups = _tally(one for one in counted if one.in_group)
    return Receipts(found, area, shown.items, groups, shown.number, shown.pages, is_for_all(found))


async def _find_rts_shown(session: Session, actor: Actor, area: Area) -> set[int] | None:
    """Whose lines somebody may see: None for all of an area, their own RT of what came from above."""
    if any([await covers(session, role, area) for role in actor.roles if role.kind in ANNOUNCERS]):
        return None
    own = _headed(actor) & set(await list_subtree_ids(session, area))
    if not own:
        raise NotYours
    return own


def _headed(actor: Actor) -> set[int]:
    return {role.area_id for role in actor.roles if role.kind is RoleKind.RT_HEAD and role.area_id}


async def list_missed(session: Session, rt: Area, since: datetime, *, now: datetime) -> list[dict[str, Any]]:
    """What was announced from above after `since` and did not reach everybody of an RT; its head asks who."""
    above = [area_id for area_id in (rt.parent_id, rt.kelurahan_id) if area_id]
    missed = []
    for found in await receipts.list_published(session, above, since, now):
        unreached = await receipts.list_unreached(session, found.id, [rt.id])
        left_out = await receipts.list_left_out(session, found.id, [rt.id]) if is_for_all(found) else []
        if count := len(unreached) + len(left_out):
            area = await areas.get_area(session, found.area_id)
            missed.append(
                {"announcement": found.id, "area": area.name, "text": found.text or "", "count": count}
            )
    return missed[:MOST_MISSED]


async def _list_lines(
    session: Session,
    actor: Actor,
    found: Announcement,
    area: Area,
    counted: Sequence[Counted],
    shown_to: set[int] | None,
) -> list[Receipt]:
    people = [one for one in counted if not one.in_group]
    rts = [
        rt
        for rt in await _list_rts(session, area, {one.area_id for one in people})
        if shown_to is None or rt.id in shown_to
    ]
    ids = [rt.id for rt in rts]
    read = await receipts.count_readers_by_area(session, found)
    own = _headed(actor)
    unreached = await receipts.list_unreached(session, found.id, own)
    grouped = _list_grouped(counted)
    private = [one for one in ids if one not in grouped or found.route is not Route.GROUP]
    left_out = await receipts.list_left_out(session, found.id, private) if is_for_all(found) else []
    joined = await listeners.count_joined_households(session, ids)
    missing = Counter(one.area_id for one in left_out)

    def line(area_id: int | None, rt: Area | None) -> Receipt:
        houses = rt.estimated_households if rt else None
        named = [*unreached, *left_out] if area_id in own else []
        return Receipt(
            area=rt.name if rt else None,
            grouped=area_id in grouped,
            tally=_tally(one for one in people if one.area_id == area_id),
            left_out=missing[area_id],
            read=read.get(area_id, 0),
            not_joined=max(houses - joined.get(area_id or 0, 0), 0) if houses else None,
            names=tuple(_call(one) for one in named if one.area_id == area_id),
        )

    lines = [line(rt.id, rt) for rt in rts]
    return [*lines, line(None, None)] if any(one.area_id is None for one in people) else lines


def _list_grouped(counted: Iterable[Counted]) -> set[int | None]:
    """The areas that are told by a group of their own."""
    return {one.area_id for one in counted if one.in_group and one.state in (*GOT_IT, *PROMISED)}


async def _list_rts(session: Session, area: Area, told: set[int | None]) -> list[Area]:
    """The RT of an area in the order people count them, then those that were given up since."""
    inside = set(await list_subtree_ids(session, area))
    known = await areas.list_inside(session, area.kelurahan_id or area.id, AreaKind.RT)
    found = [rt for rt in known if rt.id in inside]
    rest = [area_id for area_id in told if area_id is not None and area_id not in {rt.id for rt in found}]
    return found + await areas.list_of(session, rest, AreaKind.RT)


def _tally(counted: Iterable[Counted]) -> Tally:
    states = Counter[OutboxState]()
    for one in counted:
        states[one.state] += one.number
    sent = sum(states[state] for state in GOT_IT)
    waiting = sum(states[state] for state in PROMISED)
    unreachable = states[OutboxState.UNREACHABLE]
    return Tally(sent, waiting, unreachable, states.total() - sent - waiting - unreachable)


def _call(one: Named) -> str:
    return address(one.salutation, one.name or "")


async def nudge_unread(session: Session, actor: Actor, *, announcement_id: int, now: datetime) -> int:
    """Remind those who got it and tapped nothing, once; returns how many.

    Gone when it does not ask to be read, RuleReplaced, AlreadyReminded, EverybodyRead.
    """
    found = await access_changeable(session, actor, announcement_id)
    await require_valid(session, found)
    if not found.asks_read:
        raise Gone
    if found.reminded_at is not None:
        area = await areas.get_area(session, found.area_id)
        raise AlreadyReminded(at=found.reminded_at.isoformat(), zone=area.zone)
    unread = await receipts.list_unread(session, found.id)
    if not unread:
        raise EverybodyRead
    found.reminded_at = now
    await _remind(session, found, unread, now=now)
    add_act(
        session,
        "remind_unread",
        progress.subject_of(found),
        at=now,
        actor_id=actor.person_id,
        area_id=found.area_id,
        details={"recipients": len(unread)},
    )
    await progress.tell(session, actor, found, now=now)
    return len(unread)


async def _remind(
    session: Session, found: Announcement, unread: Sequence[receipts.Told], *, now: datetime
) -> None:
    post = replace(
        await post_of(session, found),
        template="announcements/nudge",
        subject=progress.subject_of(found),
        key=nudge_key(found, "{chat}"),
        card=card_of(found),
        lane=Lane.BULK,
        hours=Hours.OPEN,
        news=news_of(found),
    )
    recipients = [
        Recipient(one.chat_id, one.person_id, one.kelurahan_id, one.area_id) for one in unread if one.chat_id
    ]
    await send(session, recipients, post, now=now)
