"""A neighbour without Telegram who moved, died or was mistyped is forgotten, on the RT head's phone."""

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.answers import Answer
from storage.forms import Form
from storage.people import Person
from storage.programs import Program
from tests.e2e.test_proxies import HOUSE, card, join, note, plan, tap, tell
from tests.people import add_resident
from tests.world import World

TOLD = "Hapus catatan Ibu Warga Gang Tiga, Gang 3 no. 12?"


@pytest.fixture
async def head(world: World) -> Phone:
    """The head of RT 02, who plans a work bee and notes a neighbour's answer."""
    async with world.database.transaction() as session:
        if await session.scalar(select(Program.id)) is None:
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
    head = await world.rt_head()
    await plan(world, head)
    await note(world, head, "Bu Warga Gang Tiga", HOUSE, "Ikut", "2")
    return head


async def names_of(world: World) -> set[str | None]:
    async with world.database.reading() as session:
        return {*await session.scalars(select(Person.name))}


def labels_of(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


async def open_names(world: World, head: Phone) -> None:
    await tell(world, head, "Warga RT")
    await tap(world, head, "Daftar warga")


async def test_who_was_noted_is_forgotten_and_not_counted_any_more(world: World, head: Phone) -> None:
    await world.resident(name="Warga Depan")
    await open_names(world, head)
    assert labels_of(head) == ["Hapus catatan", "Kembali"]
    await tap(world, head, "Hapus catatan")
    assert "Catatan siapa yang saya hapus, Pak?\n1. Ibu Warga Gang Tiga, Gang 3 no. 12\n" in head.texts[-1]
    assert labels_of(head) == ["1. Ibu Warga Gang T…", "Batal"]
    await tap(world, head, "1. Ibu Warga Gang T…")
    assert head.texts[-1].splitlines()[0] == TOLD
    assert "kegiatan yang belum lewat tidak dihitung lagi" in head.texts[-1]
    assert labels_of(head) == ["Hapus", "Batal"]
    assert "Ikut: 2\n" in card(head)
    await tap(world, head, "Hapus")
    assert head.texts[-1] == "Sudah saya hapus, Pak 🙏"
    assert "Ikut: 0\n" in card(head)
    assert "dicatat RT" not in card(head)
    assert "Warga Gang Tiga" not in await names_of(world)
    async with world.database.reading() as session:
        assert [*await session.scalars(select(Answer))] == []
        assert {form.data for form in await session.scalars(select(Form))} == {None}
    await open_names(world, head)
    assert "• Bapak Warga Depan" in head.texts[-1]
    assert "Gang Tiga" not in head.texts[-1]
    assert labels_of(head) == ["Kembali"]


async def test_an_old_button_is_answered_and_changes_nothing(world: World, head: Phone) -> None:
    await open_names(world, head)
    await tap(world, head, "Hapus catatan", "1. Ibu Warga Gang T…", "Hapus")
    before, toasts = await names_of(world), len(head.toasts)
    await tap(world, head, "Hapus", "1. Ibu Warga Gang T…", "Hapus catatan")
    said = [text for _tap, text, _alert in head.toasts[toasts:]]
    assert [("sudah selesai" in text, "sudah tidak ada" in text) for text in said] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip
    await tell(world, head, "Kegiatan")
    await tap(world, head, "Min 29 Nov, 06.30", "Catat warga lain")
    assert "Gang Tiga" not in head.texts[-1]
    assert await names_of(world) == before


async def test_one_of_many_is_found_on_another_page_or_by_name(world: World, head: Phone) -> None:
    async with world.database.transaction() as session:
        for number in range(1, 7):
            rt = world.cast.rts[1, 2]
            await add_resident(session, rt, None, name=f"Catatan {number}", now=world.now())
    await open_names(world, head)
    await tap(world, head, "Hapus catatan", "Berikutnya")
    assert labels_of(head) == ["6. Bapak Catatan 6", "7. Ibu Warga Gang T…", "Sebelumnya", "Batal"]
    await tap(world, head, "6. Bapak Catatan 6")
    await tell(world, head, "hapus")
    assert {"Catatan 5", "Warga Gang Tiga"} <= await names_of(world)
    assert "Catatan 6" not in await names_of(world)
    await tap(world, head, "Hapus catatan")
    await tell(world, head, "Siapa saja")
    assert "belum paham" in head.texts[-1]
    assert "Catatan siapa yang saya hapus" in head.texts[-1]
    await tell(world, head, "Bu warga GANG TIGA")
    assert head.texts[-1].startswith(TOLD)
    await tap(world, head, "Batal")
    assert "penghapusan catatannya tidak jadi" in head.texts[-1]
    assert "Warga Gang Tiga" in await names_of(world)


async def test_an_older_question_forgets_whom_it_names(world: World, head: Phone) -> None:
    await note(world, head, "Pak Tinggal", "Gang 9", "Ikut", "1")
    await open_names(world, head)
    await tap(world, head, "Hapus catatan", "2. Ibu Warga Gang T…")
    older = next(
        button.callback_data for row in head.last.buttons for button in row if button.text == "Hapus"
    )
    await tap(world, head, "1. Bapak Tinggal")
    assert older is not None
    head.forge(older)
    await world.settle()
    assert head.texts[-1] == "Sudah saya hapus, Pak 🙏"
    assert "Tinggal" in await names_of(world)
    assert "Warga Gang Tiga" not in await names_of(world)


async def test_who_joins_before_the_confirmation_is_kept(world: World, head: Phone) -> None:
    await open_names(world, head)
    await tap(world, head, "Hapus catatan", "1. Ibu Warga Gang T…")
    await join(world, "Warga Gang Tiga", HOUSE)
    await tap(world, head, "Terima", "Hapus")
    assert "sudah tidak ada" in head.toasts[-1][1]
    assert "Warga Gang Tiga" in await names_of(world)
    assert "Ikut: 2\n" in card(head)


async def test_nobody_but_the_head_of_that_rt_is_asked_whom_to_forget(world: World, head: Phone) -> None:
    warga, other, rw = await world.resident(), await world.rt_head(rt=1), await world.rw_head()
    for phone, said in ((warga, "pengurus"), (other, "sudah tidak ada"), (rw, "pengurus")):
        await tell(world, phone, "/bantuan")
        for data in ("forget", "form:1:who:person-1"):
            phone.forge(data)
            await world.settle()
        assert said in phone.toasts[-2][1]
        assert not any("Catatan siapa" in text for text in phone.texts)
    assert "Warga Gang Tiga" in await names_of(world)
