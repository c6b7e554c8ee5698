"""Something that was held in the tests' neighbourhood: who said what, who was seen, and who closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.access import Actor, find_actor
from actions.closings import Summary, close_activity
from bot.presets import load_presets
from storage.activities import Activity, ActivityKind, ActivitySession
from storage.activity_roles import Part
from storage.answers import AnswerKind
from storage.attendances import Attendance, AttendanceState
from storage.database import Database, Session
from storage.people import Person, RoleKind
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.weeks import add_meeting, say

HEAD, KELURAHAN, ELSEWHERE = 12, 13, 14
FIRST = 100
"""The Telegram number of the first resident; the others follow."""


@dataclass(frozen=True)
class Held:
    """A meeting of RT 01 RW 01 that is over, its organiser and its residents in order."""

    cast: Cast
    activity: Activity
    meeting: ActivitySession
    organizer: Person
    residents: list[Person]


async def hold(
    database: Database,
    ends: datetime,
    *,
    residents: int = 0,
    kind: ActivityKind = ActivityKind.TRAINING,
    wrap_up_at: datetime | None = None,
) -> Held:
    """Plan it for the two hours before `ends`; nobody has answered yet."""
    since = ends - timedelta(days=40)
    async with database.transaction() as session:
        await load_presets(session)
        cast = await build_kelurahan(session)
        rt = cast.rts[1, 1]
        organizer = await add_officer(session, RoleKind.RT_HEAD, rt, HEAD, name="Ketua RT 01", now=since)
        other = cast.rts[2, 2]
        await add_officer(session, RoleKind.RT_HEAD, other, ELSEWHERE, name="Ketua RT 02", now=since)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, KELURAHAN, name="Kelurahan", now=since)
        found = [await add_resident(session, rt, FIRST + number, now=since) for number in range(residents)]
        starts = ends - timedelta(hours=2)
        activity, meeting = await add_meeting(
            session, rt, starts, title="Pelatihan las", kind=kind, organizer=organizer
        )
        meeting.wrap_up_at = wrap_up_at
    return Held(cast, activity, meeting, organizer, found)


async def answer(session: Session, held: Held, person: Person, *answers: AnswerKind, party: int = 1) -> None:
    """What somebody said, one after the other, on the day before."""
    for said in answers:
        at = held.meeting.starts_at - timedelta(days=1)
        await say(session, held.activity, person, said, at=at, party=party)


async def see(
    session: Session,
    meeting: ActivitySession,
    people: Sequence[Person],
    *,
    part: Part = Part.PARTICIPANT,
    state: AttendanceState = AttendanceState.PRESENT,
    party: int = 1,
    instead_of: Person | None = None,
) -> None:
    """These, who live where the activity is, were at a meeting."""
    area_id = (await session.get_one(Activity, meeting.activity_id)).area_id
    session.add_all(
        Attendance(
            session_id=meeting.id,
            person_id=person.id,
            area_id=area_id,
            role=part.value,
            state=state,
            party=party,
            instead_of_id=instead_of.id if instead_of else None,
            at=meeting.starts_at,
        )
        for person in people
    )
    await session.flush()


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def close(database: Database, held: Held, *, now: datetime, by: int = HEAD) -> Summary:
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        return await close_activity(session, actor, activity_id=held.activity.id, now=now)
