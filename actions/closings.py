"""Closing an activity: its figures are looked at, then kept as they are; photos are attached to it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from actions import activities as planning
from actions import follow_ups, invitations
from actions.access import Actor
from actions.attachments import Attachment, attachment_of
from actions.closing_figures import Figures, count, count_meetings
from actions.closing_stories import list_stories
from actions.errors import Gone, Refusal
from actions.follow_up_results import list_results
from actions.messages import Lane, Post
from actions.planned import ActivityCancelled, ActivityPostponed, Plan
from actions.revisions import record_change
from storage import attendances, closings, evaluations, outbox
from storage.activities import ActivityState
from storage.closings import ActivityFileKind, Closing
from storage.database import Session
from storage.evaluations import EvaluationSide

__all__ = ["ActivityFileKind", "AlreadyClosed", "MeetingsAhead", "Summary"]

WRAP_UP = "closings/wrap_up"
_SIDES = (EvaluationSide.RESIDENTS, EvaluationSide.OFFICERS)


class AlreadyClosed(Refusal):
    """The activity was closed before; `title` is its own."""

    alarming = False


class MeetingsAhead(Refusal):
    """A meeting of the activity is still to come, or going on; `title` is its own."""


@dataclass(frozen=True)
class Summary:
    """An activity that is over, with its figures: as they are now, or as they were when it was closed.

    Before that, `claimed` are those who say that they were there and count only once that is confirmed.
    """

    plan: Plan
    figures: Figures
    came: Sequence[int]
    closed_at: datetime | None = None
    claimed: int = 0

    def facts(self) -> dict[str, Any]:
        """What words about the figures need; `meetings` only when there were several."""
        several = [
            {"starts": meeting.starts_at.isoformat(), "came": came}
            for meeting, came in zip(self.plan.meetings, self.came, strict=True)
        ]
        return {
            **self.plan.facts(),
            **asdict(self.figures),
            "present": self.figures.present,
            "claimed": self.claimed,
            "meetings": several if len(several) > 1 else [],
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
        }


async def access_closing(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Summary:
    """The figures, for an office that reaches over the area; MeetingsAhead while it is not over."""
    plan = await planning.access_card(session, actor, activity_id=activity_id, now=now)
    return await sum_up(session, plan, now=now)


async def sum_up(session: Session, plan: Plan, *, now: datetime) -> Summary:
    """The figures of an activity that is over; those of a closed one never change."""
    activity = plan.activity
    if activity.state is ActivityState.CANCELLED:
        raise ActivityCancelled(title=activity.title)
    if plan.postponed:
        raise ActivityPostponed(title=activity.title)
    if plan.meeting.ends_at > now:
        raise MeetingsAhead(title=activity.title)
    if closing := await closings.find_closing(session, activity.id):
        kept = Figures(**{one.name: getattr(closing, one.name) for one in fields(Figures)})
        return Summary(plan, kept, closing.meetings["came"], closing.closed_at)
    if activity.state is ActivityState.CLOSED:  # an archive told of it, without anybody's name
        raise Gone
    stories = list((await list_stories(session, plan)).values())
    claimed = await attendances.count_claims(session, activity.id)
    return Summary(plan, count(stories), count_meetings(stories, len(plan.meetings)), claimed=claimed)


async def card_facts(session: Session, summary: Summary, *, now: datetime) -> dict[str, Any]:
    """What the closing card needs besides: its photos, what participants made, who has not evaluated it."""
    activity = summary.plan.activity
    photos = await closings.count_files(session, activity.id)
    results = await list_results(session, activity.id, now=now)
    answered = await evaluations.list_answered_sides(session, activity.id)
    return {
        **summary.facts(),
        "photos": photos.get(ActivityFileKind.EVENT, 0),
        "lists": photos.get(ActivityFileKind.SIGNED_LIST, 0),
        "output": next((one for one in results if one["kind"] == "output"), None),
        "followed": bool(results),
        "unanswered_sides": [side.value for side in _SIDES if side not in answered],
    }


async def close_activity(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> Summary:
    """Keep the figures as they are: from then on neither answers nor erasing change them (R25, R45)."""
    summary = await access_closing(session, actor, activity_id=activity_id, now=now)
    plan, activity = summary.plan, summary.plan.activity
    if activity.state is ActivityState.CLOSED:
        raise AlreadyClosed(title=activity.title)
    closing = Closing(
        activity_id=activity.id,
        closed_at=now,
        closed_by_id=actor.person_id,
        meetings={"came": list(summary.came)},
        **asdict(summary.figures),
    )
    await closings.add_closing(session, closing)
    activity.state = ActivityState.CLOSED
    activity.revision += 1
    record_change(session, actor, plan, "close_activity", now=now)
    await outbox.cancel(session, plan.subject, [WRAP_UP], now)
    await follow_ups.ask_output(session, plan, now=now)
    await follow_ups.plan_follow_ups(session, plan, now=now)
    await invitations.show_cards(session, plan, now=now)
    return Summary(plan, summary.figures, summary.came, now)


async def attach_photos(
    session: Session,
    actor: Actor,
    *,
    activity_id: int,
    kind: ActivityFileKind,
    photos: Sequence[Attachment],
    now: datetime,
) -> Summary:
    """Attach photos of the event, or of the signed list, to an activity that is over."""
    summary = await access_closing(session, actor, activity_id=activity_id, now=now)
    files = [photo.as_file(actor.person_id, now) for photo in photos]
    await closings.add_files(session, activity_id, kind, files)
    return summary


async def list_photos(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> list[Post]:
    """The photos of an activity as messages, for an office that reaches over its area."""
    plan = await planning.access_card(session, actor, activity_id=activity_id, now=now)
    return [
        Post(
            "closings/photo",
            {"title": plan.activity.title, "kind": kind.value},
            subject=plan.subject,
            method=attachment.method,
            file=attachment.file_id,
            lane=Lane.REPLY,
        )
        for kind, file in await closings.list_files(session, activity_id)
        for attachment in [attachment_of(file)]
    ]
