"""A process may die anywhere: everything still takes effect once, and every promise is kept."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.process import Rembug
from simulator import create_app, serve
from tests.faults import plants
from tests.faults.crash import DEAD, EVERYWHERE, OUTWARD, Boundaries, run_in_child
from tests.faults.endings import Difference, Ending, compare, fingerprint, look
from tests.faults.sequence import StillClock, work_off
from tests.faults.stage import HEAD, SILENT, TAPPER, TYPER, WORDS, Stage
from tests.world import WEDNESDAY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
SHARDS = 4
ANNOUNCED = f"📢 Ketua RT 02 RW 01\n\n{WORDS}"
Plant = Callable[[Rembug], None]


@dataclass
class Report:
    """What the crashes at each boundary came to."""

    tried: int = 0
    lost: dict[int, Difference] = field(default_factory=dict)
    doubled: dict[int, int] = field(default_factory=dict)

    def add(self, point: int, difference: Difference) -> None:
        """One more crash and what it left behind."""
        self.tried += 1
        if difference.tables or difference.lost:
            self.lost[point] = difference
        if difference.doubled:
            self.doubled[point] = difference.doubled.total()


class Crasher:
    """Runs the story in children that die at a given boundary."""

    def __init__(self, stage: Stage, plant: Plant | None, kinds: frozenset[str]) -> None:
        self._stage, self._plant, self._kinds = stage, plant, kinds
        self._clock = StillClock(WEDNESDAY)
        self._rembug = stage.hire(self._clock)
        self._known: dict[str, Ending] = {}

    async def live(self, last: int, *, minutes: int = 0) -> bool:
        """Run until the boundary `last`, or to the end; says whether the end was reached."""

        async def life() -> None:
            self._clock.moment += timedelta(minutes=minutes)
            if self._plant:
                self._plant(self._rembug)
            Boundaries(last, self._kinds).watch(self._rembug)
            await work_off(self._rembug, self._clock, self._stage.file)
            await self._rembug.close()

        code = await run_in_child(life)
        assert code in (0, DEAD), "a child did not get through; its traceback is in the output"
        return code == 0

    async def tell(self) -> Ending:
        """The story without a crash."""
        self._stage.reset()
        assert await self.live(0)
        return look(self._stage.file, self._stage.telegram)

    async def crash_and_recover(self, point: int) -> Ending | None:
        """Die at a boundary, start again a minute later; None when there is no such boundary.

        Deaths that leave the very same behind are recovered from once: what follows is the same, too.
        """
        stage = self._stage
        stage.reset()
        if await self.live(point):
            return None
        left = fingerprint(stage.file, stage.telegram)
        if left not in self._known:
            assert await self.live(0, minutes=1)
            self._known[left] = look(stage.file, stage.telegram)
        return self._known[left]


async def crash_at(
    stage: Stage, points: Iterator[int], *, plant: Plant | None = None, until_lost: bool = False
) -> tuple[Ending, Report]:
    """Crash at each of the points that exist; the story's own ending, and what became of it each time."""
    report = Report()
    async with serve(create_app(stage.telegram)) as stage.url:
        await stage.set()
        crasher = Crasher(stage, plant, OUTWARD if plant else EVERYWHERE)
        wanted = await crasher.tell()
        for point in points:
            found = await crasher.crash_and_recover(point)
            if found is None or (until_lost and report.lost):
                break
            report.add(point, compare(wanted, found))
    return wanted, report


@pytest.fixture
def stage(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """One message at a time is on its way, so that a crash may double one at most."""
    monkeypatch.setattr("bot.delivery.CONNECTIONS", 1)
    return Stage(tmp_path, sqlite_template)


def every(step: int, start: int = 1) -> Iterator[int]:
    """Points until there are no more."""
    point = start
    while True:
        yield point
        point += step


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_crash_anywhere_loses_nothing_and_doubles_what_was_on_its_way_at_most(
    stage: Stage, shard: int, record_property: Callable[[str, object], None]
) -> None:
    wanted, report = asyncio.run(crash_at(stage, every(SHARDS, shard + 1)))
    assert_that_the_story_was_told(wanted)
    for name, value in (
        ("crash points tried", report.tried),
        ("lost", len(report.lost)),
        ("doubled", len(report.doubled)),
    ):
        record_property(name, value)
    assert report.tried > 200 / SHARDS
    assert report.lost == {}
    assert set(report.doubled.values()) <= {1}


def assert_that_the_story_was_told(ending: Ending) -> None:
    assert [ending.messages[user_id, ANNOUNCED] for user_id in (TAPPER, TYPER, SILENT)] == [1, 1, 1]
    said = [(row.count("'answer': 'yes'"), row.count("'party': 3")) for row in ending.rows["answers"]]
    assert sorted(said) == [(1, 0), (1, 1)]
    assert all("'state': 'sent'" in row for row in ending.rows["outbox"])
    assert all("'state': 'done'" in row for row in ending.rows["inbox"])
    assert len(ending.rows["announcements"]) == 1
    assert any(user_id == HEAD and "Ikut: 4" in words for user_id, words in ending.messages)


@pytest.mark.parametrize(
    "plant",
    [
        plants.mark_before_send,
        plants.done_before_effect,
        plants.done_after_effect,
        plants.recipients_later,
        plants.confirm_before_keep,
    ],
)
def test_a_planted_bug_is_found(stage: Stage, plant: Plant) -> None:
    _, report = asyncio.run(crash_at(stage, every(1), plant=plant, until_lost=True))
    assert report.lost
