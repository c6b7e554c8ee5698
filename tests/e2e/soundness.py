"""What every story of bad input must leave behind: each tap answered, nothing failed, no row changed."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import String, cast, select

from simulator import Phone
from simulator.chats import Draft
from storage.database import Table
from storage.forms import Form, FormState
from storage.inbox import InboxRow, InboxState
from storage.incidents import Incident
from storage.outbox import OutboxRow, OutboxState
from tests.world import World

_PASSING = ("inbox", "outbox")


async def do(world: World, *acts: Callable[[], object]) -> None:
    """Each act is a call without arguments; the bot answers in between."""
    for act in acts:
        act()
        await world.settle()


async def tell(world: World, phone: Phone, *said: str) -> None:
    """Type each of these, one after the other's answer."""
    for text in said:
        phone.type(text)
        await world.settle()


async def tap(world: World, phone: Phone, *labels: str) -> None:
    """Tap each of these, one after the other's answer."""
    for label in labels:
        phone.tap(label)
        await world.settle()


def labels_of(phone: Phone) -> list[str]:
    """The inline buttons under the newest message."""
    return [button.text for row in phone.last.buttons for button in row]


def data_of(phone: Phone, label: str) -> str:
    """What the newest button of this label sends."""
    found = [each for message in phone.messages for row in message.buttons for each in row]
    return next(each.callback_data or "" for each in reversed(found) if each.text == label)


def say_unusual(phone: Phone, kind: str, extra: dict[str, Any], caption: str = "") -> None:
    """Send a message of a kind that has no method of its own: `extra` is merged into its JSON."""
    phone._say(Draft(kind, caption=caption, extra=extra))


async def rows_of(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but what passes through, as the database holds them."""
    async with world.database.reading() as session:
        return {
            table.name: sorted(tuple(row) for row in await session.execute(select(*_raw(table))))
            for table in Table.metadata.sorted_tables
            if table.name not in _PASSING
        }


async def written(world: World) -> str:
    """All that all tables hold, as one text to search in."""
    async with world.database.reading() as session:
        found = [
            str(tuple(row))
            for table in Table.metadata.sorted_tables
            for row in await session.execute(select(*_raw(table)))
        ]
    return "\n".join(found)


def _raw(table: Any) -> list[Any]:
    return [cast(column, String).label(column.name) for column in table.columns]


async def open_form(world: World, phone: Phone) -> Form:
    """The form that hears this phone."""
    async with world.database.reading() as session:
        query = select(Form).where(Form.chat_id == phone.user_id, Form.state == FormState.OPEN)
        return (await session.scalars(query)).one()


async def assert_sound(world: World) -> None:
    """No message failed, no update was parked or tried again, nobody had to be told of an incident."""
    async with world.database.reading() as session:
        failed = select(OutboxRow.template, OutboxRow.error).where(OutboxRow.state == OutboxState.FAILED)
        assert list(await session.execute(failed)) == []
        assert list(await session.scalars(select(Incident.kind))) == []
        stuck = (InboxRow.state == InboxState.PARKED) | InboxRow.error.is_not(None)
        assert list(await session.scalars(select(InboxRow.error).where(stuck))) == []
        assert (
            list(await session.scalars(select(InboxRow.payload).where(InboxRow.payload.is_not(None)))) == []
        )


async def assert_refused(world: World, phone: Phone, *forged: str) -> None:
    """Each of these taps is answered with words, and changes no row."""
    before = await rows_of(world)
    for data in forged:
        count = len(phone.toasts)
        phone.forge(data)
        await world.settle()
        assert len(phone.toasts) == count + 1, data
        assert phone.toasts[-1][1], data
        assert await rows_of(world) == before, data
    await assert_sound(world)
