"""Announcements for later: planned in words, sent once at their hour, or somebody hears why not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.announcements import publish_announcement
from bot import jobs
from storage.announcement_plans import PlanState
from storage.announcements import Announcement
from storage.people import Account, Role
from tests.e2e.doorway import do
from tests.e2e.planning import SEEN, SEVEN, WEEK, plan, plans_of, sent_at
from tests.world import World


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


async def test_a_draft_survives_a_restart(world: World) -> None:
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
