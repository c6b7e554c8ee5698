"""Photos of an activity and of its signed list: kept by what they show, seen by those who look after it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions.attachments import Attachment
from actions.closings import ActivityFileKind, access_closing, attach_photos, card_facts, list_photos
from actions.errors import NotYours
from storage.closings import ActivityFile
from storage.database import Database
from storage.erasure import erase_person
from storage.files import File
from tests.trainings import ELSEWHERE, HEAD, KELURAHAN, Held, actor_of, hold

ENDS = datetime(2026, 11, 22, 3, tzinfo=UTC)
NOW = ENDS + timedelta(hours=2)


@pytest.fixture
async def held(database: Database) -> Held:
    return await hold(database, ENDS)


async def attach(database: Database, held: Held, kind: ActivityFileKind, *names: str, by: int = HEAD) -> None:
    async with database.transaction() as session:
        await attach_photos(
            session,
            await actor_of(session, by),
            activity_id=held.activity.id,
            kind=kind,
            photos=[Attachment(name, "photo", 10) for name in names],
            now=NOW,
        )


async def test_photos_are_kept_by_what_they_show_and_stay_when_the_organiser_leaves(
    database: Database, held: Held
) -> None:
    await attach(database, held, ActivityFileKind.EVENT, "one", "two")
    await attach(database, held, ActivityFileKind.SIGNED_LIST, "list")
    async with database.transaction() as session:
        await erase_person(session, held.organizer.id, NOW)
    async with database.transaction() as session:
        kelurahan = await actor_of(session, KELURAHAN)
        posts = await list_photos(session, kelurahan, activity_id=held.activity.id, now=NOW)
        summary = await access_closing(session, kelurahan, activity_id=held.activity.id, now=NOW)
        facts = await card_facts(session, summary, now=NOW)
    assert [(post.file, post.facts["kind"]) for post in posts] == [
        ("one", "event"),
        ("two", "event"),
        ("list", "signed_list"),
    ]
    assert (facts["photos"], facts["lists"]) == (2, 1)
    async with database.reading() as session:
        assert set(await session.scalars(select(File.person_id))) == {None}
        assert len(list(await session.scalars(select(ActivityFile.file_id)))) == 3


async def test_photos_are_shown_and_attached_by_those_who_look_after_it_only(
    database: Database, held: Held
) -> None:
    async with database.transaction() as session:
        other = await actor_of(session, ELSEWHERE)
        with pytest.raises(NotYours):
            await list_photos(session, other, activity_id=held.activity.id, now=NOW)
    with pytest.raises(NotYours):
        await attach(database, held, ActivityFileKind.EVENT, "one", by=ELSEWHERE)
    async with database.reading() as session:
        assert list(await session.scalars(select(ActivityFile.file_id))) == []
