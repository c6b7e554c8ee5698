"""How far a card has come: counted per RT, each person once, and told the RT head."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from actions.access import find_actor
from actions.campaign_reach import access_reach, fold
from actions.digests import digest_due, gather_digest
from actions.erasure import erase_me
from actions.errors import Gone, NotYours
from actions.reactions import ReactionKind, react
from storage.database import Database
from storage.duties import Duty, DutyKind
from storage.files import File
from storage.outbox import OutboxRow, OutboxState
from storage.people import Chat, ChatState, Residency, RoleKind
from storage.receipts import Arrival
from storage.rule_cards import RuleCard
from templates import render
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.series import LURAH, MONDAY, NOW, actor_of, begin, card, deliver, tick

HEAD = 12
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
async def cast(database: Database) -> Cast:
    """RT 01 with five residents, one of whom blocks the bot, RT 02 with one; the card is out."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], HEAD, name="Ketua RT 01", now=NOW)
        for telegram_id in (21, 22, 23, 24, 25):
            await add_resident(session, cast.rts[1, 1], telegram_id, now=NOW)
        await add_resident(session, cast.rts[1, 2], 31, now=NOW)
        await session.execute(update(Chat).where(Chat.id == 25).values(state=ChatState.BLOCKED))
        await begin(session, cast, "Dana", "Bidang")
    await tick(database, MONDAY)
    await deliver(database, OutboxState.SENT, 21, 22, 31)
    await deliver(database, OutboxState.UNREACHABLE, 23)
    await deliver(database, OutboxState.FAILED, 24)
    return cast


async def tap(database: Database, chat_id: int, kind: ReactionKind = ReactionKind.READ) -> None:
    async with database.transaction() as session:
        await react(session, await actor_of(session, chat_id), announcement_id=1, kind=kind, now=LATER)


async def counts(database: Database) -> dict[str, dict[str, int]]:
    """What Capaian says of each RT."""
    async with database.transaction() as session:
        facts = (await access_reach(session, await actor_of(session, LURAH), 1)).facts()
    return {row.pop("area"): {name: n for name, n in row.items() if n} for row in facts["rows"]}


async def test_each_rt_is_told_who_has_it_who_read_it_and_who_cannot_be_reached(
    database: Database, cast: Cast
) -> None:
    await tap(database, 21)
    await tap(database, 22, ReactionKind.UNCLEAR)
    assert await counts(database) == {
        "RT 01 RW 01": {"read": 2, "of": 2, "unclear": 1, "sent": 2, "failed": 1, "unreached": 2},
        "RT 02 RW 01": {"of": 1, "sent": 1},
    }


async def test_who_looked_it_up_is_counted_and_who_moved_stays_where_it_arrived(
    database: Database, cast: Cast
) -> None:
    await tap(database, 24)
    async with database.transaction() as session:
        mover = await actor_of(session, 21)
        await session.execute(
            update(Residency)
            .where(Residency.person_id == mover.person_id)
            .values(area_id=cast.rts[2, 1].id, household_id=None)
        )
    await tap(database, 21)
    found = await counts(database)
    assert (found["RT 01 RW 01"]["read"], found["RT 01 RW 01"]["of"]) == (2, 3)
    assert "RT 01 RW 02" not in found


async def test_erasing_takes_the_name_and_leaves_the_total(database: Database, cast: Cast) -> None:
    await tap(database, 21)
    before = await counts(database)
    async with database.transaction() as session:
        await erase_me(session, await actor_of(session, 21), now=LATER)
    assert await counts(database) == before


async def test_a_card_keeps_its_picture_when_its_writer_is_forgotten(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        file = File(file_id="photo-1", kind="photo", person_id=lurah.person_id, created_at=NOW)
        session.add(file)
        await session.flush()
        await session.execute(update(RuleCard).where(RuleCard.id == 2).values(file_id=file.id))
        await erase_me(session, lurah, now=LATER)
    async with database.reading() as session:
        assert (await session.scalars(select(File.file_id))).all() == ["photo-1"]
        assert await find_actor(session, LURAH) is None


async def test_only_the_kelurahan_sees_it_and_only_of_what_was_sent(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        for somebody in (HEAD, 21):
            with pytest.raises(NotYours):
                await access_reach(session, await actor_of(session, somebody), 1)
        for missing in (2, 99, 2**40):
            with pytest.raises(Gone):
                await access_reach(session, await actor_of(session, LURAH), missing)


async def test_eight_rt_stand_on_a_page(database: Database) -> None:
    async with database.transaction() as session:
        cast = await build_kelurahan(session, rws=3, rts=3)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
        for number, rt in enumerate(cast.rts.values()):
            await add_resident(session, rt, 40 + number, now=NOW)
        await begin(session, cast, "Dana")
    await tick(database, MONDAY)
    async with database.transaction() as session:
        lurah = await actor_of(session, LURAH)
        first, last, beyond = [await access_reach(session, lurah, 1, page=page) for page in (0, 1, 9)]
    assert [area.name for area, _ in first.rows][:4] == [
        "RT 01 RW 01",
        "RT 02 RW 01",
        "RT 03 RW 01",
        "RT 01 RW 02",
    ]
    assert (len(first.rows), len(last.rows), beyond.page, first.pages) == (8, 1, 1, 2)
    assert first.total["waiting"] == 9


async def digest(database: Database, cast: Cast, since: datetime) -> str:
    async with database.reading() as session:
        facts = await gather_digest(session, cast.rts[1, 1], since, now=LATER)
    return render("summaries/digest", salutation="Bapak", **facts)


async def test_the_digest_says_how_many_of_the_rt_have_read_the_card(database: Database, cast: Cast) -> None:
    assert "“Dana”: dibaca 0 dari 2 warga RT 01 RW 01." in await digest(database, cast, NOW)
    await tap(database, 21, ReactionKind.CLEAR)
    async with database.transaction() as session:
        due = update(Duty).where(Duty.kind == DutyKind.DIGEST, Duty.area_id == cast.rts[1, 1].id)
        await session.execute(due.values(due_at=LATER, done_through=MONDAY + timedelta(hours=1)))
        while await digest_due(session, now=LATER):
            pass
    async with database.reading() as session:
        (row,) = await session.scalars(select(OutboxRow).where(OutboxRow.template == "summaries/digest"))
    assert row.chat_id == HEAD
    assert "Kartu aturan “Dana”: dibaca 1 dari 2 warga RT 01 RW 01." in render(
        row.template, **(row.facts or {})
    )


async def test_a_card_of_which_nothing_is_new_makes_no_digest(database: Database, cast: Cast) -> None:
    await tap(database, 31)
    async with database.reading() as session:
        facts = await gather_digest(session, cast.rts[1, 1], MONDAY, now=LATER)
    assert (facts["news"], facts["cards"]) == (False, [])


def test_of_several_messages_to_one_person_the_one_that_arrived_counts() -> None:
    found = [
        Arrival(1, 5, OutboxState.UNREACHABLE),
        Arrival(1, 5, OutboxState.SENT),
        Arrival(2, 5, OutboxState.UNREACHABLE),
        Arrival(2, 5, OutboxState.QUEUED),
        Arrival(None, 5, OutboxState.BUNDLED),
    ]
    assert dict(fold(found, [])[5]) == {"sent": 2, "waiting": 1, "of": 2}
    assert card("Dana").year == 2026
