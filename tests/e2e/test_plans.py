"""Announcements for later: planned in words, sent once at their hour, seen, changed and called off."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.announcements import publish_announcement
from bot import jobs
from simulator import Phone
from storage.announcement_plans import AnnouncementPlan, PlanState
from storage.announcements import Announcement
from storage.people import Account, Role
from tests.e2e.doorway import do
from tests.world import World, living_world

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


async def test_tomorrow_at_seven_it_goes_out_once_also_after_a_restart(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await do(world, lambda: head.type("Umumkan"), lambda: head.type("Iuran sampah"))
    await do(world, lambda: head.tap("Waktu kirim"), lambda: head.tap("Nanti"))
    await do(world, lambda: head.type("besok jam 7 pagi"), lambda: head.tap("Betul"))
    assert head.texts[-2] == SEEN
    assert "Penerima saat ini: 1 warga." in head.texts[-1]
    assert head.texts[-1].endswith("Dikirim Kamis, 19 November 2026, pukul 07.00 WIB.\nSudah pas, Pak?")
    await do(world, lambda: head.tap("Kirim"))
    assert head.texts[-1].startswith("Sudah saya jadwalkan, Pak 🙏\nDikirim Kamis, 19 November 2026")
    await world.move_to(SEVEN - timedelta(minutes=1))
    assert warga.texts == []
    await world.restart()
    for _ in range(3):
        await world.move(minutes=2)
    assert warga.texts == [SEEN]
    await world.move(days=7)
    assert warga.texts == [SEEN]
    (kept,) = await plans_of(world)
    assert (kept.state, kept.next_at, kept.turn) == (PlanState.DONE, None, 1)
    async with world.database.reading() as session:
        (announcement,) = await session.scalars(select(Announcement))
    assert (announcement.plan_id, announcement.recipients) == (kept.id, 1)


async def test_weekly_it_reaches_who_is_there_at_that_moment(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "Berulang", "Setiap minggu", "besok jam 7 pagi", "Betul")
    assert "pukul 07.00 WIB, lalu setiap minggu." in head.texts[-1]
    await world.move_to(SEVEN)
    late = await world.resident()
    for _ in range(2):
        await world.move(days=7)
    assert warga.texts == [SEEN] * 3
    assert late.texts == [SEEN] * 2
    assert await sent_at(world) == [SEVEN, SEVEN + WEEK, SEVEN + 2 * WEEK]
    await do(world, lambda: late.type("Pengumuman"))
    assert late.texts[-1].count("Iuran sampah") == 3
    async with world.database.reading() as session:
        assert [one.recipients for one in await session.scalars(select(Announcement))] == [1, 2, 2]


async def test_selapanan_comes_back_after_thirty_five_days(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "Berulang", "Setiap selapanan", "besok jam 7 pagi", "Betul")
    await world.move_to(SEVEN)
    await world.move(days=34)
    assert len(warga.texts) == 1
    await world.move(days=1)
    assert len(warga.texts) == 2
    assert await sent_at(world) == [SEVEN, SEVEN + timedelta(days=35)]


async def test_the_thirty_first_is_the_last_day_of_shorter_months(world: World) -> None:
    head, _ = await world.rt_head(), await world.resident()
    await plan(world, head, "Berulang", "Setiap bulan", "31 Desember jam 7 pagi", "Betul")
    assert "Di bulan yang lebih pendek, dikirim di hari terakhir." in head.texts[-1]
    december = datetime(2026, 12, 31, tzinfo=UTC)
    months = [december, december.replace(2027, 1), december.replace(2027, 2, 28), december.replace(2027, 3)]
    for month in months:
        await world.move_to(month)
    assert await sent_at(world) == months


async def test_planned_in_a_closed_hour_it_waits_for_its_end_and_says_so(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "Nanti", "besok jam 18.00", "Betul")
    assert "pukul 18.00 WIB.\nSaat itu jam tenang; dikirim pukul 19.30 WIB." in head.texts[-1]
    await world.move_to(SEVEN.replace(hour=11))
    assert warga.texts == []
    assert "menunggu jam tenang selesai" in head.texts[-1]
    await world.move_to(SEVEN.replace(hour=12, minute=30, second=1))
    assert warga.texts == [SEEN]


async def test_a_time_that_is_over_is_refused_kindly_also_when_it_passes_meanwhile(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await do(world, lambda: head.type("Umumkan"), lambda: head.type("Iuran sampah"))
    await do(world, lambda: head.tap("Waktu kirim"), lambda: head.type("kemarin jam 7 pagi"))
    assert "sudah lewat" in head.texts[-1]
    await do(world, lambda: head.type("jam 11.00"), lambda: head.tap("Betul"))
    await world.move(hours=2)
    await do(world, lambda: head.tap("Kirim"))
    assert "sudah lewat" in head.texts[-1]
    assert (warga.texts, await plans_of(world)) == ([], [])
    await do(
        world, lambda: head.type("besok jam 7 pagi"), lambda: head.tap("Betul"), lambda: head.tap("Kirim")
    )
    await world.move_to(SEVEN)
    assert warga.texts == [SEEN]


async def test_an_older_preview_does_not_plan_what_a_newer_one_says(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await do(world, lambda: head.type("Umumkan"), lambda: head.type("Iuran sampah"))
    older = head.last
    await do(world, lambda: head.tap("Waktu kirim"), lambda: head.type("besok jam 7 pagi"))
    await do(world, lambda: head.tap("Betul"), lambda: head.tap("Kirim", older.message_id))
    assert "Versi terbarunya ada di bawah" in head.toasts[-1][1]
    assert (warga.texts, await plans_of(world)) == ([], [])
    await do(world, lambda: head.tap("Waktu kirim"), lambda: head.tap("Sekarang"))
    assert head.texts[-1].endswith("Kirim sekarang?")
    await do(world, lambda: head.tap("Kirim"))
    assert warga.texts == [SEEN]


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


class Killed(BaseException):
    """The process ends here, as kill -9 ends it: nothing is caught, nothing is committed."""


async def test_a_kill_at_the_moment_of_sending_does_not_double_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(3)]
    await plan(world, head, "besok jam 7 pagi", "Betul")
    world.shift.value += (SEVEN - world.now()).total_seconds()

    async def publish_and_die(*args: Any, **facts: Any) -> None:
        await publish_announcement(*args, **facts)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("actions.plan_turns.publish_announcement", publish_and_die)
        with pytest.raises(Killed):
            await jobs.run(jobs.PUBLISH_PLANS, world.database, world.clock.now)
    assert await sent_at(world) == []
    await world.restart()
    assert await jobs.run(jobs.PUBLISH_PLANS, world.database, world.clock.now) == 1
    await world.restart()
    await world.move(minutes=5)
    assert [phone.texts for phone in warga] == [[SEEN]] * 3
    assert await sent_at(world) == [SEVEN]


async def test_who_gave_up_the_office_announces_no_more_and_the_new_head_is_told(world: World) -> None:
    old, warga = await world.rt_head(), await world.resident()
    await plan(world, old, "Berulang", "Setiap minggu", "besok jam 7 pagi", "Betul")
    async with world.database.transaction() as session:
        await session.execute(update(Role).values(until=world.now()))
    new, before = await world.rt_head(), len(old.texts)
    await world.move_to(SEVEN)
    await world.move(days=7)
    assert (warga.texts, len(old.texts)) == ([], before)
    (told,) = [text for text in new.texts if "tidak saya kirim" in text]
    assert "karena yang menulisnya sudah tidak mengurus wilayah ini.\n“Iuran sampah”" in told
    (kept,) = await plans_of(world)
    assert (kept.state, kept.turn) == (PlanState.CANCELLED, 0)


async def test_who_left_telegram_announces_no_more(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head, "besok jam 7 pagi", "Betul")
    async with world.database.transaction() as session:
        theirs = update(Account).where(Account.telegram_id == head.user_id)
        await session.execute(theirs.values(until=world.now()))
    await world.move_to(SEVEN)
    assert warga.texts == []
    assert [one.state for one in await plans_of(world)] == [PlanState.CANCELLED]


async def test_when_nobody_listens_the_turn_is_skipped_and_the_sender_told(world: World) -> None:
    head = await world.rt_head()
    await plan(world, head, "Berulang", "Setiap minggu", "besok jam 7 pagi", "Betul")
    await world.move_to(SEVEN)
    await world.move(minutes=10)
    (told,) = [text for text in head.texts if "belum ada yang bisa menerimanya" in text]
    assert "Berikutnya saya coba lagi Kamis, 26 November 2026, pukul 07.00 WIB." in told
    warga = await world.resident()
    await world.move_to(SEVEN + WEEK)
    assert warga.texts == [SEEN]


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


async def test_a_draft_survives_a_restart(sqlite_url: str) -> None:
    async with living_world(sqlite_url) as world:
        head, warga = await world.rt_head(), await world.resident()
        await do(world, lambda: head.type("Umumkan"))
        await world.restart()
        await do(world, lambda: head.type("Iuran sampah"))
        await world.restart()
        await do(world, lambda: head.tap("Waktu kirim"))
        await world.restart()
        await do(world, lambda: head.type("besok jam 7 pagi"))
        await world.restart()
        await do(world, lambda: head.tap("Betul"), lambda: head.tap("Kirim"))
        await world.restart()
        await world.move_to(SEVEN)
        assert warga.texts == [SEEN]
