"""Who hears what is said to an area: its accepted residents, and those inside it, whom we can reach."""

from dataclasses import dataclass

from actions.messages import Recipient
from storage import areas, people
from storage.areas import Area
from storage.database import Session
from storage.people import ChatState

__all__ = ["Audience", "Listener", "find_audience", "list_recipients", "list_subtree_ids"]


@dataclass(frozen=True)
class Listener(Recipient):
    """An accepted resident with Telegram: can be written to, and whose house it is."""

    household_id: int | None = None
    area_id: int | None = None


@dataclass(frozen=True)
class Audience:
    """Whom a message to an area reaches, and how many more blocked us or cannot be reached."""

    listeners: tuple[Listener, ...]
    unreachable: int


async def list_subtree_ids(session: Session, area: Area) -> list[int]:
    """The ids of an area and of everything inside it, from the top."""
    found, level = [area.id], [area.id]
    while level := await areas.list_children_ids(session, level):
        found += level
    return found


async def find_audience(session: Session, area: Area, *, leave_out: int | None = None) -> Audience:
    """Who hears what is said to an area now, each person once; `leave_out` is the sender."""
    rows = await people.list_resident_chats(session, await list_subtree_ids(session, area))
    reached: dict[int, Listener] = {}
    missed: set[int] = set()
    for person_id, chat_id, household_id, area_id, kelurahan_id, state in rows:
        if person_id == leave_out:
            continue
        if state is ChatState.UNREACHABLE:
            missed.add(person_id)
        else:
            reached[person_id] = Listener(chat_id, person_id, kelurahan_id, household_id, area_id)
    return Audience(tuple(reached.values()), len(missed - reached.keys()))


async def list_recipients(session: Session, area: Area, *, leave_out: int | None = None) -> list[Listener]:
    """The accepted residents of an area and of everything inside it whose chat can be reached."""
    return list((await find_audience(session, area, leave_out=leave_out)).listeners)
