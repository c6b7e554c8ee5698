"""What goes out: every message to a person is a row first, written in the transaction that causes it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage import cards, outbox, people
from storage.cards import Arrived, InGroup
from storage.database import Session
from storage.outbox import Hours, Lane, News, OutboxRow, OutboxState

__all__ = [
    "DRAWN",
    "Hours",
    "Lane",
    "News",
    "Post",
    "Recipient",
    "edit",
    "edit_arrived",
    "edit_showing",
    "find_below",
    "remove_arrived",
    "reply",
    "send",
    "send_to_person",
    "show_card",
    "show_in_groups",
]

_CARD_REST = timedelta(seconds=1)
DRAWN = "draw:"
"""What the name of a file begins with that templates draw."""


@dataclass(frozen=True)
class Recipient:
    """A chat to write to, and whose it is; the kelurahan tells which hours are closed there.

    `area_id` is the RT of its person; a group has a `topic_id` where it is a forum.
    """

    chat_id: int
    person_id: int | None = None
    kelurahan_id: int | None = None
    area_id: int | None = None
    topic_id: int | None = None


@dataclass(frozen=True)
class Post:
    """What is sent: a template with its facts, or, with `file`, a photo, voice note or document under it.

    `file` is a Telegram file_id, or "draw:<name>" for one that templates draw from the facts.
    `subject` such as "activity:12" ties it to a thing; `key` is unique while waiting, so a newer one takes
    the place of an older; `card` names a message that will be edited in place; `news` is set on what counts
    against a person's day; a `silent` message makes no sound.
    """

    template: str
    facts: dict[str, Any]
    subject: str | None = None
    method: str = "sendMessage"
    file: str | None = None
    key: str | None = None
    card: str | None = None
    lane: Lane = Lane.NOTICE
    hours: Hours = Hours.ANY
    not_before: datetime | None = None
    expires_at: datetime | None = None
    news: News | None = None
    silent: bool = False


async def send(session: Session, recipients: Sequence[Recipient], post: Post, *, now: datetime) -> None:
    """Promise a message to each recipient; in `post.key`, "{chat}" stands for the recipient's chat."""
    rows = [
        {
            "chat_id": recipient.chat_id,
            "person_id": recipient.person_id,
            "kelurahan_id": recipient.kelurahan_id,
            "area_id": recipient.area_id,
            "topic_id": recipient.topic_id,
            "news": post.news if recipient.person_id is not None else None,
            "silent": post.silent,
            "subject": post.subject,
            "lane": post.lane,
            "hours": post.hours,
            "key": post.key and post.key.replace("{chat}", str(recipient.chat_id)),
            "card": post.card,
            "method": post.method,
            "template": post.template,
            "facts": post.facts,
            "file": post.file,
            "message_id": None,
            "not_before": post.not_before or now,
            "expires_at": post.expires_at,
            "state": OutboxState.QUEUED,
            "attempts": 0,
            "created_at": now,
        }
        for recipient in recipients
    ]
    await outbox.add_rows(session, rows)


async def send_to_person(
    session: Session, person_id: int, post: Post, *, kelurahan_id: int | None = None, now: datetime
) -> bool:
    """Promise a message to a person; False when they have no Telegram."""
    chat_id = await people.find_chat_id(session, person_id)
    if chat_id is None:
        return False
    await send(session, [Recipient(chat_id, person_id, kelurahan_id)], post, now=now)
    return True


async def reply(
    session: Session, recipient: Recipient, template: str, facts: dict[str, Any], *, now: datetime
) -> None:
    """Answer somebody who just spoke: at any hour, before everything else."""
    await send(session, [recipient], Post(template, facts, lane=Lane.REPLY), now=now)


async def edit(session: Session, recipient: Recipient, message_id: int, post: Post, *, now: datetime) -> None:
    """Change a message that is in the chat already; of several waiting changes only the newest is sent."""
    row = _edit_row(recipient, post, now)
    row |= {"key": f"edit:{recipient.chat_id}:{message_id}", "message_id": message_id}
    await outbox.add_rows(session, [row])


async def edit_arrived(
    session: Session,
    card: str,
    say: Callable[[Arrived], Post],
    *,
    now: datetime,
    persons: Collection[int] | None = None,
) -> int:
    """Change every message of a card where it is, or those of some persons; returns how many.

    One that is gone is not sent anew.
    """
    return await _edit_each(session, await cards.list_arrived(session, card, persons), card, say, now)


