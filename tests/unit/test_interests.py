"""The interest register: who ticked what, who may read a name, and who is invited to a training first."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from actions import interests
from actions.activities import Details, create_activity
from actions.activity_changes import cancel_activity, move_activity
from actions.erasure import erase_me
from actions.errors import NotJoined, NotKnown, NotUnderstood, NotYours, TextTooLong
from actions.interests import HEAD_START, Topic, Wish
from storage.activities import ActivityKind
from storage.database import Database, Session
from storage.interests import Interest, InterestConsent
from storage.outbox import OutboxRow, OutboxState
from storage.people import Residency, ResidencyState, RoleKind
from tests.people import Cast, add_officer, add_person, add_resident, build_kelurahan
from tests.unit.departure import actor_of
from tests.unit.test_proposals import add_program

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
HEAD, RW_HEAD, LURAH, OTHER_HEAD = 1, 2, 3, 4
WARGA = range(100, 108)
OUTSIDE = 200


@pytest.fixture
async def cast(database: Database) -> Cast:
    """RT 01 RW 01 with its officers and eight residents, and one resident of RT 02."""
    async with database.transaction() as session:
        await add_program(session)
        built = await build_kelurahan(session)
        rt = built.rts[1, 1]
        await add_officer(session, RoleKind.RT_HEAD, rt, HEAD, name="Ketua RT 01", now=NOW)
        await add_officer(session, RoleKind.RW_HEAD, built.rws[1], RW_HEAD, name="Ketua RW 01", now=NOW)
        await add_officer(session, RoleKind.KELURAHAN, built.kelurahan, LURAH, name="Kelurahan", now=NOW)
        await add_officer(session, RoleKind.RT_HEAD, built.rts[1, 2], OTHER_HEAD, name="Ketua RT 02", now=NOW)
        for telegram_id in WARGA:
            await add_resident(session, rt, telegram_id, name=f"Warga {telegram_id}", now=NOW)
        await add_resident(session, built.rts[1, 2], OUTSIDE, name="Warga RT 02", now=NOW)
    return built


async def tick(session: Session, telegram_id: int, *topics: Topic, wish: Wish = Wish.LEARN) -> None:
    actor = await actor_of(session, telegram_id)
    for topic in topics:
        await interests.toggle(session, actor, wish, topic, now=NOW)


async def let_read(session: Session, telegram_id: int, named: bool = True) -> None:
    await interests.say_named(session, await actor_of(session, telegram_id), named=named, now=NOW)


async def names_read_by(session: Session, telegram_id: int, area_id: int) -> list[str]:
    actor = await actor_of(session, telegram_id)
    _area, page = await interests.list_names(session, actor, area_id=area_id, page=0)
    return [one.who for one in page.items]


async def test_the_rt_head_reads_ranked_counts_and_only_the_names_of_who_agreed(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        for telegram_id in WARGA:
            await tick(session, telegram_id, Topic.WEAVING)
        for telegram_id in WARGA[:3]:
            await tick(session, telegram_id, Topic.WELDING)
        await tick(session, WARGA[0], Topic.SEWING, wish=Wish.TEACH)
        await tick(session, OUTSIDE, Topic.WELDING)
        await let_read(session, WARGA[0])
        await let_read(session, WARGA[1], named=False)
        await let_read(session, OUTSIDE)
    async with database.reading() as session:
        (found,) = await interests.list_demand(session, await actor_of(session, HEAD))
        assert found.area.name == "RT 01 RW 01"
        assert found.learn == ((Topic.WEAVING, 8), (Topic.WELDING, 3))
        assert found.teach == ((Topic.SEWING, 1),)
        assert (found.heads, found.named) == (True, True)
        assert await names_read_by(session, HEAD, cast.rts[1, 1].id) == [f"Bapak Warga {WARGA[0]}"]


async def test_above_the_rt_there_are_counts_and_no_names(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[0], Topic.WEAVING)
        await tick(session, OUTSIDE, Topic.WEAVING)
        await let_read(session, WARGA[0])
    async with database.reading() as session:
        for officer in (RW_HEAD, LURAH):
            (found,) = await interests.list_demand(session, await actor_of(session, officer))
            assert (found.learn, found.heads, found.named) == (((Topic.WEAVING, 2),), False, False)
        for area in (cast.rts[1, 1], cast.rws[1], cast.kelurahan):
            for officer in (RW_HEAD, LURAH, OTHER_HEAD, WARGA[1]):
                with pytest.raises(NotYours):
                    await names_read_by(session, officer, area.id)
        with pytest.raises(NotYours):
            await interests.list_demand(session, await actor_of(session, WARGA[1]))


async def test_a_name_is_gone_as_soon_as_it_is_taken_back(database: Database, cast: Cast) -> None:
    rt = cast.rts[1, 1].id
    async with database.transaction() as session:
        await tick(session, WARGA[0], Topic.WEAVING)
        await let_read(session, WARGA[0])
        assert await names_read_by(session, HEAD, rt) != []
        await let_read(session, WARGA[0], named=False)
    async with database.reading() as session:
        assert await names_read_by(session, HEAD, rt) == []
        (found,) = await interests.list_demand(session, await actor_of(session, HEAD))
        assert (found.learn, found.named) == (((Topic.WEAVING, 1),), False)


async def test_without_an_answer_about_the_name_nobody_reads_it(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[0], Topic.WEAVING)
    async with database.reading() as session:
        assert await names_read_by(session, HEAD, cast.rts[1, 1].id) == []
        assert (await interests.get_register(session, await actor_of(session, WARGA[0]))).named is None


async def test_a_second_tick_takes_the_first_away(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[0], Topic.WEAVING, Topic.WELDING, Topic.WEAVING)
    async with database.reading() as session:
        assert list(await session.scalars(select(Interest.topic))) == [Topic.WELDING]


async def test_own_words_are_one_topic_a_list_and_counted_among_others(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        actor = await actor_of(session, WARGA[0])
        await interests.add_own(session, actor, Wish.LEARN, "  sulam   pita ", now=NOW)
        await interests.add_own(session, actor, Wish.LEARN, "merajut", now=NOW)
    async with database.reading() as session:
        register = await interests.get_register(session, await actor_of(session, WARGA[0]))
        assert register.topics(Wish.LEARN) == {Topic.OTHER: "merajut"}
        (found,) = await interests.list_demand(session, await actor_of(session, HEAD))
        assert found.learn == ((Topic.OTHER, 1),)
    async with database.transaction() as session:
        await tick(session, WARGA[0], Topic.OTHER)
        await tick(session, WARGA[0], Topic.OTHER)
        assert (await interests.get_register(session, actor)).chosen == ()


@pytest.mark.parametrize("words, refused", [(" ", NotUnderstood), ("x" * 41, TextTooLong)])
async def test_own_words_that_say_nothing_or_too_much_are_refused(
    database: Database, cast: Cast, words: str, refused: type[Exception]
) -> None:
    async with database.transaction() as session:
        with pytest.raises(refused):
            await interests.add_own(session, await actor_of(session, WARGA[0]), Wish.LEARN, words, now=NOW)


async def test_only_who_is_counted_in_an_rt_may_tick(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        waiting = await add_person(session, 300, name="Warga baru", now=NOW)
        session.add(
            Residency(
                person_id=waiting.id,
                area_id=cast.rts[1, 1].id,
                state=ResidencyState.REQUESTED,
                requested_at=NOW,
            )
        )
        await session.flush()
        with pytest.raises(NotJoined):
            await tick(session, 300, Topic.WEAVING)
        with pytest.raises(NotKnown):
            await tick(session, HEAD, Topic.WEAVING)


async def test_who_moved_away_is_counted_where_they_live_now(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[0], Topic.WEAVING)
        await let_read(session, WARGA[0])
        person_id = (await actor_of(session, WARGA[0])).person_id
        lived = select(Residency).where(Residency.person_id == person_id)
        (await session.scalars(lived)).one().until = NOW
        new_home = Residency(
            person_id=person_id,
            area_id=cast.rts[1, 2].id,
            state=ResidencyState.ACCEPTED,
            requested_at=NOW,
        )
        await session.flush()
        session.add(new_home)
    async with database.reading() as session:
        (old,) = await interests.list_demand(session, await actor_of(session, HEAD))
        (new,) = await interests.list_demand(session, await actor_of(session, OTHER_HEAD))
        assert (old.learn, new.learn) == ((), ((Topic.WEAVING, 1),))
        assert await names_read_by(session, HEAD, cast.rts[1, 1].id) == []


async def test_erasing_oneself_takes_every_interest_along(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        actor = await actor_of(session, WARGA[0])
        await tick(session, WARGA[0], Topic.WEAVING)
        await interests.add_own(session, actor, Wish.TEACH, "merajut", now=NOW)
        await let_read(session, WARGA[0])
        await erase_me(session, actor, now=NOW)
    async with database.reading() as session:
        assert list(await session.scalars(select(Interest))) == []
        assert list(await session.scalars(select(InterestConsent))) == []


async def plan_training(session: Session, cast: Cast, topic: Topic | None, *, days: int = 7) -> int:
    created = await create_activity(
        session,
        await actor_of(session, HEAD),
        area_id=cast.rts[1, 1].id,
        kind=ActivityKind.TRAINING,
        title="Pelatihan",
        place="Balai RW",
        starts_at=NOW + timedelta(days=days),
        details=Details(topic=topic),
        now=NOW,
    )
    return created.plan.activity.id


async def invitations_of(session: Session) -> dict[int, datetime]:
    rows = select(OutboxRow.chat_id, OutboxRow.not_before).where(
        OutboxRow.template == "activities/invitation", OutboxRow.state == OutboxState.QUEUED
    )
    return {chat_id: at for chat_id, at in await session.execute(rows) if chat_id is not None}


async def test_who_wants_to_learn_it_is_invited_a_day_before_the_others(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[2], Topic.WELDING)
        await tick(session, WARGA[3], Topic.WELDING)
        await tick(session, WARGA[4], Topic.WELDING, wish=Wish.TEACH)
        await tick(session, OUTSIDE, Topic.WELDING)
        await plan_training(session, cast, Topic.WELDING)
    async with database.reading() as session:
        invited = await invitations_of(session)
    eager = {WARGA[2], WARGA[3]}
    assert invited == {one: NOW if one in eager else NOW + HEAD_START for one in WARGA}


@pytest.mark.parametrize("topic, days", [(None, 7), (Topic.SEWING, 7), (Topic.WELDING, 1)])
async def test_without_anybody_to_put_first_or_time_for_it_all_hear_at_once(
    database: Database, cast: Cast, topic: Topic | None, days: int
) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[2], Topic.WELDING)
        await plan_training(session, cast, topic, days=days)
    async with database.reading() as session:
        assert await invitations_of(session) == dict.fromkeys(WARGA, NOW)


async def test_moved_to_an_earlier_day_nobody_hears_of_it_too_late(database: Database, cast: Cast) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[2], Topic.WELDING)
        activity_id = await plan_training(session, cast, Topic.WELDING)
    sooner = NOW + timedelta(hours=30)
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await move_activity(session, head, activity_id=activity_id, starts_at=sooner, now=NOW)
    async with database.reading() as session:
        invited = await invitations_of(session)
    assert invited == {one: NOW if one == WARGA[2] else sooner - timedelta(days=1) for one in WARGA}


async def test_what_waits_for_the_others_is_taken_back_with_the_training(
    database: Database, cast: Cast
) -> None:
    async with database.transaction() as session:
        await tick(session, WARGA[2], Topic.WELDING)
        activity_id = await plan_training(session, cast, Topic.WELDING)
        await cancel_activity(session, await actor_of(session, HEAD), activity_id=activity_id, now=NOW)
    async with database.reading() as session:
        assert await invitations_of(session) == {}
