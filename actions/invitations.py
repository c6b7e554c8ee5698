"""What people are told about a planned activity: its invitation, its organiser's card, its changes."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from actions import by_word_of_mouth
from actions.areas import next_open
from actions.audience import list_groups
from actions.messages import (
    Hours,
    Lane,
    News,
    Post,
    Recipient,
    edit_arrived,
    send,
    show_card,
    show_in_groups,
)
from actions.own_answers import answer_facts, place_facts
from actions.parts import list_named_parts
from actions.planned import Plan
from storage import (
    activity_roles,
    activity_series,
    answers,
    attendances,
    cards,
    concerned,
    outbox,
    people,
    seats,
)
from storage.activities import ActivityState
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.areas import AreaKind
from storage.cards import Arrived
from storage.database import Session
from storage.outbox import OutboxState
from storage.people import RoleKind

INVITATION, GROUP_INVITATION, REMINDER, MOVED, CANCELLED, POSTPONED, RECAP = (
    "activities/invitation",
    "activities/group",
    "activities/reminder",
    "activities/moved",
    "activities/cancelled",
    "activities/postponed",
    "activities/recap",
)
_IN_TIME, _A_DAY = timedelta(hours=1), timedelta(days=1)
_GROUP_REST = timedelta(seconds=3)
"""Telegram takes 20 messages a minute for a group, edits included."""
_GROUPS_A_SECOND = 5
"""How many groups may be told new counts: a sixth of the messages that Telegram takes of a bot."""


async def card_facts(session: Session, plan: Plan, now: datetime) -> dict[str, Any]:
    """What the organiser's card needs; it counts persons."""
    cancelled = plan.activity.state is ActivityState.CANCELLED
    state = {"cancelled": cancelled, "postponed": plan.postponed, "phase": plan.phase(now)}
    tally = asdict(await answers.count_answers(session, plan.activity.id))
    if plan.activity.quota is not None:
        tally["offered"] = (await seats.count_open(session, plan.activity.id)).offered
    return {**plan.facts(), **tally, **state}


async def send_invitations(
    session: Session,
    plan: Plan,
    recipients: Iterable[Recipient],
    *,
    now: datetime,
    at: datetime | None = None,
) -> None:
    """Promise the invitation to each, not before `at`; what would come after the start is dropped."""
    post = Post(
        INVITATION,
        plan.facts(),
        subject=plan.subject,
        key=f"{plan.card}:{{chat}}",
        card=plan.card,
        lane=Lane.BULK,
        hours=Hours.OPEN,
        not_before=at,
        expires_at=plan.meeting.starts_at,
        news=News.INVITATION,
    )
    await send(session, list(recipients), post, now=now)


async def post_in_groups(session: Session, plan: Plan, *, now: datetime, at: datetime | None = None) -> None:
    """Promise one message to each group that is linked where the activity is, and has none of it yet."""
    posted = {one.chat_id for one in await cards.list_in_groups(session, plan.group_card)}
    found = [group for group in await list_groups(session, plan.area) if group.chat_id not in posted]
    post = replace(await _group_post(session, plan, now), not_before=at)
    await send(session, found, post, now=now)


async def show_cards(
    session: Session, plan: Plan, *, now: datetime, soon: bool = False, groups: bool = True
) -> None:
    """Let the organiser, the RT heads when it is about one RT, and `groups` see the newest plan and counts.

    What changed is the plan itself when it is to be seen in groups `soon`.
    """
    seen = await organizer_card(session, plan, notes=False, now=now)
    for one in await list_watchers(session, plan):
        post = replace(seen, facts={**seen.facts, "notes": one.is_head})
        await show_card(session, one.recipient, post, now=now)
    if groups:
        await _show_in_groups(session, plan, now=now, soon=soon)


@dataclass(frozen=True)
class Watcher:
    """Somebody who looks after an activity; the head of its RT writes down what neighbours answer."""

    recipient: Recipient
    is_head: bool


async def list_watchers(session: Session, plan: Plan) -> list[Watcher]:
    """Who has the card of an activity: its organiser, and the RT heads when it is about one RT."""
    persons = [plan.activity.organizer_id] if plan.activity.organizer_id else []
    heads: list[int] = []
    if plan.area.kind is AreaKind.RT:
        heads = [head.id for head in await people.list_officers(session, RoleKind.RT_HEAD, plan.area.id)]
    kelurahan_id = plan.activity.kelurahan_id
    return [
        Watcher(Recipient(chat_id, person_id, kelurahan_id), person_id in heads)
        for person_id in dict.fromkeys([*persons, *heads])
        if (chat_id := await people.find_chat_id(session, person_id))
    ]


async def _show_in_groups(session: Session, plan: Plan, *, now: datetime, soon: bool) -> None:
    if places := await cards.list_in_groups(session, plan.group_card):
        turn = timedelta(seconds=0 if soon else len(places) / _GROUPS_A_SECOND)
        post = await _group_post(session, plan, now)
        await show_in_groups(session, places, post, now=now, rest=max(_GROUP_REST, turn))


async def _group_post(session: Session, plan: Plan, now: datetime) -> Post:
    facts = await card_facts(session, plan, now)
    return Post(
        GROUP_INVITATION,
        facts,
        subject=plan.subject,
        card=plan.group_card,
        lane=Lane.BULK,
        hours=Hours.OPEN,
        expires_at=plan.meeting.starts_at,
    )


