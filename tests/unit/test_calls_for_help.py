"""Who taps `Butuh bantuan` is heard at once, by somebody who holds an office and can be written to."""

import pytest

from actions.erasure import erase_me
from storage import people
from storage.database import Database
from storage.outbox import Lane, OutboxState
from tests.unit.neighbours import FIRST, HEAD, KELURAHAN, NOW, actor_of, settle_neighbours
from tests.unit.test_urgent import SECOND_HEAD, add_second_head, answer, call_out, give_up_office, rows_of


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def test_a_cry_for_help_does_not_wait_behind_the_broadcast(database: Database) -> None:
    number = await call_out(database)
    await answer(database, number, FIRST)
    broadcast = await rows_of(database, "announcement")
    assert {(row.lane, row.state) for row in broadcast} == {(Lane.NOTICE, OutboxState.QUEUED)}
    (wanted,) = await rows_of(database, "help_wanted")
    assert wanted.lane is Lane.REPLY


async def called(database: Database) -> list[int | None]:
    """Whose chats were written to for help."""
    return [row.chat_id for row in await rows_of(database, "help_wanted")]


async def lose(database: Database, *chats: int, blocked: bool = True) -> None:
    """These people blocked the bot, or cannot be reached for another reason."""
    async with database.transaction() as session:
        for chat in chats:
            await people.mark_unreachable(session, chat, NOW, blocked=blocked)


@pytest.mark.parametrize("blocked", [True, False])
async def test_who_cannot_be_written_to_is_no_help_and_the_next_office_is_told(
    database: Database, blocked: bool
) -> None:
    number = await call_out(database)
    await lose(database, HEAD, blocked=blocked)
    assert await answer(database, number, FIRST)
    assert await called(database) == [KELURAHAN]


async def test_a_second_head_who_can_be_written_to_is_near_enough(database: Database) -> None:
    number = await call_out(database)
    await add_second_head(database)
    await lose(database, HEAD)
    assert await answer(database, number, FIRST)
    assert await called(database) == [SECOND_HEAD]


async def test_nobody_is_said_to_know_while_all_have_blocked_the_bot(database: Database) -> None:
    number = await call_out(database)
    await lose(database, HEAD, KELURAHAN)
    assert not await answer(database, number, FIRST)
    assert await called(database) == []


async def test_tapping_again_tells_whoever_can_be_told_by_now_and_nobody_twice(database: Database) -> None:
    number = await call_out(database)
    await lose(database, HEAD, KELURAHAN)
    await answer(database, number, FIRST)
    async with database.transaction() as session:
        await people.mark_reachable(session, HEAD, NOW)
    for _ in range(2):
        assert await answer(database, number, FIRST)
        assert await called(database) == [HEAD]


async def test_a_sender_who_gave_up_the_office_hears_no_name_any_more(database: Database) -> None:
    number = await call_out(database)
    await add_second_head(database)
    await give_up_office(database)
    assert await answer(database, number, FIRST)
    assert await called(database) == [SECOND_HEAD]


async def test_an_erased_sender_is_not_looked_for(database: Database) -> None:
    number = await call_out(database)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, HEAD), now=NOW)
    assert await answer(database, number, FIRST)
    assert await called(database) == [KELURAHAN]
