"""Evaluations: one question a message, answered and changed by tapping; and the result for officers."""

from typing import Any

from telegram.ext import CallbackQueryHandler

from actions.evaluations import (
    Paper,
    access_evaluation,
    access_result,
    answer_question,
    list_open_evaluations,
)
from actions.messages import Lane, Post, find_below
from handlers.context import Context
from templates.buttons import Evaluate, ShowEvaluation

_START = 0


async def on_evaluations(context: Context) -> None:
    """`Penilaian`"""
    papers = await list_open_evaluations(context.session, context.actor, now=context.now)
    await context.reply("evaluations/list", items=[_item(paper) for paper in papers])


async def on_evaluate_tapped(_update: object, context: Context) -> None:
    """`Mulai`, `Nanti saja`, `Lanjutkan`, or a choice under a question."""
    tap = Evaluate.parse(context.query.data)
    if tap.question == _START:
        await _begin(context, tap)
        return
    paper, question, before = await answer_question(
        context.session,
        context.actor,
        evaluation_id=tap.evaluation,
        question_id=tap.question,
        choice=tap.choice,
        now=context.now,
    )
    subject = f"evaluation:{tap.evaluation}"
    await context.edit_tapped("evaluations/question", subject=subject, **paper.facts(question))
    context.toast("evaluations/toast", before=before, choice=tap.choice)
    if before is None:
        await _ask_next(context, paper)


async def on_result_tapped(_update: object, context: Context) -> None:
    """A look at a result."""
    tap = ShowEvaluation.parse(context.query.data)
    facts = await access_result(context.session, context.actor, evaluation_id=tap.evaluation)
    await context.reply("evaluations/result", **facts)


async def _begin(context: Context, tap: Evaluate) -> None:
    paper = await access_evaluation(
        context.session, context.actor, evaluation_id=tap.evaluation, now=context.now
    )
    if tap.choice == "later":
        context.toast("evaluations/later")
    elif await find_below(context.session, context.chat_id, _card(paper), context.tapped_message_id):
        context.toast("evaluations/below", complete=paper.next is None)
    else:
        await _ask_next(context, paper)


async def _ask_next(context: Context, paper: Paper) -> None:
    if paper.next is None:
        template, facts = "evaluations/thanks", {"title": paper.title}
    else:
        template, facts = "evaluations/question", paper.facts(paper.next)
    await context.send(Post(template, facts, card=_card(paper), lane=Lane.REPLY))


def _card(paper: Paper) -> str:
    """The message that comes next in an evaluation, so that a second tap does not send it twice."""
    return f"evaluation:{paper.evaluation.id}:{paper.next.id if paper.next else 'thanks'}"


def _item(paper: Paper) -> dict[str, Any]:
    return {
        "evaluation": paper.evaluation.id,
        "title": paper.title,
        "zone": paper.zone,
        "closes": paper.evaluation.closes_at.isoformat(),
        "begun": bool(paper.chosen),
        "position": paper.questions.index(paper.next) + 1 if paper.next else None,
        "total": len(paper.questions),
    }


HANDLERS = [
    CallbackQueryHandler(on_evaluate_tapped, pattern=Evaluate.pattern()),
    CallbackQueryHandler(on_result_tapped, pattern=ShowEvaluation.pattern()),
]
