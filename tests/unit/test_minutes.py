"""Minutes: how a decision is read, that they are kept whole, and that who is erased is named no more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.erasure import erase_me
from actions.errors import NotUnderstood, TextTooLong
from actions.messages import Lane, Post, Recipient, send
from actions.minutes import Agreed, Noted, Notes, find_notes, read_decision, save_notes
from actions.papers import gather_sheet
from storage.answers import AnswerKind
from storage.database import Database
from storage.minutes import Decision, Minutes
from storage.outbox import OutboxRow, OutboxState
from storage.people import Person
from tests.unit.planners import actor_of
from tests.unit.test_rolls import AFTERWARDS, COMPLETE, HEAD, Neighbourhood
from tests.weeks import invite, say


@pytest.fixture
async def here(database: Database) -> Neighbourhood:
    found = Neighbourhood()
    await found.settle(database)
    return found


@pytest.mark.parametrize(
    "text, agreed",
    [
        ("Iuran tetap", Agreed("Iuran tetap")),
        ("Iuran Rp 15.000/bulan", Agreed("Iuran Rp 15.000/bulan")),
        ("Cat pos ronda / Seksi keamanan", Agreed("Cat pos ronda", "Seksi keamanan")),
        ("Cat pos / Keamanan / 5 Desember", Agreed("Cat pos", "Keamanan", "5 Desember")),
        ("Cat pos\nKeamanan\n5 Desember\n", Agreed("Cat pos", "Keamanan", "5 Desember")),
        ("Cat pos / Keamanan / 5 / 12", Agreed("Cat pos", "Keamanan", "5 / 12")),
    ],
)
def test_a_decision_is_read_with_who_sees_to_it_and_until_when(text: str, agreed: Agreed) -> None:
    assert read_decision(text) == agreed


def test_a_decision_without_words_or_with_too_many_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        read_decision(" / ")
    for text in ("x" * 301, f"Cat pos / {'x' * 61}", f"Cat pos / Keamanan / {'x' * 61}"):
        with pytest.raises(TextTooLong):
            read_decision(text)


async def test_minutes_are_kept_whole_and_take_the_place_of_older_ones(
    database: Database, here: Neighbourhood
) -> None:
    later = AFTERWARDS + timedelta(days=1)
    changed = Notes("Ketua RT 01", None, "Iuran dan ronda", "Sabtu", (Agreed("Ronda", "Keamanan", "besok"),))
    for notes, now in ((COMPLETE, AFTERWARDS), (changed, later)):
        async with database.transaction() as session:
            actor, plan = await actor_of(session, HEAD), await here.plan(session)
            await save_notes(session, actor, plan, notes, now=now)
        async with database.reading() as session:
            assert await find_notes(session, plan) == Noted(notes, now)
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Minutes)))) == 1
        assert len(list(await session.scalars(select(Decision)))) == 1


async def test_who_is_erased_is_named_in_minutes_no_more(database: Database, here: Neighbourhood) -> None:
    notes = Notes(
        "warga c", "Warga B", "Iuran", None, (Agreed("Iuran", "Warga C"), Agreed("Ronda", "Warga B"))
    )
    async with database.transaction() as session:
        await invite(session, here.activity, list(here.people), at=AFTERWARDS)
        await save_notes(
            session, await actor_of(session, HEAD), await here.plan(session), notes, now=AFTERWARDS
        )
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, 21), now=AFTERWARDS)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, HEAD), now=AFTERWARDS)
    async with database.reading() as session:
        kept = (await session.scalars(select(Minutes))).one()
        owners = list(await session.scalars(select(Decision.owner).order_by(Decision.position)))
    assert (kept.chair, kept.secretary, kept.by_id) == (None, "Warga B", None)
    assert owners == [None, "Warga B"]


async def test_a_list_that_waits_is_not_sent_with_a_name_that_was_erased(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        await say(session, here.activity, here.people[0], AnswerKind.YES, at=AFTERWARDS)
        plan, head = await here.plan(session), await actor_of(session, HEAD)
        facts = await gather_sheet(session, plan, plan.meeting, now=plan.meeting.ends_at)
        for listed in (facts, {**facts, "rows": []}):
            post = Post(
                "papers/paper", {**listed, "paper": "sheet"}, "papers:1", "sendDocument", lane=Lane.REPLY
            )
            await send(session, [Recipient(HEAD, head.person_id)], post, now=AFTERWARDS)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, 21), now=AFTERWARDS)
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == "papers/paper").order_by(OutboxRow.id)
        rows = list(await session.scalars(query))
        assert "Warga C" not in [one.name for one in await session.scalars(select(Person))]
    assert [row.state for row in rows] == [OutboxState.CANCELLED, OutboxState.QUEUED]
    assert [row.facts is None for row in rows] == [True, False]
