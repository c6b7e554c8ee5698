"""What happened in a week of the tests' neighbourhood, as rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from bot.presets import load_presets
from storage.activities import Activity, ActivityKind, ActivitySession, ActivityState
from storage.answers import Answer, AnswerKind, AnswerSource, Invitation
from storage.areas import Area
from storage.database import Database, Session
from storage.duties import Duty, DutyKind
from storage.people import Person, RoleKind
from storage.programs import get_current_program
from tests.people import Cast, add_officer, add_resident, build_kelurahan

TITLE = "Kerja bakti <saluran> & jalan"


@dataclass(frozen=True)
class Held:
    """A meeting that was held, the neighbourhood, and who said that they come."""

    cast: Cast
    activity: Activity
    meeting: ActivitySession
    coming: list[Person]


async def hold_work_bee(
    database: Database,
    *,
    head: int,
    kelurahan: int,
    coming: tuple[int, ...],
    away: tuple[int, ...],
    due: datetime,
) -> Held:
    """A work bee of RT 01 RW 01, two hours long, whose evaluation is due two hours after its end."""
    since = due - timedelta(days=40)
    async with database.transaction() as session:
        await load_presets(session)
        cast = await build_kelurahan(session)
        rt = cast.rts[1, 1]
        organizer = await add_officer(session, RoleKind.RT_HEAD, rt, head, name="Ketua RT 01", now=since)
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, kelurahan, name="Kelurahan", now=since)
        came = [await add_resident(session, rt, chat, now=since) for chat in coming]
        gone = [await add_resident(session, rt, chat, now=since) for chat in away]
        activity, meeting = await add_work_bee(session, rt, organizer, came, gone, due=due)
    return Held(cast, activity, meeting, came)


async def add_work_bee(
    session: Session, rt: Area, organizer: Person, came: list[Person], gone: list[Person], *, due: datetime
) -> tuple[Activity, ActivitySession]:
    """A work bee of an RT to which these said Ikut and those Belum bisa, to be evaluated when due."""
    starts = due - timedelta(hours=4)
    activity, meeting = await add_meeting(session, rt, starts, organizer=organizer, evaluate_at=due)
    await invite(session, activity, [*came, *gone], at=starts - timedelta(days=1))
    for people, answer in ((came, AnswerKind.YES), (gone, AnswerKind.NO)):
        for person in people:
            await say(session, activity, person, answer, at=starts - timedelta(hours=2))
    return activity, meeting


async def add_meeting(
    session: Session,
    area: Area,
    starts: datetime,
    *,
    title: str = TITLE,
    kind: ActivityKind = ActivityKind.WORK_BEE,
    organizer: Person | None = None,
    evaluate_at: datetime | None = None,
) -> tuple[Activity, ActivitySession]:
    """A planned activity of an area with its one meeting of two hours."""
    program = await get_current_program(session, starts.year)
    activity = Activity(
        kelurahan_id=area.kelurahan_id or area.id,
        area_id=area.id,
        program_id=program.id,
        kind=kind,
        title=title,
        place="Depan mushola",
        state=ActivityState.PLANNED,
        organizer_id=organizer.id if organizer else None,
        created_at=starts - timedelta(days=3),
    )
    session.add(activity)
    await session.flush()
    meeting = ActivitySession(
        activity_id=activity.id,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        evaluate_at=evaluate_at,
    )
    session.add(meeting)
    await session.flush()
    return activity, meeting


async def invite(session: Session, activity: Activity, people: list[Person], *, at: datetime) -> None:
    """Each of these was invited."""
    session.add_all(Invitation(activity_id=activity.id, person_id=person.id, at=at) for person in people)
    await session.flush()


async def say(
    session: Session, activity: Activity, person: Person, answer: AnswerKind, *, at: datetime, party: int = 1
) -> None:
    """Somebody's own answer."""
    session.add(
        Answer(
            activity_id=activity.id,
            person_id=person.id,
            answer=answer,
            party=party,
            source=AnswerSource.SELF,
            at=at,
        )
    )
    await session.flush()


async def leave_duties(session: Session, *due: tuple[DutyKind, Area, datetime], since: datetime) -> None:
    """Let the clock have these duties, last done at `since`, and no others."""
    await session.execute(delete(Duty))
    session.add_all(
        Duty(kind=kind, area_id=area.id, due_at=due_at, done_through=since) for kind, area, due_at in due
    )
    await session.flush()
