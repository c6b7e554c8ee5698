"""Who waits for a seat reads the place they have now, and who is offered one reads until when."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.answers import AnswerKind
from actions.digests import gather_digest
from storage.answers import Answer, AnswerSource
from storage.database import Database
from storage.outbox import Lane, OutboxRow
from templates import compose, render
from tests.people import find_cast
from tests.unit.neighbours import HEAD, NOW, actor_of, deliver, posted, words
from tests.unit.seating import FIRST_CHAT, MINUTE, fill_training, pass_on, say, seats_of, standing

A, B, C, D, E = range(FIRST_CHAT, FIRST_CHAT + 5)
SOON = NOW + timedelta(hours=2)
NO = AnswerKind.NO


@pytest.fixture
async def training(database: Database) -> int:
    """Two seats, of which A and B hold one each; C, D and E wait, in this order."""
    activity = await fill_training(database)
    await say(database, E, activity, now=NOW + 5 * MINUTE)
    await deliver(database)
    return activity


async def shown(database: Database) -> dict[int, OutboxRow]:
    """The changed invitations that wait, each by its chat."""
    found = await posted(database, "answered")
    assert len({row.chat_id for row in found}) == len(found)
    return {row.chat_id: row for row in found if row.chat_id is not None}


def buttons(row: OutboxRow) -> list[str]:
    keyboard: dict[str, Any] = compose(row.template, "id", row.facts or {}).markup or {}
    return [button["text"] for line in keyboard.get("inline_keyboard", []) for button in line]


async def test_who_stands_behind_one_who_leaves_moves_up(database: Database, training: int) -> None:
    await say(database, D, training, NO, now=SOON)

    changed = await shown(database)
    assert set(changed) == {D, E}
    assert "Bapak di urutan 2; begitu ada kursi" in words(changed[E])
    assert (changed[E].lane, changed[E].not_before) == (Lane.BULK, SOON + MINUTE)


async def test_several_who_leave_move_the_rest_once(database: Database, training: int) -> None:
    await say(database, C, training, NO, now=SOON)
    await say(database, D, training, NO, now=SOON + timedelta(seconds=20))

    changed = await shown(database)
    assert "Bapak di urutan 1; begitu ada kursi" in words(changed[E])
    assert changed[E].not_before == SOON + MINUTE


async def test_the_invitation_of_whom_a_seat_is_offered_offers_it(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)

    changed = await shown(database)
    assert set(changed) == {A, C, D, E}
    assert "saya simpankan sampai Rabu, 18 November 2026, pukul 14.00 WIB. Jadi ikut?" in words(changed[C])
    assert "sedang penuh" not in words(changed[C])
    assert buttons(changed[C]) == ["Ambil kursinya", "Tidak jadi"]
    assert "Bapak di urutan 1; begitu" in words(changed[D])
    assert "Bapak di urutan 2; begitu" in words(changed[E])

    await deliver(database)
    await pass_on(database, SOON + timedelta(hours=2))
    changed = await shown(database)
    assert "kursinya saya lepas dulu" in words(changed[C])
    assert "Jadi ikut?" in words(changed[D])
    assert "Bapak di urutan 1; begitu" in words(changed[E])


async def test_an_own_answer_is_not_overwritten_by_a_place_that_was_shown_before(
    database: Database, training: int
) -> None:
    await say(database, D, training, NO, now=SOON)
    await say(database, E, training, NO, now=SOON + timedelta(seconds=20))

    assert "Tidak apa-apa" in words((await shown(database))[E])


async def test_who_comes_last_moves_nobody(database: Database, training: int) -> None:
    await say(database, D, training, NO, now=SOON)
    await deliver(database)
    await say(database, D, training, now=SOON + MINUTE)

    changed = await shown(database)
    assert set(changed) == {D}
    assert "Bapak di urutan 3; begitu" in words(changed[D])
    assert (await standing(database, training)).waiting == [C, E, D]
    assert len(await seats_of(database, D)) == 2


async def test_the_card_counts_those_who_are_offered_a_seat_once(database: Database, training: int) -> None:
    await say(database, A, training, NO, now=SOON)

    said = words((await posted(database, "card"))[-1])
    assert "Ikut: 1 dari 2 kursi\nDaftar tunggu: 3 (1 sedang ditawari kursi)\n" in said


async def test_the_digest_has_the_waiting_list_and_no_answer_that_a_rule_made(
    database: Database, training: int
) -> None:
    assert await digested(database, NOW) == (5, 2, 3)
    await say(database, A, training, NO, now=SOON)
    assert await digested(database, SOON - MINUTE) == (1, 1, 3)
    async with database.transaction() as session:
        planner = (await actor_of(session, HEAD)).person_id
        said = {"answer": AnswerKind.YES, "source": AnswerSource.SELF, "at": SOON}
        session.add(Answer(activity_id=training, person_id=planner, **said))
    assert await digested(database, SOON - MINUTE) == (1, 1, 3)

    await pass_on(database, SOON + timedelta(hours=2))
    assert await digested(database, SOON + 2 * MINUTE) is None
    assert await digested(database, NOW) == (5, 1, 2)


async def digested(database: Database, since: datetime) -> tuple[int, int, int] | None:
    """How many new answers the digest counts since a moment, how many come and how many wait."""
    async with database.reading() as session:
        rt = (await find_cast(session)).rts[1, 2]
        facts = await gather_digest(session, rt, since - MINUTE, now=NOW + timedelta(days=1))
    found = [(one["new"], one["yes"], one["wait"]) for one in facts["activities"]]
    said = render("summaries/digest", salutation="Bapak", **facts)
    assert all(f"Daftar tunggu: {wait}, Mungkin" in said for _new, _yes, wait in found)
    return found[0] if found else None
