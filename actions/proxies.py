"""`Catat warga lain`: an RT head writes down what neighbours who are not on Telegram answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions import invitations, joining, nudges, planned, seats
from actions.access import Actor, RoleKind, speaks_for
from actions.answers import read_party
from actions.errors import Gone, NotUnderstood, NotYours, Refusal
from actions.messages import Recipient
from actions.names import address, normalise_household, normalise_name, split_title
from actions.offices import list_offices_inside
from actions.paging import Page, cut
from actions.planned import Plan
from actions.queues import showing_places
from storage import answers, audit, listeners, people, residencies
from storage.answers import Answer, AnswerKind, AnswerSource
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.people import Residency, ResidencyState
from storage.residencies import Asked
from storage.ways import Way

__all__ = [
    "AnsweredThemselves",
    "Neighbour",
    "NeighbourChanged",
    "find_neighbour",
    "list_called",
    "list_neighbours",
    "record_answer",
]

PAGE = 5
"""One of a screen's six choices is for a name that is not in the list."""


class AnsweredThemselves(Refusal):
    """A neighbour's own answer counts, and nobody else's can take its place; `who` they are."""


class NeighbourChanged(Refusal):
    """The button stands under the name of somebody who was asked about before."""


@dataclass(frozen=True)
class Neighbour:
    """One of the RT for whom an answer can be written down; `answer` was written down before."""

    person_id: int
    who: str
    house: str | None
    answer: str | None = None


@dataclass(frozen=True)
class Recorded:
    """What was written down, for whom."""

    plan: Plan
    answer: Answer
    neighbour: Neighbour


@dataclass(frozen=True)
class RtPlan(Plan):
    """An activity of an RT or around it, for those who live in that RT."""

    rt: Area


async def access_plan(session: Session, actor: Actor, *, activity_id: int, now: datetime) -> RtPlan:
    """An activity that can still be answered, for the head of its RT or of one inside; else NotYours."""
    plan = await planned.lock_plan(session, activity_id, now=now)
    rt = await find_headed_rt(session, actor, plan.area)
    if rt is None:
        raise NotYours
    plan.require_open(now)
    return RtPlan(plan.activity, plan.meetings, plan.meeting, plan.area, rt)


async def find_headed_rt(session: Session, actor: Actor, area: Area) -> Area | None:
    """The RT whose neighbours somebody may note answers of: the area itself, or one inside that they head."""
    if area.kind is AreaKind.RT and await speaks_for(session, actor, RoleKind.RT_HEAD, area):
        return area
    inside = await list_offices_inside(session, actor, area, RoleKind.RT_HEAD)
    return inside[0].area if inside else None


async def list_neighbours(session: Session, actor: Actor, plan: RtPlan, *, page: int) -> Page[Neighbour]:
    """Who of the RT has not answered themselves, those without Telegram and without an answer first."""
    counting = await answers.list_counting(session, plan.activity.id)
    said = {answer.person_id: answer for answer in counting}
    spoke = {one.person_id for one in counting if one.source is not AnswerSource.PROXY} | {actor.person_id}
    on_telegram = {one.person_id for one in await listeners.list_residents(session, [plan.rt.id])}
    found = [
        _neighbour(asked, said.get(asked[1].id))
        for asked in await _list_accepted(session, plan.rt)
        if asked[1].id not in spoke
    ]
    found.sort(key=lambda one: (one.answer is not None, one.person_id in on_telegram, one.who.casefold()))
    return cut(found, page, PAGE)


async def get_neighbour(session: Session, plan: RtPlan, person_id: int) -> Neighbour:
    """One who is counted in the RT of an activity; AnsweredThemselves when nothing can be written down."""
    asked = next((one for one in await _list_accepted(session, plan.rt) if one[1].id == person_id), None)
    if asked is None:
        raise Gone
    counting = await answers.find_counting(session, plan.activity.id, person_id)
    if counting is not None and counting.source is not AnswerSource.PROXY:
        raise AnsweredThemselves(who=_neighbour(asked, None).who)
    return _neighbour(asked, counting)


