"""Who heads two RT sees what was sent and planned for both, and is asked for which one the alarm is."""

from sqlalchemy import select

from simulator import Phone
from storage.announcements import Announcement
from storage.people import Account, Role, RoleKind
from tests.e2e.doorway import do
from tests.e2e.planning import plan
from tests.e2e.soundness import assert_sound, labels_of, tap, tell
from tests.world import World


async def head_of_two(world: World) -> Phone:
    """The head of RT 02 who stands in for RT 01, too."""
    head = await world.rt_head(rt=2)
    async with world.database.transaction() as session:
        account = (await session.scalars(select(Account).where(Account.telegram_id == head.user_id))).one()
        session.add(
            Role(
                person_id=account.person_id,
                area_id=world.cast.rts[1, 1].id,
                kind=RoleKind.RT_HEAD,
                since=world.now(),
            )
        )
    return head


async def test_what_was_sent_for_either_is_listed_with_its_rt(world: World) -> None:
    head = await head_of_two(world)
    for rt in (1, 2):
        await world.resident(rt=rt)
    for number in (2, 1):
        await tell(world, head, "Umumkan", f"Kabar {number}")
        await tap(world, head, f"RT {number:02} RW 01", "Kirim")
    await tell(world, head, "/terkirim")
    assert [line.split(", ", 2)[-1] for line in head.texts[-1].splitlines()[1:]] == [
        "RT 01 RW 01: Kabar 1",
        "RT 02 RW 01: Kabar 2",
    ]
    await assert_sound(world)


async def test_what_is_planned_for_either_is_listed(world: World) -> None:
    head = await head_of_two(world)
    for number in (1, 2):
        await do(world, lambda: head.type("Umumkan"), lambda: head.type("Iuran"))
        await tap(world, head, f"RT {number:02} RW 01", "Waktu kirim", "Nanti")
        await tell(world, head, f"besok jam {number + 6} pagi")
        await tap(world, head, "Betul", "Kirim")
    await tell(world, head, "/terjadwal")
    assert (
        "1. Kam 19 Nov, 07.00, RT 01 RW 01: Iuran\n2. Kam 19 Nov, 08.00, RT 02 RW 01: Iuran"
        in (head.texts[-1])
    )


async def test_an_alarm_goes_to_the_rt_that_was_chosen(world: World) -> None:
    head = await head_of_two(world)
    first, second = [await world.resident(rt=rt) for rt in (1, 2)]
    await tell(world, head, "/darurat", "Air naik")
    assert head.texts[-1] == "Kabar darurat ini atas nama siapa, Pak?"
    assert set(labels_of(head)) == {"RT 01 RW 01", "RT 02 RW 01", "Batal"}
    await tap(world, head, "RT 01 RW 01")
    assert "akan diterima di RT 01 RW 01" in head.texts[-1]
    await tap(world, head, "Lanjut", "Ya, kirim darurat")
    assert first.texts[-1] == "🚨 DARURAT dari Ketua RT 01 RW 01\n\nAir naik"
    assert second.texts == []
    async with world.database.reading() as session:
        (kept,) = list(await session.scalars(select(Announcement)))
    assert (kept.area_id, kept.urgent) == (world.cast.rts[1, 1].id, True)
    await assert_sound(world)


async def test_whoever_holds_one_office_is_not_asked_which(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await tell(world, head, "/darurat")
    assert head.texts[-1].startswith("Kabar darurat untuk RT 02 RW 01, Pak.")
    await tell(world, head, "Air naik")
    assert "akan diterima di RT 02 RW 01" in head.texts[-1]
    await tell(world, head, "/batal")
    await plan(world, head, "Nanti", "besok jam 7 pagi", "Betul")
    await tell(world, head, "/terjadwal")
    assert "1. Kam 19 Nov, 07.00: Iuran sampah" in head.texts[-1]
