"""What the tests of an announcement's later life share: one that is out in RT 02, and what became of it."""

from typing import Any

from sqlalchemy import select, update

from actions.announcements import Draft, publish_announcement
from actions.audience import Choice
from storage.announcements import Announcement
from storage.database import Database
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from tests.people import find_cast
from tests.unit.neighbours import HEAD, NOW, actor_of

MESSAGE = "announcements/announcement"


async def publish(
    database: Database, text: str = "Air mati", *, by: int = HEAD, whole: bool = False, **more: Any
) -> int:
    """Announce to RT 02, or in the kelurahan's name to everybody; gives its id."""
    async with database.transaction() as session:
        cast = await find_cast(session)
        office = RoleKind.KELURAHAN if whole else RoleKind.RT_HEAD
        area = cast.kelurahan if whole else cast.rts[1, 2]
        draft = Draft(office, area.id, text, choice=Choice(), **more)
        found = await publish_announcement(session, await actor_of(session, by), draft, now=NOW)
        return found.id


async def end(database: Database, state: OutboxState, *chats: int) -> None:
    """What delivery does: the messages to these chats are in this state, each a message where it arrived."""
    async with database.transaction() as session:
        query = select(OutboxRow).where(
            OutboxRow.chat_id.in_(chats), OutboxRow.template.in_((MESSAGE, "announcements/nudge"))
        )
        for row in await session.scalars(query):
            row.state = state
            over = state not in (OutboxState.QUEUED, OutboxState.RETRYING, OutboxState.SENDING)
            row.settled_at = NOW if over else None
            row.facts = None if over else row.facts
            row.key = None
            row.sent_message_id = 1000 + row.id if state is OutboxState.SENT else None


async def rows_of(database: Database, template: str = MESSAGE) -> list[OutboxRow]:
    async with database.reading() as session:
        query = select(OutboxRow).where(OutboxRow.template == template).order_by(OutboxRow.id)
        return list(await session.scalars(query))


async def get_announcement(database: Database) -> Announcement:
    async with database.reading() as session:
        return (await session.scalars(select(Announcement))).one()


async def set_houses(database: Database, houses: int) -> None:
    async with database.transaction() as session:
        cast = await find_cast(session)
        area = cast.rts[1, 2]
        await session.execute(
            update(type(area)).where(type(area).id == area.id).values(estimated_households=houses)
        )
