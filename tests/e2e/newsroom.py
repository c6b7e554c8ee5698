"""What the stories of corrections and readings share: an announcement that is out, and a look at it."""

from sqlalchemy import select, update

from bot.limits import Limiter
from simulator import Phone
from simulator.groups import Group
from storage.announcements import Announcement
from storage.groups import Group as LinkedGroup
from storage.groups import GroupState
from storage.outbox import Hours, OutboxRow
from storage.people import RoleKind
from tests.e2e.soundness import tap, tell
from tests.world import World

HEADED = "📢 Ketua RT 02 RW 01\n\n"


async def announce(world: World, head: Phone, text: str, *, reads: bool = False) -> None:
    """Write it and send it, perhaps with `Sudah baca` under it."""
    await tell(world, head, "Umumkan", text)
    await tap(world, head, *(["Pakai Sudah baca"] if reads else []), "Kirim")


async def correct(world: World, head: Phone, text: str) -> None:
    """`Ralat`, the new words, `Kirim`."""
    await tap(world, head, "Ralat")
    await tell(world, head, text)
    await tap(world, head, "Kirim")


async def recall(world: World, head: Phone) -> None:
    """`Tarik`, `Hapus`."""
    await tap(world, head, "Tarik", "Hapus")


async def link_group(world: World, head: Phone, *phones: Phone) -> Group:
    """A Telegram group of the RT that is linked already."""
    group = world.telegram.add_group("RT 02", head, *phones)
    head.add_bot(group)
    async with world.database.transaction() as session:
        session.add(
            LinkedGroup(
                chat_id=group.chat_id,
                area_id=world.cast.rts[1, 2].id,
                state=GroupState.LINKED,
                changed_at=world.now(),
            )
        )
    await world.settle()
    return group


async def let_through(world: World, phone: Phone) -> None:
    """This one's message does not mind the hour."""
    async with world.database.transaction() as session:
        theirs = OutboxRow.chat_id == phone.user_id
        await session.execute(update(OutboxRow).where(theirs).values(hours=Hours.ANY, not_before=world.now()))
    await world.settle()


async def find_announced(world: World) -> Announcement:
    """The newest announcement as the database has it."""
    async with world.database.reading() as session:
        found = await session.scalar(select(Announcement).order_by(Announcement.id.desc()).limit(1))
    assert found is not None
    return found


def card_of(phone: Phone) -> str:
    """What the sender's card says."""
    return next(
        text for text in reversed(phone.texts) if text.startswith("📢 Pengumuman untuk") and "\n\n" in text
    )


def at_telegrams_pace(world: World) -> None:
    """As many a second as Telegram allows, so that there is a middle to be in."""
    world.rembug.delivery.claims.limiter = Limiter()


async def kelurahan_and_rw_head(world: World) -> tuple[Phone, Phone]:
    """Two whose offices reach over the RT, and who are not its head."""
    return await world.officer(RoleKind.KELURAHAN), await world.rw_head()
