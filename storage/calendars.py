"""Calendars: which activities are somebody's own, and when their plans were changed last."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from storage.activities import Activity, ActivityState, Revision
from storage.activity_roles import ActivityRole
from storage.answers import Answer, AnswerKind, counting
from storage.database import Session

COMING = (AnswerKind.YES, AnswerKind.MAYBE)
"""The answers that make an activity one's own."""


async def list_own_ids(session: Session, person_id: int) -> set[int]:
    """What somebody said yes or maybe to, organises or teaches in, of all that is planned or postponed."""
    said = select(Answer.activity_id).where(
        Answer.id.in_(counting(Answer.person_id == person_id)), Answer.answer.in_(COMING)
    )
    busy = select(ActivityRole.activity_id).where(ActivityRole.person_id == person_id)
    query = select(Activity.id).where(
        Activity.state.in_((ActivityState.PLANNED, ActivityState.POSTPONED)),
        (Activity.organizer_id == person_id) | Activity.id.in_(said.union(busy)),
    )
    return set(await session.scalars(query))


async def list_changed(session: Session, activity_ids: Collection[int]) -> dict[int, datetime]:
    """Activity -> when its plan was made or changed last."""
    query = (
        select(Revision.activity_id, func.max(Revision.at))
        .where(Revision.activity_id.in_(activity_ids))
        .group_by(Revision.activity_id)
    )
    return dict((await session.execute(query)).all())
