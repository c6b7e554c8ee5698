"""Seats where they are few: taken in the order of asking, and offered on to whoever waits longest (R25).

Everything here happens while the activity's row is locked, so that no seat is ever given twice.
"""

from datetime import datetime, timedelta

from actions import invitations, waiting_ends, windows
from actions.areas import closed_windows
from actions.errors import Refusal
from actions.messages import Hours, Post, Recipient, send, send_to_person
from actions.names import address
from actions.planned import Plan, lock_plan
from actions.queues import showing_places
from actions.seat_times import offers_end
from storage import answers, outbox, people, seats
from storage.activities import ActivityState
from storage.activity_roles import has_part
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.database import Session
from storage.seats import Ending, Seat, SeatState, count_open

__all__ = ["SeatsTaken", "count_open", "offer_anew", "offer_on", "resize", "settle_answer", "withdraw_offers"]

OFFER, PASSED, GIVEN = "activities/seat_offer", "activities/seat_passed", "activities/seat_given"
ALONE = "activities/seat_alone"
NEWS = (PASSED, GIVEN, ALONE, waiting_ends.WAITED)
"""What people hear about their seats, besides offers."""
OFFER_STANDS = timedelta(hours=2)
"""How much open time an offer leaves to answer it."""
_AT_LEAST = timedelta(minutes=15)


class SeatsTaken(Refusal):
    """Fewer seats than are held or offered already; `taken` is how many those are."""


async def settle_answer(
    session: Session, plan: Plan, person_id: int, wanted: AnswerKind, *, now: datetime
) -> AnswerKind:
    """What an answer comes to where seats are few: a yes may have to wait; a no gives the seat up.

    Who organises or teaches needs no seat.
    """
    if plan.activity.quota is None or await has_part(session, plan.activity, person_id):
        return wanted
    if wanted is AnswerKind.YES:
        seat = await _ask(session, plan, person_id, now=now)
        return AnswerKind.YES if seat.state is SeatState.HELD else AnswerKind.WAIT
    mine = await seats.find_open(session, plan.activity.id, person_id)
    if wanted is AnswerKind.MAYBE:
        if mine is None:
            return AnswerKind.MAYBE
        mine.confirmed_at = None
        return AnswerKind.MAYBE if mine.state is SeatState.HELD else AnswerKind.WAIT
    if mine is not None:
        _end(mine, Ending.LAPSED if mine.state is SeatState.OFFERED else Ending.LEFT, now)
    return wanted


async def offer_on(session: Session, plan: Plan, *, now: datetime) -> None:
    """Offer what is free to those who wait, in their order, as long as there is time enough to answer."""
    quota = plan.activity.quota
    deadline = await find_deadline(session, plan, now=now) if quota is not None else None
    if quota is None or deadline is None:
        return
    found = await seats.list_open(session, plan.activity.id)
    for chair, seat in zip(seats.free_chairs(found, quota), list_waiting(found), strict=False):
        await _offer(session, plan, seat, chair, deadline, now=now)


async def withdraw_offers(session: Session, plan: Plan, *, now: datetime) -> None:
    """Let those to whom a seat is offered wait again in their old place: the plan is not what it was."""
    for seat in await seats.list_open(session, plan.activity.id):
        if seat.state is SeatState.OFFERED:
            wait_again(seat)
    await outbox.cancel(session, plan.subject, [OFFER], now)


async def offer_anew(session: Session, plan: Plan, *, now: datetime) -> None:
    """Offer what is free once more, for a plan that is another one now."""
    await withdraw_offers(session, plan, now=now)
    await offer_on(session, plan, now=now)


async def resize(session: Session, plan: Plan, quota: int) -> None:
    """Let there be another number of seats; SeatsTaken when they are not enough for those who have one."""
    sitting = [one for one in await seats.list_open(session, plan.activity.id) if one.chair is not None]
    if len(sitting) > quota:
        raise SeatsTaken(taken=len(sitting))
    free = seats.free_chairs(sitting, quota)
    for seat in sitting:
        if seat.chair is not None and seat.chair > quota:
            seat.chair = free.pop(0)
            await session.flush()
    plan.activity.quota = quota


