"""What was announced can be read again by those whom it was meant for, and by offices over them."""

import pytest

from actions.announcements import Draft, publish_announcement
from actions.audience import Choice, Who
from actions.errors import NotYours
from actions.sent import access_readable, list_readable, list_sent
from storage.database import Database
from storage.people import Role, RoleKind
from tests.people import add_officer, add_resident, find_cast
from tests.unit.neighbours import (
    ELSEWHERE,
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    actor_of,
    settle_neighbours,
)

LATE, COMPANION = 14, 31


@pytest.fixture(autouse=True)
async def neighbours(database: Database) -> None:
    await settle_neighbours(database)


async def announce(database: Database, text: str, *, who: Who = Who.ALL, by: int = KELURAHAN) -> int:
    async with database.transaction() as session:
        cast = await find_cast(session)
        office = RoleKind.KELURAHAN if by == KELURAHAN else RoleKind.RT_HEAD
        area = cast.kelurahan if by == KELURAHAN else cast.rts[1, 2]
        draft = Draft(office, area.id, text, choice=Choice(who))
        return (await publish_announcement(session, await actor_of(session, by), draft, now=NOW)).id


async def read(database: Database, telegram_id: int, number: int) -> str | None:
    async with database.transaction() as session:
        return (await access_readable(session, await actor_of(session, telegram_id), number)).text


async def listed(database: Database, telegram_id: int) -> list[str | None]:
    """The words on all screens of `Pengumuman`."""
    async with database.reading() as session:
        actor = await actor_of(session, telegram_id)
        screens = [await list_readable(session, actor, page=page) for page in range(2)]
    return [one.text for screen in screens[: screens[0].pages] for one in screen.items]


async def test_what_was_for_rt_heads_is_read_by_them_and_not_by_residents(database: Database) -> None:
    number = await announce(database, "Rapat koordinasi", who=Who.HEADS)
    for head in (HEAD, OTHER_HEAD):
        assert await read(database, head, number) == "Rapat koordinasi"
        assert await listed(database, head) == ["Rapat koordinasi"]
    assert await read(database, KELURAHAN, number) == "Rapat koordinasi"
    for resident in (FIRST, ELSEWHERE):
        with pytest.raises(NotYours):
            await read(database, resident, number)
        assert await listed(database, resident) == []


async def test_what_was_for_everybody_is_read_by_who_came_later_and_by_nobody_else(
    database: Database,
) -> None:
    number = await announce(database, "Air mati", by=HEAD)
    async with database.transaction() as session:
        await add_resident(session, (await find_cast(session)).rts[1, 2], LATE, now=NOW)
    assert await read(database, LATE, number) == "Air mati"
    assert await listed(database, LATE) == await listed(database, FIRST) == ["Air mati"]
    assert await listed(database, ELSEWHERE) == []
    with pytest.raises(NotYours):
        await read(database, ELSEWHERE, number)


async def test_the_latest_ten_are_ten_however_much_was_for_others(database: Database) -> None:
    for number in range(12):
        await announce(database, f"Kabar {number}")
    for _ in range(51):
        await announce(database, "Rapat", who=Who.HEADS)
    assert await listed(database, FIRST) == [f"Kabar {number}" for number in range(11, 1, -1)]


async def sent_by(database: Database, telegram_id: int) -> list[str | None]:
    """The words on the first screen of `Terkirim`."""
    async with database.reading() as session:
        return [one.text for one in (await list_sent(session, await actor_of(session, telegram_id))).items]


async def test_what_an_office_sent_is_not_what_another_one_over_the_same_area_sent(
    database: Database,
) -> None:
    async with database.transaction() as session:
        cast = await find_cast(session)
        await add_officer(
            session, RoleKind.FACILITATOR, cast.kelurahan, COMPANION, name="Pendamping", now=NOW
        )
    await announce(database, "Posyandu")
    assert await sent_by(database, COMPANION) == []
    assert await sent_by(database, KELURAHAN) == ["Posyandu"]


async def test_who_heads_two_rt_sees_what_was_sent_for_either(database: Database) -> None:
    async with database.transaction() as session:
        head, other = await actor_of(session, HEAD), (await find_cast(session)).rts[1, 1]
        session.add(Role(person_id=head.person_id, kind=RoleKind.RT_HEAD, area_id=other.id, since=NOW))
        await add_resident(session, other, LATE, now=NOW)
    await announce(database, "Air mati", by=HEAD)
    async with database.transaction() as session:
        draft = Draft(RoleKind.RT_HEAD, (await find_cast(session)).rts[1, 1].id, "Listrik mati")
        await publish_announcement(session, await actor_of(session, HEAD), draft, now=NOW)
    assert await sent_by(database, HEAD) == ["Listrik mati", "Air mati"]
    assert await sent_by(database, OTHER_HEAD) == []
