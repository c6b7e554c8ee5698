"""An announcement reaches everybody in its area once, and its sender sees how far it has come."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from actions.access import Actor, find_actor
from actions.announcements import (
    Draft,
    NobodyListens,
    compose_post,
    find_departure,
    find_reach,
    publish_announcement,
)
from actions.attachments import Attachment
from actions.errors import NotYours
from actions.offices import Office, list_offices_in_use
from actions.progress import progress_due
from storage.announcements import Announcement
from storage.audit import Act
from storage.database import Database, Session
from storage.outbox import Hours, Lane, OutboxRow, OutboxState
from storage.people import Chat, ChatState, Residency, Role, RoleKind
from templates import render
from tests.people import Cast, add_officer, add_resident, build_kelurahan

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
NIGHT = datetime(2026, 11, 18, 15, tzinfo=UTC)
RT_HEAD, KELURAHAN = 12, 13
SUBJECT = "announcement:1"


@pytest.fixture
async def cast(database: Database) -> Cast:
    """RT 01 RW 01 with its head, who lives there, three residents and one who moved away; RT 02 with one."""
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        here = cast.rts[1, 1]
        head = await add_resident(session, here, RT_HEAD, name="Ketua RT 01", now=NOW)
        session.add(Role(person_id=head.id, area_id=here.id, kind=RoleKind.RT_HEAD, since=NOW))
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, KELURAHAN, name="Kelurahan", now=NOW)
        for telegram_id in (21, 22, 23):
            await add_resident(session, here, telegram_id, now=NOW)
        await add_resident(session, here, None, now=NOW)
        await add_resident(session, cast.rts[1, 2], 24, now=NOW)
        gone = await add_resident(session, here, 25, now=NOW)
        await session.execute(update(Residency).where(Residency.person_id == gone.id).values(until=NOW))
        return cast


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


def draft_of(cast: Cast, text: str = "Air mati", photo: str | None = None) -> Draft:
    found = Attachment(photo, "photo") if photo else None
    return Draft(RoleKind.RT_HEAD, cast.rts[1, 1].id, text, attachment=found)


async def announce(
    database: Database, cast: Cast, text: str = "Air mati", *, by: int = RT_HEAD, photo: str | None = None
) -> None:
    async with database.transaction() as session:
        await publish_announcement(
            session,
            await actor_of(session, by),
            draft_of(cast, text, photo),
            now=NOW,
        )


async def rows_of(database: Database, template: str) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == template).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def settle(database: Database, state: OutboxState, *chats: int) -> None:
    """What delivery does: these chats' messages are over."""
    async with database.transaction() as session:
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.chat_id.in_(chats), OutboxRow.template != "announcements/progress")
            .values(state=state, facts=None)
        )


async def watch(database: Database, now: datetime) -> int:
    async with database.transaction() as session:
        return await progress_due(session, now=now)


async def card_of(database: Database) -> str:
    """What the sender's card says, or will say next."""
    newest = (await rows_of(database, "announcements/progress"))[-1]
    return render(newest.template, **(newest.facts or {}))


async def test_everybody_in_the_rt_but_the_sender_gets_it_once(database: Database, cast: Cast) -> None:
    await announce(database, cast, "Air mati <malam ini> & besok")
    rows = await rows_of(database, "announcements/announcement")
    assert [row.chat_id for row in rows] == [21, 22, 23]
    assert {(row.lane, row.hours, row.subject) for row in rows} == {(Lane.BULK, Hours.OPEN, SUBJECT)}
    assert {row.kelurahan_id for row in rows} == {cast.kelurahan.id}
    said = render(rows[0].template, **(rows[0].facts or {}))
    assert said == "📢 <b>Ketua RT 01 RW 01</b>\n\nAir mati &lt;malam ini&gt; &amp; besok"


async def test_what_was_announced_by_whom_to_how_many_is_kept(database: Database, cast: Cast) -> None:
    await announce(database, cast, "Air mati", photo="photo-1")
    async with database.reading() as session:
        (kept,) = list(await session.scalars(select(Announcement)))
        (act,) = list(await session.scalars(select(Act)))
    assert (kept.text, kept.recipients, kept.file_id is None) == ("Air mati", 3, False)
    assert (act.action, act.subject, act.details) == ("publish_announcement", SUBJECT, {"recipients": 3})
    assert {(row.method, row.file) for row in await rows_of(database, "announcements/announcement")} == {
        ("sendPhoto", "photo-1")
    }


async def test_only_the_office_itself_may_speak_for_an_area(database: Database, cast: Cast) -> None:
    for somebody in (21, KELURAHAN):
        with pytest.raises(NotYours):
            await announce(database, cast, by=somebody)
    assert await rows_of(database, "announcements/announcement") == []


