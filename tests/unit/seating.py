"""What tests of seats share: a training with few seats, many who want one, and how things stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from actions.activities import Details, Times, create_activity
from actions.answers import Answered, AnswerKind, answer_invitation
from actions.reminders import remind_due
from actions.seat_duties import lapse_due, release_due
from storage.activities import ActivityKind
from storage.answers import Answer, counting
from storage.database import Database
from storage.people import Account, RoleKind
from storage.programs import Program
from storage.seats import Seat, SeatState
from tests.people import add_officer, add_resident, build_kelurahan, find_cast
from tests.unit.neighbours import HEAD, NOW, actor_of, deliver

STARTS = datetime(2026, 11, 29, 2, tzinfo=UTC)
"""Sunday, 29 November 2026, 09.00 WIB."""
RELEASE = datetime(2026, 11, 28, 13, tzinfo=UTC)
"""Saturday, 28 November 2026, 20.00 WIB."""
NOON = RELEASE - timedelta(hours=8)
"""When those who hold a seat are asked to confirm it."""
FIRST_CHAT = 1000
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Standing:
    """How things stand, each person by their chat: who has which chair, who is offered one, who waits."""

    held: dict[int, int]
    offered: list[int]
    waiting: list[int]


async def settle_trainees(database: Database, people: int) -> list[int]:
    """RT 02 RW 01 with its head and so many residents; gives their chats."""
    chats = [FIRST_CHAT + number for number in range(people)]
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 2], HEAD, name="Ketua RT 02", now=NOW)
        for chat in chats:
            await add_resident(session, cast.rts[1, 2], chat, name="Warga RT 02", now=NOW)
    return chats


async def plan_training(
    database: Database, quota: int | None, *, starts_at: datetime = STARTS, further: Sequence[Times] = ()
) -> int:
    async with database.transaction() as session:
        cast = await find_cast(session)
        created = await create_activity(
            session,
            await actor_of(session, HEAD),
            area_id=cast.rts[1, 2].id,
            kind=ActivityKind.TRAINING,
            title="Pelatihan anyaman",
            place="Balai RW",
            starts_at=starts_at,
            details=Details(quota=quota, further=further),
            now=NOW,
        )
    return created.plan.activity.id


async def say(
    database: Database,
    chat: int,
    activity_id: int,
    answer: AnswerKind = AnswerKind.YES,
    *,
    now: datetime = NOW + timedelta(hours=1),
    party: int | None = None,
) -> Answered:
    async with database.transaction() as session:
        actor = await actor_of(session, chat)
        return await answer_invitation(
            session, actor, activity_id=activity_id, answer=answer, party=party, now=now
        )


async def pass_on(database: Database, now: datetime, *, arrived: bool = True) -> None:
    """Do what the clock does about seats, once all messages have `arrived`."""
    if arrived:
        await deliver(database)
    for duty in (remind_due, release_due, lapse_due):
        more = True
        while more:
            async with database.transaction() as session:
                more = await duty(session, now=now)


async def standing(database: Database, activity_id: int) -> Standing:
    async with database.reading() as session:
        rows = (
            await session.execute(
                select(Seat.state, Account.telegram_id, Seat.chair)
                .join(Account, Account.person_id == Seat.person_id)
                .where(Seat.activity_id == activity_id, Seat.state != SeatState.ENDED)
                .order_by(Seat.id)
            )
        ).all()
    return Standing(
        {chat: chair for state, chat, chair in rows if state is SeatState.HELD and chair},
        _of(rows, SeatState.OFFERED),
        _of(rows, SeatState.WAITING),
    )


def _of(rows: Sequence[tuple[SeatState, int, int | None]], wanted: SeatState) -> list[int]:
    return [chat for state, chat, _chair in rows if state is wanted]


async def answers_of(database: Database, activity_id: int) -> dict[int, AnswerKind]:
    """The answer that counts of each person, by chat."""
    async with database.reading() as session:
        ids = counting(Answer.activity_id == activity_id)
        query = select(Account.telegram_id, Answer.answer).join(Answer, Answer.person_id == Account.person_id)
        return dict((await session.execute(query.where(Answer.id.in_(ids)))).all())


async def fill_training(database: Database) -> int:
    """Of five, two hold the two seats of a training, and two more wait, in this order."""
    chats = await settle_trainees(database, 5)
    activity = await plan_training(database, 2)
    await deliver(database)
    for minute, chat in enumerate(chats[:4]):
        await say(database, chat, activity, now=NOW + minute * MINUTE)
    return activity


async def seats_of(database: Database, chat: int) -> list[Seat]:
    async with database.reading() as session:
        person_id = (await actor_of(session, chat)).person_id
        return list(await session.scalars(select(Seat).where(Seat.person_id == person_id).order_by(Seat.id)))
