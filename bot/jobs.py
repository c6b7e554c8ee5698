"""One short job a duty: ask the rows what is due, and do it, each thing in a transaction of its own.

What fails is put off and told to the operator, so that the others do not wait for it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from actions import (
    attendance_codes,
    card_sending,
    day_cards,
    digests,
    evaluations,
    follow_ups,
    forms,
    incidents,
    latecomers,
    nudges,
    plan_turns,
    progress,
    reminders,
    seat_duties,
    series,
    summaries,
    time_answers,
    urgent,
    wrap_ups,
)
from handlers.errors import describe
from storage import agenda
from storage.agenda import Agenda
from storage.database import Database, Session

log = structlog.get_logger()
_MOST = 10_000
_REST = timedelta(minutes=10)
_DATABASE_GONE = (OperationalError, InterfaceError, OSError)


class DoFirst(Protocol):
    """An action of the clock: does the thing that is due first."""

    def __call__(self, session: Session, *, now: datetime) -> Awaitable[bool]:
        """False when nothing is left to do."""


@dataclass(frozen=True)
class Job:
    """A duty's name for logs, its action, and the rows that say what is due.

    One that ends what people may still answer `hears_first` what they sent in time.
    """

    name: str
    do_first: DoFirst
    agenda: Agenda[Any]
    hears_first: bool = False


SEND_REMINDERS = Job("send_reminders", reminders.remind_due, agenda.REMINDERS)
SEND_DAY_CARDS = Job("send_day_cards", day_cards.day_card_due, agenda.DAY_CARDS)
SEND_RECAPS = Job("send_recaps", nudges.recap_due, agenda.RECAPS)
OPEN_EVALUATIONS = Job("open_evaluations", evaluations.open_due, agenda.OPENINGS)
WRAP_UP = Job("wrap_up_activities", wrap_ups.wrap_up_due, agenda.WRAP_UPS)
ASK_FOLLOW_UPS = Job("ask_follow_ups", follow_ups.ask_due, agenda.FOLLOW_UPS)
CLOSE_EVALUATIONS = Job("close_evaluations", evaluations.close_due, agenda.CLOSINGS, hears_first=True)
GATHER_DIGESTS = Job("gather_digests", digests.digest_due, agenda.DIGESTS)
SUM_UP_WEEKS = Job("sum_up_weeks", summaries.weekly_due, agenda.WEEKS)
PROPOSE_TURNS = Job("propose_turns", series.propose_due, agenda.SERIES)
PUBLISH_PLANS = Job("publish_plans", plan_turns.publish_due, agenda.PLANS)
SEND_RULE_CARDS = Job("send_rule_cards", card_sending.rule_cards_due, agenda.CAMPAIGNS)
CATCH_UP = Job("catch_up_latecomers", latecomers.latecomers_due, agenda.LATECOMERS)
SHOW_PROGRESS = Job("show_progress", progress.progress_due, agenda.PROGRESS)
REPEAT_URGENT = Job("repeat_urgent", urgent.repeat_due, agenda.REPETITIONS)
CLOSE_TIME_POLLS = Job("close_time_polls", time_answers.close_due, agenda.TIME_POLLS, hears_first=True)
RELEASE_SEATS = Job("release_seats", seat_duties.release_due, agenda.RELEASES, hears_first=True)
PASS_OFFERS_ON = Job("pass_offers_on", seat_duties.lapse_due, agenda.OFFERS, hears_first=True)
CHANGE_CODES = Job("change_codes", attendance_codes.codes_due, agenda.CODES)
GIVE_UP_FORMS = Job("give_up_forms", forms.expire_forms, agenda.EXPIRIES, hears_first=True)


async def run(job: Job, database: Database, now: Callable[[], datetime]) -> int:
    """Do all that is due of one duty; returns how many things that were, failed ones included."""
    total = 0
    while total < _MOST and await _do_first(job, database, now()):
        total += 1
    if total:
        log.info("duty done", duty=job.name, count=total)
    return total


async def _do_first(job: Job, database: Database, now: datetime) -> bool:
    async with database.reading() as session:
        if await agenda.find_first(session, job.agenda, now) is None:
            return False
    try:
        async with database.transaction() as session:
            return await job.do_first(session, now=now)
    except _DATABASE_GONE:
        raise
    except Exception as error:
        log.error("a duty failed", duty=job.name, exc_info=error)
        return await _put_off(job, database, error, now)


async def _put_off(job: Job, database: Database, error: Exception, now: datetime) -> bool:
    """Let what failed rest; only then say so, because that may fail, too."""
    async with database.transaction() as session:
        rests = await agenda.put_off(session, job.agenda, now=now, until=now + _REST)
    async with database.transaction() as session:
        await incidents.report(session, kind=describe(error), place=job.name, now=now)
    return rests
