"""Archives: past activities of which only numbers are known, kept as attendance totals."""

from sqlalchemy import select

from storage.activities import Activity, ActivitySession
from storage.attendances import AttendanceTotal
from storage.database import Session


async def list_meetings(
    session: Session, kelurahan_id: int, source: str
) -> list[tuple[str, ActivitySession]]:
    """The meetings that are known from this source: (title, ActivitySession), each once."""
    known = select(AttendanceTotal.session_id).where(AttendanceTotal.source == source)
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(Activity.kelurahan_id == kelurahan_id, ActivitySession.id.in_(known))
    )
    return [(activity.title, meeting) for activity, meeting in await session.execute(query)]


async def add_meeting(session: Session, activity: Activity, meeting: ActivitySession) -> None:
    """Keep a past activity with its only meeting."""
    session.add(activity)
    await session.flush()
    meeting.activity_id = activity.id
    session.add(meeting)
    await session.flush()


async def count_by_area(session: Session, session_id: int) -> dict[int, int]:
    """How many came to a meeting from which area: area id -> people."""
    query = select(AttendanceTotal.area_id, AttendanceTotal.people)
    return dict((await session.execute(query.where(AttendanceTotal.session_id == session_id))).all())
