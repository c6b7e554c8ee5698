"""An announcement and an invitation leave Telegram: as plain words for WhatsApp, as a page for the board."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from simulator import Phone
from storage.files import File
from storage.links import Link
from storage.outbox import OutboxRow
from storage.people import Residency, ResidencyState, RoleKind, find_person_by_telegram
from tests.world import World

SUNDAY = "Minggu pagi setengah 7"


async def tap(world: World, phone: Phone, label: str) -> None:
    phone.tap(label)
    await world.settle()


async def announce(world: World, phone: Phone, text: str) -> None:
    for said in ("Umumkan", text):
        phone.type(said)
        await world.settle()
    await tap(world, phone, "Kirim")
    await world.move(minutes=1)


async def plan_a_work_bee(world: World, head: Phone) -> None:
    head.type("Buat kegiatan")
    await world.settle()
    for label in ("Gotong royong", "Pakai judul ini"):
        await tap(world, head, label)
    head.type(SUNDAY)
    await world.settle()
    await tap(world, head, "Betul")
    head.type("di depan mushola")
    await world.settle()
    await tap(world, head, "Kirim undangan")
    await world.settle()


async def live_at_home(world: World, phone: Phone) -> None:
    """Let an officer be counted in RT 02, too."""
    async with world.database.transaction() as session:
        person = await find_person_by_telegram(session, phone.user_id)
        assert person is not None
        lives = Residency(person_id=person.id, area_id=world.cast.rts[1, 2].id, requested_at=world.now())
        lives.state, lives.decided_at, lives.since = ResidencyState.ACCEPTED, world.now(), world.now()
        session.add(lives)


def labels_of(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


def passed_on(phone: Phone) -> tuple[str, str]:
    """The text to be copied, and what its button gives WhatsApp."""
    (button,) = phone.last.buttons[0]
    assert button.url is not None
    assert urlsplit(button.url).netloc == "wa.me"
    return phone.texts[-1], parse_qs(urlsplit(button.url).query)["text"][0]


async def test_an_announcement_is_copied_as_plain_words_with_the_link_of_the_rt(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await announce(world, head, "Air <mati> & gelap nanti malam")
    await tap(world, head, "Salin untuk WhatsApp")
    text, handed_over = passed_on(head)
    first, link = text.split("\n")[0], text.split()[-1]
    assert first == "📢 Ketua RT 02 RW 01"
    assert "\n\nAir <mati> & gelap nanti malam\n\n" in text
    assert re.fullmatch(r"https://t\.me/rembug_demo_bot\?start=[\w-]{22}", link)
    assert handed_over == text


async def test_whoever_opens_the_link_that_was_passed_on_joins_that_rt(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await announce(world, head, "Air mati")
    await tap(world, head, "Salin untuk WhatsApp")
    payload = head.texts[-1].rpartition("start=")[2]
    neighbour = world.stranger()
    neighbour.type(f"/start {payload}")
    await world.settle()
    await tap(world, neighbour, "Boleh")
    await tap(world, neighbour, "Ibu")
    for said in ("Warga baru RT 02", "Gang 3 no. 12"):
        neighbour.type(said)
        await world.settle()
    assert "Ada yang ingin bergabung di RT 02 RW 01" in head.texts[-1]
    await tap(world, head, "Terima")
    async with world.database.reading() as session:
        query = select(Residency).where(Residency.state == ResidencyState.ACCEPTED).order_by(Residency.id)
        newest = list(await session.scalars(query))[-1]
    assert newest.area_id == world.cast.rts[1, 2].id


async def test_the_link_of_an_rt_stays_the_same_wherever_it_is_shown(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    links = []
    for text in ("Air mati", "Listrik mati"):
        await announce(world, head, text)
        await tap(world, head, "Salin untuk WhatsApp")
        links.append(head.texts[-1].split()[-1])
    head.type("Warga RT")
    await world.settle()
    await tap(world, head, "Tautan RT")
    links.append(next(word for word in head.texts[-1].split() if "t.me" in word))
    assert len(set(links)) == 1
    async with world.database.reading() as session:
        kept = list(await session.scalars(select(Link.payload)))
    assert kept == [links[0].rpartition("=")[2]]


async def test_an_invitation_is_copied_with_day_and_place_in_full(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await plan_a_work_bee(world, head)
    await tap(world, head, "Bagikan")
    await tap(world, head, "Salin untuk WhatsApp")
    text, handed_over = passed_on(head)
    lines = text.split("\n")
    assert lines[0] == "🧹 Undangan: Gotong royong RT 02 RW 01"
    assert lines[1].startswith("Minggu, 22 November 2026, pukul 06.30 WIB")
    assert lines[2] == "Tempat: depan mushola"
    assert lines[-1].startswith("Gabung RT 02 RW 01 lewat Telegram: https://t.me/rembug_demo_bot?start=")
    assert handed_over == text


async def test_the_kelurahan_passes_on_the_bot_itself(world: World) -> None:
    lurah = await world.officer(RoleKind.KELURAHAN)
    await world.resident()
    await announce(world, lurah, "Posyandu hari Jumat")
    await tap(world, lurah, "Salin untuk WhatsApp")
    assert "Mau gabung? Tautannya ada di Ketua RT." in lurah.texts[-1]
    assert lurah.texts[-1].endswith("lewat Telegram: https://t.me/rembug_demo_bot")
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Link))) == []


async def test_an_rt_head_passes_on_what_comes_from_above_with_the_link_of_the_rt(world: World) -> None:
    lurah, head, warga = (
        await world.officer(RoleKind.KELURAHAN),
        await world.rt_head(),
        await world.resident(),
    )
    await live_at_home(world, head)
    await announce(world, lurah, "Posyandu hari Jumat")
    for phone in (head, warga):
        phone.type("Pengumuman")
        await world.settle()
        await tap(world, phone, phone.last.buttons[0][0].text)
    assert labels_of(warga) == []
    assert labels_of(head) == ["Salin untuk WhatsApp", "Cetak"]
    await tap(world, head, "Salin untuk WhatsApp")
    text, handed_over = passed_on(head)
    assert text.startswith("📢 Kelurahan Blitar\n\nPosyandu hari Jumat\n")
    assert handed_over == text
    await tap(world, head, "Cetak")
    assert head.last.kind == "document"
    async with world.database.reading() as session:
        (link,) = list(await session.scalars(select(Link)))
    assert link.area_id == world.cast.rts[1, 2].id
    assert text.endswith(f"?start={link.payload}")
    for verb in ("copy", "print"):
        warga.forge(f"sent:1:{verb}")
        await world.settle()
        assert "pengurus" in warga.toasts[-1][1]


async def test_an_rt_head_passes_on_an_invitation_from_above(world: World) -> None:
    lurah, head, warga = (
        await world.officer(RoleKind.KELURAHAN),
        await world.rt_head(),
        await world.resident(),
    )
    await live_at_home(world, head)
    await plan_a_work_bee(world, lurah)
    for phone in (head, warga):
        phone.type("Kegiatan")
        await world.settle()
        await tap(world, phone, phone.last.buttons[0][0].text)
    assert labels_of(warga) == ["Ikut", "Belum bisa", "Bantu cara lain"]
    assert labels_of(head)[3:] == ["Bagikan", "Catat warga lain"]
    assert not any("Catat warga lain" in str(message.buttons) for message in lurah.messages)
    await tap(world, head, "Bagikan")
    await tap(world, head, "Salin untuk WhatsApp")
    text, _handed_over = passed_on(head)
    assert "Boleh juga sampaikan ke Ketua RT." in text
    assert "\nGabung RT 02 RW 01 lewat Telegram: https://t.me/rembug_demo_bot?start=" in text
    for verb in ("share", "copy", "print"):
        warga.forge(f"activity:1:{verb}")
        await world.settle()
        assert "pengurus" in warga.toasts[-1][1]


async def test_a_page_to_print_comes_as_a_file_that_is_uploaded_once(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await announce(world, head, "Air mati nanti malam")
    await tap(world, head, "Cetak")
    assert head.last.kind == "document"
    assert head.last.words == (
        "Siap dicetak, Pak: satu halaman A4 untuk RT 02 RW 01, lengkap dengan kode untuk dipindai."
    )
    await world.move(minutes=5)
    head.tap("Cetak")
    await world.settle()
    async with world.database.reading() as session:
        files = list(await session.scalars(select(File)))
        sent = list(await session.scalars(select(OutboxRow).where(OutboxRow.template == "sharing/poster")))
    assert len(files) == 1
    assert [row.error for row in sent] == [None, None]


async def test_an_invitation_is_printed_too(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await plan_a_work_bee(world, head)
    await tap(world, head, "Bagikan")
    await tap(world, head, "Cetak")
    assert head.last.kind == "document"


async def test_a_resident_cannot_pass_on_what_the_office_announced(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await announce(world, head, "Air mati")
    for verb in ("copy", "print"):
        warga.forge(f"sent:1:{verb}")
        await world.settle()
    assert [message.words for message in warga.messages if "t.me" in message.words] == []
    assert all(message.kind != "document" for message in warga.messages)


async def test_what_is_over_is_not_passed_on_any_more(world: World) -> None:
    head = await world.rt_head()
    await world.resident()
    await plan_a_work_bee(world, head)
    await world.move_to(datetime(2026, 11, 23, 3, tzinfo=UTC))
    head.forge("activity:1:copy")
    await world.settle()
    assert not any("wa.me" in str(message.buttons) for message in head.messages)
    assert "sudah selesai" in head.toasts[-1][1]
