"""Receipts: what became of an announcement in each RT, and one reminder to those who have not read it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from actions import progress
from actions.access import Actor, RoleKind, Session
from actions.announcements import Announcement, Route, card_of, news_of, post_of
from actions.audience import list_subtree_ids
from actions.errors import Gone, Refusal
from actions.messages import Hours, Lane, Recipient, send
from actions.names import address
from actions.paging import turn_to
from actions.reactions import nudge_key
from actions.sent import access_changeable, access_sent, is_for_all
from actions.validity import require_valid
from storage import areas, listeners, receipts
from storage.areas import Area, AreaKind
from storage.audit import add_act
from storage.outbox import PROMISED, OutboxState
from storage.receipts import GOT_IT, Counted, Named

__all__ = ["AlreadyReminded", "EverybodyRead", "Receipt", "Receipts", "list_receipts", "nudge_unread"]

PAGE = 12


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
    """What became of an announcement, RT by RT, for an office that reaches over its area."""
    found = await access_sent(session, actor, announcement_id)
    area = await areas.get_area(session, found.area_id)
    counted = await receipts.count_by_area(session, found.id)
    lines = await _list_lines(session, actor, found, area, counted)
    number, pages = turn_to(page, len(lines), PAGE)
    groups = _tally(one for one in counted if one.in_group)
    shown = tuple(lines[number * PAGE : (number + 1) * PAGE])
    return Receipts(found, area, shown, groups, number, pages, is_for_all(found))


async def _list_lines(
    session: Session, actor: Actor, found: Announcement, area: Area, counted: Sequence[Counted]
) -> list[Receipt]:
    people = [one for one in counted if not one.in_group]
    rts = await _list_rts(session, area, {one.area_id for one in people})
    ids = [rt.id for rt in rts]
    read = await receipts.count_readers_by_area(session, found)
    unreached = await receipts.list_unreached(session, found.id)
    grouped = _list_grouped(found, ids, counted)
    private = [one for one in ids if one not in grouped or found.route is not Route.GROUP]
    left_out = await receipts.list_left_out(session, found.id, private) if is_for_all(found) else []
    joined = await listeners.count_joined_households(session, ids)
    own = {role.area_id for role in actor.roles if role.kind is RoleKind.RT_HEAD}
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


def _list_grouped(found: Announcement, rt_ids: Sequence[int], counted: Iterable[Counted]) -> set[int]:
    """The RT that are told by a group: their own, or the one of the area itself."""
    ended = (*GOT_IT, *PROMISED)
    told = {one.area_id for one in counted if one.in_group and one.state in ended}
    return {rt_id for rt_id in rt_ids if rt_id in told or found.area_id in told}


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
