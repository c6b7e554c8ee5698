"""How stories plan an announcement: in the words and with the buttons of a phone."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from simulator import Phone
from storage.announcement_plans import AnnouncementPlan
from storage.announcements import Announcement
from tests.e2e.doorway import do
from tests.world import World

SEVEN = datetime(2026, 11, 19, 0, tzinfo=UTC)
"""Thursday, 19 November 2026, 07.00 WIB: the morning after the world begins."""
WEEK = timedelta(days=7)
SEEN = "📢 Ketua RT 02 RW 01\n\nIuran sampah"


async def plan(world: World, head: Phone, *ways: str, words: str = "Iuran sampah") -> None:
    """Write it, press `Waktu kirim`, answer these one after the other (buttons or words), and send it off."""
    await do(world, lambda: head.type("Umumkan"), lambda: head.type(words))
    await set_time(world, head, *ways)


async def set_time(world: World, head: Phone, *ways: str) -> None:
    await do(world, lambda: head.tap("Waktu kirim"))
    await answer(world, head, *ways)
    await do(world, lambda: head.tap("Kirim"))


async def answer(world: World, head: Phone, *ways: str) -> None:
    for way in ways:
        shown = {button.text for row in head.last.buttons for button in row}
        (head.tap if way in shown else head.type)(way)
        await world.settle()


async def plans_of(world: World) -> list[AnnouncementPlan]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(AnnouncementPlan).order_by(AnnouncementPlan.id)))


async def sent_at(world: World) -> list[datetime]:
    """When each announcement was made, to the minute."""
    async with world.database.reading() as session:
        query = select(Announcement).order_by(Announcement.id)
        return [one.published_at.replace(second=0, microsecond=0) for one in await session.scalars(query)]
