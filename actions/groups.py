"""Telegram groups: the bot comes and goes, an officer links one with an area, its messages follow it."""

from dataclasses import dataclass
from datetime import datetime

from actions import links
from actions.access import Actor, list_officers_for, require_office
from actions.detours import go_round
from actions.errors import Gone, NotYours, Refusal
from actions.messages import Lane, Post, Recipient, send, send_to_person, show_card
from actions.offices import Office, list_offices
from storage import areas, deliveries, groups, memory
from storage.areas import Area, AreaKind
from storage.audit import add_act
from storage.database import Session
from storage.groups import Group, GroupState
from storage.outbox import OutboxState
from storage.people import RoleKind

__all__ = ["Group", "Office"]

LINKERS = (RoleKind.RT_HEAD, RoleKind.RW_HEAD, RoleKind.KELURAHAN)
SHOWN = 5
"""How many groups `Grup RT` lists; a sixth button brings the bot into one more."""
NO_LINK = "mulai"
"""The payload of a link that only opens the private chat; Telegram lets a tap open none without."""


class OnlyOfficersLink(Refusal):
    """Somebody without an office taps the button that links a group."""

    alarming = False


class GroupTaken(Refusal):
    """A group is linked already with `area`, which is not theirs."""


class OnlyInPrivate(Refusal):
    """A button that does not work in groups."""


@dataclass(frozen=True)
class Linked:
    """A group with the name of the area that it is linked with."""

    group: Group
    area: str


async def come_in(
    session: Session, chat_id: int, title: str | None, *, brought_by: Actor | None, now: datetime
) -> None:
    """The bot is in a group: remember it, and say once how it is linked."""
    group = await groups.find_group(session, chat_id)
    if group is not None and group.state is not GroupState.GONE:
        group.title = title
        return
    await _remember(session, group, chat_id, title, now)
    offices = await list_offices(session, brought_by, *LINKERS) if brought_by else []
    area = offices[0].area.name if len(offices) == 1 else None
    await send(session, [Recipient(chat_id)], _hello(chat_id, area), now=now)


async def answer_call(
    session: Session, chat_id: int, title: str | None, topic_id: int | None, *, now: datetime
) -> None:
    """Somebody called the bot in a group: how to link it, or what it does here; one answer waits at most."""
    group = await groups.find_group(session, chat_id)
    if group is not None and group.state is GroupState.LINKED:
        facts = {"address": await find_door(session)}
        post = Post("groups/help", facts, key=f"help:{chat_id}", lane=Lane.REPLY)
    else:
        if group is None or group.state is GroupState.GONE:
            await _remember(session, group, chat_id, title, now)
        post = _hello(chat_id, None)
    await send(session, [Recipient(chat_id, topic_id=topic_id)], post, now=now)


async def rename(session: Session, chat_id: int, title: str) -> None:
    """A group is called something else."""
    group = await groups.find_group(session, chat_id)
    if group is not None:
        group.title = title


async def link_group(
    session: Session, actor: Actor | None, chat_id: int, topic_id: int | None, *, now: datetime
) -> Area | None:
    """`Hubungkan` was tapped in a group, perhaps in a topic; None when they are asked first for which area.

    OnlyOfficersLink, GroupTaken; Gone where the bot is not known to be.
    """
    offices = await list_offices(session, actor, *LINKERS) if actor else []
    if actor is None or not offices:
        raise OnlyOfficersLink
    group = await _present(session, chat_id)
    if group.state is GroupState.LINKED:
        return await _linked_area(session, group, offices)
    if len(offices) == 1:
        await _link(session, actor, group, offices[0].area, topic_id, now)
        return offices[0].area
    group.topic_id, group.linked_by_id = topic_id, actor.person_id
    choices = [{"id": office.area.id, "name": office.area.name} for office in offices[:6]]
    facts = {"chat": str(chat_id), "title": group.title, "choices": choices}
    recipient = Recipient(actor.chat_id, actor.person_id)
    await send(session, [recipient], Post("groups/choose_area", facts, lane=Lane.REPLY), now=now)
    return None


async def choose_area(
    session: Session, actor: Actor, chat_id: int, area_id: int, *, now: datetime
) -> tuple[Group, Area]:
    """Which of their areas a group belongs to, by whoever was asked; NotYours for an area of others."""
    offices = await list_offices(session, actor, *LINKERS)
    area = next((office.area for office in offices if office.area.id == area_id), None)
    if area is None:
        raise NotYours
    group = await _present(session, chat_id)
    if group.linked_by_id != actor.person_id:
        raise Gone
    if group.state is GroupState.LINKED:
        return group, await _linked_area(session, group, offices)
    await _link(session, actor, group, area, group.topic_id, now)
    return group, area


async def unlink_group(session: Session, actor: Actor, chat_id: int, *, now: datetime) -> Group:
    """`Putuskan`: nothing is posted into a group any more until it is linked again; NotYours, Gone.

    What waits for it is taken back, and goes to its people in private where it was to go by way of the group.
    """
    group = await groups.find_group(session, chat_id)
    if group is None or group.state is not GroupState.LINKED or group.area_id is None:
        raise Gone
    area = await require_office(session, actor, group.area_id, *LINKERS)
    _write_down(session, "unlink_group", group, actor, now)
    await groups.stop_chat(session, chat_id, now)
    group.state, group.changed_at = GroupState.WAITING, now
    await go_round(session, group, OutboxState.CANCELLED, since=now, now=now)
    group.area_id = group.linked_by_id = None
    post = Post("groups/unlinked", {"area": area.name}, subject=subject_of(chat_id), card=subject_of(chat_id))
    await send(session, [Recipient(chat_id, topic_id=group.topic_id)], post, now=now)
    return group


