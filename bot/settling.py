"""What became of a letter, as a row."""

from datetime import datetime, timedelta

from actions import groups, incidents
from actions.corrections import break_off
from bot.sending import MEDIA, Letter, Sent
from bot.verdicts import MAX_ATTEMPTS, Outcome, Verdict
from storage import attention, deliveries, files, outbox, people, receipts
from storage.database import Session
from storage.outbox import OutboxRow, OutboxState

_FINAL = {
    Outcome.SENT: OutboxState.SENT,
    Outcome.UNREACHABLE: OutboxState.UNREACHABLE,
    Outcome.FAILED: OutboxState.FAILED,
    Outcome.OUR_BUG: OutboxState.FAILED,
}


async def settle(session: Session, letter: Letter, sent: Sent, verdict: Verdict, now: datetime) -> None:
    """Write down Telegram's answer, and what follows from it."""
    row = await session.get(OutboxRow, letter.id)
    if row is None or row.state is not OutboxState.SENDING:
        return  # erased, or taken back after its lease, while it was on its way
    outcome = verdict.outcome
    if outcome is Outcome.WORDS_ONLY:
        outcome = _leave_out_file(row)
    if outcome is Outcome.UNREACHABLE and row.topic_id is not None and row.method != "deleteMessage":
        outcome = await _leave_topic(session, row, now)
    if outcome is Outcome.SEND_ANEW and row.card is None:
        outcome = Outcome.SENT  # what would be changed is gone, and nobody asked for it a second time
    if outcome is Outcome.RETRY and letter.attempts >= MAX_ATTEMPTS:
        outcome = Outcome.FAILED
    if outcome is Outcome.KEPT:  # older than two days: it says what its template says instead
        row.method, outcome = "editMessageCaption" if row.file else "editMessageText", Outcome.RETRY
    if outcome is Outcome.OUR_BUG:
        await _stop_all_like(session, letter, sent.error or "", now)
    row.error = sent.error[:200] if sent.error else None
    row.lease_until = None
    if outcome in _FINAL:
        await _finish(session, row, letter, sent, _FINAL[outcome], now)
        if outcome is Outcome.UNREACHABLE:
            await _lose_chat(session, row, letter.chat_id, sent.error or "", now)
        if outcome is Outcome.FAILED:
            await _report(session, "message refused", letter, sent.error or "", now)
    else:
        await _try_again(session, row, verdict, now)


async def settle_broken(session: Session, letter: Letter, problem: str, now: datetime) -> None:
    """It could not even be composed: our bug, so stop it and its like, and raise an alarm."""
    await _stop_all_like(session, letter, problem, now)
    row = await session.get(OutboxRow, letter.id)
    if row is not None:
        await _finish(session, row, letter, Sent(error=problem), OutboxState.FAILED, now)


async def _finish(
    session: Session, row: OutboxRow, letter: Letter, sent: Sent, state: OutboxState, now: datetime
) -> None:
    row.state, row.settled_at, row.facts, row.lease_until = state, now, None, None
    row.sent_message_id = sent.message_id
    if sent.uploaded is not None and await files.find_drawn(session, letter.digest()) is None:
        session.add(sent.uploaded)
    await session.flush()
    await attention.share_fate(session, [row.id], state, now)
    await deliveries.forget_strangers(session, [row.id])


async def _try_again(session: Session, row: OutboxRow, verdict: Verdict, now: datetime) -> None:
    row.state = OutboxState.RETRYING
    row.not_before = now + timedelta(seconds=verdict.seconds)
    await attention.share_fate(session, [row.id], row.state, now)
    if verdict.outcome is Outcome.REST:
        row.attempts -= 1
    elif verdict.outcome is Outcome.SEND_ANEW:
        await deliveries.send_anew(session, row)
    elif row.chat_id is not None and verdict.chat_id is not None:
        await groups.migrate(session, row.chat_id, verdict.chat_id, now=now)


def _leave_out_file(row: OutboxRow) -> Outcome:
    """Once more the words alone, which say what is missing; where words are refused, nobody hears us."""
    kind = MEDIA.get(row.method)
    if kind is None:
        return Outcome.UNREACHABLE
    in_group = row.chat_id is not None and row.chat_id < 0
    row.method, row.file = "sendMessage", None
    row.facts = {**(row.facts or {}), "left_out": {"kind": kind, "in_group": in_group}}
    return Outcome.RETRY


async def _leave_topic(session: Session, row: OutboxRow, now: datetime) -> Outcome:
    """A topic takes no messages: once more where its group is written to, what was to be edited sent anew."""
    assert row.chat_id is not None
    assert row.topic_id is not None
    row.topic_id = await groups.leave_topic(session, row.chat_id, row.topic_id)
    if row.method.startswith("edit"):
        if row.card is None and await deliveries.say_again(session, row, now):
            return Outcome.SENT
        await deliveries.send_anew(session, row)
    return Outcome.RETRY


async def _lose_chat(session: Session, row: OutboxRow, chat_id: int, said: str, now: datetime) -> None:
    """Telegram lets us write to this chat no more; a group's number is negative, and it is nobody's chat.

    A message that cannot be changed in a group says nothing of what can be written there.
    """
    if chat_id < 0:
        if not row.method.startswith(("edit", "delete")):
            await groups.lose(session, chat_id, now=now)
    else:
        await people.mark_unreachable(session, chat_id, now, blocked="blocked by the user" in said)
        await deliveries.give_up_chat(session, chat_id, now)


async def _stop_all_like(session: Session, letter: Letter, detail: str, now: datetime) -> None:
    """A message that Telegram cannot read would fail for everybody: cancel its like, tell the operator.

    Before its own row is touched: who changes an announcement locks that first, and its messages then.
    """
    if letter.subject is None:
        await _report(session, "message refused", letter, detail, now)
    elif letter.template == receipts.MESSAGE:
        await break_off(session, letter.subject, detail=detail[:500], now=now)
        await outbox.cancel(session, letter.subject, [letter.template], now)
    else:
        await outbox.cancel(session, letter.subject, [letter.template], now)
        await _report(session, "messages stopped", letter, detail, now)


async def _report(session: Session, kind: str, letter: Letter, detail: str, now: datetime) -> None:
    await incidents.report(session, kind=kind, place=letter.template, detail=detail[:500], now=now)
