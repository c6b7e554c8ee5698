"""Neighbours who are not on Telegram are counted: their RT head writes their answers down, on a phone."""

import pytest
from sqlalchemy import func, select

from actions.links import find_or_create_standing_link
from simulator import Phone
from storage.answers import Answer, AnswerSource, Invitation
from storage.people import Account, Person, Residency, ResidencyState
from storage.programs import Program
from tests.people import add_resident
from tests.world import World

HOUSE = "Gang 3 no. 12"


@pytest.fixture
async def head(world: World) -> Phone:
    """The head of RT 02, and a program that activities belong to."""
    async with world.database.transaction() as session:
        if await session.scalar(select(Program.id)) is None:
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
    return await world.rt_head()


async def plan(world: World, head: Phone) -> None:
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Gotong royong")
    await tell(world, head, "Kerja bakti", "29 November jam setengah tujuh pagi")
    await tap(world, head, "Betul")
    await tell(world, head, "Depan mushola")
    await tap(world, head, "Kirim undangan")


async def tell(world: World, phone: Phone, *said: str) -> None:
    for text in said:
        phone.type(text)
        await world.settle()


async def tap(world: World, phone: Phone, *labels: str) -> None:
    for label in labels:
        phone.tap(label)
        await world.settle()


async def note(world: World, head: Phone, name: str, house: str, *answer: str) -> None:
    """Somebody who is not in the list, by buttons and words."""
    await tap(world, head, "Catat warga lain", "Nama baru")
    await tell(world, head, name, house)
    await tap(world, head, *answer)


async def join(world: World, name: str, house: str, salutation: str = "Ibu") -> Phone:
    """Somebody joins by the RT's link, as far as the RT head's decision."""
    async with world.database.transaction() as session:
        payload = await find_or_create_standing_link(session, world.cast.rts[1, 2], now=world.now())
    phone = world.stranger()
    phone.start(payload)
    await world.settle()
    await tap(world, phone, "Boleh", salutation)
    await tell(world, phone, name, house)
    return phone


def card(head: Phone) -> str:
    """The activity's card as it reads now."""
    return next(text for text in reversed(head.texts) if "Belum jawab:" in text)


async def counting(world: World) -> list[tuple[str, int, str]]:
    async with world.database.reading() as session:
        rows = await session.scalars(select(Answer).order_by(Answer.id))
        return [(row.answer.value, row.party, row.source.value) for row in rows]


async def count(world: World, *tables: type) -> list[int]:
    async with world.database.reading() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def test_a_neighbour_without_telegram_is_noted_and_counted_once(world: World, head: Phone) -> None:
    await world.resident()
    await plan(world, head)
    await note(world, head, "Bu Warga Gang Tiga", HOUSE, "Ikut", "2")
    assert "Dicatat RT: Ibu Warga Gang Tiga (Gang 3 no. 12): Ikut 2 orang." in head.texts[-1]
    assert "Ikut: 2\n" in card(head)
    assert card(head).endswith("Belum jawab: 1\n(termasuk 2 dicatat RT)")
    await tap(world, head, "Catat lagi", "Nama baru")
    await tell(world, head, "ibu WARGA gang tiga", "Gg. III No.12")
    await tap(world, head, "Belum bisa")
    assert "Ikut: 0\n" in card(head)
    assert "Belum bisa: 1\n" in card(head)
    assert card(head).endswith("(termasuk 1 dicatat RT)")
    async with world.database.reading() as session:
        query = select(Person, Residency).join(Residency, Residency.person_id == Person.id)
        query = query.where(~select(Account.id).where(Account.person_id == Person.id).exists())
        ((person, residency),) = (await session.execute(query)).all()
    assert (person.salutation, person.name) == ("Ibu", "Warga Gang Tiga")
    assert residency.state is ResidencyState.ACCEPTED
    assert residency.decided_by_id is not None


async def test_who_was_noted_is_told_apart_from_who_joined(world: World, head: Phone) -> None:
    await world.resident()
    await plan(world, head)
    await note(world, head, "Bu Warga Gang Tiga", HOUSE, "Belum bisa")
    await tell(world, head, "Warga RT")
    assert "Sudah bergabung: 1\nDicatat RT, tanpa Telegram: 1\nMenunggu diterima: 0" in head.texts[-1]
    await tap(world, head, "Daftar warga")
    assert "• Ibu Warga Gang Tiga, Gang 3 no. 12" in head.texts[-1]


