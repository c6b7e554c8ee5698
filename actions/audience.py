"""Who hears what is said to an area, and who of it does not, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from actions.messages import News, Recipient
from storage import answers, areas, attendances, groups, listeners, mutes
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.people import ChatState

__all__ = [
    "Audience",
    "Choice",
    "LeftOut",
    "Listener",
    "Who",
    "find_audience",
    "list_group_titles",
    "list_groups",
    "list_outside",
    "list_recipients",
    "list_subtree_ids",
]


class Who(StrEnum):
    """Everybody, RT heads only, or by what an activity knows of them.

    Silent is who was invited and has not answered; of houses, those from which nobody has.
    """

    ALL = "all"
    HEADS = "heads"
    ANSWERED = "answered"
    SILENT = "silent"
    ATTENDED = "attended"
    HOUSES = "houses"


@dataclass(frozen=True)
class Choice:
    """Who of an area is meant; all but ALL and HEADS go by an activity."""

    who: Who = Who.ALL
    activity_id: int | None = None

    @classmethod
    def from_facts(cls, facts: dict[str, Any] | None) -> Self:
        """Read back what `facts` wrote; everybody when nothing was written."""
        return cls(Who(facts["who"]), facts["activity"]) if facts else cls()

    def facts(self) -> dict[str, Any]:
        """As it is kept in a row."""
        return {"who": self.who.value, "activity": self.activity_id}


@dataclass(frozen=True)
class Listener(Recipient):
    """Somebody of the area with Telegram: whose house it is, and whether an office alone brings them in."""

    household_id: int | None = None
    is_officer: bool = False


@dataclass(frozen=True)
class LeftOut:
    """How many do not get it, and why; `not_joined` are houses, None where their number is not known."""

    blocked: int = 0
    unreachable: int = 0
    muted: int = 0
    not_joined: int | None = None

    def facts(self) -> dict[str, Any]:
        """What the words of a preview need."""
        return {
            "blocked": self.blocked,
            "unreachable": self.unreachable,
            "muted": self.muted,
            "not_joined": self.not_joined,
        }


@dataclass(frozen=True)
class Audience:
    """Whom a message to an area reaches, each person once, and who is left out."""

    listeners: tuple[Listener, ...]
    left_out: LeftOut


async def list_subtree_ids(session: Session, area: Area) -> list[int]:
    """The ids of an area and of everything inside it, from the top."""
    found, level = [area.id], [area.id]
    while level := await areas.list_children_ids(session, level):
        found += level
    return found


async def find_audience(
    session: Session,
    area: Area,
    *,
    choice: Choice | None = None,
    leave_out: int | None = None,
    news: News | None = None,
    officers: bool = False,
) -> Audience:
    """Who hears what is said to an area now; `leave_out` is the sender, `news` what may have been muted.

    With `officers`, everybody includes who holds an office inside the area and lives elsewhere.
    """
    choice = choice or Choice()
    area_ids = await list_subtree_ids(session, area)
    found = await _list_chats(session, area_ids, choice)
    if officers and choice.who is Who.ALL:
        found += await _list_officers(session, area_ids, {one.person_id for one, _ in found})
    muted = await mutes.list_muted(session, news) if news else set()
    reached: dict[int, Listener] = {}
    missed: dict[int, str] = {}
    for listener, state in found:
        person_id = listener.person_id or 0
        if person_id == leave_out:
            continue
        if state in (ChatState.BLOCKED, ChatState.UNREACHABLE):
            missed[person_id] = state.value
        elif person_id in muted:
            missed[person_id] = "muted"
        else:
            reached[person_id] = listener
    why = [reason for person_id, reason in missed.items() if person_id not in reached]
    left_out = LeftOut(*(why.count(reason) for reason in ("blocked", "unreachable", "muted")))
    if choice.who is Who.ALL:
        left_out = replace(left_out, not_joined=await _count_not_joined(session, area_ids))
    return Audience(tuple(reached.values()), left_out)


async def list_recipients(session: Session, area: Area, *, news: News | None = None) -> list[Listener]:
    """The accepted residents of an area and of everything inside it who can be reached and want this news."""
    return list((await find_audience(session, area, news=news)).listeners)


async def list_groups(session: Session, area: Area) -> list[Recipient]:
    """The Telegram groups that are linked with an area or with what lies inside it, to be written to."""
    linked = await groups.list_linked(session, await list_subtree_ids(session, area))
    kelurahan_id = area.kelurahan_id or area.id
    return [
        Recipient(one.chat_id, kelurahan_id=kelurahan_id, area_id=one.area_id, topic_id=one.topic_id)
        for one in linked
    ]


async def list_group_titles(session: Session, area: Area) -> list[str | None]:
    """What the groups are called that `list_groups` gives."""
    return [one.title for one in await groups.list_linked(session, await list_subtree_ids(session, area))]


def list_outside(posted: Iterable[Recipient], listeners: Iterable[Listener]) -> tuple[Listener, ...]:
    """Who of these is told by none of these groups: a group tells its RT.

    Who sits in the group of an RW or a kelurahan nobody knows; often it is its RT heads.
    """
    told = {group.area_id for group in posted}
    return tuple(one for one in listeners if one.area_id not in told)


async def _list_chats(
    session: Session, area_ids: Sequence[int], choice: Choice
) -> list[tuple[Listener, ChatState | None]]:
    heads = choice.who is Who.HEADS
    rows = await (listeners.list_heads if heads else listeners.list_residents)(session, area_ids)
    found = [
        (
            Listener(
                row.chat_id, row.person_id, row.kelurahan_id, row.area_id, household_id=row.household_id
            ),
            row.state,
        )
        for row in rows
    ]
    if choice.who in (Who.ALL, Who.HEADS) or choice.activity_id is None:
        return found
    return await _chosen(session, found, choice.who, choice.activity_id)


async def _list_officers(
    session: Session, area_ids: Sequence[int], known: set[int | None]
) -> list[tuple[Listener, ChatState | None]]:
    """Those who are not residents there; who holds several offices counts in the first RT of them."""
    found: dict[int, tuple[Listener, ChatState | None]] = {}
    for row in await listeners.list_officers(session, area_ids):
        if row.person_id not in known:
            heard = Listener(row.chat_id, row.person_id, row.kelurahan_id, row.area_id, is_officer=True)
            found.setdefault(row.person_id, (heard, row.state))
    return list(found.values())


async def _chosen(
    session: Session, found: Iterable[tuple[Listener, ChatState | None]], who: Who, activity_id: int
) -> list[tuple[Listener, ChatState | None]]:
    """Those of whom the activity knows what is asked for."""
    if who is Who.ATTENDED:
        came = await attendances.list_attended(session, activity_id)
        return [one for one in found if one[0].person_id in came]
    counting = await answers.list_counting(session, activity_id)
    spoke = {answer.person_id for answer in counting}
    if who is Who.ANSWERED:
        return [one for one in found if one[0].person_id in spoke]
    silent = await answers.list_invited(session, activity_id) - spoke
    houses = {answer.household_id for answer in counting if who is Who.HOUSES} - {None}
    return [one for one in found if one[0].person_id in silent and one[0].household_id not in houses]


async def _count_not_joined(session: Session, area_ids: Sequence[int]) -> int | None:
    """How many houses nobody has joined from; None where no RT says how many it has."""
    known = [
        area for area in await areas.list_of(session, area_ids, AreaKind.RT) if area.estimated_households
    ]
    if not known:
        return None
    joined = await listeners.count_joined_households(session, [area.id for area in known])
    return sum(max((area.estimated_households or 0) - joined.get(area.id, 0), 0) for area in known)