async def organizer_card(session: Session, plan: Plan, *, notes: bool, now: datetime) -> Post:
    """The card as it is now; `notes` for whoever may write down what neighbours answer."""
    parts = await list_named_parts(session, plan.activity.id)
    repeat = await activity_series.find_rule(session, plan.activity.series_id)
    facts = await card_facts(session, plan, now) | {"notes": notes, "parts": parts, "repeat": repeat}
    facts["claimed"] = await attendances.count_claims(session, plan.activity.id)
    if facts["help"]:
        facts["ways"] = await concerned.count_ways(session, plan.activity.id)
        facts["gifts"] = await concerned.list_gifts(session, plan.activity.id)
    return Post("activities/card", facts, subject=plan.subject, card=plan.subject)


async def refresh_invitation(
    session: Session, recipient: Recipient, plan: Plan, answer: Answer, *, tapped: int | None, now: datetime
) -> None:
    """Let the invitation in a chat show an answer that was given elsewhere than on that very message.

    Whoever answered by themselves before theirs was sent needs it no more.
    """
    shown = await outbox.lock_card(session, recipient.chat_id, plan.card)
    if shown is None or (tapped is not None and shown.sent_message_id == tapped):
        return
    waits = shown.template == INVITATION and shown.state is OutboxState.QUEUED
    if waits and answer.source is AnswerSource.SELF:
        await outbox.cancel_key(session, f"{plan.card}:{recipient.chat_id}", now)
        return
    if shown.sent_message_id is not None:
        await outbox.cancel_key(session, f"edit:{recipient.chat_id}:{shown.sent_message_id}", now)
    facts = await place_facts(session, plan, answer, now=now)
    post = Post("activities/answered", facts, subject=plan.subject, card=plan.card, lane=Lane.REPLY)
    await show_card(session, recipient, post, now=now)


async def refresh_all(
    session: Session, plan: Plan, *, now: datetime, instead: tuple[str, dict[str, Any]] | None = None
) -> None:
    """Let every invitation that is in a chat, or on its way, show the newest plan in its place.

    `instead` is the template, with its facts, that those in a chat show when nobody is invited at present.
    """
    counting = await answers.list_counting(session, plan.activity.id)
    mine = {answer.person_id: answer for answer in counting}
    places = await seats.list_places(session, plan.activity.id)

    def say(one: Arrived) -> Post:
        answer = mine.get(one.person_id) if one.person_id else None
        template, facts = instead or (INVITATION, plan.facts())
        if instead is None and answer is not None:
            template = "activities/answered"
            facts = answer_facts(plan, answer, places.get(one.person_id or 0), now=now)
        return Post(template, facts, subject=plan.subject, lane=Lane.BULK)

    if instead is None:
        await cards.refresh_invitations(session, plan.card, INVITATION, plan.facts(), plan.meeting.starts_at)
    else:
        await cards.stop(session, plan.card, now)
        await cards.stop(session, plan.group_card, now)
    await edit_arrived(session, plan.card, say, now=now)


async def hasten(session: Session, plan: Plan, *, now: datetime) -> None:
    """Whoever was to be invited later than a day before the next meeting is invited then, or at once."""
    opens = await next_open(session, plan.activity.kelurahan_id, now)
    moment = max(opens, plan.meeting.starts_at - _A_DAY)
    await cards.hasten(session, [plan.card, plan.group_card], moment)


async def find_telling_time(
    session: Session, plan: Plan, *, soonest: datetime | None, now: datetime
) -> datetime:
    """When people hear of a change: in an open hour, unless that comes less than an hour before `soonest`."""
    opens = await next_open(session, plan.activity.kelurahan_id, now)
    return opens if soonest is None or opens <= soonest - _IN_TIME else now


async def preview_telling(
    session: Session, plan: Plan, *, now: datetime, starts_at: datetime | None = None
) -> tuple[int, datetime]:
    """How many would be told of a change of this plan, and when."""
    soonest = (
        starts_at if plan.postponed else min(plan.meeting.starts_at, starts_at or plan.meeting.starts_at)
    )
    told = len(await _list_told(session, plan.activity.id))
    return told, await find_telling_time(session, plan, soonest=soonest, now=now)


async def tell_answerers(
    session: Session,
    plan: Plan,
    template: str,
    facts: dict[str, Any],
    *,
    soonest: datetime | None,
    now: datetime,
) -> int:
    """Tell all who answered, whatever that was, organise or teach, when `find_telling_time` says; how many.

    Who waits for a seat is not asked whether they come. Whoever wrote down neighbours without Telegram is
    asked to tell them.
    With nothing to come in time for (`soonest` None), it makes sense at any time.
    """
    kelurahan_id = plan.activity.kelurahan_id
    waits = await find_telling_time(session, plan, soonest=soonest, now=now) > now
    post = Post(
        template,
        facts,
        subject=plan.subject,
        key=f"change:{plan.activity.id}:{plan.activity.revision}:{{chat}}",
        hours=Hours.OPEN if waits else Hours.ANY,
        expires_at=plan.meeting.ends_at if soonest is not None else None,
    )
    found = await _list_told(session, plan.activity.id)
    places = await seats.list_places(session, plan.activity.id)
    waiting = {person_id for person_id, place in places.items() if place.queue}
    waits_too = replace(post, facts={**facts, "answer": AnswerKind.WAIT.value})
    for said, persons in ((post, found.keys() - waiting), (waits_too, found.keys() & waiting)):
        recipients = [Recipient(found[one], one, kelurahan_id) for one in sorted(persons)]
        await send(session, recipients, said, now=now)
    await by_word_of_mouth.ask_recorders(session, plan, post, now=now)
    return len(found)


async def _list_told(session: Session, activity_id: int) -> dict[int, int]:
    """Whom a change concerns: person -> chat."""
    with_parts = await activity_roles.list_chats(session, activity_id)
    return dict([*await answers.list_answerers(session, activity_id), *with_parts])
