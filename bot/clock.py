"""What time it is, and the table of duties; APScheduler only ticks, and nothing is remembered in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot import jobs


class Clock(Protocol):
    """Hands in `now`; nothing else reads the time."""

    def now(self) -> datetime:
        """The moment, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)


class Shift(Protocol):
    """How far a movable clock is ahead, in seconds; a number shared between processes will do."""

    value: float


class MovableClock:
    """A clock that is ahead of the machine's by what `shift` says, for the demo and for tests."""

    def __init__(self, shift: Shift) -> None:
        """`shift` may be changed at any time, by anybody who holds it."""
        self._shift = shift

    def now(self) -> datetime:
        """The moved moment, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._shift.value)


@dataclass(frozen=True)
class Duty:
    """What the clock asks for, and how often it asks, in seconds. Whether something is due is in the rows."""

    every: int
    job: jobs.Job


DUTIES = (
    Duty(2, jobs.SEND_REMINDERS),
    Duty(2, jobs.OPEN_EVALUATIONS),
    Duty(2, jobs.GATHER_DIGESTS),
    Duty(2, jobs.SUM_UP_WEEKS),
    Duty(2, jobs.PUBLISH_PLANS),
    Duty(2, jobs.SEND_RULE_CARDS),
    Duty(10, jobs.CATCH_UP),
    Duty(2, jobs.SHOW_PROGRESS),
    Duty(2, jobs.REPEAT_URGENT),
    Duty(2, jobs.RELEASE_SEATS),
    Duty(2, jobs.PASS_OFFERS_ON),
    Duty(1, jobs.CHANGE_CODES),
    Duty(10, jobs.CLOSE_EVALUATIONS),
    Duty(30, jobs.GIVE_UP_FORMS),
)


def start_ticking(tick: Callable[[jobs.Job], Awaitable[None]]) -> AsyncIOScheduler:
    """Ask for every duty in its rhythm, on the running event loop, until the scheduler is shut down."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for duty in DUTIES:
        scheduler.add_job(
            tick,
            IntervalTrigger(seconds=duty.every, timezone=UTC),
            args=[duty.job],
            id=duty.job.name,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    scheduler.start()
    return scheduler
