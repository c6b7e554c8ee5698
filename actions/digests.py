"""Digests: what came in for an RT since the last one, told its head once a day, or not at all."""

from datetime import datetime, time
from typing import Any

from actions.campaign_reach import list_news
from actions.messages import Hours, Post, Recipient, send
from actions.receipts import list_missed
from actions.times import next_daily
from storage import agenda, answers, areas, duties, evaluations, figures, people
from storage.areas import Area
from storage.database import Session
from storage.people import RoleKind

__all__ = ["digest_due", "gather_digest"]

EVENING = time(20)
_NAMED = 5
_LONGEST_EXCERPT = 200

Facts = dict[str, Any]


async def digest_due(session: Session, *, now: datetime) -> bool:
    """Tell the heads of one RT what came in since their last digest; False when none is due."""
    duty = await agenda.find_first(session, agenda.DIGESTS, now)
    if duty is None:
        return False
    area, since = await areas.get_area(session, duty.area_id), duty.done_through
    next_due = next_daily(now, area.zone, EVENING)
    if await duties.claim(session, duty, next_due=next_due, through=now):
        await _tell_heads(session, area, since, expires_at=next_due, now=now)
    return True


async def _tell_heads(
    session: Session, rt: Area, since: datetime, *, expires_at: datetime, now: datetime
) -> None:
    heads = await people.list_officers(session, RoleKind.RT_HEAD, rt.id)
    recipients = [
        Recipient(chat_id, head.id, rt.kelurahan_id)
        for head in heads
        if (chat_id := await people.find_chat_id(session, head.id))
    ]
    if not recipients:
        return
    facts = await gather_digest(session, rt, since, now=now)
    if not facts["news"]:
        return
    post = Post(
        "summaries/digest",
        facts,
        subject=f"digest:{rt.id}",
        key=f"digest:{rt.id}:{{chat}}",
        hours=Hours.OPEN,
        expires_at=expires_at,
    )
    await send(session, recipients, post, now=now)


async def gather_digest(session: Session, rt: Area, since: datetime, *, now: datetime) -> Facts:
    """What came in for an RT after `since`; `news` says whether anything did."""
    waiting, accepted = await figures.count_decided(session, rt.id, since, now)
    proposals = await figures.list_new_proposals(session, rt.id, since, now)
    activities = await _list_answered(session, rt, since, now)
    rated = await _list_rated(session, rt, since, now)
    cards = await list_news(session, rt, since)
    missed = await list_missed(session, rt, since, now=now)
    return {
        "area": rt.name,
        "zone": rt.zone,
        "since": since.isoformat(),
        "news": bool(waiting or accepted or proposals or activities or rated or cards or missed),
        "waiting": waiting,
        "accepted": accepted,
        "proposal_count": len(proposals),
        "proposals": [
            {"number": each.number, "text": each.text and each.text[:_LONGEST_EXCERPT]}
            for each in proposals[:_NAMED]
        ],
        "activities": activities[:_NAMED],
        "evaluations": rated[:_NAMED],
        "cards": cards,
        "missed": missed,
    }


async def _list_answered(session: Session, rt: Area, since: datetime, now: datetime) -> list[Facts]:
    found = await figures.list_answered_activities(session, rt.id, since, now)
    listed = []
    for activity, meeting, persons in found[:_NAMED]:
        tally = await answers.count_answers(session, activity.id)
        listed.append(
            {
                "title": activity.title,
                "starts": meeting.starts_at.isoformat(),
                "new": persons,
                "yes": tally.yes,
                "maybe": tally.maybe,
                "no": tally.no,
                "help": tally.help,
                "wait": tally.wait,
                "unanswered": tally.unanswered,
            }
        )
    return listed


async def _list_rated(session: Session, rt: Area, since: datetime, now: datetime) -> list[Facts]:
    found = await figures.list_answered_evaluations(session, rt.id, since, now)
    answered = await evaluations.count_ballots(session, [evaluation.id for evaluation, _, _ in found])
    return [
        {
            "id": evaluation.id,
            "title": activity.title,
            "new": persons,
            "answered": answered.get(evaluation.id, 0),
            "asked": evaluation.asked,
        }
        for evaluation, activity, persons in found
    ]
