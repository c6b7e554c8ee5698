"""Messages that nobody asked for: each gets a clear, kind answer, and what was said before stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.limits import Limiter, Rates
from simulator import Limits, Phone
from storage.answers import Answer
from tests.e2e.doorway import link
from tests.e2e.soundness import (
    assert_sound,
    do,
    open_form,
    rows_of,
    say_unusual,
    tap,
    tell,
)
from tests.weeks import add_meeting
from tests.world import WEDNESDAY, World

ANIMATION = {"animation": {"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9, "duration": 1}}
VIDEO_NOTE = {"video_note": {"file_id": "n", "file_unique_id": "n", "length": 9, "duration": 1}}
CONTACT = {"contact": {"phone_number": "+628123", "first_name": "Warga"}}
DICE = {"dice": {"emoji": "🎲", "value": 3}}
STRANGE: tuple[Callable[[Phone], object], ...] = (
    Phone.send_sticker,
    Phone.forward_poll,
    lambda phone: say_unusual(phone, "animation", ANIMATION, caption="lucu"),
    lambda phone: say_unusual(phone, "video_note", VIDEO_NOTE),
    lambda phone: say_unusual(phone, "contact", CONTACT),
    lambda phone: say_unusual(phone, "dice", DICE),
)
LETTER: tuple[Callable[[Phone], object], ...] = (
    lambda phone: phone.send_document("surat.pdf", b"%PDF-", caption="Ini suratnya"),
)
UNUSUAL = (*STRANGE, lambda phone: phone.send_location(-8.1, 112.1), *LETTER)
"""What no step takes, and a place and a file, which only announcements take, and plans a place."""


async def sees_refused(world: World, phone: Phone, act: Callable[[], object], words: str) -> None:
    """One answer with these words; the form is where it was, with all it held."""
    before, said = await open_form(world, phone), len(phone.texts)
    await do(world, act)
    after = await open_form(world, phone)
    assert len(phone.texts) == said + 1
    assert words in phone.texts[-1]
    assert (after.id, after.step, after.data) == (before.id, before.step, before.data)


async def test_a_name_and_a_house_that_are_too_long_are_asked_again(world: World) -> None:
    warga, payload = world.stranger(), await link(world)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Boleh"), lambda: warga.tap("Ibu"))
    await sees_refused(world, warga, lambda: warga.type("W" * 61), "60 huruf")
    await tell(world, warga, "W" * 60)
    await sees_refused(world, warga, lambda: warga.type("G" * 61), "60 huruf")
    await tell(world, warga, "G" * 60)
    assert "Menunggu persetujuan" in warga.texts[-1]
    kept = await rows_of(world)
    assert "W" * 60 in str(kept["people"])
    assert "G" * 60 in str(kept["households"])


async def test_a_title_and_a_place_that_are_too_long_lose_nothing_given_before(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Gotong royong")
    await sees_refused(world, head, lambda: head.type("T" * 101), "100 huruf")
    await tell(world, head, "T" * 100)
    await sees_refused(world, head, lambda: head.type("besok jam 8 " * 20), "200 huruf")
    await tell(world, head, "Minggu jam 06.30")
    await tap(world, head, "Betul")
    await sees_refused(world, head, lambda: head.type("P" * 201), "200 huruf")
    await tell(world, head, "P" * 200)
    await tap(world, head, "Kirim undangan")
    assert "T" * 100 in warga.texts[-1]
    assert "P" * 200 in warga.texts[-1]
    await assert_sound(world)


async def test_an_announcement_that_leaves_no_room_is_asked_again(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await tell(world, head, "Umumkan")
    await sees_refused(world, head, lambda: head.type("A" * 3501), "3.500 huruf")
    await sees_refused(world, head, lambda: head.send_photo("C" * 901), "900 huruf")
    await do(world, lambda: head.send_photo("C" * 900), lambda: head.tap("Ubah"))
    await sees_refused(world, head, lambda: head.type("A" * 3501), "3.500 huruf")
    await tell(world, head, "A" * 3500)
    await tap(world, head, "Kirim")
    assert warga.texts[-1].endswith("A" * 3500)
    await assert_sound(world)


async def test_an_idea_may_be_as_long_as_telegram_lets_it_be(world: World) -> None:
    warga, head = await world.resident(), await world.rt_head()
    await tell(world, warga, "Kirim usulan", "🌧" * 2048)
    await tap(world, warga, "Infrastruktur", "Kirim")
    await tell(world, warga, "Kirim usulan")
    await do(world, lambda: warga.send_photo("📷" * 512))
    await tap(world, warga, "Infrastruktur", "Kirim")
    assert "🌧" * 2048 in head.texts
    assert "📷" * 512 in head.texts[-1]
    await tell(world, warga, "Usulan saya")
    await tap(world, warga, "U-001", "U-002")
    await assert_sound(world)


@pytest.mark.parametrize(
    "opening, wanted",
    [
        (("Kirim usulan",), "tulisan, foto atau pesan suara"),
        (("Kirim usulan", "Lampu mati"), "salah satu tombol"),
        (("Data saya", "Ubah nama"), "tulisan"),
        (("Data saya", "Hapus data saya"), "salah satu tombol"),
    ],
)
async def test_what_a_residents_form_cannot_use_is_said_kindly(
    world: World, opening: tuple[str, ...], wanted: str
) -> None:
    warga = await world.resident()
    for label in opening:
        is_button = any(
            label == each.text for row in (warga.last.buttons if warga.texts else []) for each in row
        )
        await (tap if is_button else tell)(world, warga, label)
    for act in UNUSUAL:
        await sees_refused(world, warga, lambda act=act: act(warga), wanted)  # type: ignore[misc]
    await assert_sound(world)


async def test_what_an_officers_form_cannot_use_is_said_kindly(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Umumkan")
    for act in STRANGE:
        await sees_refused(world, head, lambda act=act: act(head), "pesan suara atau lokasi")  # type: ignore[misc]
    await tell(world, head, "Buat kegiatan")
    steps = (("tap", "Gotong royong"), ("tell", "Kerja bakti"), ("tell", "Minggu"), ("tell", "06.30"))
    for verb, said in (*steps, ("tap", "Betul"), ("tell", "Mushola"), ("tap", "Ubah")):
        taken = (*STRANGE, *LETTER) if said == "Mushola" else UNUSUAL
        for act in (*taken, lambda phone: phone.send_photo("foto")):
            wanted = "salah satu tombol" if said in ("Gotong royong", "Ubah") else "tulisan"
            wanted = "tulisan atau lokasi" if said == "Mushola" else wanted
            await sees_refused(world, head, lambda act=act: act(head), wanted)  # type: ignore[misc]
        await (tap if verb == "tap" else tell)(world, head, said)
    await assert_sound(world)


async def test_outside_a_form_everything_is_answered_and_nothing_kept(world: World) -> None:
    warga, stranger = await world.resident(), world.stranger()
    before = await rows_of(world)
    for act in (*UNUSUAL, lambda phone: phone.send_photo()):
        for phone, words in ((warga, "/bantuan"), (stranger, "Ketua RT")):
            said = len(phone.texts)
            await do(world, lambda act=act, phone=phone: act(phone))  # type: ignore[misc]
            assert len(phone.texts) == said + 1
            assert words in phone.texts[-1]
    assert await rows_of(world) == before
    await assert_sound(world)


async def test_a_command_that_nobody_knows_is_no_answer_to_a_form(world: World) -> None:
    warga, payload = world.stranger(), await link(world)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Boleh"), lambda: warga.tap("Ibu"))
    for command in ("/menu", "/help@rembug_demo_bot", "/settings nama"):
        await sees_refused(world, warga, lambda command=command: warga.type(command), "belum ada")  # type: ignore[misc]
    await assert_sound(world)


async def test_an_edited_message_is_answered_and_changes_nothing(world: World) -> None:
    warga, stranger = await world.resident(), world.stranger()
    number = warga.type("ikut")
    await world.settle()
    await do(world, lambda: warga.edit(number, "tidak ikut"))
    assert "pesan baru" in warga.texts[-1]
    await tell(world, warga, "Kirim usulan")
    idea = warga.type("Lampu mati")
    await world.settle()
    for words in ("Lampu jalan mati", "Kegiatan", "/batal", "x" * 4096):
        await sees_refused(world, warga, lambda words=words: warga.edit(idea, words), "pesan baru")  # type: ignore[misc]
    form = await open_form(world, warga)
    assert (form.data or {})["text"] == "Lampu mati"
    said = stranger.type("halo")
    await do(world, lambda: stranger.edit(said, "halo halo"))
    assert "pesan baru" in stranger.texts[-1]
    await assert_sound(world)


async def test_a_location_that_moves_along_is_answered_once(world: World) -> None:
    warga = await world.resident()
    place = warga.send_location(-8.1, 112.1)
    await world.settle()
    for _ in range(3):
        await do(world, lambda: warga.edit(place, ""))
    assert len(warga.texts) == 1
    await assert_sound(world)


async def test_an_album_is_one_idea_with_all_its_photos(world: World) -> None:
    warga, head = await world.resident(), await world.rt_head()
    await tell(world, warga, "Kirim usulan")
    send_album(world, warga, 4, "Jalan berlubang")
    await world.settle()
    assert len(warga.texts) == 2
    assert "bidang apa" in warga.texts[-1]
    await tap(world, warga, "Infrastruktur", "Kirim")
    assert [message.kind for message in head.messages] == ["photo"] * 4 + ["text"]
    await assert_sound(world)


def send_album(world: World, phone: Phone, photos: int, caption: str) -> None:
    """Several photos at once, the words under the first, as Telegram delivers them: one message each."""
    tell_bot = world.telegram.tell

    def tell_of_album(chat: Any, kind: str, body: dict[str, Any], *, line: str = "") -> int | None:
        return tell_bot(chat, kind, {**body, "media_group_id": "13"}, line=line)

    world.telegram.tell = tell_of_album  # type: ignore[method-assign]
    for number in range(photos):
        phone.send_photo(caption if number == 0 else "")
    world.telegram.tell = tell_bot  # type: ignore[method-assign]


async def test_an_album_elsewhere_is_answered_and_breaks_nothing(world: World) -> None:
    warga, head = await world.resident(), await world.rt_head()
    send_album(world, warga, 3, "halo")
    await world.settle()
    assert len(warga.texts) == 1
    assert "bidang apa" in warga.texts[0]
    assert len(((await open_form(world, warga)).data or {})["files"]) == 3
    await tell(world, head, "Umumkan")
    send_album(world, head, 3, "Posyandu")
    await world.settle()
    assert (await open_form(world, head)).step == "preview"
    await tap(world, head, "Kirim")
    assert [(message.kind, message.words) for message in warga.messages if not message.mine][-1] == (
        "photo",
        "📢 Ketua RT 02 RW 01\n\nPosyandu",
    )
    await assert_sound(world)


async def test_a_burst_of_thirty_messages_is_handled_in_order_within_the_limits(world: World) -> None:
    warga = await world.resident()
    async with world.database.transaction() as session:
        await add_meeting(session, world.cast.rts[1, 2], WEDNESDAY + timedelta(days=4), title="Kerja bakti")
    world.rembug.delivery.claims.limiter = Limiter(Rates(chat_burst=5, chat_per_second=15.0))
    world.telegram.limits = Limits(chat_per_second=20.0, chat_burst=5)
    parties = [2 + number % 19 for number in range(30)]
    for party in parties:
        warga.type(f"ikut {party} orang")
    await world.settle(30)
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Answer.party).order_by(Answer.id))) == parties
    assert len(warga.texts) == 30
    assert all(f"({party} orang)" in said for party, said in zip(parties, warga.texts, strict=True))
    statuses = {status for _, method, _, status in world.telegram.requests if method == "sendMessage"}
    assert statuses == {200}
    await assert_sound(world)
