"""A series of rule cards goes out one a period, once, whoever asks and however often."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from actions.activities import WhenPast
from actions.campaigns import (
    Repeat,
    access_campaign,
    describe,
    end_campaign,
    find_screen,
    pause_campaign,
    resume_campaign,
    start_campaign,
)
from actions.card_sending import rule_cards_due
from actions.errors import Gone, NotYours, TextTooLong
from actions.rule_cards import TooManySentences, YearNotFitting, add_card, require_text, require_year
from storage.announcements import Announcement
from storage.audit import Act
from storage.database import Database
from storage.duties import Duty, DutyKind
from storage.mutes import Mute
from storage.outbox import Hours, Lane, News, OutboxState
from storage.people import Role, RoleKind
from storage.rule_cards import Campaign
from templates import render
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.series import LURAH, MONDAY, NOW, actor_of, begin, card, cards_of, deliver, got, rows_of, tick

WEEK = timedelta(days=7)


@pytest.fixture
async def cast(database: Database) -> Cast:
    """Two residents of RT 01 and one of RT 02, a kelurahan officer, a facilitator and an RT head."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
        await add_officer(session, RoleKind.FACILITATOR, cast.kelurahan, 14, name="Pendamping", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], 12, name="Ketua RT 01", now=NOW)
        for telegram_id, rt in ((21, 1), (22, 1), (23, 2)):
            await add_resident(session, cast.rts[1, rt], telegram_id, now=NOW)
        return cast


async def next_of(database: Database) -> datetime | None:
    async with database.reading() as session:
        return (await session.scalars(select(Campaign))).one().next_at


