"""The interest register: one's own ticks, what an area wants to learn, who hears of a training first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions import invitations
from actions.access import Actor, require_office
from actions.areas import next_open
from actions.audience import Listener, list_subtree_ids
from actions.errors import NotUnderstood, NotYours, TextTooLong
from actions.names import address
from actions.offices import Office, list_offices, list_offices_in_use
from actions.paging import Page, cut
from actions.planned import Plan
from actions.texts import has_words
from storage import interests
from storage.areas import Area
from storage.database import Session
from storage.interests import Interest, Topic, Wish
from storage.people import RoleKind

__all__ = [
    "Demand",
    "Register",
    "Topic",
    "Wish",
    "get_register",
    "invite_in_turns",
    "list_interested",
    "toggle",
]

LONGEST_WORDS = 40
HEAD_START = timedelta(hours=24)
"""How much sooner those hear of a training who want to learn what it teaches."""
NAMES_A_PAGE = 8
WANTED = 5
"""With the button for no topic they fill a screen."""
ORGANIZERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN, RoleKind.FACILITATOR)


@dataclass(frozen=True)
class Register:
    """What somebody ticked; `named` says who reads their name: None while that was not asked."""

    chosen: tuple[Interest, ...]
    named: bool | None

    def topics(self, wish: Wish) -> dict[Topic, str | None]:
        """The topics of one of the two lists, with words where they are somebody's own."""
        return {one.topic: one.words for one in self.chosen if one.wish is wish}


@dataclass(frozen=True)
class Demand:
    """What an area would like to learn and could teach, most wanted first.

    `heads` says whether its names are for who asks, `named` whether there are any.
    """

    area: Area
    learn: tuple[tuple[Topic, int], ...]
    teach: tuple[tuple[Topic, int], ...]
    heads: bool
    named: bool


@dataclass(frozen=True)
class Turns:
    """Who is invited at once, and who later, when that is; groups with the later ones."""

    first: tuple[Listener, ...]
    later: tuple[Listener, ...] = ()
    later_at: datetime | None = None

    @property
    def invited(self) -> int:
        """How many in all."""
        return len(self.first) + len(self.later)

    def facts(self) -> dict[str, Any]:
        """What words about it need; `others` is when the later ones hear of it."""
        others = self.later_at.isoformat() if self.later_at else None
        return {"invited": self.invited, "first": len(self.first), "others": others}


@dataclass(frozen=True)
class Named:
    """A neighbour who lets their RT head read their name."""

    who: str
    register: Register


async def get_register(session: Session, actor: Actor) -> Register:
    """One's own ticks."""
    consent = await interests.find_consent(session, actor.person_id)
    chosen = await interests.list_of_person(session, actor.person_id)
    return Register(tuple(chosen), consent.named if consent else None)


async def toggle(session: Session, actor: Actor, wish: Wish, topic: Topic, *, now: datetime) -> bool:
    """Tick a topic, or take the tick away; gives whether it is ticked now. Own words are only taken away."""
    actor.require_resident()
    if topic in (await get_register(session, actor)).topics(wish):
        await interests.remove(session, actor.person_id, wish, topic)
        return False
    if topic is not Topic.OTHER:
        await interests.add(session, _interest(actor, wish, topic, None, now))
    return topic is not Topic.OTHER


async def add_own(session: Session, actor: Actor, wish: Wish, words: str, *, now: datetime) -> None:
    """Add a topic in one's own words, in place of an earlier one."""
    actor.require_resident()
    words = " ".join(words.split())
    if not has_words(words):
        raise NotUnderstood
    if len(words) > LONGEST_WORDS:
        raise TextTooLong(limit=LONGEST_WORDS)
    await interests.add(session, _interest(actor, wish, Topic.OTHER, words, now))


async def say_named(session: Session, actor: Actor, *, named: bool, now: datetime) -> None:
    """Let one's name be read by the head of one's RT, or by nobody from this moment on."""
    actor.require_resident()
    await interests.save_consent(session, actor.person_id, named=named, at=now)


