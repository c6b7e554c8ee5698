"""Groups: linked by officers, posted to in their topic and hours, followed when they move."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from actions.announcements import Draft, Route, publish_announcement
from actions.answers import AnswerKind
from actions.attachments import Attachment
from actions.corrections import correct_announcement, recall_announcement
from actions.errors import Gone
from actions.groups import find_way_in, lose, migrate, unlink_group
from actions.messages import Post, Recipient, edit, send
from bot.sending import Letter, Sent
from bot.settling import settle
from bot.verdicts import Outcome, Verdict
from storage import memory
from storage.database import Database
from storage.groups import Group, GroupState
from storage.outbox import Hours, OutboxRow, OutboxState
from storage.people import RoleKind
from tests.people import find_cast
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    NOW,
    SECOND,
    actor_of,
    deliver,
    plan_work_bee,
    posted,
    say,
    settle_neighbours,
)

OLD, NEW, TOPIC = -4_000_000_001, -1_002_000_000_001, 7


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    """RT 02 RW 01 with its head and residents, and its group, linked in a topic."""
    await settle_neighbours(database)
    async with database.transaction() as session:
        rt, head = (await find_cast(session)).rts[1, 2], await actor_of(session, HEAD)
        group = Group(chat_id=OLD, area_id=rt.id, title="Grup RT 02", topic_id=TOPIC, changed_at=NOW)
        group.state, group.linked_by_id = GroupState.LINKED, head.person_id
        session.add(group)
        await memory.remember(session, "bot_username", "rembug_demo_bot")


async def group_rows(database: Database, *chats: int) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id.in_(chats or (OLD, NEW))).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def kept(database: Database) -> Group:
    async with database.reading() as session:
        return (await session.scalars(select(Group))).one()


async def test_a_post_for_a_group_minds_its_hours_and_is_nobodys_news(database: Database) -> None:
    async with database.transaction() as session:
        cast = await find_cast(session)
        rt, kelurahan_id = cast.rts[1, 2], cast.kelurahan.id
        draft = Draft(RoleKind.RT_HEAD, rt.id, "Air mati", route=Route.GROUP)
        await publish_announcement(session, await actor_of(session, HEAD), draft, now=NOW)
    (row,) = await group_rows(database)
    assert (row.topic_id, row.kelurahan_id, row.hours, row.news) == (TOPIC, kelurahan_id, Hours.OPEN, None)
    assert row.area_id == (await kept(database)).area_id


async def test_two_hundred_taps_leave_one_waiting_edit(database: Database) -> None:
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)
    for turn in range(100):
        for person in (FIRST, SECOND):
            moment = NOW + timedelta(seconds=turn)
            answer = (AnswerKind.YES, AnswerKind.NO)[turn % 2]
            await say(database, person, activity_id, answer, now=moment)
    card, waiting = await group_rows(database)
    assert (card.state, waiting.state) == (OutboxState.SENT, OutboxState.QUEUED)
    assert (waiting.method, waiting.message_id) == ("editMessageText", card.sent_message_id)
    assert waiting.not_before == NOW + timedelta(seconds=3)
    assert waiting.facts is not None
    assert (waiting.facts["yes"], waiting.facts["no"]) == (0, 2)


async def test_an_invitation_that_waits_for_its_group_says_the_newest(database: Database) -> None:
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await say(database, FIRST, activity_id, AnswerKind.YES)
    (row,) = await posted(database, "group")
    assert row.facts is not None
    assert (row.facts["yes"], row.chat_id, row.topic_id) == (1, OLD, TOPIC)


async def test_a_group_that_moves_keeps_its_link_and_what_waits_for_it(database: Database) -> None:
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)
    await say(database, FIRST, activity_id, AnswerKind.YES)
    async with database.transaction() as session:
        await edit(session, Recipient(OLD), 5, Post("groups/help", {}, subject="x:1"), now=NOW)
        await send(session, [Recipient(OLD)], Post("groups/help", {}, subject="x:2"), now=NOW)
        session.add(Group(chat_id=NEW, title="Grup RT 02", changed_at=NOW))
    async with database.transaction() as session:
        await migrate(session, OLD, NEW, now=NOW)
        await migrate(session, OLD, NEW, now=NOW)
    group = await kept(database)
    assert (group.chat_id, group.state, group.topic_id) == (NEW, GroupState.LINKED, None)
    card, change, gone, notice = await group_rows(database)
    assert {row.chat_id for row in (card, change, gone, notice)} == {NEW}
    assert (card.sent_message_id, change.message_id) == (None, None)
    assert (change.state, gone.state, notice.state) == (
        OutboxState.QUEUED,
        OutboxState.CANCELLED,
        OutboxState.QUEUED,
    )


async def settle_as(database: Database, outcome: Outcome, *, new: int | None = None) -> OutboxRow:
    """The first row of the group was on its way, and Telegram said this."""
    async with database.transaction() as session:
        row = (await session.scalars(select(OutboxRow).where(OutboxRow.chat_id.in_((OLD, NEW))))).first()
        assert row is not None
        row.state = OutboxState.SENDING
        letter = Letter.from_row(row, None, None)
        verdict = Verdict(outcome, chat_id=new)
        await session.flush()
        await settle(session, letter, Sent(error="said no"), verdict, NOW)
    return (await group_rows(database))[0]


async def test_a_letter_that_is_told_of_the_move_goes_to_the_new_number(database: Database) -> None:
    await plan_work_bee(database)
    row = await settle_as(database, Outcome.FOLLOW, new=NEW)
    assert (row.chat_id, row.state) == (NEW, OutboxState.RETRYING)
    assert (await kept(database)).chat_id == NEW


async def test_a_topic_that_is_closed_is_left_and_only_then_the_group(database: Database) -> None:
    await plan_work_bee(database)
    row = await settle_as(database, Outcome.UNREACHABLE)
    assert (row.topic_id, row.state) == (None, OutboxState.RETRYING)
    assert ((await kept(database)).topic_id, (await kept(database)).state) == (None, GroupState.LINKED)
    row = await settle_as(database, Outcome.UNREACHABLE)
    assert (row.state, (await kept(database)).state) == (OutboxState.UNREACHABLE, GroupState.GONE)


async def announced_in_the_topic(database: Database, *, file: bool = False) -> int:
    """By way of the group, and arrived there."""
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        photo = Attachment("photo-1", "photo") if file else None
        draft = Draft(RoleKind.RT_HEAD, rt.id, "Air mati", route=Route.GROUP, attachment=photo)
        found = await publish_announcement(session, await actor_of(session, HEAD), draft, now=NOW)
        return found.id


async def settle_newest(database: Database, outcome: Outcome) -> None:
    """The newest row of the group was on its way, and Telegram said this."""
    async with database.transaction() as session:
        query = select(OutboxRow).where(OutboxRow.chat_id == OLD).order_by(OutboxRow.id.desc())
        row = (await session.scalars(query.limit(1))).one()
        row.state = OutboxState.SENDING
        await session.flush()
        letter = Letter.from_row(row, None, None)
        await settle(session, letter, Sent(error="TOPIC_CLOSED"), Verdict(outcome), NOW)


async def test_a_correction_in_a_closed_topic_is_the_same_message_again(database: Database) -> None:
    number = await announced_in_the_topic(database, file=True)
    await deliver(database)
    async with database.transaction() as session:
        actor = await actor_of(session, HEAD)
        await correct_announcement(
            session, actor, announcement_id=number, text="Listrik mati", marks=(), now=NOW
        )
    await settle_newest(database, Outcome.UNREACHABLE)
    message, edit = await group_rows(database)
    assert (message.state, message.topic_id, message.sent_message_id) == (OutboxState.QUEUED, None, None)
    assert (message.method, message.file, message.card) == ("sendPhoto", "photo-1", f"news:{number}")
    assert message.facts is not None
    assert message.facts["text"] == "Listrik mati"
    assert edit.state is OutboxState.SENT
    assert ((await kept(database)).topic_id, (await kept(database)).state) == (None, GroupState.LINKED)


@pytest.mark.parametrize("taken_back", [True, False])
async def test_what_cannot_be_changed_in_a_group_never_loses_it(database: Database, taken_back: bool) -> None:
    number = await announced_in_the_topic(database)
    await deliver(database)
    async with database.transaction() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.chat_id == OLD).values(topic_id=None))
        actor = await actor_of(session, HEAD)
        if taken_back:
            await recall_announcement(session, actor, announcement_id=number, now=NOW)
        else:
            await correct_announcement(
                session, actor, announcement_id=number, text="Listrik mati", marks=(), now=NOW
            )
    await settle_newest(database, Outcome.UNREACHABLE)
    assert (await group_rows(database))[1].state is OutboxState.UNREACHABLE
    assert (await kept(database)).state is GroupState.LINKED


async def test_an_edit_in_a_closed_topic_becomes_a_message_in_the_group(database: Database) -> None:
    async with database.transaction() as session:
        recipient = Recipient(OLD, topic_id=TOPIC)
        await edit(session, recipient, 5, Post("groups/help", {}, subject="x:1"), now=NOW)
    row = await settle_as(database, Outcome.UNREACHABLE)
    assert (row.method, row.message_id, row.topic_id) == ("sendMessage", None, None)


async def test_what_waits_for_a_lost_group_is_given_up(database: Database) -> None:
    await plan_work_bee(database)
    async with database.transaction() as session:
        await lose(session, OLD, now=NOW)
        await lose(session, OLD, now=NOW)
    (row,) = await group_rows(database)
    assert row.state is OutboxState.UNREACHABLE
    async with database.reading() as session:
        query = select(OutboxRow.chat_id).where(OutboxRow.template == "groups/gone")
        assert list(await session.scalars(query)) == [HEAD]


async def test_who_answers_for_the_area_now_hears_that_its_group_is_lost(database: Database) -> None:
    async with database.transaction() as session:
        former = await actor_of(session, FIRST)
        await session.execute(update(Group).values(linked_by_id=former.person_id))
    async with database.transaction() as session:
        await lose(session, OLD, now=NOW)
    async with database.reading() as session:
        query = select(OutboxRow.chat_id).where(OutboxRow.template == "groups/gone")
        assert list(await session.scalars(query)) == [HEAD]


async def test_a_group_is_unlinked_once(database: Database) -> None:
    async with database.transaction() as session:
        await unlink_group(session, await actor_of(session, HEAD), OLD, now=NOW)
    assert ((await kept(database)).state, (await kept(database)).area_id) == (GroupState.WAITING, None)
    with pytest.raises(Gone):
        async with database.transaction() as session:
            await unlink_group(session, await actor_of(session, HEAD), OLD, now=NOW)


async def test_an_invitation_counts_no_more_in_a_group_that_is_unlinked(database: Database) -> None:
    activity_id = (await plan_work_bee(database)).plan.activity.id
    await deliver(database)
    async with database.transaction() as session:
        await unlink_group(session, await actor_of(session, HEAD), OLD, now=NOW)
    await say(database, FIRST, activity_id, AnswerKind.YES)
    card, unlinked = await group_rows(database)
    assert (card.state, unlinked.template) == (OutboxState.SENT, "groups/unlinked")


async def test_another_topic_that_is_closed_leaves_the_group_its_own(database: Database) -> None:
    async with database.transaction() as session:
        here, there = Recipient(OLD, topic_id=TOPIC + 1), Recipient(OLD, topic_id=TOPIC)
        await send(session, [here, here, there], Post("groups/help", {}, subject="x:1"), now=NOW)
    row = await settle_as(database, Outcome.UNREACHABLE)
    assert (row.topic_id, row.state) == (TOPIC, OutboxState.RETRYING)
    assert ((await kept(database)).topic_id, (await kept(database)).state) == (TOPIC, GroupState.LINKED)
    assert [one.topic_id for one in await group_rows(database)] == [TOPIC, TOPIC, TOPIC]


async def test_a_group_leads_in_by_the_link_of_its_rt(database: Database) -> None:
    async with database.transaction() as session:
        first = await find_way_in(session, OLD, now=NOW)
        again = await find_way_in(session, OLD, now=NOW)
        elsewhere = await find_way_in(session, NEW, now=NOW)
    assert first is not None
    assert first == again
    assert elsewhere == "https://t.me/rembug_demo_bot?start=mulai"
