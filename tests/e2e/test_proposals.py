"""An idea on its way: from a resident's phone to a number, and to the RT head's phone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.database import Database
from storage.forms import Form
from storage.inbox import InboxRow
from storage.people import RoleKind
from storage.programs import Program, Sector, Step
from storage.proposals import Proposal
from tests.world import World

SECTORS = ("Infrastruktur", "Kesehatan", "Sosial budaya", "Ekonomi", "Pendidikan", "Kepemudaan")
NIK = "3572021234567890"


@pytest.fixture
async def neighbourhood(world: World) -> World:
    """The world with the program whose sectors and steps ideas go through."""
    async with world.database.transaction() as session:
        if await session.scalar(select(Program.id)) is None:
            program = Program(code="rt_keren", year=2026, name="RT Keren")
            session.add(program)
            await session.flush()
            step = Step(
                program_id=program.id, code="first", label="Rembug warga", owner="rt_head", position=1
            )
            session.add(step)
            session.add_all(
                Sector(program_id=program.id, code=f"sector{position}", label=words, position=position)
                for position, words in enumerate(SECTORS, 1)
            )
    return world


async def kept(database: Database) -> list[tuple[int, str | None]]:
    async with database.reading() as session:
        rows = await session.scalars(select(Proposal).order_by(Proposal.number))
        return [(row.number, row.text) for row in rows]


async def tell(world: World, warga: Phone, *said: str) -> None:
    """Type each of these, one after the other's answer."""
    for text in said:
        warga.type(text)
        await world.settle()


async def tap(world: World, phone: Phone, *labels: str) -> None:
    for label in labels:
        phone.tap(label)
        await world.settle()


async def propose(world: World, warga: Phone, text: str) -> None:
    await tell(world, warga, "Kirim usulan", text)
    await tap(world, warga, "Infrastruktur", "Kirim")


async def test_an_idea_takes_four_steps_from_the_menu_and_gets_a_number(neighbourhood: World) -> None:
    warga, head = await neighbourhood.resident(name="Warga RT 02"), await neighbourhood.rt_head()
    await tell(neighbourhood, warga, "Kirim usulan", "Lampu jalan Gang 3 mati")
    buttons = [button.text for row in warga.last.buttons for button in row]
    assert buttons == [*SECTORS, "Batal"]
    await tap(neighbourhood, warga, "Infrastruktur")
    assert "“Lampu jalan Gang 3 mati”" in warga.texts[-1]
    await tap(neighbourhood, warga, "Kirim")
    assert "nomornya U-001" in warga.texts[-1]
    assert sum(message.mine for message in warga.messages) == 2  # and two taps
    assert await kept(neighbourhood.database) == [(1, "Lampu jalan Gang 3 mati")]
    assert "U-001" in head.texts[-1]
    assert "Dari Bapak Warga RT 02, RT 02 RW 01. Bidang Infrastruktur." in head.texts[-1]


async def test_a_photo_without_words_is_asked_for_some_and_reaches_the_head(neighbourhood: World) -> None:
    warga, head = await neighbourhood.resident(), await neighbourhood.rt_head()
    await tell(neighbourhood, warga, "Kirim usulan")
    warga.send_photo()
    await neighbourhood.settle()
    assert "Tulis sedikit tentang foto ini" in warga.texts[-1]
    await tell(neighbourhood, warga, "Jalan berlubang")
    await tap(neighbourhood, warga, "Infrastruktur", "Kirim")
    assert [message.kind for message in head.messages] == ["photo", "text"]
    assert "“Jalan berlubang”" in head.texts[-1]


async def test_a_voice_note_is_an_idea_too(neighbourhood: World) -> None:
    warga, head = await neighbourhood.resident(), await neighbourhood.rt_head()
    await tell(neighbourhood, warga, "Kirim usulan")
    warga.send_voice()
    await neighbourhood.settle()
    await tap(neighbourhood, warga, "Kesehatan", "Kirim")
    assert [message.kind for message in head.messages] == ["voice", "text"]
    await tap(neighbourhood, head, "Buka usulan")
    assert [message.kind for message in head.messages[2:]] == ["voice", "text"]
    assert "(pesan suara)" in head.texts[-1]


async def test_a_full_length_wild_text_is_shown_as_it_is(neighbourhood: World) -> None:
    warga, head = await neighbourhood.resident(), await neighbourhood.rt_head()
    wild = ("<b>&amp; \u200f‮🌙 " * 400)[:3600] + "& selesai <"
    await propose(neighbourhood, warga, wild)
    assert (await kept(neighbourhood.database)) == [(1, wild)]
    assert wild in warga.texts
    assert head.texts[-2] == wild
    assert "U-001" in head.texts[-1]


