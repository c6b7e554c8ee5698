"""Evaluations: five questions after a meeting, one a message, under a ballot that bears no name."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from secrets import token_hex
from typing import Any

from actions.access import Actor
from actions.errors import Gone, Refusal
from actions.evaluation_results import access_result, show_result, subject_of
from actions.messages import Hours, Lane, News, Post, Recipient, send
from actions.times import local
from storage import activities, activity_roles, agenda, answers, areas, evaluations, mutes, programs
from storage.activities import Activity, ActivitySession, ActivityState
from storage.answers import AnswerKind
from storage.attendances import list_attended
from storage.database import Session
from storage.evaluations import BallotAnswer, Evaluation, EvaluationState
from storage.programs import Question

__all__ = [
    "EvaluationClosed",
    "Paper",
    "access_evaluation",
    "access_result",
    "answer_question",
    "close_due",
    "list_open_evaluations",
    "open_due",
]

OPEN_FOR = timedelta(hours=72)
TOO_LATE = timedelta(days=7)
_LIST = 6


class EvaluationClosed(Refusal):
    """The evaluation takes no answers any more; `title` is its activity's."""


@dataclass(frozen=True)
class Paper:
    """An evaluation as one of those who were asked sees it; `chosen` is question id -> choice."""

    evaluation: Evaluation
    title: str
    zone: str
    questions: list[Question]
    chosen: dict[int, str]

    @property
    def next(self) -> Question | None:
        """The first question that has no answer yet; None when all have."""
        return next((each for each in self.questions if each.id not in self.chosen), None)

    def facts(self, question: Question) -> dict[str, Any]:
        """What a question's message needs; `chosen` is the label of the recorded answer."""
        options = [[option[0], option[1]] for option in question.options]
        chosen = self.chosen.get(question.id)
        return {
            "evaluation": self.evaluation.id,
            "question": question.id,
            "title": self.title,
            "position": self.questions.index(question) + 1,
            "total": len(self.questions),
            "text": question.text,
            "options": options,
            "chosen": next((label for code, label in options if code == chosen), None),
        }


async def open_due(session: Session, *, now: datetime) -> bool:
    """Ask those who said Ikut about the meeting whose hour has come first; False when none has."""
    meeting = await agenda.find_first(session, agenda.OPENINGS, now)
    if meeting is None:
        return False
    activity = await activities.find_activity(session, meeting.activity_id)
    assert activity is not None
    if await evaluations.claim_opening(session, meeting):
        await _open(session, activity, meeting, now=now)
    return True


async def _list_asked(session: Session, activity: Activity) -> list[tuple[int, int | None]]:
    """Whom it concerned, with their houses: who was there, and, until it is closed, who said that they come.

    A list that was signed on paper may be entered later. Those who organised it or taught look at it from
    the other side.
    """
    said = {one.person_id: one for one in await answers.list_counting(session, activity.id)}
    coming = {person for person, one in said.items() if person and one.answer is AnswerKind.YES}
    there = await list_attended(session, activity.id)
    team = await activity_roles.list_parts(session, activity.id)
    concerned = there if activity.state is ActivityState.CLOSED and there else there | coming
    asked = sorted(concerned - team.keys() - {activity.organizer_id})
    return [(person, said[person].household_id if person in said else None) for person in asked]


async def _open(session: Session, activity: Activity, meeting: ActivitySession, *, now: datetime) -> None:
    called_off = activity.state in (ActivityState.CANCELLED, ActivityState.POSTPONED)
    if called_off or now - meeting.ends_at > TOO_LATE:
        return
    coming = await _list_asked(session, activity)
    program_id = activity.program_id
    if not coming or program_id is None:
        return
    evaluation = Evaluation(
        activity_id=activity.id,
        session_id=meeting.id,
        program_id=program_id,
        question_kind=activity.kind.value,
        state=EvaluationState.OPEN,
        asked=len(coming),
        opens_at=now,
        closes_at=now + OPEN_FOR,
    )
    questions = await programs.list_questions(session, program_id, evaluation.question_kind)
    if questions:
        await evaluations.add_evaluation(session, evaluation, coming)
        await _invite(session, evaluation, activity, len(questions), now=now)