async def edit_showing(session: Session, card: str, post: Post, *, now: datetime) -> int:
    """Change the newest message of a card in each chat, where it still shows the template of the post."""
    showing = await cards.list_showing(session, card, post.template)
    return await _edit_each(session, showing, card, lambda _one: post, now)


async def _edit_each(
    session: Session, arrived: Sequence[Arrived], card: str, say: Callable[[Arrived], Post], now: datetime
) -> int:
    rows = [_arrived_row(one, say(one), card, now) for one in arrived]
    await outbox.add_rows(session, rows)
    return len(rows)


async def remove_arrived(session: Session, card: str, instead: Post, *, now: datetime) -> int:
    """Take every message of a card away; returns how many. One too old for that says `instead`."""
    there = [one for one in await cards.list_arrived(session, card) if one.message_id is not None]
    rows = [
        _arrived_row(one, instead, card, now) | {"method": "deleteMessage", "file": one.file} for one in there
    ]
    if rows:
        await cards.forget(session, [one.id for one in there])
        await outbox.add_rows(session, rows)
    return len(rows)


async def show_card(session: Session, recipient: Recipient, post: Post, *, now: datetime) -> None:
    """Show the newest state of a card in a chat: send it the first time, edit it in place afterwards.

    Changes within a second are one change. `post.card` names the card, such as "activity:12".
    """
    assert post.card is not None
    shown = await outbox.lock_card(session, recipient.chat_id, post.card)
    if shown is None:
        await send(session, [recipient], post, now=now)
    elif shown.state is OutboxState.QUEUED:
        _refresh(shown, post)
    else:
        row = _edit_row(recipient, post, now)
        row |= {"key": f"card:{recipient.chat_id}:{post.card}", "card": post.card}
        row |= {"message_id": shown.sent_message_id, "not_before": now + _CARD_REST}
        await outbox.add_rows(session, [row])


async def show_in_groups(
    session: Session, places: Sequence[InGroup], post: Post, *, now: datetime, rest: timedelta
) -> None:
    """Show the newest state of a card in all these groups, in bulk; changes within `rest` are one change."""
    assert post.card is not None
    waiting = await cards.refresh_waiting(
        session, post.card, post.template, post.facts, expires_at=post.expires_at, soonest=now + rest
    )
    rows = [
        _edit_row(Recipient(one.chat_id, topic_id=one.topic_id), post, now)
        | {"key": f"card:{one.chat_id}:{post.card}", "card": post.card}
        | {"message_id": one.message_id, "not_before": now + rest}
        for one in places
        if one.chat_id not in waiting
    ]
    await outbox.add_rows(session, rows)


async def find_below(session: Session, chat_id: int, card: str, message_id: int | None) -> bool:
    """Whether a card's newest message stands below another one, or will: then nobody needs it again."""
    shown = await outbox.lock_card(session, chat_id, card)
    if shown is None or message_id is None:
        return False
    return shown.sent_message_id is None or shown.sent_message_id > message_id


def _refresh(row: OutboxRow, post: Post) -> None:
    row.template, row.facts, row.expires_at = post.template, post.facts, post.expires_at or row.expires_at


def _arrived_row(one: Arrived, post: Post, card: str, now: datetime) -> dict[str, Any]:
    """An edit of a message that has arrived; one that is on its way is found by its card afterwards."""
    recipient = Recipient(one.chat_id, one.person_id, one.kelurahan_id, topic_id=one.topic_id)
    row = _edit_row(recipient, post, now)
    row |= {"method": "editMessageCaption" if one.file else "editMessageText", "message_id": one.message_id}
    if one.message_id is None:
        return row | {"key": f"card:{one.chat_id}:{card}", "card": card}
    return row | {"key": f"edit:{one.chat_id}:{one.message_id}", "card": None}


def _edit_row(recipient: Recipient, post: Post, now: datetime) -> dict[str, Any]:
    """What is drawn is drawn anew; any other file stays as it is under other words."""
    method = "editMessageCaption" if post.file else "editMessageText"
    drawn = post.file is not None and post.file.startswith(DRAWN)
    return {
        "chat_id": recipient.chat_id,
        "person_id": recipient.person_id,
        "kelurahan_id": recipient.kelurahan_id,
        "topic_id": recipient.topic_id,
        "subject": post.subject,
        "lane": post.lane,
        "hours": Hours.ANY,
        "method": "editMessageMedia" if drawn else method,
        **({"file": post.file} if drawn else {}),
        "template": post.template,
        "facts": post.facts,
        "not_before": post.not_before or now,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "created_at": now,
    }
