"""Texts that could break a message, and numbers that are not kept, in everything that people write."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from simulator import Phone
from tests.e2e.doorway import introduce, link
from tests.e2e.soundness import assert_sound, do, rows_of, tap, tell, written
from tests.people import EVENING, MONDAY
from tests.world import World

NASTY = {
    "markup": "<b>&amp;</i> \"kutip\" & <a href='x'>",
    "braces": "{{ 7*7 }} {% raw %} {0} %s $x #x *_`",
    "emoji": "👨‍👩‍👧‍👦🇮🇩👍🏽🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "right_to_left": "Warga \u202egnarraW\u202c \u200fعربي\u2067x",
    "invisible": "Wa\u200brga\u2060 \ufeffRT\u00ad x",
    "controls": "Wa\x00r\x07ga\x1b[31m RT\x85 02\u2028x",
    "lines": "Warga\n\n\nRT\r\n\t02",
    "formula": "=1+1",
    "zalgo": "W" + "\u0301\u0316\u0334" * 15 + "arga",
}


async def walk(world: World, text: str) -> tuple[Phone, Phone, Phone]:
    """A week in which everything that can be written is this text."""
    head, lurah, warga = await world.rt_head(), await world.officer(), world.stranger()
    rw = await world.rw_head()
    short = text[:60]
    await introduce(world, warga, await link(world), short, short)
    await tap(world, head, "Terima")
    await tell(world, head, "Warga RT")
    await tap(world, head, "Daftar warga")
    await tell(world, warga, "Data saya", "Kirim usulan", text)
    await tap(world, warga, "Sosial budaya", "Kirim")
    await tap(world, head, "Buka usulan")
    await tell(world, warga, "Usulan saya")
    await tap(world, warga, "U-001")
    await tell(world, head, "Umumkan", text)
    await tap(world, head, "Kirim")
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Gotong royong")
    await tell(world, head, text[:100], "besok jam 09.00")
    await tap(world, head, "Betul")
    await tell(world, head, text[:200])
    await tap(world, head, "Kirim undangan")
    await tell(world, warga, "ikut", "Kegiatan")
    await tap(world, head, "Ubah jadwal", "Ubah tempat")
    await tell(world, head, f"Balai {text}"[:200])
    await tap(world, head, "Kirim perubahan")
    for phone in (head, lurah, rw):
        await tell(world, phone, "Ringkasan", "Usulan masuk")
    for moment in (EVENING, EVENING + timedelta(hours=2), EVENING + timedelta(days=1), MONDAY):
        await world.move_to(moment)
    if "Mulai" in str(warga.last.buttons):
        await tap(world, warga, "Mulai")
    await tell(world, warga, "Penilaian", "Kegiatan", "/hapus_data")
    return head, lurah, warga


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
async def test_nasty_texts_are_shown_as_they_are_and_break_no_message(world: World, text: str) -> None:
    head, lurah, warga = await walk(world, text)
    await assert_sound(world)
    plain = text.replace("\x00", "").strip()
    assert any(plain in said.replace("\x00", "") for said in head.texts) or "\n\n\n" in text
    title = " ".join(text.split()).replace("\x00", "")
    assert any(title in said.replace("\x00", "") for said in warga.texts)
    documents = [message.file for message in lurah.messages if message.kind == "document" and message.file]
    assert len(documents) == 2
    for document in documents:
        sheet = load_workbook(BytesIO(document.data))["Kegiatan"]
        assert sheet["A2"].data_type == "s"
    assert sum(message.kind == "photo" for message in lurah.messages) == 2
    proposals = (await rows_of(world))["proposals"]
    assert plain[:20] in proposals[0] or any(plain in str(cell) for cell in proposals[0])


@pytest.mark.parametrize("text", ["\u200b\u200b", "\u202e", "\u2060\ufeff"])
async def test_a_text_that_shows_nothing_is_asked_again(world: World, text: str) -> None:
    head, warga, new = await world.rt_head(), await world.resident(), world.stranger()
    payload = await link(world)
    await do(world, lambda: new.start(payload), lambda: new.tap("Boleh"), lambda: new.tap("Ibu"))
    await tell(world, new, text)
    await tell(world, warga, "Kirim usulan", text)
    await tell(world, head, "Umumkan", text)
    for phone in (new, warga, head):
        assert "belum paham" in phone.texts[-1]
    await tell(world, head, "Buat kegiatan", "Gotong royong", text)
    assert "belum paham" in head.texts[-1]
    await tell(world, head, "Kerja bakti", "besok jam 09.00", "betul", text)
    assert "belum paham" in head.texts[-1]
    await assert_sound(world)


NUMBERS = ("3572021234567890", "3572 0212 3456 7890", "35.7202.123456.7890", "3572-0212-3456-7890")


@pytest.mark.parametrize("number", NUMBERS)
async def test_a_number_of_sixteen_digits_is_kept_nowhere_and_its_sender_told_why(
    world: World, number: str
) -> None:
    said = f"NIK {number} ya"
    head, warga, new = await world.rt_head(), await world.resident(), world.stranger()

    async def is_told(phone: Phone) -> None:
        await tell(world, phone, said)
        assert "16 angka" in phone.texts[-1]
        assert "tidak saya simpan" in phone.texts[-1]

    payload = await link(world)
    await do(world, lambda: new.start(payload), lambda: new.tap("Boleh"), lambda: new.tap("Ibu"))
    await is_told(new)
    await tell(world, new, "Warga Baru")
    await is_told(new)
    await is_told(warga)
    await tell(world, warga, "Kirim usulan")
    await is_told(warga)
    await do(world, lambda: warga.send_photo(said))
    assert "16 angka" in warga.texts[-1]
    await tell(world, head, "Umumkan")
    await is_told(head)
    await do(world, lambda: head.send_photo(said))
    assert "16 angka" in head.texts[-1]
    await tell(world, head, "Buat kegiatan", "Gotong royong")
    await is_told(head)
    await tell(world, head, "Kerja bakti")
    await is_told(head)
    await tell(world, head, "besok jam 09.00", "betul")
    await is_told(head)
    await do(world, lambda: warga.send_document("kk.pdf", b"%PDF-", caption=said))
    kept = await written(world)
    assert number not in kept
    assert number.replace(" ", "").replace(".", "").replace("-", "") not in kept
    await assert_sound(world)


async def test_telephone_numbers_and_amounts_are_kept(world: World) -> None:
    warga, said = (
        await world.resident(),
        "Dana Rp 1.500.000.000.000, hubungi +62 812-3456-7890-12 / 0812 3456 7890",
    )
    await tell(world, warga, "Kirim usulan", said)
    await tap(world, warga, "Ekonomi", "Kirim")
    assert said in await written(world)
