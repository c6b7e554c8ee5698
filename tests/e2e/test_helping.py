"""Who cannot come may help, who comes may bring others; the organiser sees numbers, and nothing of why."""

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.answers import Answer, AnswerKind
from storage.inbox import InboxRow
from storage.outbox import OutboxRow
from storage.schema import metadata
from storage.ways import Way
from tests.e2e.test_activities import choices, plan, tap, tell
from tests.people import share_house
from tests.world import World

ANSWERS = ["Ikut", "Belum bisa", "Bantu cara lain"]


@pytest.fixture
async def invited(world: World) -> tuple[World, Phone, Phone]:
    """The world, the head of RT 02 who planned a work bee on Sunday, and a resident who is invited."""
    head, warga = await world.rt_head(), await world.resident()
    await plan(world, head)
    return world, head, warga


async def ways_of(world: World) -> list[tuple[AnswerKind, Way | None, int]]:
    async with world.database.reading() as session:
        rows = await session.scalars(select(Answer).order_by(Answer.id))
        return [(row.answer, row.way, row.party) for row in rows]


def card(head: Phone) -> str:
    return next(text for text in head.texts if "Belum jawab:" in text)


async def test_who_helps_says_how_with_one_tap_and_may_change_it(invited: tuple[World, Phone, Phone]) -> None:
    world, head, warga = invited

    await tap(world, warga, "Bantu cara lain")
    assert warga.texts[0].endswith("Mau bantu dengan cara apa, Pak?")
    assert choices(warga) == [
        "Ikut", "Belum bisa", "Makanan/minuman", "Pinjamkan alat", "Kirim wakil", "Sukarela",
    ]  # fmt: skip
    assert "Bantu: 1\n" in card(head)
    await tap(world, warga, "Kirim wakil")

    assert len(warga.texts) == 1
    assert "Jawaban Bapak: Bantu cara lain (Kirim wakil)." in warga.texts[0]
    assert choices(warga) == ANSWERS
    assert warga.toasts[-1][1] == "Tercatat: Bantu cara lain (Kirim wakil). Terima kasih, Pak."
    assert "Belum bisa: 0\nBantu: 1 (wakil 1)\nBelum jawab: 0" in card(head)
    await tap(world, warga, "Bantu cara lain", "Pinjamkan alat")
    assert "Bantu: 1 (alat 1)" in card(head)
    help_ = AnswerKind.HELP
    assert await ways_of(world) == [(help_, None, 1), (help_, Way.DEPUTY, 1), (help_, Way.TOOLS, 1)]


async def test_after_a_no_help_is_offered_once_and_never_asked_for(
    invited: tuple[World, Phone, Phone],
) -> None:
    world, head, warga = invited

    await tap(world, warga, "Belum bisa")
    assert warga.texts[0].endswith("Kalau berkenan, bisa bantu minuman atau pinjamkan alat. Ini tidak wajib.")
    assert choices(warga) == [*ANSWERS, "Bantu minuman", "Pinjamkan alat", "Lain kali saja"]
    await tap(world, warga, "Lain kali saja")
    assert warga.texts[0].endswith("Tidak apa-apa, Bapak. Terima kasih sudah mengabari 🙏")
    assert choices(warga) == ANSWERS
    await tap(world, warga, "Belum bisa", "Bantu minuman")

    assert "Belum bisa: 0\nBantu: 1 (makanan 1)" in card(head)
    assert await ways_of(world) == [(AnswerKind.NO, None, 1), (AnswerKind.HELP, Way.FOOD, 1)]


async def test_an_old_lain_kali_saja_takes_back_nothing(invited: tuple[World, Phone, Phone]) -> None:
    world, head, warga = invited
    await tell(world, warga, "ga bisa pak")
    old = warga.last.message_id
    warga.tap("Ikut", warga.messages[0].message_id)
    await world.settle()

    warga.tap("Lain kali saja", old)
    await world.settle()

    assert "Sudah tercatat: Ikut." in warga.toasts[-1][1]
    assert "Ikut: 1\n" in card(head)


@pytest.mark.parametrize(
    "said, shown, counted",
    [
        ("titip snack", "Bantu cara lain (Makanan/minuman)", "Bantu: 1 (makanan 1)"),
        ("saya kirim wakil", "Bantu cara lain (Kirim wakil)", "Bantu: 1 (wakil 1)"),
        ("siap bantu", "Mau bantu dengan cara apa, Pak?", "Bantu: 1\n"),
    ],
)
async def test_a_typed_help_says_how_where_that_is_plain(
    invited: tuple[World, Phone, Phone], said: str, shown: str, counted: str
) -> None:
    world, head, warga = invited

    await tell(world, warga, said)

    assert shown in warga.texts[-1]
    assert counted in card(head)


