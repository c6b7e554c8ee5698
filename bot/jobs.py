"""One short job a duty: ask the rows what is due, and do it, each bunch in a transaction of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from actions import announcements, digests, evaluations, forms, reminders, summaries
from storage.database import Database, Session

log = structlog.get_logger()
_BUNCHES = 1000


class Due(Protocol):
    """An action of the clock: does a bounded number of due things, and says how many."""

    def __call__(self, session: Session, *, now: datetime) -> Awaitable[int]:
        """Zero when nothing is left to do."""


@dataclass(frozen=True)
class Job:
    """A duty's name for logs, and its action."""

    name: str
    do: Due


SEND_REMINDERS = Job("send_reminders", reminders.remind_due)
OPEN_EVALUATIONS = Job("open_evaluations", evaluations.open_due)
CLOSE_EVALUATIONS = Job("close_evaluations", evaluations.close_due)
GATHER_DIGESTS = Job("gather_digests", digests.digest_due)
SUM_UP_WEEKS = Job("sum_up_weeks", summaries.weekly_due)
SHOW_PROGRESS = Job("show_progress", announcements.progress_due)
GIVE_UP_FORMS = Job("give_up_forms", forms.expire_forms)


async def run(job: Job, database: Database, now: Callable[[], datetime]) -> int:
    """Do all that is due of one duty; returns how many things that were."""
    total = 0
    for _ in range(_BUNCHES):
        async with database.transaction() as session:
            done = await job.do(session, now=now())
        if done == 0:
            break
        total += done
    if total:
        log.info("duty done", duty=job.name, count=total)
    return total
