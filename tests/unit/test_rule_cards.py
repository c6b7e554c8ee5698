"""The card of a new year takes the place of the old one, wherever people have that (R30)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.access import Actor
from actions.announcements import post_of
from actions.campaigns import describe as describe_series
from actions.campaigns import end_campaign, find_screen
from actions.errors import Gone, NotYours
from actions.reactions import ReactionKind, react
from actions.receipts import nudge_unread
from actions.rule_cards import YearNotFitting, list_replaceable, replace_card
from actions.sent import describe, list_readable
from actions.sharing import share_announcement
from actions.validity import RuleReplaced
from storage import memory
from storage.announcements import Announcement, AnnouncementState, Reaction
from storage.database import Database, Session
from storage.mutes import Mute
from storage.outbox import Lane, News, OutboxRow, OutboxState
from storage.people import RoleKind
from templates import compose, letters, whatsapp
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.series import (
    LURAH,
    MESSAGE,
    MONDAY,
    NOW,
    actor_of,
    begin,
    card,
    cards_of,
    deliver,
    got,
    rows_of,
    tick,
)

LATER = MONDAY + timedelta(days=2)
WEEK = timedelta(days=7)


@pytest.fixture
async def cast(database: Database) -> Cast:
    """Three residents who have the card of 2026; the other card of the series waits."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
        for telegram_id in (21, 22, 23):
            await add_resident(session, cast.rts[1, 1], telegram_id, now=NOW)
        await begin(session, cast, "Dana", "Bidang")
    await tick(database, MONDAY)
    return cast


async def renew(database: Database, *, year: int = 2027, at_once: bool = True, by: int = LURAH) -> None:
    async with database.transaction() as session:
        await replace_card(
            session,
            await actor_of(session, by),
            card_id=1,
            draft=card("Dana", year=year),
            at_once=at_once,
            now=LATER,
        )


async def edits_of(database: Database) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.method.like("edit%"), OutboxRow.subject == "announcement:1")
        return list(await session.scalars(query.order_by(OutboxRow.id)))


def says(row: OutboxRow) -> str:
    return compose(row.template, "id", row.facts or {}, "Bapak").text


async def test_the_new_card_marks_the_old_one_in_every_chat_that_has_it(
    database: Database, cast: Cast
) -> None:
    await deliver(database, OutboxState.SENT, 21, 22)
    await deliver(database, OutboxState.UNREACHABLE, 23)
    await renew(database)
    assert await cards_of(database) == [
        ("Dana", 2026, "obsolete"),
        ("Bidang", 2026, "waiting"),
        ("Dana", 2027, "current"),
    ]
    edits = await edits_of(database)
    assert [(row.chat_id, row.method, row.lane) for row in edits] == [
        (21, "editMessageText", Lane.BULK),
        (22, "editMessageText", Lane.BULK),
    ]
    sent = [row.sent_message_id for row in await rows_of(database) if row.subject == "announcement:1"]
    assert [row.message_id for row in edits] == sent[:2]
    assert says(edits[0]).startswith("<b>TIDAK BERLAKU LAGI sejak 2027</b>\n📘 <b>Dana</b> (aturan 2026)")
    markup = compose(edits[0].template, "id", edits[0].facts or {}).markup or {}
    ((button,),) = markup["inline_keyboard"]
    assert button == {"text": "Lihat yang baru", "callback_data": "newest:1"}
    assert await got(database, 21) == ["announcement:1", "announcement:2"]


async def test_what_waits_of_the_old_one_is_not_sent_and_what_is_on_its_way_is_marked(
    database: Database, cast: Cast
) -> None:
    await deliver(database, OutboxState.SENDING, 21)
    await renew(database)
    states = {row.chat_id: row.state for row in await rows_of(database) if row.subject == "announcement:1"}
    assert states == {21: OutboxState.SENDING, 22: OutboxState.CANCELLED, 23: OutboxState.CANCELLED}
    (edit,) = await edits_of(database)
    assert (edit.chat_id, edit.card) == (21, "news:1")


async def test_a_picture_keeps_its_place_and_its_caption_is_changed(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        draft = card("Dana", year=2027, photo="photo-1")
        await replace_card(session, lurah, card_id=1, draft=draft, at_once=True, now=LATER)
    await deliver(database, OutboxState.SENT)
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        draft = card("Dana", year=2028)
        await replace_card(session, lurah, card_id=3, draft=draft, at_once=True, now=LATER)
    sent = [row for row in await rows_of(database, 21) if row.subject == "announcement:2"]
    assert [(row.method, row.file) for row in sent] == [("sendPhoto", "photo-1")]
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.method == "editMessageCaption")
        captions = list(await session.scalars(query))
    assert [says(row).splitlines()[0] for row in captions] == ["<b>TIDAK BERLAKU LAGI sejak 2028</b>"] * 3


async def test_in_its_turn_the_old_one_is_valid_until_the_new_one_goes_out(
    database: Database, cast: Cast
) -> None:
    await deliver(database, OutboxState.SENT)
    await renew(database, at_once=False)
    assert ("Dana", 2026, "current") in await cards_of(database)
    await tick(database, MONDAY + WEEK)
    assert ("Dana", 2026, "current") in await cards_of(database)
    await tick(database, MONDAY + 2 * WEEK)
    assert ("Dana", 2026, "obsolete") in await cards_of(database)
    assert [says(row).splitlines()[0] for row in await edits_of(database)] == [
        "<b>TIDAK BERLAKU LAGI sejak 2027</b>"
    ] * 3