async def list_mine(session: Session, actor: Actor) -> list[Linked]:
    """The groups that are linked with the areas of one's offices, the first five; NotYours without one."""
    offices = {office.area.id: office.area for office in await list_offices(session, actor, *LINKERS)}
    if not offices:
        raise NotYours
    found = await groups.list_linked(session, list(offices))
    return [Linked(group, offices[group.area_id].name) for group in found[:SHOWN] if group.area_id]


async def find_door(session: Session, *, start: str = "start") -> str | None:
    """What opens the bot without a link, or, with "startgroup", brings it into a group.

    None before the bot knows its own name.
    """
    username = await memory.recall(session, "bot_username")
    return f"https://t.me/{username}?{start}={NO_LINK}" if username else None


async def find_way_in(session: Session, chat_id: int, *, now: datetime) -> str | None:
    """Where somebody whom we do not know is led from a group: to the join link of its RT, else to the bot."""
    door = await find_door(session)
    group = await groups.find_group(session, chat_id)
    if door is None or group is None or group.area_id is None:
        return door
    area = await areas.get_area(session, group.area_id)
    return await links.find_address(session, area, now=now) if area.kind is AreaKind.RT else door


async def lose(session: Session, chat_id: int, *, now: datetime) -> None:
    """The bot cannot write there any more: people get what it missed, who answers for it hears once."""
    await deliveries.give_up_chat(session, chat_id, now)
    group = await groups.find_group(session, chat_id)
    if group is None:
        return
    linked, since = group.state is GroupState.LINKED, group.changed_at
    if group.state is not GroupState.GONE:
        group.state, group.changed_at = GroupState.GONE, now
    if group.area_id is None:
        return
    await go_round(session, group, OutboxState.UNREACHABLE, since=since, now=now)
    if linked:
        await _tell_officers(session, group, await areas.get_area(session, group.area_id), now)


async def _tell_officers(session: Session, group: Group, area: Area, now: datetime) -> None:
    post = Post("groups/gone", {"title": group.title, "area": area.name})
    for officer in await list_officers_for(session, area):
        await send_to_person(session, officer.id, post, kelurahan_id=area.kelurahan_id, now=now)


async def migrate(session: Session, old: int, new: int, *, now: datetime) -> None:
    """A group became a supergroup: it stays linked, and what waits for it goes to its new number."""
    await groups.move_group(session, old, new, now)


async def leave_topic(session: Session, chat_id: int, topic_id: int) -> int | None:
    """A topic is closed or gone: write where its group is written to now, which is returned."""
    return await groups.leave_topic(session, chat_id, topic_id)


def subject_of(chat_id: int) -> str:
    """What ties messages to a group, and the card that says how it is linked: "group:-100123"."""
    return f"group:{chat_id}"


def _hello(chat_id: int, area: str | None) -> Post:
    subject = subject_of(chat_id)
    key = f"hello:{chat_id}"
    return Post("groups/hello", {"area": area}, subject=subject, card=subject, key=key, lane=Lane.REPLY)


async def _remember(
    session: Session, group: Group | None, chat_id: int, title: str | None, now: datetime
) -> None:
    """A group waits to be linked, whatever it was before."""
    if group is None:
        await groups.add_group(session, Group(chat_id=chat_id, title=title, changed_at=now))
        return
    group.state, group.title, group.changed_at = GroupState.WAITING, title, now
    group.area_id = group.topic_id = group.linked_by_id = None


async def _present(session: Session, chat_id: int) -> Group:
    group = await groups.find_group(session, chat_id)
    if group is None or group.state is GroupState.GONE:
        raise Gone
    return group


async def _linked_area(session: Session, group: Group, offices: list[Office]) -> Area:
    """The area of a group that is linked already, for one of its officers; else GroupTaken."""
    assert group.area_id is not None
    area = await areas.get_area(session, group.area_id)
    if area.id not in [office.area.id for office in offices]:
        raise GroupTaken(area=area.name)
    return area


async def _link(
    session: Session, actor: Actor, group: Group, area: Area, topic_id: int | None, now: datetime
) -> None:
    group.state, group.area_id, group.topic_id = GroupState.LINKED, area.id, topic_id
    group.linked_by_id, group.changed_at = actor.person_id, now
    _write_down(session, "link_group", group, actor, now)
    subject = subject_of(group.chat_id)
    post = Post("groups/linked", {"area": area.name}, subject=subject, card=subject, lane=Lane.REPLY)
    await show_card(session, Recipient(group.chat_id, topic_id=topic_id), post, now=now)


def _write_down(session: Session, action: str, group: Group, actor: Actor, now: datetime) -> None:
    subject = subject_of(group.chat_id)
    add_act(session, action, subject, at=now, actor_id=actor.person_id, area_id=group.area_id)
