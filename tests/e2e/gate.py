"""What stories at the gate of an activity share: one that is planned, and the organiser's room on its day."""

from datetime import UTC, datetime

from sqlalchemy import select

from simulator import Phone
from storage.activities import ActivitySession
from storage.attendances import Attendance
from storage.people import Account, Person
from tests.e2e.test_activities import plan, tap
from tests.world import World

SEVEN = datetime(2026, 11, 19, 0, tzinfo=UTC)
"""Thursday, 19 November 2026, 07.00 WIB: half an hour before the work bee begins."""


async def plan_tomorrow(world: World, head: Phone) -> None:
    """A work bee is planned for Thursday, 07.30 WIB."""
    await plan(world, head, "besok jam setengah delapan pagi")


async def plan_and_wait(world: World, head: Phone) -> None:
    """A work bee is planned; it is the morning of its day."""
    await plan_tomorrow(world, head)
    await world.move_to(SEVEN)


async def open_room(world: World, head: Phone, *labels: str) -> None:
    """`Catat hadir` under the activity's card, and then these buttons."""
    await show_card(world, head)
    await tap(world, head, "Catat hadir", *labels)


async def show_card(world: World, head: Phone) -> None:
    head.type("Kegiatan")
    await world.settle()
    head.forge("activity:1:manage")
    await world.settle()


async def present(world: World) -> list[tuple[str | None, str, str, int]]:
    """Who is known of: name, state, method and party, in that order."""
    async with world.database.reading() as session:
        query = select(Person.name, Attendance.state, Attendance.method, Attendance.party)
        query = query.join(Person, Person.id == Attendance.person_id).order_by(Attendance.id)
        return [
            (name, state.value, how.value, party) for name, state, how, party in await session.execute(query)
        ]


async def session_id(world: World) -> int:
    async with world.database.reading() as session:
        return (await session.scalars(select(ActivitySession.id))).one()


async def person_id(world: World, phone: Phone) -> int:
    async with world.database.reading() as session:
        query = select(Account.person_id).where(Account.telegram_id == phone.user_id)
        return (await session.scalars(query)).one()
