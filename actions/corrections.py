"""Corrections: other words for an announcement wherever it arrived, taking it back, stopping it half-way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from actions import incidents, progress, succession
from actions.access import Actor, Session
from actions.announcements import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Announcement,
    card_of,
    compose_post,
    draft_of,
    post_of,
)
from actions.errors import NotUnderstood, Refusal, TextTooLong
from actions.messages import Lane, Post, edit_arrived
from actions.rule_cards import require_text
from actions.sent import access_changeable
from actions.texts import count_units, has_words
from actions.urgent_changes import is_aloud, tell_correction, tell_recall
from storage import announcements, areas, cards, outbox, receipts
from storage.announcements import AnnouncementRevision, AnnouncementState
from storage.audit import add_act
from storage.cards import Arrived
from storage.outbox import PROMISED, OutboxState

__all__ = [
    "NothingWaits",
    "Recalled",
    "SameWords",
    "access_changeable",
    "break_off",
    "correct_announcement",
    "preview_correction",
    "recall_announcement",
    "require_words",
    "stop_announcement",
]

_AGAIN = ("announcements/nudge", "announcements/urgent_again", "announcements/urgent_corrected")
_SENT_AS = (receipts.MESSAGE, *_AGAIN)
"""The templates of an announcement's messages."""
_ANSWERED = "announcements/urgent_answered"


class SameWords(Refusal):
    """The correction says what the announcement says already."""

    asks_again = True


class NothingWaits(Refusal):
    """All that could be stopped has arrived."""

    alarming = False


class Recalled(NamedTuple):
    """How many messages go, how many people keep a line among other news, whether all hear of it `aloud`."""

    removed: int
    bundled: int
    aloud: bool


def require_words(announcement: Announcement, text: str) -> str:
    """Words that may take the place of its own; NotUnderstood, TextTooLong, for a rule TooManySentences.

    Those under a file are shorter, and a rule stays a rule of three sentences.
    """
    if announcement.rule_card_id is not None:
        return require_text(text)
    found, longest = text.strip(), LONGEST_TEXT if announcement.file_id is None else LONGEST_CAPTION
    if count_units(found) > longest:
        raise TextTooLong(limit=longest)
    if not has_words(found):
        raise NotUnderstood
    return found


async def preview_correction(
    session: Session,
    announcement: Announcement,
    *,
    text: str,
    marks: Sequence[dict[str, Any]],
    now: datetime,
) -> Post:
    """The very message that people will have; its buttons are those of a preview."""
    draft = replace(await draft_of(session, announcement), text=text, marks=tuple(marks))
    seen = compose_post(draft, await areas.get_area(session, announcement.area_id))
    return replace(seen, facts={**seen.facts, "corrected": now.isoformat()}, lane=Lane.REPLY)


async def correct_announcement(
    session: Session,
    actor: Actor,
    *,
    announcement_id: int,
    text: str,
    marks: Sequence[dict[str, Any]],
    now: datetime,
) -> int:
    """Say it in other words: messages change where they are, and what waits leaves with the new ones.

    What was read before counts no more, because it was read in the old words; how people are after an urgent
    one stays. Returns how many messages change. NotYours, AnnouncementWithdrawn, SameWords.
    """
    found = await access_changeable(session, actor, announcement_id)
    kept = {"marks": list(marks)} if marks else None
    if (text, kept) == (found.text or "", found.marks):
        raise SameWords
    session.add(
        AnnouncementRevision(
            announcement_id=found.id,
            number=found.revision,
            text=found.text,
            marks=found.marks,
            by_id=actor.person_id,
            at=now,
        )
    )
    found.text, found.marks, found.revision = text, kept, found.revision + 1
    found.corrected_at, found.reminded_at = now, None
    if not found.urgent:
        await receipts.forget_taps(session, found)
    if is_aloud(found, now):
        await tell_correction(session, found, now=now)
    changed = await _change_everywhere(session, found, now=now)
    _note(session, actor, found, "correct_announcement", now, revision=found.revision, messages=changed)
    await progress.tell(session, actor, found, now=now)
    return changed


async def _change_everywhere(session: Session, found: Announcement, *, now: datetime) -> int:
    facts = (await post_of(session, found)).facts
    answers = await receipts.list_taps(session, found.id) if found.urgent else {}

    def say(one: Arrived) -> Post:
        answer = answers.get(one.person_id or 0)
        template, more = (_ANSWERED, {"kind": answer.value}) if answer else (one.template, {})
        lane = Lane.NOTICE if found.urgent else Lane.BULK
        return Post(template, {**facts, **more}, subject=progress.subject_of(found), lane=lane)

    await cards.refresh_promised(session, card_of(found), facts)
    return await edit_arrived(session, card_of(found), say, now=now)


async def recall_announcement(
    session: Session, actor: Actor, *, announcement_id: int, now: datetime
) -> Recalled:
    """Take it back: what waits stays, what has arrived is deleted, or says so where it is too old.

    The rule that a card had replaced is valid again; RuleReplaced for one that was replaced itself.
    """
    card = await succession.lock_card(session, announcement_id)
    found = await access_changeable(session, actor, announcement_id)
    found.state, found.withdrawn_at, found.repeat_at = AnnouncementState.WITHDRAWN, now, None
    await outbox.cancel(session, progress.subject_of(found), _SENT_AS, now)
    if aloud := is_aloud(found, now):
        await tell_recall(session, found, now=now)
    await cards.stop(session, card_of(found), now)
    removed = await progress.take_away(session, found, now=now)
    if card is not None:
        await succession.revive(session, card, now=now)
    _note(session, actor, found, "recall_announcement", now, messages=removed)
    await progress.tell(session, actor, found, now=now)
    counts = await outbox.count_states(session, progress.subject_of(found), receipts.MESSAGE)
    return Recalled(removed, counts.get(OutboxState.BUNDLED, 0), aloud)


async def stop_announcement(session: Session, actor: Actor, *, announcement_id: int, now: datetime) -> bool:
    """Let nobody else get it, nor be reminded of it; NothingWaits when nothing is on its way.

    False when everybody had it already, so that only the reminders stop.
    """
    found = await access_changeable(session, actor, announcement_id)
    if not await cards.is_promised(session, card_of(found)):
        raise NothingWaits
    counts = await outbox.count_states(session, progress.subject_of(found), receipts.MESSAGE)
    half_way = any(counts.get(state) for state in PROMISED)
    await cards.stop(session, card_of(found), now)
    found.repeat_at = None
    if half_way:
        found.state = AnnouncementState.STOPPED
    _note(session, actor, found, "stop_announcement", now)
    await progress.tell(session, actor, found, now=now)
    return half_way


async def break_off(session: Session, subject: str, *, detail: str, now: datetime) -> None:
    """Telegram cannot read it, by our fault: nobody else gets it, the operator and its sender are told."""
    found = await announcements.find_announcement(session, int(subject.rpartition(":")[2]))
    assert found is not None
    if found.state is AnnouncementState.PUBLISHED:
        found.state, found.repeat_at = AnnouncementState.STOPPED, None
        await cards.stop(session, card_of(found), now)
        await progress.watch_again(session, found, now)
    kind = progress.trouble_with(found)
    await incidents.report(session, kind=kind, place=receipts.MESSAGE, detail=detail, now=now)


def _note(
    session: Session, actor: Actor, found: Announcement, action: str, now: datetime, **details: int
) -> None:
    add_act(
        session,
        action,
        progress.subject_of(found),
        at=now,
        actor_id=actor.person_id,
        area_id=found.area_id,
        details=details or None,
    )