async def test_a_card_is_replaced_once_and_only_by_its_own_kelurahan(database: Database, cast: Cast) -> None:
    with pytest.raises(NotYours):
        await renew(database, by=21)
    with pytest.raises(YearNotFitting):
        await renew(database, year=2025)
    await renew(database, at_once=False)
    with pytest.raises(Gone):
        await renew(database)
    async with database.reading() as session:
        assert await list_replaceable(session, 1) == []


async def test_a_change_within_the_year_is_a_version_of_it(database: Database, cast: Cast) -> None:
    await deliver(database, OutboxState.SENT)
    await renew(database, year=2026)
    said = says((await edits_of(database))[0])
    assert said.startswith("<b>TIDAK BERLAKU LAGI sejak 2026, versi 2</b>\n📘 <b>Dana</b> (aturan 2026)")
    assert "(aturan 2026, versi 2)" in says((await rows_of(database, 21))[-1])


async def test_a_series_that_is_over_can_still_be_brought_up_to_date(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await end_campaign(session, await actor_of(session, LURAH), 1, now=LATER)
    with pytest.raises(Gone):
        await renew(database, at_once=False)
    await renew(database)
    assert (await got(database, 22))[-1] == "announcement:2"


async def test_a_series_that_ends_drops_what_waits_so_that_every_valid_card_can_be_replaced(
    database: Database, cast: Cast
) -> None:
    await renew(database, at_once=False)
    async with database.transaction() as session:
        await end_campaign(session, await actor_of(session, LURAH), 1, now=LATER)
    assert await cards_of(database) == [("Dana", 2026, "current")]
    await renew(database)
    assert await cards_of(database) == [("Dana", 2026, "obsolete"), ("Dana", 2027, "current")]


async def test_the_way_to_a_new_years_card_is_shown_only_where_it_leads_somewhere(
    database: Database, cast: Cast
) -> None:
    async def is_shown() -> bool:
        async with database.transaction() as session:
            screen = await find_screen(session, await actor_of(session, LURAH), 1)
            return bool((await describe_series(session, screen))["replaceable"])

    assert await is_shown()
    await renew(database, at_once=False)
    assert not await is_shown()
    async with database.transaction() as session:
        await end_campaign(session, await actor_of(session, LURAH), 1, now=LATER)
    assert await is_shown()


async def tap(session: Session, actor: Actor, kind: ReactionKind) -> None:
    await react(session, actor, announcement_id=1, kind=kind, now=LATER)


async def test_a_tap_under_an_old_rule_says_since_when_it_does_not_hold(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        for kind in (ReactionKind.READ, ReactionKind.UNCLEAR):
            await tap(session, await actor_of(session, 21), kind)
        with pytest.raises(Gone):
            await tap(session, await actor_of(session, 21), ReactionKind.SAFE)
    await renew(database)
    async with database.transaction() as session:
        with pytest.raises(RuleReplaced) as refused:
            await tap(session, await actor_of(session, 22), ReactionKind.READ)
    assert refused.value.facts == {"year": 2027, "version": 1}
    async with database.reading() as session:
        assert [one.kind for one in await session.scalars(select(Reaction))] == [ReactionKind.UNCLEAR]


async def test_whoever_looks_it_up_reads_which_rules_hold(database: Database, cast: Cast) -> None:
    await renew(database)
    async with database.reading() as session:
        screen = await list_readable(session, await actor_of(session, 21))
        lines = [await describe(session, one) for one in screen.items]
        old = await session.get_one(Announcement, 1)
        said = compose(MESSAGE, "id", (await post_of(session, old)).facts)
    assert [(line["rule"], line["replaced"]) for line in lines] == [("Dana", False), ("Dana", True)]
    assert said.text.startswith("<b>TIDAK BERLAKU LAGI sejak 2027</b>")


async def test_a_card_that_was_taken_back_is_not_marked_again(database: Database, cast: Cast) -> None:
    await deliver(database, OutboxState.SENT)
    async with database.transaction() as session:
        (await session.get_one(Announcement, 1)).state = AnnouncementState.WITHDRAWN
    await renew(database)
    assert await edits_of(database) == []


async def test_who_has_not_read_a_card_is_reminded_of_it_while_it_holds(
    database: Database, cast: Cast
) -> None:
    await deliver(database, OutboxState.SENT)
    async with database.transaction() as session:
        await tap(session, await actor_of(session, 21), ReactionKind.READ)
        deaf = await actor_of(session, 22)
        session.add(Mute(person_id=deaf.person_id, kind=News.RULE_CARD, at=NOW))
        await session.flush()
        await nudge_unread(session, await actor_of(session, LURAH), announcement_id=1, now=LATER)
    async with database.reading() as session:
        nudges = select(OutboxRow).where(OutboxRow.template == "announcements/nudge")
        (row,) = list(await session.scalars(nudges))
    assert (row.chat_id, row.news) == (23, News.RULE_CARD)
    assert "<b>Dana</b> (aturan 2026)" in says(row)
    await renew(database)
    async with database.transaction() as session:
        with pytest.raises(RuleReplaced):
            await nudge_unread(session, await actor_of(session, LURAH), announcement_id=1, now=LATER)


async def test_a_card_is_passed_on_with_its_title_while_it_holds(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        await memory.remember(session, "bot_username", "rembug_demo_bot")
        shared = await share_announcement(session, lurah, announcement_id=1, now=LATER)
    said = whatsapp.announcement(shared, "id").text
    assert said.startswith("📢 Kelurahan Blitar\n\nDana (aturan 2026)\nDana berlaku untuk semua.")
    assert letters.poster({**shared, "joins": False}).startswith(b"%PDF")
    await renew(database)
    async with database.transaction() as session:
        with pytest.raises(RuleReplaced):
            await share_announcement(session, lurah, announcement_id=1, now=LATER)
