"""What became of a letter: a group is nobody's chat, it may move, and what cannot be deleted stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions import messages
from actions.messages import Lane, Post, Recipient
from bot.sending import Letter, Sent
from bot.settling import settle
from bot.verdicts import Outcome, Verdict
from storage import deliveries
from storage.database import Database
from storage.groups import Group, GroupState
from storage.incidents import Incident
from storage.outbox import OutboxRow, OutboxState
from storage.people import Chat, ChatState
from tests.people import build_kelurahan

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
GROUP, SUPERGROUP, WARGA = -77, -1_000_000_000_077, 77
WELCOME = Post("x/y", {"n": 1}, subject="activity:1")


async def _promise(database: Database, *chats: int) -> None:
    async with database.transaction() as session:
        for chat in set(chats):
            await session.merge(Chat(id=chat, changed_at=NOW))
        for chat in chats:
            await messages.send(session, [Recipient(chat)], WELCOME, now=NOW)


async def _settle(database: Database, outcome: Outcome, chat_id: int | None = None, said: str = "") -> None:
    """The oldest row is on its way and comes back with this outcome."""
    async with database.transaction() as session:
        await deliveries.mark_sending(session, [1], NOW + timedelta(seconds=60))
        row = await session.get_one(OutboxRow, 1)
        letter = Letter.from_row(row, None, None)
        await settle(session, letter, Sent(error=said), Verdict(outcome, chat_id=chat_id), NOW)


async def _rows(database: Database) -> list[tuple[int | None, OutboxState]]:
    async with database.reading() as session:
        query = select(OutboxRow.chat_id, OutboxRow.state).order_by(OutboxRow.id)
        return [(row[0], row[1]) for row in await session.execute(query)]


async def _state(database: Database, chat: int) -> ChatState:
    async with database.reading() as session:
        return (await session.get_one(Chat, chat)).state


async def test_a_person_whom_telegram_does_not_let_us_write_to_is_unreachable(database: Database) -> None:
    await _promise(database, WARGA, WARGA)
    await _settle(database, Outcome.UNREACHABLE)
    assert await _rows(database) == [(WARGA, OutboxState.UNREACHABLE)] * 2
    assert await _state(database, WARGA) is ChatState.UNREACHABLE


async def test_who_blocked_us_is_told_from_who_is_out_of_reach(database: Database) -> None:
    await _promise(database, WARGA)
    await _settle(database, Outcome.UNREACHABLE, said="Forbidden: bot was blocked by the user")
    assert await _state(database, WARGA) is ChatState.BLOCKED


async def test_a_group_that_put_us_out_is_given_up_and_is_no_person(database: Database) -> None:
    await _promise(database, GROUP, GROUP, WARGA)
    await _settle(database, Outcome.UNREACHABLE)
    states = [OutboxState.UNREACHABLE, OutboxState.UNREACHABLE, OutboxState.QUEUED]
    assert [state for _, state in await _rows(database)] == states
    assert await _state(database, GROUP) is ChatState.REACHABLE


async def test_all_that_waits_for_a_group_follows_it_to_its_new_number(database: Database) -> None:
    await _promise(database, GROUP, GROUP, WARGA)
    await _settle(database, Outcome.FOLLOW, chat_id=SUPERGROUP)
    assert await _rows(database) == [
        (SUPERGROUP, OutboxState.RETRYING),
        (SUPERGROUP, OutboxState.QUEUED),
        (WARGA, OutboxState.QUEUED),
    ]


@pytest.mark.parametrize("file, method", [(None, "editMessageText"), ("photo-1", "editMessageCaption")])
async def test_what_telegram_does_not_let_us_delete_is_changed_without_an_alarm(
    database: Database, file: str | None, method: str
) -> None:
    gone = Post("announcements/withdrawn", {}, method="deleteMessage", subject="announcement:1")
    async with database.transaction() as session:
        await messages.send(session, [Recipient(WARGA)], replace(gone, file=file), now=NOW)
    await _settle(database, Outcome.KEPT, said="Message can't be deleted")
    assert await _rows(database) == [(WARGA, OutboxState.RETRYING)]
    async with database.reading() as session:
        assert list(await session.scalars(select(OutboxRow.method))) == [method]
        assert (await session.scalars(select(Incident))).all() == []


async def _linked_group(database: Database) -> None:
    async with database.transaction() as session:
        area_id = (await build_kelurahan(session)).rts[1, 2].id
        session.add(Group(chat_id=GROUP, area_id=area_id, state=GroupState.LINKED, changed_at=NOW))


@pytest.mark.parametrize(
    "chat, method, kind",
    [
        (WARGA, "sendVoice", "voice"),
        (GROUP, "sendVoice", "voice"),
        (GROUP, "sendPhoto", "photo"),
        (GROUP, "sendDocument", "document"),
    ],
)
async def test_where_no_such_file_is_taken_the_words_go_alone_and_nobody_is_lost_or_alarmed(
    database: Database, chat: int, method: str, kind: str
) -> None:
    await _linked_group(database)
    async with database.transaction() as session:
        post = replace(WELCOME, method=method, file="file-1")
        await messages.send(session, [Recipient(chat)], post, now=NOW)
    await _settle(database, Outcome.WORDS_ONLY, said="Not enough rights to send them to the chat")
    assert await _rows(database) == [(chat, OutboxState.RETRYING)]
    async with database.reading() as session:
        row = await session.get_one(OutboxRow, 1)
        left_out = {"kind": kind, "in_group": chat < 0}
        assert (row.method, row.file, row.facts) == ("sendMessage", None, {"n": 1, "left_out": left_out})
        assert (await session.scalars(select(Incident))).all() == []
        assert list(await session.scalars(select(Group.state))) == [GroupState.LINKED]


async def test_a_group_that_takes_no_words_either_is_given_up(database: Database) -> None:
    await _linked_group(database)
    await _promise(database, GROUP)
    await _settle(database, Outcome.WORDS_ONLY, said="Not enough rights to send text messages to the chat")
    assert await _rows(database) == [(GROUP, OutboxState.UNREACHABLE)]
    async with database.reading() as session:
        assert list(await session.scalars(select(Group.state))) == [GroupState.GONE]


async def test_an_edit_whose_photo_is_gone_becomes_that_photo_again(database: Database) -> None:
    photo = Post("x/y", {"n": 1}, method="sendPhoto", file="photo-1", card="activity:1", subject="activity:1")
    async with database.transaction() as session:
        session.add(
            OutboxRow(
                id=2,
                chat_id=WARGA,
                subject="activity:1",
                lane=Lane.NOTICE,
                hours=messages.Hours.ANY,
                card="activity:1",
                method="sendPhoto",
                template="x/y",
                file="photo-1",
                sent_message_id=9,
                state=OutboxState.SENT,
                not_before=NOW,
                created_at=NOW,
                settled_at=NOW,
            )
        )
        await session.flush()
        await messages.show_card(session, Recipient(WARGA), photo, now=NOW)
        edit = (await session.scalars(select(OutboxRow).where(OutboxRow.id != 2))).one()
        assert (edit.method, edit.message_id) == ("editMessageCaption", 9)
        await deliveries.send_anew(session, edit)
    async with database.reading() as session:
        anew = (await session.scalars(select(OutboxRow).where(OutboxRow.id != 2))).one()
    assert (anew.method, anew.file, anew.message_id) == ("sendPhoto", "photo-1", None)
