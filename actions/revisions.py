"""Revisions: how an activity looked each time that its plan was changed, and who did it."""

from datetime import datetime

from actions.access import Actor
from actions.planned import Plan
from storage import audit
from storage.activities import Revision
from storage.database import Session


def record_change(session: Session, actor: Actor, plan: Plan, action: str, *, now: datetime) -> None:
    """Keep how an activity looks in its newest revision, and who did what to it."""
    activity, meeting = plan.activity, plan.meeting
    session.add(
        Revision(
            activity_id=activity.id,
            session_id=meeting.id,
            number=activity.revision,
            title=activity.title,
            place=activity.place,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            state=activity.state,
            by_id=actor.person_id,
            at=now,
        )
    )
    audit.add_act(session, action, plan.subject, at=now, actor_id=actor.person_id, area_id=activity.area_id)
