"""Updates and messages that fail through our own fault: stopped once, told once; all else goes on."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot import sending
from handlers.context import Context
from simulator import Phone
from storage.announcements import Announcement, AnnouncementState
from storage.inbox import MAX_ATTEMPTS, InboxRow, InboxState
from storage.incidents import Incident
from storage.outbox import OutboxRow, OutboxState
from storage.people import RoleKind
from templates import compose
from tests.faults.neighbours import announce, invite
from tests.world import World

SORRY = "Maaf, Bapak/Ibu, ada gangguan di pihak saya."


@pytest.fixture
async def operator(world: World) -> Phone:
    """Somebody who looks after the bot."""
    return await world.officer(RoleKind.OPERATOR)


async def until_given_up(world: World) -> None:
    """Let the time pass in which an update is tried again, ten seconds at a time."""
    while world.telegram.waiting_updates or await rows_of(world, InboxState.WAITING):
        await asyncio.sleep(0.05)
        world.shift.value += 10
        world.rembug.dispatcher.wake()
    await world.settle()


async def rows_of(world: World, state: InboxState) -> list[InboxRow]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(InboxRow).where(InboxRow.state == state)))


async def list_incidents(world: World) -> list[Incident]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(Incident).order_by(Incident.id)))


class Broken:
    """Handlers of `/rusak` and of every tap that write a reply and then fail."""

    def __init__(self, world: World) -> None:
        self.attempts: list[int] = []
        self.tried = asyncio.Event()
        self._handlers = world.rembug.application.handlers[0]
        self._before = self._handlers[:]
        self._handlers[:0] = [CommandHandler("rusak", self._fail), CallbackQueryHandler(self._fail)]

    async def _fail(self, _update: object, context: Context) -> None:
        self.attempts.append(context.unit.update_id)
        await context.reply("talk/edited")
        self.tried.set()
        raise ZeroDivisionError

    def heal(self) -> None:
        """Nothing fails any more."""
        self._handlers[:] = self._before


async def test_an_update_that_cannot_be_read_is_parked_and_its_chat_goes_on(
    world: World, operator: Phone
) -> None:
    warga = await world.resident()
    chat = world.telegram.chats[warga.user_id]
    world.telegram.tell(chat, "message", {"message_id": "?", "chat": chat.as_json, "from": chat.person})
    warga.type("/bantuan")
    await until_given_up(world)
    (parked,) = await rows_of(world, InboxState.PARKED)
    (incident,) = await list_incidents(world)
    assert parked.attempts == MAX_ATTEMPTS
    assert parked.payload is not None
    assert (parked.incident_id, incident.update_id) == (incident.id, parked.update_id)
    assert [text.startswith(SORRY) for text in warga.texts] == [True, False]
    assert f"Nomor gangguan: {incident.id}" in warga.texts[0]
    assert [text.splitlines()[0] for text in operator.texts] == [
        f"Gangguan nomor {incident.id}: {incident.kind}"
    ]


async def test_a_handler_that_fails_is_tried_again_taken_back_each_time_and_apologised_for(
    world: World, operator: Phone
) -> None:
    warga, broken = await world.resident(), Broken(world)
    warga.type("/rusak")
    await until_given_up(world)
    assert len(broken.attempts) == MAX_ATTEMPTS
    assert len(set(broken.attempts)) == 1
    assert len(warga.texts) == 1  # what the handler had written before it failed was taken back
    assert warga.texts[0].startswith(SORRY)
    assert "ZeroDivisionError" in operator.texts[0]


async def test_a_tap_that_fails_is_answered_too(world: World, operator: Phone) -> None:
    head, warga = await world.rt_head(), await world.resident()
    await invite(world, head)
    Broken(world)
    warga.tap("Ikut")
    await until_given_up(world)
    await asyncio.sleep(0.1)
    ((_, words, alert),) = warga.toasts
    assert alert
    assert "ada gangguan di pihak saya (nomor 1)" in words


async def test_the_operator_hears_of_each_kind_once_an_hour(world: World, operator: Phone) -> None:
    first, second = await world.resident(), await world.resident()
    Broken(world)
    first.type("/rusak")
    second.type("/rusak")
    await until_given_up(world)
    assert [incident.told_operator for incident in await list_incidents(world)] == [True, False]
    assert (len(first.texts), len(second.texts), len(operator.texts)) == (1, 1, 1)
    await world.move(hours=1)
    first.type("/rusak")
    await until_given_up(world)
    assert len(operator.texts) == 2


async def test_an_update_that_fails_only_for_a_while_leaves_nothing_behind(world: World) -> None:
    warga, broken = await world.resident(), Broken(world)
    warga.type("/rusak")
    await broken.tried.wait()
    broken.heal()
    world.shift.value += 40
    await world.settle()
    assert len(warga.texts) == 1
    assert not warga.texts[0].startswith(SORRY)
    assert await list_incidents(world) == []


async def test_a_message_that_telegram_cannot_read_stops_its_like_and_nothing_else(
    world: World, operator: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, warga = await world.rt_head(), [await world.resident() for _ in range(40)]
    spoil(monkeypatch, "announcements/announcement", "<b>Besok")
    await announce(world, head, "Besok listrik padam")
    warga[-1].type("/bantuan")
    await world.settle()
    async with world.database.reading() as session:
        query = select(OutboxRow.state).where(OutboxRow.template == "announcements/announcement")
        states = list(await session.scalars(query))
    assert set(states) == {OutboxState.FAILED, OutboxState.CANCELLED}
    assert states.count(OutboxState.CANCELLED) >= 24
    assert [len(phone.texts) for phone in warga] == [0] * 39 + [1]
    assert {incident.kind for incident in await list_incidents(world)} == {"announcement:1 stopped"}
    assert len(operator.texts) == 1
    await world.move(minutes=1)
    assert "terhenti karena ada gangguan di pihak saya. Maaf, Pak 🙏" in head.texts[-1]
    assert "Operator sudah saya kabari. Nomor gangguan: 1." in head.texts[-1]
    async with world.database.reading() as session:
        found = (await session.scalars(select(Announcement))).one()
        assert found.state is AnnouncementState.STOPPED


async def test_the_operator_hears_of_a_stopped_announcement_also_after_a_single_refusal(
    world: World, operator: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, warga = await world.rt_head(), await world.resident()
    spoil(monkeypatch, "menu/help", "<b>Bantuan")
    warga.type("/bantuan")
    await world.settle()
    spoil(monkeypatch, "announcements/announcement", "<b>Besok")
    for _ in range(2):
        await announce(world, head, "Besok listrik padam")
        await world.settle()
    kinds = ["message refused", "announcement:1 stopped", "announcement:2 stopped"]
    assert [text.splitlines()[0] for text in operator.texts] == [
        f"Gangguan nomor {number}: {kind}" for number, kind in enumerate(kinds, start=1)
    ]


async def test_a_message_that_cannot_be_composed_stops_and_is_told(
    world: World, operator: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, warga = await world.rt_head(), await world.resident()
    spoil(monkeypatch, "announcements/announcement", None)
    await announce(world, head, "Besok listrik padam")
    warga.type("/bantuan")
    await world.settle()
    assert len(warga.texts) == 1
    assert "announcements/announcement" in operator.texts[0]


async def test_a_message_is_not_sent_again_when_what_became_of_it_cannot_be_written_down(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, warga = await world.rt_head(), await world.resident()

    async def fail(*_args: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.delivery.settle", fail)
    await announce(world, head, "Besok listrik padam")
    await world.settle()
    await world.move(minutes=10)
    assert (len(warga.texts), len(head.texts)) == (1, 1)


def spoil(monkeypatch: pytest.MonkeyPatch, template: str, text: str | None) -> None:
    """Let one template say something that Telegram refuses, or fail at being composed."""

    def compose_badly(name: str, *args: Any, **kwargs: Any) -> Any:
        composed = compose(name, *args, **kwargs)
        if name != template:
            return composed
        if text is None:
            raise KeyError(name)
        return replace(composed, text=text)

    monkeypatch.setattr(sending, "compose", compose_badly)
