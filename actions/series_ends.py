"""Ending a series from any of its activities, not only where its next turn is proposed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions import invitations, planned
from actions.access import Actor
from actions.activities import require_area
from actions.errors import Gone, Refusal
from actions.planned import Plan
from actions.series import record
from storage import activities, activity_series, outbox
from storage.activity_series import Series, SeriesState
from storage.database import Session

__all__ = ["Repeated", "SeriesEnded", "access_repeated", "end_repeating", "find_repeat"]


class SeriesEnded(Refusal):
    """The activity does not come back any more; `title` is its own."""

    alarming = False


@dataclass(frozen=True)
class Repeated:
    """An activity that comes back; `next_at` is the time after it that is planned or proposed, in UTC."""

    plan: Plan
    series: Series
    next_at: datetime

    def facts(self) -> dict[str, Any]:
        """What words about it need."""
        again = {"repeat": self.series.rule, "next": self.next_at.isoformat()}
        return {**self.plan.facts(), **again}


async def find_repeat(session: Session, plan: Plan) -> str | None:
    """How often an activity comes back: a rule; None when it does not, or not any more."""
    return await activity_series.find_rule(session, plan.activity.series_id)


async def access_repeated(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Repeated:
    """An activity that comes back, in whatever state, for an office over its area.

    Gone when it never did; NotYours; SeriesEnded. The series is locked, as where a turn is decided.
    """
    series = await activity_series.lock_of_activity(session, activity_id)
    if series is None:
        raise Gone
    await require_area(session, actor, series.area_id)
    activity = await activities.get_activity(session, activity_id)
    if series.state is SeriesState.ENDED:
        raise SeriesEnded(title=activity.title)
    asked = series.proposed_at
    next_at = asked if asked is not None and asked > now else series.next_at
    return Repeated(await planned.plan_of(session, activity, now=now), series, next_at)


async def end_repeating(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Repeated:
    """Nothing of its series is proposed any more; what is planned already stays, and its cards say so."""
    repeated = await access_repeated(session, actor, activity_id=activity_id, now=now)
    series = repeated.series
    series.state, series.proposed_at = SeriesState.ENDED, None
    record(session, actor, series, "end_series", now)
    await outbox.cancel(session, f"series:{series.id}", ["series/proposal"], now)
    shown = {activity_id, *await activity_series.list_coming(session, series.id)}
    await planned.lock_all(session, shown)
    for one in sorted(shown):
        await invitations.show_cards(session, await planned.lock_plan(session, one, now=now), now=now)
    return repeated
