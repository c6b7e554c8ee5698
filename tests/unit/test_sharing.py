"""Who may pass on what, and where it leads those who are not on Telegram yet."""

import pytest

from actions.errors import Gone, NotYours, Refusal
from actions.sharing import share_activity, share_announcement
from storage.database import Database
from storage.memory import remember
from storage.people import Residency, ResidencyState, RoleKind
from tests.people import add_officer, find_cast
from tests.unit.neighbours import (
    FIRST,
    HEAD,
    KELURAHAN,
    NOW,
    OTHER_HEAD,
    actor_of,
    plan_work_bee,
    settle_neighbours,
)
from tests.unit.newsroom import publish

RW_HEAD, OWN, BOT = 31, "https://t.me/rembug_demo_bot?start=", "https://t.me/rembug_demo_bot"


@pytest.fixture
async def activity(database: Database) -> int:
    """An announcement and an activity of the kelurahan; the heads of RT 02 and RW 01 live in RT 02."""
    await settle_neighbours(database)
    async with database.transaction() as session:
        cast = await find_cast(session)
        await remember(session, "bot_username", "rembug_demo_bot")
        await add_officer(session, RoleKind.RW_HEAD, cast.rws[1], RW_HEAD, name="Ketua RW 01", now=NOW)
        for head in (HEAD, RW_HEAD):
            session.add(
                Residency(
                    person_id=(await actor_of(session, head)).person_id,
                    area_id=cast.rts[1, 2].id,
                    state=ResidencyState.ACCEPTED,
                    requested_at=NOW,
                    since=NOW,
                )
            )
    await publish(database, "Posyandu", by=KELURAHAN, whole=True)
    return (await plan_work_bee(database, by=KELURAHAN, area_id=cast.kelurahan.id)).plan.activity.id


async def share(database: Database, activity: int, by: int) -> list[tuple[str, str | None] | type[Refusal]]:
    """Where the announcement and the invitation lead when somebody passes them on, or why they may not."""
    found: list[tuple[str, str | None] | type[Refusal]] = []
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        for action, number in ((share_announcement, 1), (share_activity, activity)):
            name = "announcement_id" if action is share_announcement else "activity_id"
            try:
                facts = await action(session, actor, **{name: number}, now=NOW)
            except Refusal as refusal:
                found.append(type(refusal))
            else:
                assert facts["area"] == "Kelurahan Blitar"
                assert facts["joins"] is (facts["door"] is not None)
                found.append((facts["address"][: len(OWN)], facts["door"]))
    return found


@pytest.mark.parametrize(
    "by, leads",
    [
        (HEAD, [(OWN, "RT 02 RW 01")] * 2),
        (RW_HEAD, [(BOT, None)] * 2),
        (KELURAHAN, [(BOT, None)] * 2),
        (FIRST, [NotYours] * 2),
        (OTHER_HEAD, [(OWN, "RT 01 RW 02"), Gone]),
    ],
)
async def test_heads_inside_pass_on_what_they_may_read_and_nobody_else(
    database: Database, activity: int, by: int, leads: list[tuple[str, str | None] | type[Refusal]]
) -> None:
    assert await share(database, activity, by) == leads


async def test_a_head_passes_on_nothing_of_another_rt(database: Database, activity: int) -> None:
    other = await publish(database, "Air mati")
    theirs = (await plan_work_bee(database)).plan.activity.id
    async with database.transaction() as session:
        cast, guest = await find_cast(session), await actor_of(session, FIRST)
        role = RoleKind.RT_HEAD
        await add_officer(session, role, cast.rts[1, 1], 32, name="Ketua RT 01", now=NOW)
        for actor in (guest, await actor_of(session, 32)):
            with pytest.raises(NotYours):
                await share_announcement(session, actor, announcement_id=other, now=NOW)
            with pytest.raises(NotYours):
                await share_activity(session, actor, activity_id=theirs, now=NOW)
