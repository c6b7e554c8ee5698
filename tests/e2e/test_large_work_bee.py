"""Attending a kerja bakti of 300 households: at most one tap a person, whoever comes."""

import time

import structlog
from sqlalchemy import func, select

from simulator import Phone
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.attendances import Attendance
from storage.people import Person
from tests.e2e.gate import SEVEN, open_room, plan_tomorrow
from tests.e2e.soundness import assert_sound, labels_of
from tests.people import add_resident
from tests.world import World

log = structlog.get_logger()
HOUSES, SAID_YES = 300, 240
STAY_AWAY = frozenset(range(5, SAID_YES, 20))
"""Who said Ikut and does not come: one of every twentieth house."""
COME_UNASKED = frozenset(range(SAID_YES, HOUSES, 4))
COMING = (frozenset(range(SAID_YES)) - STAY_AWAY) | COME_UNASKED


_ALL = "Centang yang ikut"


def name_of(house: int) -> str:
    return f"Warga {house:03}"


async def settle_households(world: World, activity_id: int) -> None:
    """300 households without Telegram in one RT, most of whom told their RT head that they come."""
    async with world.database.transaction() as session:
        for house in range(HOUSES):
            person = await add_resident(
                session, world.cast.rts[1, 2], None, name=name_of(house), now=world.now()
            )
            if house < SAID_YES:
                noted = Answer(
                    activity_id=activity_id, person_id=person.id, answer=AnswerKind.YES, at=world.now()
                )
                noted.source, noted.party = AnswerSource.PROXY, 1
                session.add(noted)


async def tick_everybody(world: World, head: Phone) -> int:
    """Go through all pages: `Centang yang ikut` where all of them came, else each who did; gives the taps."""
    coming = {f"Pak {name_of(house)}" for house in COMING}
    taps, more = 0, True
    while more:
        labels = labels_of(head)
        names = [label for label in labels if label.startswith("Pak ")]
        more = "Berikutnya" in labels
        here = [name for name in names if name in coming]
        whole = here == names and _ALL in labels
        todo = [_ALL] if whole else [*here, *(["Berikutnya"] if more else [])]
        for label in todo:
            head.tap(label)
            await world.settle()
        taps += len(todo)
    return taps


async def test_the_organiser_needs_at_most_one_tap_a_person(world: World) -> None:
    head = await world.rt_head()
    await plan_tomorrow(world, head)
    await settle_households(world, 1)
    await world.move_to(SEVEN)
    await open_room(world, head)
    assert f"Hadir: 0 (yang bilang ikut: {SAID_YES})" in head.texts[-1]
    head.tap("Centang nama")
    await world.settle()
    started = time.perf_counter()
    taps = await tick_everybody(world, head)
    seconds = time.perf_counter() - started
    log.info("ticked", people=len(COMING), taps=taps, seconds=round(seconds, 1))
    assert taps <= len(COMING)
    assert f"Hadir: {len(COMING)} (yang bilang ikut: {SAID_YES})" in head.texts[-1]
    async with world.database.reading() as session:
        query = select(Person.name).join(Attendance, Attendance.person_id == Person.id)
        assert set(await session.scalars(query)) == {name_of(house) for house in COMING}
        assert await session.scalar(select(func.count()).select_from(Attendance)) == len(COMING)
    await assert_sound(world)