async def _invite(
    session: Session, evaluation: Evaluation, activity: Activity, count: int, *, now: datetime
) -> None:
    subject = subject_of(evaluation)
    facts = {"evaluation": evaluation.id, "title": activity.title, "count": count}
    post = Post(
        "evaluations/invitation",
        facts,
        subject=subject,
        key=f"{subject}:{{chat}}",
        lane=Lane.BULK,
        hours=Hours.OPEN,
        expires_at=evaluation.closes_at,
        news=News.EVALUATION,
    )
    found = await evaluations.list_asked(session, evaluation.id)
    muted = await mutes.list_muted(session, News.EVALUATION)
    recipients = [
        Recipient(chat_id, person_id, activity.kelurahan_id)
        for person_id, chat_id in found
        if person_id not in muted
    ]
    await send(session, recipients, post, now=now)


async def list_open_evaluations(session: Session, actor: Actor, *, now: datetime) -> list[Paper]:
    """What they are asked to evaluate and still can, what closes first first."""
    found = await evaluations.list_open_of_person(session, actor.person_id, now, _LIST)
    return [await _paper(session, evaluation, turnout.ballot) for evaluation, turnout in found]


async def access_evaluation(session: Session, actor: Actor, *, evaluation_id: int, now: datetime) -> Paper:
    """An open evaluation for somebody whom it asks; Gone for others, EvaluationClosed when it is over."""
    paper, _ = await _access(session, actor, evaluation_id, now)
    return paper


async def answer_question(
    session: Session, actor: Actor, *, evaluation_id: int, question_id: int, choice: str, now: datetime
) -> tuple[Paper, Question, str | None]:
    """Record a choice, or change it; gives the paper afterwards, the question, and the choice before.

    Gone for a question or choice that this evaluation does not have.
    """
    paper, turnout = await _access(session, actor, evaluation_id, now)
    question = next((each for each in paper.questions if each.id == question_id), None)
    if question is None or choice not in {option[0] for option in question.options}:
        raise Gone
    before = paper.chosen.get(question_id)
    if before == choice:
        return paper, question, before
    turnout.ballot = turnout.ballot or token_hex(16)
    turnout.answered_at = turnout.answered_at or now
    answer = BallotAnswer(
        ballot=turnout.ballot,
        question_id=question_id,
        evaluation_id=evaluation_id,
        area_id=actor.area_id,
        choice=choice,
        at=now,
    )
    await evaluations.record_answer(session, answer)
    activity = await evaluations.get_activity(session, paper.evaluation)
    await show_result(session, paper.evaluation, activity, now=now)
    paper.chosen[question_id] = choice
    return paper, question, before


async def _access(
    session: Session, actor: Actor, evaluation_id: int, now: datetime
) -> tuple[Paper, evaluations.Turnout]:
    evaluation = await evaluations.lock_evaluation(session, evaluation_id)
    turnout = await evaluations.find_turnout(session, evaluation_id, actor.person_id)
    if evaluation is None or turnout is None:
        raise Gone
    paper = await _paper(session, evaluation, turnout.ballot)
    if evaluation.state is EvaluationState.CLOSED or now >= evaluation.closes_at:
        raise EvaluationClosed(title=paper.title)
    return paper, turnout


async def _paper(session: Session, evaluation: Evaluation, ballot: str | None) -> Paper:
    activity = await evaluations.get_activity(session, evaluation)
    area = await areas.get_area(session, activity.area_id)
    questions = await programs.list_questions(session, evaluation.program_id, evaluation.question_kind)
    chosen = await evaluations.list_choices(session, ballot) if ballot else {}
    return Paper(evaluation, activity.title, area.zone, questions, chosen)


async def close_due(session: Session, *, now: datetime) -> bool:
    """Close what was open for three days: from then on nobody can tell whose answer is whose.

    One at a time; False when there is none.
    """
    evaluation = await agenda.find_first(session, agenda.CLOSINGS, now, lock=True)
    if evaluation is None:
        return False
    activity = await evaluations.get_activity(session, evaluation)
    zone = (await areas.get_area(session, activity.area_id)).zone
    await evaluations.close(session, evaluation, partial(_day, zone=zone))
    if await evaluations.count_ballots(session, [evaluation.id]):
        await show_result(session, evaluation, activity, now=now)
    return True


def _day(moment: datetime, zone: str) -> datetime:
    """The local day of a moment, as its midnight in UTC, so that it tells no hour."""
    return datetime.combine(local(moment, zone).date(), time(0), tzinfo=UTC)
