"""Results of evaluations: what their organisers and RT heads may see, and never whose answer it was."""

from datetime import datetime
from typing import Any

from actions.access import Actor, list_officers_for, require_office
from actions.errors import Gone
from actions.messages import Hours, Post, Recipient, show_card
from actions.tallies import ENOUGH, percentage, sum_up
from storage import areas, evaluations, people, programs
from storage.activities import Activity
from storage.areas import Area
from storage.database import Session
from storage.evaluations import Evaluation, EvaluationState

__all__ = ["access_result", "result_facts", "show_result", "subject_of"]


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
        "results": await _list_results(session, evaluation) if answered >= ENOUGH else [],
    }


async def _list_results(session: Session, evaluation: Evaluation) -> list[dict[str, Any]]:
    questions = await programs.list_questions(session, evaluation.program_id, evaluation.question_kind)
    counted = (await evaluations.count_choices(session, [evaluation.id])).get(evaluation.id, {})
    results = (
        sum_up(each.short, scale=each.scale, options=each.options, counted=counted.get(each.id, {}))
        for each in questions
    )
    return [result.facts() for result in results]


async def show_result(session: Session, evaluation: Evaluation, activity: Activity, *, now: datetime) -> None:
    """Let the organiser and the RT head see the newest result, in one card that is edited in place."""
    subject = subject_of(evaluation)
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