async def test_an_announcement_that_reaches_nobody_is_refused(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await session.execute(update(Chat).values(state=ChatState.UNREACHABLE))
    with pytest.raises(NobodyListens):
        await announce(database, cast)


async def test_the_preview_counts_who_gets_it_and_who_cannot_be_reached(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await session.execute(update(Chat).where(Chat.id == 22).values(state=ChatState.UNREACHABLE))
    async with database.reading() as session:
        head, lurah = await actor_of(session, RT_HEAD), await actor_of(session, KELURAHAN)
        here = await find_reach(session, head, draft_of(cast))
        whole = await find_reach(session, lurah, Draft(RoleKind.KELURAHAN, cast.kelurahan.id, "Air mati"))
    assert ([one.chat_id for one in here.listeners], here.audience.left_out.unreachable) == ([21, 23], 1)
    assert {one.chat_id for one in whole.listeners} == {RT_HEAD, 21, 23, 24}
    assert whole.audience.left_out.unreachable == 1


async def test_at_night_the_preview_names_the_morning(database: Database, cast: Cast) -> None:
    office = Office(RoleKind.RT_HEAD, cast.rts[1, 1])
    async with database.reading() as session:
        assert await find_departure(session, office, now=NOW) is None
        departure = await find_departure(session, office, now=NIGHT)
    assert departure is not None
    facts: dict[str, Any] = {"area": "RT 01 RW 01", "zone": "Asia/Jakarta", "count": 3, "unreachable": 0}
    facts |= {"blocked": 0, "muted": 0, "groups": 0, "linked": 0, "who": "all", "asks_read": False}
    facts |= {"route": "private", "officers": 0}
    said = render("announcements/confirm", **facts, goes_at=departure.isoformat())
    assert "Akan dikirim Kamis, 19 November 2026, pukul 06.00 WIB." in said


async def test_the_card_follows_until_nothing_is_on_its_way(database: Database, cast: Cast) -> None:
    await announce(database, cast)
    assert "Menunggu: 3" in await card_of(database)
    assert await watch(database, NOW) == 0
    await settle(database, OutboxState.SENT, 21)
    assert await watch(database, NOW + timedelta(seconds=5)) == 1
    assert "Terkirim: 1\nMenunggu: 2" in await card_of(database)
    await settle(database, OutboxState.SENT, 22)
    await settle(database, OutboxState.UNREACHABLE, 23)
    assert await watch(database, NOW + timedelta(seconds=10)) == 1
    said = await card_of(database)
    assert said.startswith("📢 Pengumuman untuk RT 01 RW 01 sudah selesai dikirim.")
    assert said.endswith("Penerima: 3\nTerkirim: 2\nBelum terjangkau: 1")
    assert await watch(database, NOW + timedelta(days=1)) == 0


async def test_a_card_that_says_nothing_new_is_not_sent_again(database: Database, cast: Cast) -> None:
    await announce(database, cast)
    async with database.transaction() as session:
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.template == "announcements/progress")
            .values(state=OutboxState.SENT, sent_message_id=7)
        )
    assert await watch(database, NOW + timedelta(seconds=5)) == 1
    assert await watch(database, NOW + timedelta(seconds=10)) == 0
    assert await watch(database, NOW + timedelta(seconds=65)) == 1
    assert len(await rows_of(database, "announcements/progress")) == 1


async def test_the_preview_is_what_people_get(database: Database, cast: Cast) -> None:
    seen = compose_post(draft_of(cast), cast.rts[1, 1])
    await announce(database, cast, "Air mati")
    sent = (await rows_of(database, "announcements/announcement"))[0]
    assert (seen.template, {**seen.facts, "announcement": 1}, seen.method, seen.file) == (
        sent.template,
        sent.facts,
        sent.method,
        sent.file,
    )


async def test_of_several_offices_the_one_whose_menu_is_shown_speaks(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, RT_HEAD)
        session.add(Role(person_id=head.person_id, area_id=cast.rws[1].id, kind=RoleKind.RW_HEAD, since=NOW))
        await session.flush()
        head = await actor_of(session, RT_HEAD)
        either = await list_offices_in_use(session, head)
        await session.execute(update(Chat).where(Chat.id == RT_HEAD).values(menu="rw_head"))
        one = await list_offices_in_use(session, head)
    assert [office.kind for office in either] == [RoleKind.RT_HEAD, RoleKind.RW_HEAD]
    assert [(office.kind, office.area.name) for office in one] == [(RoleKind.RW_HEAD, "RW 01")]
