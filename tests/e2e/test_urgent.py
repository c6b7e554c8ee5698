"""Urgent announcements: asked twice, at any hour, answered by how people are, once more to the silent."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from simulator import Phone
from storage.announcements import Announcement, Reaction
from storage.audit import Act
from storage.outbox import Hours, Lane, OutboxRow
from storage.people import RoleKind
from tests.e2e.soundness import labels_of, tap, tell
from tests.world import World

NIGHT = datetime(2026, 11, 18, 19, 10, tzinfo=UTC)
"""02.10 WIB."""
WORDS = "Air sungai naik. Warga Gang 1 dan 2 silakan ke balai RW."


async def call_out(world: World, head: Phone) -> None:
    """Write it and confirm it twice."""
    await tell(world, head, "Umumkan")
    await tap(world, head, "Darurat")
    await tell(world, head, WORDS)
    await tap(world, head, "Lanjut", "Ya, kirim darurat")


def urgent_on(phone: Phone) -> list[str]:
    return [text for text in phone.texts if "DARURAT" in text]


async def test_an_urgent_message_wakes_people_after_the_second_confirmation(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move_to(NIGHT)
    await tell(world, head, "/darurat", WORDS)
    assert "juga di tengah malam" in head.texts[-1]
    await tap(world, head, "Lanjut")
    assert warga.texts == []
    assert "benar-benar darurat?" in head.texts[-1]
    assert [[one.text for one in row] for row in head.last.buttons] == [["Batal", "Ya, kirim darurat"]]
    await tap(world, head, "Ya, kirim darurat")
    assert urgent_on(warga) == [f"🚨 DARURAT dari Ketua RT 02 RW 01\n\n{WORDS}"]
    assert labels_of(warga) == ["Saya aman", "Butuh bantuan"]
    async with world.database.reading() as session:
        acts = list(await session.scalars(select(Act).where(Act.action == "publish_urgent")))
        hours = await session.scalars(select(OutboxRow.hours).where(OutboxRow.chat_id == warga.user_id))
    assert len(acts) == 1
    assert acts[0].actor_id is not None
    assert set(hours) == {Hours.ANY}


async def test_an_ordinary_one_waits_for_the_morning_meanwhile(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move_to(NIGHT)
    await tell(world, head, "Umumkan", "Besok kerja bakti")
    await tap(world, head, "Kirim")
    assert warga.texts == []
    await world.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    assert "Besok kerja bakti" in warga.texts[-1]


async def test_the_needy_come_first_with_their_rt_and_house_and_make_a_sound(world: World) -> None:
    head = await world.rt_head()
    calm, needy, silent = [
        await world.resident(name=f"Warga {number}", house=f"Gang {number}") for number in (1, 2, 3)
    ]
    await call_out(world, head)
    await tap(world, calm, "Saya aman")
    await tap(world, needy, "Butuh bantuan")
    assert any("Warga 2 butuh bantuan.\nRT 02 RW 01, Gang 2" in text for text in head.texts)
    assert "Jawaban Bapak: Butuh bantuan." in needy.texts[-1]
    await world.move(minutes=1)
    card = next(text for text in reversed(head.texts) if text.startswith("🚨 Kabar darurat untuk"))
    assert "Butuh bantuan: 1\n1. Bapak Warga 2, RT 02 RW 01, Gang 2" in card
    assert "Aman: 1\nBapak Warga 1 (RT 02 RW 01)" in card
    assert "Belum jawab: 1" in card
    assert silent.texts
    await tap(world, head, "Lihat semua")
    assert "Butuh bantuan\nBapak Warga 2, RT 02 RW 01, Gang 2" in head.texts[-1]
    assert "Aman\nBapak Warga 1, RT 02 RW 01, Gang 1" in head.texts[-1]


async def test_a_change_of_mind_counts_once_and_old_buttons_work(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await call_out(world, head)
    await tap(world, warga, "Butuh bantuan", "Saya aman", "Saya aman")
    async with world.database.reading() as session:
        kinds = [reaction.kind.value for reaction in await session.scalars(select(Reaction))]
    assert kinds == ["safe"]
    await world.move(days=3)
    await tap(world, warga, "Butuh bantuan")
    assert "112" in warga.toasts[-1][1]


async def test_the_silent_are_asked_once_more_and_only_they(world: World) -> None:
    head, calm, silent = await world.rt_head(), await world.resident(), await world.resident()
    await world.move_to(NIGHT)
    await call_out(world, head)
    await tap(world, calm, "Saya aman")
    await world.move(minutes=16)
    assert len(urgent_on(calm)) == 1
    assert "sekali lagi" in urgent_on(silent)[1]
    await world.move(hours=2)
    assert len(urgent_on(silent)) == 2
    await tap(world, silent, "Saya aman")
    async with world.database.reading() as session:
        (kept,) = list(await session.scalars(select(Announcement)))
        assert kept.repeat_at is None
        assert len(list(await session.scalars(select(Reaction)))) == 2


async def test_what_somebody_asks_to_see_does_not_wait_behind_a_broadcast(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await call_out(world, head)
    for phone, menu in ((warga, "Pengumuman"), (head, "Terkirim")):
        await tell(world, phone, menu)
        async with world.database.reading() as session:
            before = await session.scalar(select(func.max(OutboxRow.id)))
        await tap(world, phone, "Rab 18 Nov, 10.00")
        assert "DARURAT" in phone.texts[-1] or "Kabar darurat" in phone.texts[-1]
        async with world.database.reading() as session:
            asked = select(OutboxRow.lane).where(OutboxRow.id > before, OutboxRow.chat_id == phone.user_id)
            assert set(await session.scalars(asked)) == {Lane.REPLY}


@pytest.mark.parametrize("role", [RoleKind.FACILITATOR, None])
async def test_only_rt_rw_and_kelurahan_may_call_out(world: World, role: RoleKind | None) -> None:
    somebody = await world.officer(role) if role else await world.resident()
    warga = await world.resident()
    await tell(world, somebody, "/darurat", WORDS)
    assert urgent_on(warga) == []
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Announcement))) == []


async def test_a_typed_yes_does_not_wake_a_neighbourhood(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "/darurat", WORDS, "ya", "iya kirim")
    assert urgent_on(warga) == []
    await tell(world, head, "lanjut", "ya, kirim darurat")
    assert len(urgent_on(warga)) == 1


async def test_a_wrong_meeting_point_is_corrected_aloud_and_a_false_alarm_called_off(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await world.move_to(NIGHT)
    await call_out(world, head)
    await tap(world, warga, "Saya aman")
    await tap(world, head, "Ralat")
    await tell(world, head, "Air naik. Kumpul di mushola.")
    assert "berbunyi" in head.texts[-1]
    await tap(world, head, "Kirim")
    assert len(warga.texts) == 2
    assert "Kumpul di mushola" in warga.texts[0]
    assert warga.texts[1].startswith(
        "🚨 RALAT DARURAT dari Ketua RT 02 RW 01\n\nAir naik. Kumpul di mushola."
    )
    assert labels_of(warga) == ["Saya aman", "Butuh bantuan"]
    await tap(world, head, "Tarik")
    assert "berbunyi" in head.texts[-1]
    await tap(world, head, "Hapus")
    assert [text.splitlines()[0] for text in warga.texts] == [
        "Kabar darurat dari Ketua RT 02 RW 01 dicabut, Pak."
    ]
    assert "112" in warga.texts[0]


async def test_officers_who_live_elsewhere_are_woken_too_and_find_it_again(world: World) -> None:
    lurah, head, warga = await world.officer(), await world.rt_head(), await world.resident()
    await tell(world, lurah, "/darurat", WORDS)
    assert "berbunyi di 2 HP, termasuk 1 pengurus, juga di tengah malam" in lurah.texts[-1]
    await tap(world, lurah, "Lanjut", "Ya, kirim darurat")
    assert len(urgent_on(head)) == len(urgent_on(warga)) == 1
    await tell(world, head, "/pengumuman")
    assert "Air sungai naik" in head.texts[-1]
    await tap(world, head, "Butuh bantuan")
    assert any("Ketua RT 02 butuh bantuan.\nRT 02 RW 01" in text for text in lurah.texts)
