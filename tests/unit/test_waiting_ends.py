"""Half an hour before the start offers end: whoever still waits hears it once; nobody else does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions.activity_changes import cancel_activity, move_activity, set_quota
from actions.answers import AnswerKind
from actions.erasure import erase_me
from actions.interests import Topic, Wish, toggle
from actions.postponing import Reason, postpone_activity
from storage.activities import Activity
from storage.database import Database
from storage.outbox import Hours
from templates import compose
from tests.unit.neighbours import HEAD, NOW, actor_of, deliver, posted, words
from tests.unit.seating import (
    FIRST_CHAT,
    MINUTE,
    RELEASE,
    STARTS,
    Standing,
    fill_training,
    pass_on,
    plan_training,
    say,
    settle_trainees,
    standing,
)

A, B, C, D = range(FIRST_CHAT, FIRST_CHAT + 4)
NO = AnswerKind.NO
END = STARTS - timedelta(minutes=30)
"""Sunday, 29 November 2026, 08.30 WIB."""
SORRY = (
    "Mohon maaf, Bapak, kali ini belum ada kursi kosong di <b>Pelatihan anyaman</b>, "
    "Minggu, 29 November 2026, pukul 09.00 WIB.\nTerima kasih sudah bersedia menunggu 🙏\n"
)


@pytest.fixture
async def training(database: Database) -> int:
    """Two seats, which A and B confirmed on the eve; C and D wait, in this order."""
    activity = await fill_training(database)
    for chat in (A, B):
        await say(database, chat, activity, now=RELEASE - timedelta(hours=3))
    await pass_on(database, RELEASE)
    return activity


async def told(database: Database) -> dict[int | None, str]:
    """Who is promised to hear how the waiting ended, and in which words."""
    return {row.chat_id: words(row) for row in await posted(database, "waited")}


async def buttons(database: Database, chat: int) -> list[str]:
    (row,) = [row for row in await posted(database, "waited") if row.chat_id == chat]
    keyboard: dict[str, Any] = compose(row.template, "id", row.facts or {}).markup or {}
    return [one["text"] for line in keyboard.get("inline_keyboard", []) for one in line]


async def change(database: Database, activity: int, how: str, now: datetime) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        if how == "cancelled":
            await cancel_activity(session, head, activity_id=activity, now=now)
        elif how == "postponed":
            await postpone_activity(session, head, activity_id=activity, reason=Reason.RAIN, now=now)
        else:
            later = STARTS + timedelta(days=7)
            await move_activity(session, head, activity_id=activity, starts_at=later, now=now)


async def test_who_waits_until_the_end_hears_it_once(database: Database, training: int) -> None:
    await pass_on(database, END - MINUTE)
    assert await told(database) == {}

    await pass_on(database, END)
    assert set(await told(database)) == {C, D}
    assert SORRY in (await told(database))[C]
    (row, _other) = await posted(database, "waited")
    assert row.hours is Hours.OPEN
    await deliver(database)
    await pass_on(database, END + MINUTE)
    await pass_on(database, STARTS)
    assert await told(database) == {}
    assert await standing(database, training) == Standing({A: 1, B: 2}, [], [C, D])


async def test_who_wants_to_learn_it_reads_that_it_stays_noted(database: Database, training: int) -> None:
    async with database.transaction() as session:
        (await session.get_one(Activity, training)).topic = Topic.WEAVING
        await toggle(session, await actor_of(session, D), Wish.LEARN, Topic.WEAVING, now=NOW)
    await pass_on(database, END)
    found = await told(database)
    noted, register = "Minat Bapak (Anyaman) tetap tercatat", "Kalau minatnya dicatat di sini"
    assert (noted in found[D], register in found[D]) == (True, False)
    assert (noted in found[C], register in found[C]) == (False, True)
    assert await buttons(database, C) == ["Minat & keahlian"]
    assert await buttons(database, D) == []


async def test_who_left_the_list_does_not_hear_of_it(database: Database, training: int) -> None:
    await say(database, C, training, NO, now=END - MINUTE)
    await pass_on(database, END)
    assert set(await told(database)) == {D}
    await say(database, D, training, NO, now=END + MINUTE)
    assert await told(database) == {}


async def test_a_seat_that_is_free_at_the_end_is_told_to_all_who_wait(
    database: Database, training: int
) -> None:
    await say(database, A, training, NO, now=END - MINUTE)
    await pass_on(database, END)
    found = await told(database)
    assert set(found) == {C, D}
    assert "Masih ada kursi kosong di <b>Pelatihan anyaman</b>" in found[C]
    assert await buttons(database, C) == ["Ikut"]
    await say(database, D, training, now=END + MINUTE)
    assert await standing(database, training) == Standing({B: 2, D: 1}, [], [C])


async def test_an_offer_that_runs_out_at_the_end_leaves_its_seat_free(
    database: Database, training: int
) -> None:
    await say(database, A, training, NO, now=END - timedelta(minutes=20))
    assert (await standing(database, training)).offered == [C]
    await pass_on(database, END)
    assert await standing(database, training) == Standing({B: 2}, [], [D])
    assert "Masih ada kursi kosong" in (await told(database))[D]
    assert [row.chat_id for row in await posted(database, "seat_passed")] == [C]


@pytest.mark.parametrize("how", ["cancelled", "postponed"])
@pytest.mark.parametrize("late", [False, True])
async def test_what_does_not_take_place_says_nothing_of_seats(
    database: Database, training: int, how: str, late: bool
) -> None:
    if late:
        await pass_on(database, END)
    await change(database, training, how, END + MINUTE if late else END - MINUTE)
    await pass_on(database, STARTS)
    assert await told(database) == {}


async def test_another_day_has_an_end_of_its_own(database: Database, training: int) -> None:
    await pass_on(database, END)
    await change(database, training, "moved", END + MINUTE)
    assert await told(database) == {}
    for chat in (A, B):
        await say(database, chat, training, now=RELEASE + timedelta(days=7, hours=-3))
    await pass_on(database, RELEASE + timedelta(days=7))
    await pass_on(database, END + timedelta(days=7))
    assert set(await told(database)) == {C, D}


async def test_what_is_planned_for_the_next_day_ends_its_offers_too(database: Database) -> None:
    await settle_trainees(database, 2)
    soon = datetime(2026, 11, 19, 2, tzinfo=UTC)
    activity = await plan_training(database, 1, starts_at=soon)
    for chat in (A, B):
        await say(database, chat, activity)
    await pass_on(database, soon - timedelta(minutes=30))
    assert set(await told(database)) == {B}


async def test_a_change_keeps_the_place_in_the_queue_on_the_message(
    database: Database, training: int
) -> None:
    await deliver(database)
    await change(database, training, "moved", RELEASE + MINUTE)
    assert await shown(database) == {C: "Bapak di urutan 1;", D: "Bapak di urutan 2;"}

    await deliver(database)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await set_quota(session, head, activity_id=training, quota=3, now=RELEASE + 2 * MINUTE)
    assert await shown(database) == {C: "Ada kursi untuk Bapak,", D: "Bapak di urutan 1;"}


async def test_while_it_is_put_off_no_message_is_made_an_invitation_again(
    database: Database, training: int
) -> None:
    await deliver(database)
    await change(database, training, "postponed", RELEASE + MINUTE)
    await deliver(database)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await set_quota(session, head, activity_id=training, quota=3, now=RELEASE + 2 * MINUTE)
        await erase_me(session, await actor_of(session, C), now=RELEASE + 3 * MINUTE)
    assert await shown(database) == {}
    assert await posted(database, "invitation") == []


async def shown(database: Database) -> dict[int | None, str]:
    """What the invitations of those who wait are changed to say of their place."""
    found: dict[int | None, str] = {}
    for row in await posted(database, "answered"):
        if row.chat_id in (C, D):
            said = words(row).split("Daftar tunggu</b>.\n")[1]
            found[row.chat_id] = " ".join(said.removeprefix("Kursinya sedang penuh. ").split()[:4])
    return found
