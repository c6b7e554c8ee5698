"""An activity as it is planned: its meetings in their order, its area, and whether it can be answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from actions.errors import Gone, Refusal
from actions.times import local, utc
from storage import activities, areas
from storage.activities import Activity, ActivitySession, ActivityState
from storage.areas import Area
from storage.database import Session

LASTS = timedelta(hours=2)
DOORS_OPEN, _DOORS_CLOSE = timedelta(hours=1), timedelta(hours=3)
"""How long before its start people may be noted as present at a meeting, and how long after its end."""


class ActivityCancelled(Refusal):
    """The activity was called off; `title` is its own."""


class AlreadyCancelled(ActivityCancelled):
    """The organiser taps once more on what was called off; `title` is its own."""

    alarming = False


class ActivityPostponed(Refusal):
    """The activity has no time at present; `title` is its own."""


class ActivityOver(Refusal):
    """The activity is over; `title` is its own."""


@dataclass(frozen=True)
class Plan:
    """An activity with its meetings in their order, the one that is next, and the area that it is for.

    Once all are over, the last one is what `meeting` is.
    """

    activity: Activity
    meetings: tuple[ActivitySession, ...]
    meeting: ActivitySession
    area: Area

    @property
    def subject(self) -> str:
        """What ties messages to this activity: "activity:12"."""
        return f"activity:{self.activity.id}"

    @property
    def card(self) -> str:
        """The name of the invitation in each chat: "invitation:12"."""
        return f"invitation:{self.activity.id}"

    @property
    def group_card(self) -> str:
        """The name of its message in groups, which counts everybody's answers: "group-invitation:12"."""
        return f"group-{self.card}"

    def facts(self) -> dict[str, Any]:
        """What the words about this activity need; `until` only when the end was given."""
        meeting = self.meeting
        given = meeting.ends_at - meeting.starts_at != LASTS
        return {
            "activity": self.activity.id,
            "kind": self.activity.kind.value,
            "title": self.activity.title,
            "place": self.activity.place,
            "starts": meeting.starts_at.isoformat(),
            "until": meeting.ends_at.isoformat() if given else None,
            "said": meeting.said,
            "zone": self.area.zone,
            "bring": self.activity.bring,
            "point": self.point,
            "quota": self.activity.quota,
            "dates": [one.starts_at.isoformat() for one in self.meetings] if len(self.meetings) > 1 else [],
        }

    @property
    def point(self) -> list[float] | None:
        """Where it is on the map: latitude and longitude in degrees."""
        latitude, longitude = self.activity.latitude, self.activity.longitude
        return None if latitude is None or longitude is None else [latitude, longitude]

    @property
    def coming(self) -> list[ActivitySession]:
        """The meetings that are not over before the next one; of a plan that is over, the last."""
        return [one for one in self.meetings if one.starts_at >= self.meeting.starts_at]

    def at(self, meeting_id: int | None) -> "Plan":
        """The same plan seen from another meeting; without one from the next. Gone when it has none such."""
        if meeting_id is None:
            return self
        found = next((one for one in self.coming if one.id == meeting_id), None)
        if found is None:
            raise Gone
        return replace(self, meeting=found)

    @property
    def postponed(self) -> bool:
        """Whether it waits for a new time."""
        return self.activity.state is ActivityState.POSTPONED

    def phase(self, now: datetime) -> str:
        """Where it stands: "before"; "day" while a meeting's doors are open; "between"; "over"; "closed"."""
        if self.activity.state is ActivityState.CLOSED:
            return "closed"
        if now >= self.meeting.ends_at:
            return "over"
        if self.list_open(now):
            return "day"
        return "between" if self.list_begun(now) else "before"

    def has_started(self, now: datetime) -> bool:
        """Whether its first meeting is on or over; one that was put off has not been."""
        first = self.meetings[0]
        return self.meeting is not first if self.postponed else first.starts_at <= now

    def doors(self, meeting: ActivitySession) -> tuple[datetime, datetime]:
        """From when until when people may be noted as present at a meeting.

        From an hour before until that local day is over, or three hours after its end if that is later.
        """
        tomorrow = local(meeting.starts_at, self.area.zone).date() + timedelta(days=1)
        midnight = utc(tomorrow, time(0), self.area.zone)
        return meeting.starts_at - DOORS_OPEN, max(midnight, meeting.ends_at + _DOORS_CLOSE)

    def list_open(self, now: datetime) -> list[ActivitySession]:
        """The meetings at which people may be noted as present now, as long as nothing was called off."""
        if self.activity.state is not ActivityState.PLANNED:
            return []
        return [one for one in self.list_begun(now) if now < self.doors(one)[1]]

    def here(self, now: datetime) -> int | None:
        """The meeting, by its id, at which somebody may say now that they are there."""
        return next((one.id for one in reversed(self.list_open(now))), None)

    def list_begun(self, now: datetime) -> list[ActivitySession]:
        """The meetings whose doors have opened, whether they are over or not."""
        return [one for one in self.meetings if self.doors(one)[0] <= now]

    def require_open(self, now: datetime) -> None:
        """ActivityCancelled, ActivityPostponed or ActivityOver when nothing can be answered (any more)."""
        if self.activity.state is ActivityState.CANCELLED:
            raise ActivityCancelled(title=self.activity.title)
        if self.postponed:
            raise ActivityPostponed(title=self.activity.title)
        if self.activity.state is ActivityState.CLOSED or now >= self.meeting.ends_at:
            raise ActivityOver(title=self.activity.title)


async def lock_plan(session: Session, activity_id: int, *, now: datetime) -> Plan:
    """The activity with this id, locked until the end of the transaction; Gone when there is none."""
    activity = await activities.find_activity(session, activity_id)
    if activity is None:
        raise Gone
    return await plan_of(session, activity, now=now)


async def lock_all(session: Session, activity_ids: Iterable[int]) -> None:
    """Lock several activities in the order of their ids, as everybody does who needs more than one.

    That comes before any message or person is locked, as whoever writes down an answer does.
    """
    for activity_id in sorted(set(activity_ids)):
        await activities.find_activity(session, activity_id)


async def plan_of(session: Session, activity: Activity, *, now: datetime) -> Plan:
    """An activity together with what belongs to it; of a postponed one, from the meeting that was put off."""
    meetings = tuple(await activities.list_sessions(session, activity.id))
    area = await areas.get_area(session, activity.area_id)
    plan = Plan(activity, meetings, next_of(meetings, now), area)
    put_off = await activities.find_put_off(session, activity.id) if plan.postponed else None
    return replace(plan, meeting=next((one for one in meetings if one.id == put_off), plan.meeting))


def next_of(meetings: Sequence[ActivitySession], now: datetime) -> ActivitySession:
    """The first meeting that is not over, or the last; they are given in the order of their times."""
    return next((one for one in meetings if one.ends_at > now), meetings[-1])