async def list_demand(session: Session, actor: Actor) -> list[Demand]:
    """The ranked counts of each area that somebody's office in use is for; NotYours without one."""
    actor.require_role(*ORGANIZERS)
    offices = await list_offices_in_use(session, actor, *ORGANIZERS)
    return [await _count_demand(session, office) for office in offices]


async def _count_demand(session: Session, office: Office) -> Demand:
    area, heads = office.area, office.kind is RoleKind.RT_HEAD
    counts = await interests.count_by_topic(session, await list_subtree_ids(session, area))
    named = heads and bool(await interests.list_named(session, area.id))
    return Demand(area, _rank(counts, Wish.LEARN), _rank(counts, Wish.TEACH), heads, named)


async def list_wanted(session: Session, actor: Actor, area_id: int) -> tuple[tuple[Topic, int], ...]:
    """What most of an area would like to learn, five topics at most; for an office that reaches over it."""
    area = await require_office(session, actor, area_id, *ORGANIZERS)
    counts = await interests.count_by_topic(session, await list_subtree_ids(session, area))
    return tuple(one for one in _rank(counts, Wish.LEARN) if one[0] is not Topic.OTHER)[:WANTED]


async def list_names(session: Session, actor: Actor, *, area_id: int, page: int) -> tuple[Area, Page[Named]]:
    """Who of an RT shares what, of those who let their name be read; NotYours for all but its own head."""
    headed = {office.area.id: office.area for office in await list_offices(session, actor, RoleKind.RT_HEAD)}
    if (area := headed.get(area_id)) is None:
        raise NotYours
    found: dict[int, tuple[str, list[Interest]]] = {}
    for person, interest in await interests.list_named(session, area.id):
        found.setdefault(person.id, (address(person.salutation, person.name or ""), []))[1].append(interest)
    named = [Named(who, Register(tuple(chosen), True)) for who, chosen in found.values()]
    return area, cut(sorted(named, key=lambda one: one.who.casefold()), page, NAMES_A_PAGE)


async def list_interested(session: Session, area: Area, topic: Topic) -> set[int]:
    """The persons of an area and of what lies inside it who would like to learn a topic."""
    return await interests.list_learners(session, await list_subtree_ids(session, area), topic)


async def find_turns(
    session: Session,
    area: Area,
    topic: Topic | None,
    listeners: Sequence[Listener],
    *,
    starts_at: datetime,
    now: datetime,
) -> Turns:
    """Who hears at once of a training because they want to learn its topic, and who a day later.

    All hear of it at once where nobody asked for the topic, or it begins too soon.
    """
    eager = await list_interested(session, area, topic) if topic else set()
    first = [one for one in listeners if one.person_id in eager]
    if not first:
        return Turns(tuple(listeners))
    later_at = await next_open(session, area.kelurahan_id or area.id, now + HEAD_START)
    if starts_at < later_at + HEAD_START:
        return Turns(tuple(listeners))
    later = [one for one in listeners if one.person_id not in eager]
    return Turns(tuple(first), tuple(later), later_at)


async def invite_in_turns(
    session: Session, plan: Plan, listeners: Sequence[Listener], *, now: datetime
) -> Turns:
    """Promise each their invitation, those first who asked for the topic."""
    turns = await find_turns(
        session, plan.area, plan.activity.topic, listeners, starts_at=plan.meeting.starts_at, now=now
    )
    await invitations.send_invitations(session, plan, turns.first, now=now)
    await invitations.send_invitations(session, plan, turns.later, now=now, at=turns.later_at)
    return turns


def _rank(counts: Mapping[tuple[Wish, Topic], int], wish: Wish) -> tuple[tuple[Topic, int], ...]:
    """Most wanted first; what is wanted by as many stands as in the tick list."""
    found = [(topic, counts[wish, topic]) for topic in Topic if (wish, topic) in counts]
    return tuple(sorted(found, key=lambda one: -one[1]))


def _interest(actor: Actor, wish: Wish, topic: Topic, words: str | None, now: datetime) -> Interest:
    return Interest(person_id=actor.person_id, wish=wish, topic=topic, words=words, at=now)