async def give_up_seats(session: Session, person_id: int, *, now: datetime) -> None:
    """Whoever is forgotten leaves their seats to those who wait, as long as the activity has not started."""
    for activity_id in await seats.list_activities_of(session, person_id):
        plan = await lock_plan(session, activity_id, now=now)
        mine = await seats.find_open(session, activity_id, person_id)
        if mine is not None and not plan.has_started(now):
            async with showing_places(session, plan, now=now):
                _end(mine, Ending.LEFT, now)
                await session.flush()
                await note_outcome(session, mine, AnswerKind.NO, now)
                await offer_on(session, plan, now=now)
            await invitations.show_cards(session, plan, now=now)


async def agree(session: Session, plan: Plan, person_id: int, *, now: datetime) -> None:
    """What somebody said and the seat they have go together again, after two rows of them became one."""
    mine = await seats.find_open(session, plan.activity.id, person_id)
    said = await answers.find_counting(session, plan.activity.id, person_id)
    if mine is None or said is None:
        return
    if said.answer in (AnswerKind.NO, AnswerKind.HELP, AnswerKind.PASSED):
        _end(mine, Ending.LEFT, now)
    elif said.answer is AnswerKind.WAIT and mine.state is SeatState.HELD:
        await note_outcome(session, mine, AnswerKind.YES, now)
    await session.flush()


async def _ask(session: Session, plan: Plan, person_id: int, *, now: datetime) -> Seat:
    """Somebody wants to come: their seat is confirmed, or taken if one is free and nobody waits for it."""
    found = await seats.list_open(session, plan.activity.id)
    mine = next((one for one in found if one.person_id == person_id), None)
    if mine is None:
        fresh = Seat(activity_id=plan.activity.id, person_id=person_id, state=SeatState.WAITING, at=now)
        mine = await seats.add_seat(session, fresh)
    free = seats.free_chairs(found, plan.activity.quota or 0)
    is_first = next(iter(list_waiting(found)), mine) is mine
    if free and mine.state is SeatState.WAITING:
        in_turn = is_first or await find_deadline(session, plan, now=now) is None
        mine.chair = free[0] if in_turn else None
    if mine.chair is not None:
        mine.state, mine.offer_until, mine.confirmed_at = SeatState.HELD, None, now
    await session.flush()
    return mine


async def _offer(
    session: Session, plan: Plan, seat: Seat, chair: int, deadline: datetime, *, now: datetime
) -> None:
    """Keep a chair for whoever waits longest; who has no Telegram to be asked by gets it at once."""
    former = await seats.find_former_holder(session, plan.activity.id, chair)
    seat.chair, seat.after_id = chair, former.id if former else None
    chat_id = await people.find_chat_id(session, seat.person_id) if seat.person_id is not None else None
    if chat_id is None:
        seat.state, seat.confirmed_at = SeatState.HELD, now
        answer = await note_outcome(session, seat, AnswerKind.YES, now)
        await _tell_recorder(session, plan, answer, now=now)
    else:
        seat.state, seat.offer_until = SeatState.OFFERED, deadline
        facts = {**plan.facts(), "deadline": deadline.isoformat()}
        post = Post(OFFER, facts, subject=plan.subject, key=_key(seat), hours=Hours.OPEN, expires_at=deadline)
        await send(session, [_recipient(plan, seat, chat_id)], post, now=now)
    await session.flush()


