"""Requests to be counted in an RT: who is told, who decides, once, and what everybody reads afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions import audience, merging, roles
from actions.access import Actor, HeldRole, covers, find_actor, list_officers_for, require_office
from actions.errors import Gone
from actions.messages import Hours, Lane, Post, Recipient, send, send_to_person, show_card
from actions.names import address
from storage import areas, audit, cards, outbox, people, residencies
from storage.areas import Area
from storage.database import Session
from storage.people import ResidencyState
from storage.residencies import Asked

__all__ = [
    "Decided",
    "close_card",
    "decide",
    "hand_down",
    "hand_over",
    "refresh",
    "tell_officers",
    "withdraw",
]

_REQUEST = "people/request"
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Decided:
    """What became of a request, for who asks: `by` is somebody else; `fresh` when it was decided just now."""

    facts: dict[str, Any]
    fresh: bool


async def tell_officers(session: Session, residency_id: int, area: Area, *, now: datetime) -> str | None:
    """One message to each who answers for the RT; gives their office, None when nobody has joined."""
    asked = await residencies.find_with_person(session, residency_id)
    assert asked is not None
    post, told = await _request(session, asked, area), None
    for officer in await list_officers_for(session, area):
        if await send_to_person(session, officer.id, post, kelurahan_id=area.kelurahan_id, now=now):
            told = await _office_of(session, officer.id, area)
    return told


async def hand_over(session: Session, officer: Actor, area: Area, *, now: datetime) -> None:
    """Somebody takes an office: they get the requests that wait for whoever answers there."""
    inside = await audience.list_subtree_ids(session, area)
    for asked in await residencies.list_in_areas(session, inside, ResidencyState.REQUESTED):
        rt = await areas.get_area(session, asked[0].area_id)
        answers = officer.person_id in [one.id for one in await list_officers_for(session, rt)]
        told = await outbox.lock_card(session, officer.chat_id, f"residency:{asked[0].id}")
        if answers and told is None:
            recipient = Recipient(officer.chat_id, officer.person_id, rt.kelurahan_id)
            await send(session, [recipient], await _request(session, asked, rt), now=now)


async def hand_down(session: Session, area: Area, *, now: datetime) -> None:
    """Somebody gave up an office: whoever answers there now gets the requests that wait."""
    for officer in await list_officers_for(session, area):
        chat_id = await people.find_chat_id(session, officer.id)
        next_one = await find_actor(session, chat_id) if chat_id is not None else None
        if next_one is not None:
            await hand_over(session, next_one, area, now=now)


async def decide(
    session: Session,
    actor: Actor,
    residency_id: int,
    *,
    accept: bool,
    same_as: int | None = None,
    now: datetime,
) -> Decided:
    """Accept or decline a request, once; a later tap learns what became of it. NotYours without office.

    `same_as` is whom the RT head wrote down before under another name, and who turns out to be them.
    """
    asked = await residencies.find_with_person(session, residency_id) if _is_id(residency_id) else None
    if asked is None:
        raise Gone
    residency = asked[0]
    area = await require_office(session, actor, residency.area_id)
    if accept:
        await merging.lock_concerned(session, asked)
    wanted = ResidencyState.ACCEPTED if accept else ResidencyState.DECLINED
    if not await residencies.claim_decision(session, residency, wanted, by_id=actor.person_id, now=now):
        facts = await _decided_facts(session, asked, area)
        by_themselves = residency.decided_by_id == actor.person_id
        return Decided({**facts, "by": None} if by_themselves else facts, fresh=False)
    action = "accept_resident" if accept else "decline_resident"
    subject = f"residency:{residency.id}"
    audit.add_act(session, action, subject, at=now, actor_id=actor.person_id, area_id=area.id)
    if accept:
        await merging.merge_recorded(session, asked, actor_id=actor.person_id, same_as=same_as, now=now)
    facts = await _decided_facts(session, asked, area)
    await _show_everywhere(session, residency.id, facts, now, decider=actor.chat_id)
    await _tell_resident(session, asked[1].id, area, accept, now)
    return Decided({**facts, "by": None}, fresh=True)


async def withdraw(session: Session, person_id: int, *, now: datetime) -> None:
    """Take back what a person asked for, because they ask elsewhere."""
    for residency in await residencies.list_requests(session, person_id, lock=True):
        residency.until = now
        await session.flush()
        await close_card(session, residency.id, residency.area_id, "withdrawn", now=now)


async def close_card(session: Session, residency_id: int, area_id: int, state: str, *, now: datetime) -> None:
    """Let every officer's message about a request say, without a name, that it was withdrawn or erased."""
    area = await areas.get_area(session, area_id)
    await _show_everywhere(session, residency_id, {"state": state, "area": area.name}, now)


