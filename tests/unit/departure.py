"""Somebody who has done everything that one can do, before they erase themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from actions.access import Actor, find_actor
from actions.activities import create_activity
from actions.announcements import Draft, publish_announcement
from actions.answers import answer_invitation
from actions.attachments import Attachment
from actions.digests import gather_digest
from actions.forms import begin
from actions.joining import ask_to_be_counted
from actions.messages import Post, send_to_person
from actions.proposals import submit_proposal
from actions.requests import decide
from storage.activities import ActivityKind, list_sessions
from storage.answers import AnswerKind
from storage.attendance_codes import CodeScreen
from storage.attendances import Attendance
from storage.database import Session
from storage.evaluations import BallotAnswer, Evaluation, EvaluationState, Turnout
from storage.inbox import InboxRow, InboxState
from storage.outbox import OutboxRow, OutboxState
from storage.people import Account, Chat, Consent, Person, Residency, Role, RoleKind
from storage.programs import Program, Question
from storage.proposals import Move
from tests.people import Cast, add_officer, add_resident, build_kelurahan
from tests.unit.test_proposals import add_program

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
STARTS = NOW + timedelta(days=4)
ME, HEAD, NEIGHBOUR, NEWCOMER, LURAH = 5_550_001_112, 21, 22, 23, 30
MY_ID = 987_654
SECRET = "sirna"
"""Is in everything that they are called or say."""


async def actor_of(session: Session, telegram_id: int) -> Actor:
    actor = await find_actor(session, telegram_id)
    assert actor is not None
    return actor


async def live(session: Session) -> None:
    """A whole life in RT 01 RW 01."""
    cast = await _settle_in(session)
    await _decide_about_others(session, cast)
    await _send_an_idea(session)
    await _invite_and_answer(session, cast)
    await _hear_and_be_heard(session, cast)


async def _settle_in(session: Session) -> Cast:
    """In a house of my own, accepted, and with an office beside another head."""
    cast = await build_kelurahan(session)
    session.add(Person(id=MY_ID, name=f"Warga {SECRET}", salutation="Mas", language="id", created_at=NOW))
    await session.flush()
    session.add(Account(person_id=MY_ID, telegram_id=ME, since=NOW))
    session.add(Chat(id=ME, changed_at=NOW, menu="resident"))
    session.add(Consent(person_id=MY_ID, version="1", at=NOW, update_id=3))
    await add_officer(session, RoleKind.RT_HEAD, cast.rts[1, 1], HEAD, name="Ketua RT 01", now=NOW)
    await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, LURAH, name="Kelurahan", now=NOW)
    await add_resident(session, cast.rts[1, 1], NEIGHBOUR, name="Warga RT 01", now=NOW)
    await _ask(session, ME, cast, f"Gang {SECRET} 9")
    await _accept(session, HEAD)
    session.add(Role(person_id=MY_ID, area_id=cast.rts[1, 1].id, kind=RoleKind.RT_HEAD, since=NOW))
    await session.flush()
    return cast


async def _ask(session: Session, telegram_id: int, cast: Cast, house: str, rw: int = 1) -> None:
    actor = await actor_of(session, telegram_id)
    await ask_to_be_counted(session, actor, area_id=cast.rts[rw, 1].id, label=house, now=NOW)


async def _accept(session: Session, by: int) -> None:
    newest = (await session.scalars(select(Residency).order_by(Residency.id.desc()).limit(1))).one()
    await decide(session, await actor_of(session, by), newest.id, accept=True, now=NOW)


async def _decide_about_others(session: Session, cast: Cast) -> None:
    person = Person(name="Warga baru", salutation="Ibu", language="id", created_at=NOW)
    session.add(person)
    await session.flush()
    session.add(Account(person_id=person.id, telegram_id=NEWCOMER, since=NOW))
    await _ask(session, NEWCOMER, cast, "Gang 2")
    await _accept(session, ME)


async def _send_an_idea(session: Session) -> None:
    me, sector = await actor_of(session, ME), await add_program(session)
    photo = Attachment(f"{SECRET}-photo", "photo", 10)
    sent = await submit_proposal(
        session, me, text=f"Lampu {SECRET} mati", sector_id=sector, attachments=[photo], now=NOW
    )
    first = (await session.scalars(select(Move).where(Move.proposal_id == sent.proposal.id))).one()
    noted = Move(proposal_id=sent.proposal.id, step_id=first.step_id, by_id=MY_ID, note=f"{SECRET}!", at=NOW)
    session.add(noted)
    await session.flush()


async def _invite_and_answer(session: Session, cast: Cast) -> None:
    me, neighbour = await actor_of(session, ME), await actor_of(session, NEIGHBOUR)
    created = await create_activity(
        session,
        me,
        area_id=cast.rts[1, 1].id,
        kind=ActivityKind.WORK_BEE,
        title="Gotong royong",
        place="Mushola",
        starts_at=STARTS,
        now=NOW,
    )
    activity = created.plan.activity.id
    for actor, answer in ((me, AnswerKind.NO), (me, AnswerKind.YES), (neighbour, AnswerKind.YES)):
        await answer_invitation(session, actor, activity_id=activity, answer=answer, now=NOW)
    await _evaluate(session, activity)


async def _evaluate(session: Session, activity_id: int) -> None:
    (meeting,) = await list_sessions(session, activity_id)
    program = (await session.scalars(select(Program.id))).one()
    asked: dict[str, Any] = {"code": "q", "text": "Bagaimana?", "short": "Baik", "scale": True, "position": 1}
    question = Question(program_id=program, activity_kind="work_bee", options=[["a", "Baik", 1]], **asked)
    evaluation = Evaluation(
        activity_id=activity_id,
        session_id=meeting.id,
        program_id=program,
        question_kind="work_bee",
        state=EvaluationState.OPEN,
        asked=2,
        opens_at=NOW,
        closes_at=STARTS,
    )
    session.add_all([question, evaluation])
    await session.flush()
    chosen = {"question_id": question.id, "evaluation_id": evaluation.id, "choice": "a", "at": NOW}
    neighbour = await actor_of(session, NEIGHBOUR)
    there = {"session_id": meeting.id, "role": "participant", "at": NOW}
    mine = {"recorded_by_id": MY_ID, "instead_of_id": neighbour.person_id, "party": 3}
    session.add(Attendance(person_id=MY_ID, area_id=neighbour.area_id, **mine, **there))
    session.add(Attendance(person_id=neighbour.person_id, instead_of_id=MY_ID, **there))
    session.add(CodeScreen(session_id=meeting.id, chat_id=ME, next_at=NOW, until=NOW))
    session.add(Turnout(evaluation_id=evaluation.id, person_id=MY_ID, ballot="f" * 32, answered_at=NOW))
    session.add(BallotAnswer(ballot="f" * 32, **chosen))
    await session.flush()


async def _hear_and_be_heard(session: Session, cast: Cast) -> None:
    """An announcement of mine, a digest that quotes me, a form half filled in, a failed update, a move."""
    me, head, rt = await actor_of(session, ME), await actor_of(session, HEAD), cast.rts[1, 1]
    await publish_announcement(session, me, Draft(RoleKind.RT_HEAD, rt.id, "Besok rapat"), now=NOW)
    facts = await gather_digest(session, rt, NOW - timedelta(days=1), now=NOW + timedelta(days=1))
    digest = Post("summaries/digest", facts, subject=f"digest:{rt.id}")
    await send_to_person(session, head.person_id, digest, now=NOW)
    await begin(session, me, kind="propose", step="sector", data={"text": SECRET}, now=NOW)
    session.add(
        InboxRow(
            update_id=5,
            lane=ME,
            payload={"text": SECRET},
            state=InboxState.PARKED,
            received_at=NOW,
            try_at=NOW,
        )
    )
    sent = (await session.scalars(select(OutboxRow).where(OutboxRow.chat_id == ME).limit(1))).one()
    sent.state, sent.sent_message_id = OutboxState.SENT, 77
    await _ask(session, ME, cast, f"Blok {SECRET}", rw=2)