async def let_pass(session: Session, plan: Plan, seat: Seat, ending: Ending, *, now: datetime) -> None:
    """A rule takes a seat, or the offer of one, from whoever has it, and says so."""
    _end(seat, ending, now)
    await session.flush()
    answer = await note_outcome(session, seat, AnswerKind.PASSED, now)
    chat_id = await people.find_chat_id(session, seat.person_id) if seat.person_id is not None else None
    if chat_id is None or answer is None:
        return
    recipient = _recipient(plan, seat, chat_id)
    is_next = await _is_wanted(session, plan, now=now)
    facts = {**plan.facts(), "offered": ending is Ending.LAPSED, "free": not is_next}
    starts = plan.meeting.starts_at
    post = Post(PASSED, facts, subject=plan.subject, key=_key(seat), hours=Hours.OPEN, expires_at=starts)
    await send(session, [recipient], post, now=now)
    await invitations.refresh_invitation(session, recipient, plan, answer, tapped=None, now=now)


async def _is_wanted(session: Session, plan: Plan, *, now: datetime) -> bool:
    """Whether a seat that is free goes to somebody who waits, not to whoever taps first."""
    waiting = list_waiting(await seats.list_open(session, plan.activity.id))
    return bool(waiting) and await find_deadline(session, plan, now=now) is not None


async def note_outcome(session: Session, seat: Seat, kind: AnswerKind, now: datetime) -> Answer | None:
    """Let what somebody answered be what the rule made of it; their house and who noted it stay."""
    if seat.person_id is None:
        return None
    before = await answers.find_counting(session, seat.activity_id, seat.person_id)
    noted = before is not None and before.source is AnswerSource.PROXY
    answer = Answer(
        activity_id=seat.activity_id,
        person_id=seat.person_id,
        household_id=before.household_id if before else None,
        answer=kind,
        party=1,
        source=AnswerSource.PROXY if noted else AnswerSource.RULE,
        recorded_by_id=before.recorded_by_id if noted and before else None,
        at=now,
    )
    await answers.add_answer(session, answer)
    return answer


async def _tell_recorder(session: Session, plan: Plan, answer: Answer | None, *, now: datetime) -> None:
    """Whoever wrote down that a neighbour would like to come hears that there is a seat now."""
    if answer is None or answer.person_id is None or answer.recorded_by_id is None:
        return
    neighbour = await people.get_person(session, answer.person_id)
    facts = {**plan.facts(), "who": address(neighbour.salutation, neighbour.name or "")}
    key, starts = f"seat-for:{answer.id}:{{chat}}", plan.meeting.starts_at
    post = Post(GIVEN, facts, subject=plan.subject, key=key, hours=Hours.OPEN, expires_at=starts)
    kelurahan_id = plan.activity.kelurahan_id
    await send_to_person(session, answer.recorded_by_id, post, kelurahan_id=kelurahan_id, now=now)


async def find_deadline(session: Session, plan: Plan, *, now: datetime) -> datetime | None:
    """Until when an offer made now would stand; None when nothing (more) can be offered."""
    if plan.activity.state is not ActivityState.PLANNED:
        return None
    zone, closed = plan.area.zone, await closed_windows(session, plan.activity.kelurahan_id)
    arrives = windows.next_open(now, zone, closed)
    stands = windows.later_in_open_time(arrives, OFFER_STANDS, zone, closed)
    deadline = min(stands, offers_end(plan))
    return deadline if deadline >= arrives + _AT_LEAST else None


def wait_again(seat: Seat) -> None:
    """In the old place: who waits is served in the order of asking."""
    seat.state, seat.chair, seat.offer_until = SeatState.WAITING, None, None


def _end(seat: Seat, ending: Ending, now: datetime) -> None:
    seat.state, seat.ending, seat.ended_at, seat.offer_until = SeatState.ENDED, ending, now, None


def list_waiting(found: list[Seat]) -> list[Seat]:
    return [one for one in found if one.state is SeatState.WAITING]


def _key(seat: Seat) -> str:
    return f"seat:{seat.id}:{{chat}}"


def _recipient(plan: Plan, seat: Seat, chat_id: int) -> Recipient:
    return Recipient(chat_id, seat.person_id, plan.activity.kelurahan_id)
