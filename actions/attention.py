"""A person's attention: so much news a day and no more; when more waits it comes as one message.

Replies, urgent messages and what follows from somebody's own answers are no news and are not counted.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from actions.areas import next_open
from actions.messages import Hours, Lane, News
from actions.times import local, utc
from storage import areas, attention, mutes
from storage.database import Session
from storage.outbox import OutboxRow, OutboxState

__all__ = ["DAILY", "Measure", "change_mute", "decide", "fill_bundle", "keep_measure", "list_muted_kinds"]

DAILY = 3
LINES = 6
_NOUNS = ("announcement", "activity", "evaluation")


class Measure(StrEnum):
    """What happens to the news that waits for somebody."""

    GO = "go"
    BUNDLE = "bundle"
    TOMORROW = "tomorrow"


def decide(daily: int, arrived: int, waiting: int) -> Measure:
    """One by one while the day has room for all that waits, else together, else tomorrow."""
    left = max(daily - arrived, 0)
    if waiting <= left:
        return Measure.GO
    return Measure.BUNDLE if left > 0 else Measure.TOMORROW


async def keep_measure(
    session: Session, found: Iterable[tuple[int, int]], *, daily: int, now: datetime
) -> set[int]:
    """Bundle or put off what would be too much; gives the chats to leave alone for now.

    `found` are the (chat_id, kelurahan_id) that news is about to be sent to; groups are nobody's day.
    """
    left_alone: set[int] = set()
    by_kelurahan: dict[int, list[int]] = {}
    for chat_id, kelurahan_id in found:
        if chat_id > 0:
            by_kelurahan.setdefault(kelurahan_id, []).append(chat_id)
    for kelurahan_id, chat_ids in by_kelurahan.items():
        zone = (await areas.get_area(session, kelurahan_id)).zone
        arrived = await attention.count_arrived(session, chat_ids, _midnight(now, zone))
        waiting = await attention.count_waiting(session, chat_ids, now)
        for chat_id in chat_ids:
            count = waiting.get(chat_id, 0)
            measure = decide(daily, arrived.get(chat_id, 0), count)
            if measure is Measure.GO:
                continue
            left_alone.add(chat_id)
            rows = await attention.lock_waiting(session, chat_id, count, now)
            if rows is not None:
                tomorrow = await next_open(session, kelurahan_id, _midnight(now, zone) + timedelta(days=1))
                left = max(daily - arrived.get(chat_id, 0), 0)
                await _keep_to(session, left, rows, tomorrow, now=now)
    return left_alone


def _midnight(now: datetime, zone: str) -> datetime:
    return utc(local(now, zone).date(), time(0), zone)


async def _keep_to(
    session: Session, left: int, rows: Sequence[OutboxRow], tomorrow: datetime, *, now: datetime
) -> None:
    """Bundle until the rest fits into the places that are left; what finds none is put off."""
    while 0 < left < len(rows):
        lines = [row for row in rows if _noun(row) is not None][:LINES]
        if len(lines) < 2:
            break
        await attention.add_bundle(session, _bundle(lines, now), lines)
        rows, left = [row for row in rows if row not in lines], left - 1
    for row in rows[left:]:
        _put_off(row, tomorrow)


def _put_off(row: OutboxRow, tomorrow: datetime) -> None:
    """Until tomorrow; what makes no sense then comes today, without a sound and uncounted."""
    if row.expires_at is not None and row.expires_at <= tomorrow:
        row.silent, row.news = True, None
    else:
        row.not_before, row.state = tomorrow, OutboxState.QUEUED


def _bundle(rows: Sequence[OutboxRow], now: datetime) -> OutboxRow:
    first = rows[0]
    return OutboxRow(
        chat_id=first.chat_id,
        person_id=first.person_id,
        kelurahan_id=first.kelurahan_id,
        area_id=first.area_id,
        news=News.ANNOUNCEMENT,
        subject=f"bundle:{first.id}",
        lane=Lane.BULK,
        hours=Hours.OPEN,
        method="sendMessage",
        template=attention.BUNDLE,
        facts=None,
        not_before=now,
        created_at=now,
    )


async def fill_bundle(session: Session, row: OutboxRow, *, now: datetime) -> Sequence[OutboxRow] | None:
    """Let a bundle say what its lines say at the moment it leaves; gives those, none for other messages.

    None when it cannot leave now: somebody is changing a line, or so few are left that it was taken apart.
    """
    if row.template != attention.BUNDLE:
        return ()
    lines = await attention.lock_lines(session, row.id)
    if lines is None:
        return None
    in_time = [line for line in lines if line.expires_at is None or line.expires_at > now]
    if len(in_time) < 2:
        await attention.take_apart(session, row, lines)
        return None
    row.facts = {"items": [_line(line) for line in in_time]}
    return in_time


def _noun(row: OutboxRow) -> str | None:
    """What the message is about, when that can be opened from a list."""
    noun = (row.subject or "").partition(":")[0]
    return noun if noun in _NOUNS and row.method != "deleteMessage" else None


def _line(row: OutboxRow) -> dict[str, Any]:
    """What a bundle says of a message."""
    facts = row.facts or {}
    kept = ("role", "area", "title", "text", "kind", "starts", "zone")
    noun, number = (row.subject or "").split(":")[:2]
    line = {"noun": noun, "id": int(number), **{name: facts.get(name) for name in kept}}
    return line | {"title": facts["rule"]["title"]} if facts.get("rule") else line


async def list_muted_kinds(session: Session, person_id: int) -> set[News]:
    """Which kinds of news somebody does not want."""
    return await mutes.list_of_person(session, person_id)


async def change_mute(session: Session, person_id: int, kind: News, *, now: datetime) -> bool:
    """Mute a kind of news, also what waits of it, or hear it again; gives whether it is muted now."""
    if kind in await mutes.list_of_person(session, person_id):
        await mutes.remove(session, person_id, kind)
        return False
    await mutes.add(session, person_id, kind, now)
    await attention.cancel_news(session, person_id, kind, now)
    return True