async def find_neighbour(session: Session, rt: Area, *, name: str, label: str) -> int | None:
    """Who is called this in this house, in whatever spelling and with whatever salutation."""
    house, called = normalise_household(label), await list_called(session, rt, name)
    return next((who for who, known in called.items() if known and normalise_household(known) == house), None)


async def list_called(session: Session, rt: Area, name: str) -> dict[int, str | None]:
    """Who is called this in an RT, in whatever spelling, each with their house if it is known."""
    wanted = normalise_name(name)
    return {
        person.id: house
        for _residency, person, house in await _list_accepted(session, rt)
        if normalise_name(person.name or "") == wanted
    }


async def find_or_add_neighbour(
    session: Session, actor: Actor, rt: Area, *, name: str, label: str, now: datetime
) -> int:
    """The neighbour of this name and house, counted in the RT from now on if nobody knew them."""
    known = await find_neighbour(session, rt, name=name, label=label)
    if known is not None:
        return known
    salutation, bare = split_title(name)
    if not any(sign.isalpha() for sign in bare):
        raise NotUnderstood
    person = await people.add_neighbour(session, name=bare, salutation=salutation, now=now)
    house = await joining.find_or_add_house(session, rt, label, now=now)
    residency = await residencies.add_residency(
        session,
        Residency(
            person_id=person.id,
            area_id=rt.id,
            household_id=house.id,
            state=ResidencyState.ACCEPTED,
            requested_at=now,
            decided_at=now,
            decided_by_id=actor.person_id,
            since=now,
        ),
    )
    subject = f"residency:{residency.id}"
    audit.add_act(session, "record_resident", subject, at=now, actor_id=actor.person_id, area_id=rt.id)
    return person.id


async def record_answer(
    session: Session,
    actor: Actor,
    plan: RtPlan,
    *,
    person_id: int,
    answer: AnswerKind,
    party: int | None = None,
    way: Way | None = None,
    now: datetime,
) -> Recorded:
    """Write down a neighbour's answer; it counts once, and until they answer themselves."""
    if await people.lock_person(session, person_id) is None:
        raise Gone
    neighbour = await get_neighbour(session, plan, person_id)
    residency = await people.find_residency(session, person_id, ResidencyState.ACCEPTED)
    noted = Answer(
        activity_id=plan.activity.id,
        person_id=person_id,
        household_id=residency.household_id if residency else None,
        party=read_party(answer, party, None) if plan.activity.quota is None else 1,
        way=way if answer is AnswerKind.HELP else None,
        source=AnswerSource.PROXY,
        recorded_by_id=actor.person_id,
        at=now,
    )
    await answers.add_invitations(session, plan.activity.id, [(person_id, noted.household_id)], now)
    async with showing_places(session, plan, now=now):
        noted.answer = await seats.settle_answer(session, plan, person_id, answer, now=now)
        await answers.add_answer(session, noted)
        await seats.offer_on(session, plan, now=now)
    audit.add_act(
        session, "record_answer", plan.subject, at=now, actor_id=actor.person_id, area_id=plan.rt.id
    )
    await invitations.show_cards(session, plan, now=now)
    if chat_id := await people.find_chat_id(session, person_id):
        recipient = Recipient(chat_id, person_id)
        await nudges.take_back(session, plan, chat_id, now=now)
        await invitations.refresh_invitation(session, recipient, plan, noted, tapped=None, now=now)
    return Recorded(plan, noted, neighbour)


async def _list_accepted(session: Session, rt: Area) -> Sequence[Asked]:
    return await residencies.list_in_areas(session, [rt.id], ResidencyState.ACCEPTED)


def _neighbour(asked: Asked, answer: Answer | None) -> Neighbour:
    _residency, person, house = asked
    who = address(person.salutation, person.name or "")
    return Neighbour(person.id, who, house, answer.answer.value if answer else None)