async def test_a_listed_neighbour_is_picked_by_a_tap_and_answered_by_words(world: World, head: Phone) -> None:
    await world.resident(name="Warga Depan", house="Gang 1 no. 1")
    async with world.database.transaction() as session:
        rt = world.cast.rts[1, 2]
        for number in range(6):
            await add_resident(
                session, rt, None, name=f"Warga {number}", house=f"Gang {number}", now=world.now()
            )
    await plan(world, head)
    await tap(world, head, "Catat warga lain")
    shown = [button.text for row in head.last.buttons for button in row]
    assert shown == [
        *[f"{place}. Bapak Warga {place - 1}" for place in range(1, 6)], "Nama baru", "Berikutnya", "Batal",
    ]  # fmt: skip
    await tap(world, head, "Berikutnya")
    assert "6. Bapak Warga 5, Gang 5\n7. Bapak Warga Depan, Gang 1 no. 1" in head.texts[-1]
    await tap(world, head, "6. Bapak Warga 5")
    await tell(world, head, "ikut 3 orang")
    assert "Bapak Warga 5 (Gang 5): Ikut 3 orang" in head.texts[-1]
    assert await counting(world) == [("yes", 3, "proxy")]


async def test_an_older_button_never_answers_for_somebody_else(world: World, head: Phone) -> None:
    await world.resident(name="Warga Depan", house="Gang 1 no. 1")
    await world.resident(name="Warga Dua", house="Gang 1 no. 2")
    await plan(world, head)
    await tap(world, head, "Catat warga lain")
    listed = head.last.message_id
    await tap(world, head, "1. Bapak Warga Depan")
    older = [(head.last.message_id, "Belum bisa")]
    await tap(world, head, "Ikut")
    older.append((head.last.message_id, "3"))
    for label in ("2. Bapak Warga Dua", "Nama baru"):
        head.tap(label, listed)
        await world.settle()
        for message_id, stale in older:
            head.tap(stale, message_id)
            await world.settle()
            assert "untuk nama yang sebelumnya" in head.toasts[-1][1]
    assert await counting(world) == []
    head.tap("2. Bapak Warga Dua", listed)
    await world.settle()
    await tap(world, head, "Ikut", "2")
    assert "Bapak Warga Dua (Gang 1 no. 2): Ikut 2 orang" in head.texts[-1]
    assert await counting(world) == [("yes", 2, "proxy")]


async def test_a_number_picks_who_stands_there_and_is_nobodys_name(world: World, head: Phone) -> None:
    await world.resident(name="Warga Depan", house="Gang 1 no. 1")
    second = await world.resident(name="Warga Dua", house="Gang 1 no. 2")
    await plan(world, head)
    before = await count(world, Person)
    await tap(world, head, "Catat warga lain")
    await tell(world, head, "3")
    assert "belum paham" in head.texts[-1]
    await tap(world, second, "Ikut")
    await tell(world, head, "1.")
    assert head.texts[-1].startswith("Bapak Warga Depan (Gang 1 no. 1)")
    await tell(world, head, "ikut 2 orang")
    await tap(world, head, "Catat lagi", "Nama baru")
    await tell(world, head, "12")
    assert "belum paham" in head.texts[-1]
    assert await count(world, Person) == before
    assert await counting(world) == [("yes", 1, "self"), ("yes", 2, "proxy")]


async def test_who_is_noted_sees_it_and_their_own_answer_takes_its_place(world: World, head: Phone) -> None:
    warga = await world.resident(name="Warga Depan", house="Gang 1 no. 1")
    await plan(world, head)
    await tap(world, head, "Catat warga lain", "1. Bapak Warga Depan", "Ikut", "3")
    assert "Dicatat RT: Ikut (3 orang)." in warga.texts[-1]
    await tap(world, warga, "Belum bisa")
    assert "Jawaban Bapak: Belum bisa" in warga.texts[-1]
    assert "Ikut: 0\n" in card(head)
    assert "dicatat RT" not in card(head)
    assert await counting(world) == [("yes", 3, "proxy"), ("no", 1, "self")]