async def test_one_card_a_week_goes_out_in_order_and_then_it_waits(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Dana", "Bidang", "Jadwal")
    await tick(database, MONDAY - timedelta(seconds=1))
    assert await rows_of(database) == []
    for week, expected in ((0, "announcement:1"), (1, "announcement:2"), (2, "announcement:3")):
        await tick(database, MONDAY + week * WEEK)
        await deliver(database, OutboxState.SENT)
        assert (await got(database, 21))[-1] == expected
    assert await next_of(database) is None
    await tick(database, MONDAY + 9 * WEEK)
    assert len(await rows_of(database)) == 9
    assert [state for _, _, state in await cards_of(database)] == ["current"] * 3


async def test_a_card_is_bulk_minds_the_hours_and_can_be_muted(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Dana")
        deaf = await actor_of(session, 22)
        session.add(Mute(person_id=deaf.person_id, kind=News.RULE_CARD, at=NOW))
        keen = await actor_of(session, 23)
        session.add(Mute(person_id=keen.person_id, kind=News.ANNOUNCEMENT, at=NOW))
    await tick(database, MONDAY)
    rows = await rows_of(database)
    assert [row.chat_id for row in rows] == [21, 23]
    assert {(row.lane, row.hours, row.news) for row in rows} == {(Lane.BULK, Hours.OPEN, News.RULE_CARD)}
    assert [row.area_id for row in rows] == [cast.rts[1, 1].id, cast.rts[1, 2].id]
    said = render(rows[0].template, salutation="Ibu", **(rows[0].facts or {}))
    assert said == "📘 <b>Dana</b> (aturan 2026)\n\nDana berlaku untuk semua."


async def test_a_series_of_which_a_card_was_missed_sends_one_and_no_flood(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Dana", "Bidang", "Jadwal")
    late = MONDAY + 2 * WEEK + timedelta(hours=3)
    await tick(database, late)
    await tick(database, late)
    assert await got(database, 21) == ["announcement:1"]
    assert await next_of(database) == MONDAY + 3 * WEEK


async def test_a_new_card_lets_a_series_that_waited_go_on(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await begin(session, cast)
    assert await next_of(database) is None
    later = MONDAY + WEEK + timedelta(hours=1)
    async with database.transaction() as session:
        await add_card(session, await actor_of(session, LURAH), campaign_id=1, draft=card("Dana"), now=later)
    assert await next_of(database) == MONDAY + 2 * WEEK


@pytest.mark.parametrize(
    "repeat, following",
    [
        (Repeat.WEEKLY, datetime(2026, 12, 7, 2, tzinfo=UTC)),
        (Repeat.FORTNIGHTLY, datetime(2026, 12, 14, 2, tzinfo=UTC)),
        (Repeat.MONTHLY, datetime(2026, 12, 30, 2, tzinfo=UTC)),
    ],
)
async def test_the_next_card_comes_after_the_period_at_the_same_local_hour(
    database: Database, cast: Cast, repeat: Repeat, following: datetime
) -> None:
    first = MONDAY + WEEK
    async with database.transaction() as session:
        await begin(session, cast, "Dana", "Bidang", repeat=repeat, first_at=first)
    await tick(database, first)
    assert await next_of(database) == following


async def test_of_all_who_ask_at_the_same_time_one_sends(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Dana", "Bidang")

    async def ask() -> bool:
        async with database.transaction() as session:
            return await rule_cards_due(session, now=MONDAY)

    await asyncio.gather(*(ask() for _ in range(4)))
    assert await got(database, 21) == ["announcement:1"]
    assert [state for _, _, state in await cards_of(database)] == ["current", "waiting"]
    async with database.reading() as session:
        assert len(list(await session.scalars(select(Announcement)))) == 1
        assert (await session.scalars(select(Campaign.turn))).one() == 1


async def test_a_series_that_rests_sends_nothing_and_goes_on_at_its_next_moment(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Dana", "Bidang")
        await pause_campaign(session, await actor_of(session, LURAH), 1, now=NOW)
    await tick(database, MONDAY)
    assert await rows_of(database) == []
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        for _ in range(2):
            await resume_campaign(session, lurah, 1, now=MONDAY + timedelta(days=1))
    assert await next_of(database) == MONDAY + WEEK
    async with database.transaction() as session:
        await end_campaign(session, await actor_of(session, LURAH), 1, now=MONDAY)
    await tick(database, MONDAY + WEEK)
    assert await rows_of(database) == []
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        for again in (pause_campaign, resume_campaign, end_campaign):
            with pytest.raises(Gone):
                await again(session, lurah, 1, now=MONDAY)
        with pytest.raises(Gone):
            await add_card(session, lurah, campaign_id=1, draft=card("Dana"), now=MONDAY)
        acts = list(await session.scalars(select(Act.action).where(Act.subject == "campaign:1")))
    assert acts == [
        "start_campaign",
        "add_card",
        "add_card",
        "turn_campaign_paused",
        "turn_campaign_running",
        "turn_campaign_over",
    ]


async def test_only_the_kelurahan_itself_explains_its_rules(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await begin(session, cast)
        other = await build_kelurahan(session, code="35.72.02.1003")
        await add_officer(session, RoleKind.KELURAHAN, other.kelurahan, 15, name="Kelurahan", now=NOW)
    for somebody in (12, 14, 15, 21):
        async with database.transaction() as session:
            actor = await actor_of(session, somebody)
            with pytest.raises(NotYours):
                await access_campaign(session, actor, 1)
            with pytest.raises(NotYours):
                await start_campaign(
                    session,
                    actor,
                    kelurahan_id=cast.kelurahan.id,
                    title="Aturan",
                    repeat=Repeat.WEEKLY,
                    first_at=MONDAY,
                    now=NOW,
                )


async def test_who_began_it_may_leave_and_a_colleagues_card_follows_it(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await begin(session, cast, "Dana", "Bidang")
        gone = await actor_of(session, LURAH)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, 16, name="Kelurahan", now=NOW)
        for role in await session.scalars(select(Role).where(Role.person_id == gone.person_id)):
            role.until = NOW
    await tick(database, MONDAY)
    async with database.transaction() as session:
        announcement = (await session.scalars(select(Announcement))).one()
        assert announcement.sender_id == (await actor_of(session, 16)).person_id
        for role in await session.scalars(select(Role).where(Role.kind == RoleKind.KELURAHAN)):
            role.until = NOW
    await tick(database, MONDAY + WEEK)
    assert await got(database, 21) == ["announcement:1", "announcement:2"]


async def test_a_series_begins_in_the_future_and_owes_one_duty_a_kelurahan(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await begin(session, cast)
        await begin(session, cast)
        with pytest.raises(WhenPast):
            await begin(session, cast, first_at=NOW)
    async with database.reading() as session:
        owed = select(Duty).where(Duty.kind == DutyKind.RULE_CARDS)
        duty = (await session.scalars(owed)).one()
    assert (duty.area_id, duty.due_at) == (cast.kelurahan.id, datetime(2026, 11, 19, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    "text, refusal",
    [
        ("Satu. Dua. Tiga.", None),
        ("Dana Rp 50.000.000 setahun. Dasarnya Perwali No. 6 Tahun 2022! Tanya ke Jl. Mastrip.", None),
        ("Satu. Dua. Tiga. Empat.", TooManySentences),
        ("satu\ndua\n\ntiga\nempat", TooManySentences),
        ("Apa? Siapa? (Warga.) Kapan?", TooManySentences),
        ("a" * 600, None),
        ("a" * 601, TextTooLong),
    ],
)
def test_a_card_is_three_sentences_at_most(text: str, refusal: type[Exception] | None) -> None:
    if refusal is None:
        assert require_text(text) == text
        return
    with pytest.raises(refusal):
        require_text(text)


async def test_a_card_is_of_a_year_around_this_one(database: Database, cast: Cast) -> None:
    assert require_year(2027, None, cast.kelurahan, NOW) == 2027
    for year in (0, 2020, 2032):
        with pytest.raises(YearNotFitting):
            require_year(year, None, cast.kelurahan, NOW)


async def test_the_screen_of_a_long_series_asks_the_database_no_more_than_a_short_one(
    database: Database, cast: Cast
) -> None:
    asked: list[str] = []

    def on_execute(_c: object, _cur: object, sql: str, *_: object) -> None:
        asked.append(sql)

    async def count_asked() -> int:
        async with database.transaction() as session:
            screen = await find_screen(session, await actor_of(session, LURAH), 1)
            asked.clear()
            assert (await describe(session, screen))["cards"]
            return len(asked)

    async with database.transaction() as session:
        await begin(session, cast, "Dana")
    event.listen(database.engine.sync_engine, "before_cursor_execute", on_execute)
    short = await count_asked()
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        for title in ("Bidang", "Jadwal", "Pasar", "Usulan"):
            await add_card(session, lurah, campaign_id=1, draft=card(title), now=NOW)
    assert await count_asked() == short
    event.remove(database.engine.sync_engine, "before_cursor_execute", on_execute)
