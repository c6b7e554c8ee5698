"""Results of evaluations: what their organisers and RT heads may see, and never whose answer it was."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions.access import Actor, list_officers_for, require_office
from actions.errors import Gone
from actions.messages import Hours, Post, Recipient, show_card
from actions.tallies import AT_ONCE, ENOUGH, percentage, renew, sum_up
from storage import areas, evaluations, people, programs
from storage.activities import Activity
from storage.areas import Area
from storage.database import Session
from storage.evaluations import Evaluation, EvaluationState
from storage.programs import Question

__all__ = ["access_result", "result_facts", "see_results", "show_result", "subject_of"]


def subject_of(evaluation: Evaluation) -> str:
    """What ties messages to an evaluation: "evaluation:12"."""
    return f"evaluation:{evaluation.id}"


async def result_facts(session: Session, evaluation: Evaluation, activity: Activity) -> dict[str, Any]:
    """What the result says; it holds no figure at all while fewer than five have answered."""
    area = await areas.get_area(session, activity.area_id)
    answered = (await evaluations.count_ballots(session, [evaluation.id])).get(evaluation.id, 0)
    return {
        "title": activity.title,
        "area": area.name,
        "zone": area.zone,
        "closed": evaluation.state is EvaluationState.CLOSED,
        "closes": evaluation.closes_at.isoformat(),
        "answered": answered,
        "asked": evaluation.asked,
        "percent": percentage(answered, evaluation.asked),
        "enough": ENOUGH,
        "at_once": AT_ONCE,
        "results": list((await _see_results(session, evaluation)).values()) if answered >= ENOUGH else [],
    }


async def _see_results(session: Session, evaluation: Evaluation) -> dict[str, Any]:
    questions = await programs.list_questions(session, evaluation.program_id, evaluation.question_kind)
    counted = (await evaluations.count_choices(session, [evaluation.id])).get(evaluation.id, {})
    return see_results(evaluation, questions, counted)


def see_results(
    evaluation: Evaluation, questions: Sequence[Question], counted: Mapping[int, Mapping[str, int]]
) -> dict[str, Any]:
    """Question id -> result: of all answers once it is closed, before that what was shown so far."""
    shown = evaluation.shown or {}
    return {
        str(each.id): renew(
            shown.get(str(each.id)),
            sum_up(each.short, scale=each.scale, options=each.options, counted=counted.get(each.id, {})),
        )
        for each in questions
    }


async def show_result(session: Session, evaluation: Evaluation, activity: Activity, *, now: datetime) -> None:
    """Let the organiser and the RT head see the result, in one card that is edited in place.

    How many have answered is always the newest; a question's result is renewed by several answers at once.
    """
    subject = subject_of(evaluation)
    if evaluation.state is EvaluationState.OPEN:
        evaluation.shown = await _see_results(session, evaluation)
    facts = await result_facts(session, evaluation, activity)
    post = Post("evaluations/result", facts, subject=subject, card=subject, hours=Hours.OPEN)
    for person_id in await _list_readers(session, activity):
        if chat_id := await people.find_chat_id(session, person_id):
            recipient = Recipient(chat_id, person_id, activity.kelurahan_id)
            await show_card(session, recipient, post, now=now)


async def _list_readers(session: Session, activity: Activity) -> list[int]:
    area: Area = await areas.get_area(session, activity.area_id)
    heads = [officer.id for officer in await list_officers_for(session, area)]
    organizer = [activity.organizer_id] if activity.organizer_id else []
    return list(dict.fromkeys([*organizer, *heads]))


async def access_result(session: Session, actor: Actor, *, evaluation_id: int) -> dict[str, Any]:
    """The result, for an office that reaches over the activity's area; NotYours for others."""
    evaluation = await evaluations.lock_evaluation(session, evaluation_id)
    if evaluation is None:
        raise Gone
    activity = await evaluations.get_activity(session, evaluation)
    await require_office(session, actor, activity.area_id)
    return await result_facts(session, evaluation, activity)
