"""Who can come when: taps on proposed times, what they add up to, and the end of asking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.access import Actor, require_office
from actions.activities import ORGANIZERS, list_areas_of
from actions.areas import closed_windows
from actions.errors import Gone, NotYours, Refusal
from actions.meetings import Times
from actions.messages import Hours, Post, Recipient, send, show_card
from actions.planned import LASTS
from actions.time_endings import end_poll, find_outcome, list_invited
from actions.time_ranking import Standing, find_best, find_closed, rank
from storage import agenda, areas, people, time_polls
from storage.database import Session
from storage.time_polls import PollPerson, PollState, TimePoll, TimeSlot

__all__ = [
    "Missing",
    "Question",
    "TimePollOver",
    "access_own",
    "answer_times",
    "close_due",
    "close_poll",
    "list_missing",
    "refresh_card",
]

CARD = "times/card"
NONE = 0
"""The position that stands for "at none of them"."""


class TimePollOver(Refusal):
    """No more answers are taken; `starts` tells the time that was decided for, None before that.

    `invited` says whether the activity's invitation is for who tapped.
    """

    alarming = False


@dataclass(frozen=True)
class Missing:
    """Somebody required who did not say that they can come, and whether they `answered` at all."""

    salutation: str | None
    name: str
    answered: bool


@dataclass(frozen=True)
class Question:
    """What somebody is asked: the times, how many can come at each, and their own answer (None before it)."""

    poll: TimePoll
    slots: Sequence[TimeSlot]
    counts: Mapping[int, tuple[int, int]]
    chosen: frozenset[int] | None
    zone: str

    @property
    def subject(self) -> str:
        """What ties messages to this poll: "times:12"."""
        return f"times:{self.poll.id}"

    def facts(self) -> dict[str, Any]:
        """What its words and buttons need; of the others it tells numbers only."""
        poll = self.poll
        return {
            "poll": poll.id,
            "title": poll.title,
            "kind": poll.kind.value,
            "zone": self.zone,
            "closes": poll.closes_at.isoformat() if poll.closes_at else None,
            "answered": self.chosen is not None,
            "slots": [
                {
                    **_slot_facts(slot),
                    "count": self.counts.get(slot.id, (0, 0))[1],
                    "chosen": slot.id in (self.chosen or ()),
                }
                for slot in self.slots
            ],
        }


async def answer_times(
    session: Session, actor: Actor, *, poll_id: int, position: int, now: datetime
) -> Question:
    """Tick one of the times, or take the tick away; NONE says that none of them suits.

    TimePollOver once it is closed, Gone for whom it was not meant.
    """
    poll = await time_polls.lock_poll(session, poll_id)
    if poll is None or poll.state in (PollState.DRAFT, PollState.CANCELLED):
        raise Gone
    asked = await _find_asked(session, actor, poll)
    if poll.state is PollState.CLOSED or (poll.closes_at is not None and now >= poll.closes_at):
        invited = actor.person_id in await list_invited(session, poll)
        raise TimePollOver(**await find_outcome(session, poll), invited=invited)
    slots = await time_polls.list_slots(session, poll.id)
    slot = next((one for one in slots if one.position == position), None)
    if slot is None and position != NONE:
        raise Gone
    if slot is None:
        await time_polls.choose_none(session, asked, now)
    else:
        await time_polls.toggle(session, asked, slot.id, now)
    await refresh_card(session, poll, now=now)
    chosen = frozenset(await time_polls.list_chosen(session, asked.id))
    zone = (await areas.get_area(session, poll.area_id)).zone
    return Question(poll, slots, await time_polls.count_by_slot(session, poll.id), chosen, zone)


async def access_own(session: Session, actor: Actor, *, poll_id: int) -> TimePoll:
    """A poll that was asked, for who asked it; else NotYours, or Gone when there is none."""
    poll = await time_polls.lock_poll(session, poll_id)
    if poll is None:
        raise Gone
    await require_office(session, actor, poll.area_id, *ORGANIZERS)
    if poll.organizer_id != actor.person_id:
        raise NotYours
    if poll.state not in (PollState.OPEN, PollState.CLOSED):
        raise Gone
    return poll


async def close_poll(session: Session, actor: Actor, *, poll_id: int, now: datetime) -> None:
    """Take no more answers; the card says so."""
    poll = await access_own(session, actor, poll_id=poll_id)
    await end_poll(session, poll, now=now)
    await refresh_card(session, poll, now=now)


async def close_due(session: Session, *, now: datetime) -> bool:
    """Close the poll whose time is up first, and tell who asked what it came to; False without one."""
    poll = await agenda.find_first(session, agenda.TIME_POLLS, now, lock=True)
    if poll is None:
        return False
    await end_poll(session, poll, now=now)
    if (recipient := await _organizer(session, poll)) is not None:
        await send(session, [recipient], await _card(session, poll, Hours.OPEN), now=now)
    return True


async def list_missing(
    session: Session, actor: Actor, *, poll_id: int
) -> tuple[str, TimeSlot, list[Missing]]:
    """Who of the required cannot come at the best time, and whether they answered; only for who asked."""
    poll = await access_own(session, actor, poll_id=poll_id)
    standings = rank(await list_standings(session, poll))
    slots = {one.position: one for one in await time_polls.list_slots(session, poll.id)}
    slot = slots[standings[0].position]
    missing = await time_polls.list_missing(session, poll.id, slot.id)
    zone = (await areas.get_area(session, poll.area_id)).zone
    return zone, slot, [Missing(one.salutation, one.name or "", answered) for one, answered in missing]


async def list_closed(session: Session, *, area_id: int, times: Sequence[Times]) -> list[str | None]:
    """Which closed window each of these times falls into."""
    area = await areas.get_area(session, area_id)
    windows = await closed_windows(session, area.kelurahan_id or area.id)
    return [
        find_closed(one.starts_at, one.ends_at or one.starts_at + LASTS, area.zone, windows) for one in times
    ]


async def list_standings(session: Session, poll: TimePoll) -> list[Standing]:
    """Each proposed time with what it has by now, and the closed window that it falls into."""
    counts = await time_polls.count_by_slot(session, poll.id)
    slots = await time_polls.list_slots(session, poll.id)
    times = [Times(slot.starts_at, slot.ends_at) for slot in slots]
    closed = await list_closed(session, area_id=poll.area_id, times=times)
    return [
        Standing(slot.position, slot.starts_at, slot.ends_at, slot.said, *counts.get(slot.id, (0, 0)), window)
        for slot, window in zip(slots, closed, strict=True)
    ]


async def refresh_card(session: Session, poll: TimePoll, *, now: datetime) -> None:
    """Let who asked see the newest counts."""
    if (recipient := await _organizer(session, poll)) is not None:
        await show_card(session, recipient, await _card(session, poll, Hours.ANY), now=now)


async def card_facts(session: Session, poll: TimePoll) -> dict[str, Any]:
    """What the words and buttons of a draft and of the organiser's card need, the times as named."""
    standings = await list_standings(session, poll)
    best = find_best(standings)
    asked, answered, required = await time_polls.count_people(session, poll.id)
    return {
        "poll": poll.id,
        "title": poll.title,
        "slots": [
            {**_slot_facts(one), "required": one.required, "count": one.everybody, "closed": one.closed}
            for one in standings
        ],
        "best": best.position if best else None,
        "asked": asked,
        "answered": answered,
        "required": required,
        "open": poll.state is PollState.OPEN,
        "closes": poll.closes_at.isoformat() if poll.closes_at else None,
        "activity": poll.activity_id,
        **await find_outcome(session, poll),
    }


