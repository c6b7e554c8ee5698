"""A linked group of RT 02, for the stories that happen in groups."""

from dataclasses import dataclass

from sqlalchemy import select

from simulator import Group as Room
from simulator import Phone
from storage.groups import Group
from storage.programs import Program
from tests.world import World


@dataclass
class Gathering:
    """The RT head and two residents in one Telegram group, which the head has linked."""

    world: World
    head: Phone
    warga: Phone
    other: Phone
    room: Room

    async def tap(self, phone: Phone, label: str) -> str:
        """Tap in the group; gives what the toast said."""
        phone.tap_in(self.room, label)
        await self.world.settle()
        return phone.toasts[-1][1]


async def bring_in(world: World, *phones: Phone, forum: bool = False, supergroup: bool = False) -> Room:
    """A group of these people; the first of them brings the bot in."""
    room = world.telegram.add_group("Grup RT 02", *phones, forum=forum, supergroup=supergroup)
    phones[0].add_bot(room)
    await world.settle()
    return room


async def gather(world: World, *, forum: bool = False, supergroup: bool = False) -> Gathering:
    """A linked group, and the program that activities need."""
    async with world.database.transaction() as session:
        if await session.scalar(select(Program.id)) is None:
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
    head, warga, other = await world.rt_head(), await world.resident(), await world.resident()
    room = await bring_in(world, head, warga, other, forum=forum, supergroup=supergroup)
    found = Gathering(world, head, warga, other, room)
    await found.tap(head, "Hubungkan")
    return found


async def kept_groups(world: World) -> list[Group]:
    """The rows, read back."""
    async with world.database.reading() as session:
        return list(await session.scalars(select(Group).order_by(Group.changed_at)))