async def test_an_illness_is_stored_nowhere(invited: tuple[World, Phone, Phone]) -> None:
    world, head, warga = invited

    await tell(world, warga, "maaf sakit")

    assert "Saya catat: Belum bisa." in warga.texts[-1]
    assert "Belum bisa: 1" in card(head)
    async with world.database.reading() as session:
        for table in metadata().sorted_tables:
            for row in (await session.execute(select(table))).mappings():
                assert "sakit" not in str(dict(row)).lower(), table.name
        assert set(await session.scalars(select(InboxRow.payload))) == {None}
        assert set(await session.scalars(select(OutboxRow.facts))) == {None}
    assert not any("sakit" in text.lower() for text in [*warga.texts, *head.texts])


async def test_who_comes_may_say_how_many_come_along(invited: tuple[World, Phone, Phone]) -> None:
    world, head, warga = invited
    await tap(world, warga, "Ikut")
    assert choices(warga) == [*ANSWERS, "Datang bersama"]

    await tap(world, warga, "Datang bersama")
    assert "Datang berapa orang, Bapak sendiri ikut dihitung?" in warga.texts[0]
    assert choices(warga) == ["1", "2", "3", "4", "5", "6", "Kembali"]
    await tap(world, warga, "3")

    assert len(warga.texts) == 1
    assert "Jawaban Bapak: Ikut (3 orang)." in warga.texts[0]
    assert "Ikut: 3\n" in card(head)
    await tap(world, warga, "Datang bersama", "Kembali")
    assert "Jawaban Bapak: Ikut (3 orang)." in warga.texts[0]
    assert await ways_of(world) == [(AnswerKind.YES, None, 1), (AnswerKind.YES, None, 3)]


async def test_the_second_of_a_house_hears_how_many_are_counted_already(world: World) -> None:
    head = await world.rt_head()
    first, second = await world.resident(), await world.resident()
    async with world.database.transaction() as session:
        await share_house(session, first.user_id, second.user_id)
    await plan(world, head)
    await tell(world, first, "ikut 3 orang")
    assert "Dari rumah ini" not in first.texts[-1]

    await tap(world, second, "Ikut")

    assert "Dari rumah ini sudah tercatat 3 orang." in second.texts[-1]
    assert "Ikut: 4\n" in card(head)


async def test_what_is_given_without_a_name_is_counted_and_names_nobody(
    invited: tuple[World, Phone, Phone],
) -> None:
    world, head, warga = invited

    await tap(world, head, "Catat warga lain", "Nama baru", "Tanpa nama")
    assert choices(head) == ["Makanan/minuman", "Pinjamkan alat", "Sukarela", "Batal"]
    await tap(world, head, "Makanan/minuman")
    await tell(world, head, "2 dus  air")

    assert head.texts[-1].startswith("Dicatat tanpa nama: 2 dus air (Makanan/minuman).")
    assert choices(head) == ["Catat lagi"]
    assert "Bantu: 1 (makanan 1)\nBelum jawab: 1\nTanpa nama: 2 dus air\n(termasuk 1 dicatat RT)" in card(
        head
    )
    async with world.database.reading() as session:
        kept = (await session.scalars(select(Answer))).one()
    assert (kept.person_id, kept.household_id, kept.way, kept.gift) == (None, None, Way.FOOD, "2 dus air")
    assert not any("dus air" in text for text in warga.texts)
    await tap(world, head, "Catat lagi", "Nama baru")
    await tell(world, head, "tanpa nama", "sukarela", "Seikhlasnya")
    assert "Bantu: 2 (makanan 1, sukarela 1)" in card(head)


async def test_how_a_neighbour_helps_is_noted_where_it_is_said(invited: tuple[World, Phone, Phone]) -> None:
    world, head, _warga = invited
    await tap(world, head, "Catat warga lain", "Nama baru")

    await tell(world, head, "Bu Warga Gang Tiga", "Gang 3 no. 12", "titip snack")

    assert "Ibu Warga Gang Tiga (Gang 3 no. 12): Bantu cara lain (Makanan/minuman)." in head.texts[-1]
    assert "Bantu: 1 (makanan 1)" in card(head)


async def test_forged_ways_and_numbers_change_nothing(invited: tuple[World, Phone, Phone]) -> None:
    world, _head, warga = invited
    stranger = await world.resident(rt=1)
    await tell(world, stranger, "halo")
    for phone, data in (
        (warga, "way:1:money"),
        (warga, "way:1:none"),
        (warga, "along:1:99"),
        (warga, "way:1"),
        (stranger, "way:1:food"),
        (stranger, "along:1:3"),
        (stranger, "along:1:0"),
    ):
        phone.forge(data)
        await world.settle()
        assert phone.toasts[-1][1]
    assert await ways_of(world) == []