async def test_an_own_answer_is_never_replaced_by_a_noted_one(world: World, head: Phone) -> None:
    warga = await world.resident(name="Warga Depan", house="Gang 1 no. 1")
    await plan(world, head)
    await tap(world, warga, "Ikut")
    await tap(world, head, "Catat warga lain")
    assert "Warga Depan" not in head.texts[-1]
    await tap(world, head, "Nama baru")
    await tell(world, head, "Pak Warga Depan", "gang 1 no 1")
    assert "Bapak Warga Depan sudah menjawab sendiri, Pak." in head.texts[-1]
    assert await counting(world) == [("yes", 1, "self")]


async def test_a_number_like_a_nik_is_not_kept(world: World, head: Phone) -> None:
    await world.resident()
    await plan(world, head)
    await tap(world, head, "Catat warga lain", "Nama baru")
    before = await count(world, Person)
    await tell(world, head, "Warga 3572021204850001")
    assert "16" in head.texts[-1]
    assert await count(world, Person) == before


async def test_only_the_head_of_that_rt_notes_answers(world: World, head: Phone) -> None:
    warga, other, rw = await world.resident(), await world.rt_head(rt=1), await world.rw_head()
    await plan(world, head)
    for phone in (warga, other, rw):
        await tell(world, phone, "/bantuan")
        phone.forge("activity:1:note")
        await world.settle()
        assert "pengurus" in phone.toasts[-1][1]
        assert not any("jawaban siapa" in text for text in phone.texts)


async def test_who_was_noted_and_joins_later_is_one_person(world: World, head: Phone) -> None:
    await plan(world, head)
    await note(world, head, "Bu Warga Gang Tiga", HOUSE, "Ikut", "2")
    people = await count(world, Person)
    warga = await join(world, "Warga Gang Tiga", "gg 3 nomor 12")
    await tap(world, head, "Terima")
    assert await count(world, Person) == people
    await tell(world, warga, "Kegiatan")
    await tap(world, warga, "Min 29 Nov, 06.30")
    assert "Dicatat RT: Ikut (2 orang)." in warga.texts[-1]
    await tap(world, warga, "Belum bisa")
    assert "Ikut: 0\n" in card(head)
    assert "Belum bisa: 1\n" in card(head)
    assert card(head).endswith("Belum jawab: 0")
    async with world.database.reading() as session:
        own = select(Account.person_id).where(Account.telegram_id == warga.user_id)
        theirs = {*await session.scalars(own)}
        assert {*await session.scalars(select(Answer.person_id))} == theirs
        assert {*await session.scalars(select(Invitation.person_id))} == theirs
        sources = [*await session.scalars(select(Answer.source).order_by(Answer.id))]
    assert sources == [AnswerSource.PROXY, AnswerSource.SELF]


async def test_another_name_in_the_same_house_is_asked_about(world: World, head: Phone) -> None:
    await plan(world, head)
    await note(world, head, "Bu Gang Tiga", HOUSE, "Ikut", "2")
    people = await count(world, Person)
    await join(world, "Warga Lain", HOUSE)
    assert "Di rumah ini sudah dicatat RT: Ibu Gang Tiga." in head.texts[-1]
    await tap(world, head, "Ini Ibu Gang Tiga")
    assert "Sudah diterima: Ibu Warga Lain" in head.texts[-1]
    assert await count(world, Person) == people
    await join(world, "Warga Ketiga", HOUSE, "Bapak")
    assert "sudah dicatat RT" not in head.texts[-1]
    await tap(world, head, "Terima")
    assert await count(world, Person) == [people[0] + 1]


async def test_another_name_in_the_same_house_stays_another_person(world: World, head: Phone) -> None:
    await plan(world, head)
    await note(world, head, "Bu Gang Tiga", HOUSE, "Ikut", "2")
    people = await count(world, Person)
    await join(world, "Warga Lain", HOUSE)
    await tap(world, head, "Terima")
    assert await count(world, Person) == [people[0] + 1]
    assert "Ikut: 2\n" in card(head)
