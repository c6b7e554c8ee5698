"""Only one card of a rule is valid at any time, and every old card leads to that one (R30)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.campaigns import end_campaign
from actions.corrections import recall_announcement
from actions.reactions import ReactionKind, react
from actions.rule_cards import list_replaceable, replace_card
from actions.sent import AnnouncementWithdrawn, access_newest
from actions.validity import RuleReplaced
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from storage.rule_cards import RuleCard
from templates import compose
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.series import LURAH, MONDAY, NOW, actor_of, begin, card, cards_of, deliver, got, tick

LATER = MONDAY + timedelta(days=2)


@pytest.fixture
async def cast(database: Database) -> Cast:
    """Two residents who have the card of 2026."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
        for telegram_id in (21, 22):
            await add_resident(session, cast.rts[1, 1], telegram_id, now=NOW)
        await begin(session, cast, "Dana")
    await tick(database, MONDAY)
    await deliver(database, OutboxState.SENT)
    return cast


async def renew(database: Database, card_id: int, year: int, *, at_once: bool = True) -> None:
    async with database.transaction() as session:
        lurah, draft = await actor_of(session, LURAH), card("Dana", year=year)
        await replace_card(session, lurah, card_id=card_id, draft=draft, at_once=at_once, now=LATER)
    await deliver(database, OutboxState.SENT)


async def recall(database: Database, announcement_id: int) -> None:
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        await recall_announcement(session, lurah, announcement_id=announcement_id, now=LATER)


async def waiting_edits(database: Database, announcement_id: int) -> list[str]:
    """The first lines that the messages of a card will be changed to."""
    subject = f"announcement:{announcement_id}"
    query = select(OutboxRow).where(OutboxRow.method.like("edit%"), OutboxRow.subject == subject)
    async with database.reading() as session:
        rows = await session.scalars(query.where(OutboxRow.state == OutboxState.QUEUED))
        said = [compose(row.template, "id", row.facts or {}, "Bapak").text for row in rows]
    return [text.splitlines()[0] for text in said]


async def newest(database: Database, announcement_id: int) -> int:
    async with database.transaction() as session:
        return (await access_newest(session, await actor_of(session, 21), announcement_id)).id


async def test_a_card_taken_back_gives_its_predecessor_the_place_again(
    database: Database, cast: Cast
) -> None:
    await renew(database, 1, 2027)
    await recall(database, 2)
    assert await cards_of(database) == [("Dana", 2026, "current"), ("Dana", 2027, "obsolete")]
    assert await waiting_edits(database, 1) == ["📘 <b>Dana</b> (aturan 2026)"] * 2
    async with database.transaction() as session:
        await react(
            session, await actor_of(session, 21), announcement_id=1, kind=ReactionKind.READ.value, now=LATER
        )
        assert [one.id for one in await list_replaceable(session, 1)] == [1]
    assert await newest(database, 1) == 1


async def test_who_joins_then_gets_the_one_that_is_valid_again(database: Database, cast: Cast) -> None:
    await renew(database, 1, 2027)
    await recall(database, 2)
    async with database.transaction() as session:
        await add_resident(session, cast.rts[1, 1], 24, now=LATER)
    await tick(database, LATER + timedelta(days=1))
    assert await got(database, 24) == ["announcement:1"]


async def test_every_old_card_leads_to_the_newest_that_was_not_taken_back(
    database: Database, cast: Cast
) -> None:
    await renew(database, 1, 2027)
    await renew(database, 2, 2028)
    assert [await newest(database, number) for number in (1, 2, 3)] == [3, 3, 3]
    await recall(database, 3)
    assert [await newest(database, number) for number in (1, 2)] == [2, 2]
    assert await waiting_edits(database, 2) == ["📘 <b>Dana</b> (aturan 2027)"] * 2
    await recall(database, 2)
    await renew(database, 1, 2029)
    assert await newest(database, 1) == 4
    states = [state for _, _, state in await cards_of(database)]
    assert states == ["obsolete", "obsolete", "obsolete", "current"]
    async with database.transaction() as session:
        with pytest.raises(AnnouncementWithdrawn):
            await access_newest(session, await actor_of(session, 21), 3)


async def test_what_waits_to_replace_a_card_taken_back_replaces_its_predecessor(
    database: Database, cast: Cast
) -> None:
    await renew(database, 1, 2027)
    await renew(database, 2, 2028, at_once=False)
    await recall(database, 2)
    async with database.reading() as session:
        assert (await session.get_one(RuleCard, 3)).replaces_id == 1
        assert await list_replaceable(session, 1) == []
    await tick(database, MONDAY + timedelta(days=7))
    states = [state for _, _, state in await cards_of(database)]
    assert states == ["obsolete", "obsolete", "current"]
    assert await newest(database, 1) == 3


async def test_a_card_that_was_replaced_is_not_taken_back(database: Database, cast: Cast) -> None:
    await renew(database, 1, 2027)
    with pytest.raises(RuleReplaced):
        await recall(database, 1)


async def test_in_a_series_that_is_over_the_old_card_is_valid_again_as_well(
    database: Database, cast: Cast
) -> None:
    await renew(database, 1, 2027)
    async with database.transaction() as session:
        await end_campaign(session, await actor_of(session, LURAH), 1, now=LATER)
    await recall(database, 2)
    assert await cards_of(database) == [("Dana", 2026, "current"), ("Dana", 2027, "obsolete")]