async def _card(session: Session, poll: TimePoll, hours: Hours) -> Post:
    subject = f"times:{poll.id}"
    return Post(CARD, await card_facts(session, poll), subject=subject, card=f"{subject}:card", hours=hours)


async def _organizer(session: Session, poll: TimePoll) -> Recipient | None:
    chat_id = await people.find_chat_id(session, poll.organizer_id) if poll.organizer_id else None
    return Recipient(chat_id, poll.organizer_id, poll.kelurahan_id) if chat_id else None


async def _find_asked(session: Session, actor: Actor, poll: TimePoll) -> PollPerson:
    """That they were asked, or live where everybody was; else Gone."""
    asked = await time_polls.find_asked(session, poll.id, actor.person_id)
    if asked is not None:
        return asked
    if not poll.everybody or poll.area_id not in await list_areas_of(session, actor):
        raise Gone
    await time_polls.add_people(session, poll.id, [actor.person_id])
    added = await time_polls.find_asked(session, poll.id, actor.person_id)
    assert added is not None
    return added


def _slot_facts(slot: TimeSlot | Standing) -> dict[str, Any]:
    return {
        "position": slot.position,
        "starts": slot.starts_at.isoformat(),
        "until": slot.ends_at.isoformat() if slot.ends_at else None,
        "said": slot.said,
    }
