"""`Terjadwal`: what is planned is seen, changed, sent now and called off by its office alone."""

from datetime import UTC, datetime, timedelta

from storage.announcement_plans import PlanState
from tests.e2e.doorway import do
from tests.e2e.planning import SEEN, SEVEN, answer, plan, plans_of, sent_at
from tests.world import World


async def test_what_is_planned_is_listed_shown_and_changed(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await do(world, lambda: head.type("Terjadwal"))
    assert head.texts[-1].startswith("Belum ada pengumuman yang dijadwalkan, Pak.")
    await plan(world, head, "Berulang", "Setiap minggu", "besok jam 7 pagi", "Betul")
    await do(world, lambda: head.type("Umumkan"), lambda: head.tap("Terjadwal"))
    assert "1. Kam 19 Nov, 07.00, lalu setiap minggu: Iuran sampah" in head.texts[-1]
    await do(world, lambda: head.tap("Kam 19 Nov, 07.00"))
    assert head.texts[-2] == SEEN
    assert head.texts[-1].startswith("Dikirim Kamis, 19 November 2026, pukul 07.00 WIB, lalu setiap minggu.")
    await do(world, lambda: head.tap("Ubah isi"), lambda: head.type("Iuran air"), lambda: head.tap("Kirim"))
    await do(world, lambda: head.tap("Ubah waktu"), lambda: head.tap("Berulang"))
    await answer(world, head, "Setiap minggu", "Jumat jam 8 pagi", "Betul", "Kirim")
    await world.move_to(SEVEN)
    assert warga.texts == []
    await world.move_to(SEVEN + timedelta(days=1, hours=1))
    assert warga.texts == [SEEN.replace("sampah", "air")]
    (kept,) = await plans_of(world)
    assert kept.next_at == SEVEN + timedelta(days=8, hours=1)


async def test_changed_words_keep_the_day_from_which_it_is_reckoned(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    first = datetime(2027, 1, 31, tzinfo=UTC)
    await plan(world, head, "Berulang", "Setiap bulan", "31 Januari 2027 jam 7 pagi", "Betul")
    await world.move_to(first)
    await do(world, lambda: head.type("/terjadwal"), lambda: head.tap("Min 28 Feb, 07.00"))
    await do(world, lambda: head.tap("Ubah isi"), lambda: head.type("Iuran air"), lambda: head.tap("Kirim"))
    for month in (first.replace(month=2, day=28), first.replace(month=3)):
        await world.move_to(month)
    assert await sent_at(world) == [first, first.replace(month=2, day=28), first.replace(month=3)]


async def test_after_cancelling_nothing_goes_out(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "besok jam 7 pagi", "Betul")
    await do(
        world, lambda: head.tap("Batalkan"), lambda: head.tap("Tidak jadi"), lambda: head.tap("Batalkan")
    )
    assert "Batalkan pengumuman Kamis, 19 November 2026, pukul 07.00 WIB ini, Pak?" in head.texts[-1]
    await do(world, lambda: head.tap("Ya, batalkan"))
    assert "tidak jadi dikirim" in head.texts[-1]
    await world.move_to(SEVEN)
    await world.move(days=1)
    assert warga.texts == []
    (kept,) = await plans_of(world)
    assert (kept.state, kept.next_at) == (PlanState.CANCELLED, None)
    await do(world, lambda: head.forge(f"plan:{kept.id}:send"))
    assert "sudah dibatalkan" in head.toasts[-1][1]


async def test_sent_now_it_is_not_sent_at_its_hour_once_more(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "besok jam 7 pagi", "Betul")
    await do(world, lambda: head.tap("Kirim sekarang"))
    assert "Penerima: 1 warga." in head.texts[-1]
    head.tap("Kirim")
    head.tap("Kirim")
    await world.settle()
    await world.move_to(SEVEN)
    assert warga.texts == [SEEN]
    (kept,) = await plans_of(world)
    assert (kept.state, kept.turn) == (PlanState.DONE, 1)


async def test_a_repeated_one_that_is_sent_now_goes_on_as_planned(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "Berulang", "Setiap minggu", "besok jam 7 pagi", "Betul")
    await do(world, lambda: head.tap("Kirim sekarang"), lambda: head.tap("Kirim"))
    assert any("Berikutnya Kamis, 19 November 2026" in text for text in head.texts[-2:])
    await world.move_to(SEVEN)
    assert warga.texts == [SEEN] * 2


async def test_nobody_but_its_office_sees_or_touches_a_plan(world: World) -> None:
    head, warga, other = await world.rt_head(), await world.resident(), await world.rt_head(rt=1)
    await plan(world, head, "besok jam 7 pagi", "Betul")
    (kept,) = await plans_of(world)
    for phone in (warga, other):
        phone.type("/terjadwal")
        await world.settle()
        for verb in ("show", "words", "timing", "send", "cancel", "cancel_yes", "keep"):
            phone.forge(f"plan:{kept.id}:{verb}")
            await world.settle()
            assert "pengurus" in phone.toasts[-1][1]
    assert "hanya untuk pengurus" in warga.texts[-1]
    assert "Belum ada pengumuman" in other.texts[-1]
    assert [one.state for one in await plans_of(world)] == [PlanState.WAITING]
