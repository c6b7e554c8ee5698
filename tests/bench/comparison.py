"""The three senders side by side: first a broadcast that is timed, then one that is killed."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.figures import Killed, Latency, Outcome, Timed
from tests.bench.senders import SENDERS

_HOUSE = Path(__file__).parents[2]
_SETTING_UP_SECONDS = 300.0
_SECONDS_A_PERSON = 0.25  # many times what the slowest sender needs


@dataclass(frozen=True)
class Compared:
    """The figures of one sender."""

    title: str
    timed: Timed
    killed: Killed


async def compare(people: int, to_kill_among: int) -> list[Compared]:
    """Run the first act with so many people, and the one that is killed with so many."""
    timed = await _side_by_side("timed", people)
    killed = await _side_by_side("killed", to_kill_among)
    return [
        Compared(sender.title, _read_timed(timed[name]), _read_killed(killed[name]))
        for name, sender in SENDERS.items()
    ]


async def _side_by_side(act: str, people: int) -> dict[str, dict[str, Any]]:
    """One act of all senders, begun at the same moment when all are set up."""
    stages: dict[str, Process] = {}
    try:
        for name in SENDERS:
            stages[name] = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "tests.bench.stage", name, act, str(people)),
                cwd=_HOUSE,
                stdin=PIPE,
                stdout=PIPE,
            )
        async with asyncio.timeout(_SETTING_UP_SECONDS):
            for stage in stages.values():
                assert await _line(stage) == "ready"
        for stage in stages.values():
            assert stage.stdin is not None
            stage.stdin.write(b"begin\n")
        async with asyncio.timeout(_SETTING_UP_SECONDS + people * _SECONDS_A_PERSON):
            return {name: json.loads(await _line(stage)) for name, stage in stages.items()}
    finally:
        await asyncio.gather(*(_end(stage) for stage in stages.values()))


async def _line(stage: Process) -> str:
    assert stage.stdout is not None
    said = (await stage.stdout.readline()).decode().strip()
    assert said, "a stage has ended early; what it says is above"
    return said


async def _end(stage: Process) -> None:
    """A stage ends, and takes its bot along, when nobody speaks to it any more."""
    assert stage.stdin is not None
    stage.stdin.close()
    try:
        async with asyncio.timeout(20):
            await stage.wait()
    except TimeoutError:
        stage.kill()
        await stage.wait()


def _read_timed(figures: dict[str, Any]) -> Timed:
    answered, shown = (Latency(**figures.pop(name)) for name in ("answered", "shown"))
    return Timed(**figures, answered=answered, shown=shown)


def _read_killed(figures: dict[str, Any]) -> Killed:
    again = figures["ordered_again"]
    return Killed(figures["had_it"], Outcome(**figures["alone"]), Outcome(**again) if again else None)