async def test_change_takes_new_words_and_keeps_the_sector(neighbourhood: World) -> None:
    warga = await neighbourhood.resident()
    await tell(neighbourhood, warga, "Kirim usulan", "Lampu")
    await tap(neighbourhood, warga, "Ekonomi", "Ubah")
    await tell(neighbourhood, warga, "Lampu jalan")
    assert "bidang Ekonomi" in warga.texts[-1]
    await tap(neighbourhood, warga, "Ubah", "Ganti bidang", "Pendidikan")
    assert "“Lampu jalan”" in warga.texts[-1]
    await tell(neighbourhood, warga, "kirim")
    async with neighbourhood.database.reading() as session:
        sector = await session.scalar(select(Sector.label).join(Proposal, Proposal.sector_id == Sector.id))
    assert sector == "Pendidikan"


async def test_a_number_of_sixteen_digits_is_not_kept(neighbourhood: World) -> None:
    warga = await neighbourhood.resident()
    await tell(neighbourhood, warga, "Kirim usulan", f"NIK saya {NIK}")
    async with neighbourhood.database.reading() as session:
        forms = [str(form.data) for form in await session.scalars(select(Form))]
        payloads = [str(row.payload) for row in await session.scalars(select(InboxRow))]
    assert NIK not in "".join([*forms, *payloads, *warga.texts])
    await tell(neighbourhood, warga, "Lampu mati")
    assert "bidang apa" in warga.texts[-1]


async def test_sending_twice_keeps_one_idea(neighbourhood: World) -> None:
    warga = await neighbourhood.resident()
    await tell(neighbourhood, warga, "Kirim usulan", "Lampu mati")
    await tap(neighbourhood, warga, "Infrastruktur")
    warga.tap("Kirim")
    warga.tap("Kirim")
    await neighbourhood.settle()
    assert await kept(neighbourhood.database) == [(1, "Lampu mati")]
    assert len(warga.toasts) == 3


async def test_other_peoples_ideas_do_not_open(neighbourhood: World) -> None:
    warga, other = await neighbourhood.resident(), await neighbourhood.resident(rt=1, rw=2)
    elsewhere = await neighbourhood.rt_head(rt=1)
    await propose(neighbourhood, warga, "Lampu mati")
    await tell(neighbourhood, other, "Usulan saya")
    await tell(neighbourhood, elsewhere, "Bantuan")
    for phone in (other, elsewhere):
        for data in ("proposal:1", "proposal:77", "proposal:999999999999999", "page:my_proposals:x"):
            phone.forge(data)
            await neighbourhood.settle()
        assert len(phone.toasts) == 4
        assert all(words for _, words, _ in phone.toasts)
        assert "Lampu mati" not in "".join(phone.texts)


async def test_ones_own_ideas_are_turned_over_in_one_message(neighbourhood: World) -> None:
    warga = await neighbourhood.resident()
    for number in range(7):
        await propose(neighbourhood, warga, f"Usulan ke-{number + 1}")
    await tell(neighbourhood, warga, "Usulan saya")
    before = len(warga.messages)
    assert "U-007 Usulan ke-7" in warga.texts[-1]
    await tap(neighbourhood, warga, "Lebih lama")
    assert len(warga.messages) == before
    assert "U-001 Usulan ke-1" in warga.texts[-1]
    await tap(neighbourhood, warga, "U-001")
    assert "“Usulan ke-1”" in warga.texts[-1]
    assert ": Diterima\n" in warga.texts[-1].partition("Perjalanannya:")[2]
    assert "Langkah berikutnya: " in warga.texts[-1]


async def test_the_kelurahan_sees_what_came_in_by_rt(neighbourhood: World) -> None:
    warga, lurah = await neighbourhood.resident(), await neighbourhood.officer(RoleKind.KELURAHAN)
    await propose(neighbourhood, warga, "Lampu mati")
    await tell(neighbourhood, lurah, "Usulan masuk")
    assert lurah.texts[-1].startswith("Usulan masuk: 1\nRT 02 RW 01: 1")
    await tap(neighbourhood, lurah, "U-001")
    assert "“Lampu mati”" in lurah.texts[-1]


async def test_at_night_the_head_reads_of_it_in_the_morning(neighbourhood: World) -> None:
    warga, head = await neighbourhood.resident(), await neighbourhood.rt_head()
    await neighbourhood.move_to(datetime(2026, 11, 18, 15, tzinfo=UTC))
    await propose(neighbourhood, warga, "Lampu mati")
    assert "nomornya U-001" in warga.texts[-1]
    assert head.texts == []
    await neighbourhood.move_to(datetime(2026, 11, 18, 23, 1, tzinfo=UTC))
    assert "U-001" in head.texts[-1]