async def refresh(session: Session, area: Area, household_id: int | None, *, now: datetime) -> None:
    """Let requests of a house name only those who are recorded there now, in messages and on their way."""
    for asked in await residencies.list_in_areas(session, [area.id], ResidencyState.REQUESTED):
        if household_id is not None and asked[0].household_id == household_id:
            post = await _request(session, asked, area)
            await cards.refresh_promised(session, f"residency:{asked[0].id}", post.facts)
            for chat_id, person_id in await cards.list_chats(session, f"residency:{asked[0].id}"):
                await show_card(session, Recipient(chat_id, person_id), post, now=now)


async def _request(session: Session, asked: Asked, area: Area) -> Post:
    residency, person, house = asked
    facts = {
        "residency": residency.id,
        "who": address(person.salutation, person.name or ""),
        "house": house,
        "area": area.name,
        "same": await merging.list_doubtful(session, asked),
    }
    subject = f"residency:{residency.id}"
    return Post(_REQUEST, facts, subject=subject, card=subject, hours=Hours.WAKING)


async def _decided_facts(session: Session, asked: Asked, area: Area) -> dict[str, Any]:
    residency, person, _house = asked
    by = residency.decided_by_id
    return {
        "state": "withdrawn" if residency.decided_at is None else residency.state.value,
        "who": address(person.salutation, person.name or ""),
        "area": area.name,
        "zone": area.zone,
        "at": residency.decided_at and residency.decided_at.isoformat(),
        "by": await _office_of(session, by, area) if by else None,
    }


async def _office_of(session: Session, person_id: int, area: Area) -> str | None:
    """Which of a person's offices reaches over an area."""
    for role in await people.list_roles(session, person_id):
        if await covers(session, HeldRole(role.kind, role.area_id), area):
            return role.kind.value
    return None


async def _show_everywhere(
    session: Session, residency_id: int, facts: dict[str, Any], now: datetime, *, decider: int | None = None
) -> None:
    """Every officer's message says what became of it; who has not got it yet, need not get it any more.

    The chat `decider` is not told who decided.
    """
    subject = f"residency:{residency_id}"
    await outbox.cancel(session, subject, [_REQUEST], now)
    post = Post("people/decided", facts, subject=subject, card=subject, lane=Lane.REPLY)
    for chat_id, person_id in await cards.list_chats(session, subject):
        seen = replace(post, facts={**facts, "by": None}) if chat_id == decider else post
        await show_card(session, Recipient(chat_id, person_id), seen, now=now)


async def _tell_resident(session: Session, person_id: int, area: Area, accept: bool, now: datetime) -> None:
    chat_id = await people.find_chat_id(session, person_id)
    resident = await find_actor(session, chat_id) if chat_id is not None else None
    if resident is None:
        return
    recipient = Recipient(resident.chat_id, person_id, area.kelurahan_id)
    if not accept:
        await send(session, [recipient], Post("joining/not_accepted", {"area": area.name}), now=now)
        return
    menu = await roles.find_current(session, resident) if resident.roles else None
    if menu is None:
        menu = await roles.use_menu(session, resident, roles.RESIDENT, lane=Lane.NOTICE, now=now)
    post = Post("joining/accepted", {"area": area.name, **menu.facts()})
    await send(session, [recipient], post, now=now)


def _is_id(number: int) -> bool:
    return 0 < number <= _LARGEST_ID
