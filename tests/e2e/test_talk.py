"""What no button and no menu item stands for: unknown commands, edits, movements, service messages."""

from typing import Any

from sqlalchemy import select

from simulator import Phone
from storage.forms import Form, FormState
from storage.inbox import InboxRow, InboxState
from storage.outbox import OutboxRow
from tests.e2e.doorway import do
from tests.world import World


async def tell(world: World, phone: Phone, kind: str, **content: Any) -> None:
    """An update of somebody's chat as Telegram writes it."""
    chat = world.telegram.chats[phone.user_id]
    date = int(world.now().timestamp())
    body = {"message_id": 900, "from": chat.person, "chat": chat.as_json, "date": date, **content}
    if kind == "edited_message":
        body["edit_date"] = date + 60
    world.telegram.tell(chat, kind, body)
    await world.settle()


async def answers(world: World) -> list[str]:
    """The templates of all that was answered, every update of it being done."""
    async with world.database.reading() as session:
        assert set(await session.scalars(select(InboxRow.state))) == {InboxState.DONE}
        return list(await session.scalars(select(OutboxRow.template).order_by(OutboxRow.id)))


async def test_whoever_shares_where_they_walk_is_not_answered_at_every_step(world: World) -> None:
    warga = await world.resident()
    for step in range(3):
        place = {"latitude": -8.09 + step / 1000, "longitude": 112.16, "live_period": 900}
        await tell(world, warga, "edited_message", location=place)
    assert await answers(world) == []


async def test_corrected_words_are_answered_in_texts_and_captions(world: World) -> None:
    warga = await world.resident()
    number = warga.type("kegiatan")
    await world.settle()
    before = len(await answers(world))
    await do(world, lambda: warga.edit(number, "Kegiatan"))
    await tell(world, warga, "edited_message", caption="Jalan berlubang", photo=[])
    assert (await answers(world))[before:] == ["talk/edited"] * 2


async def test_what_telegram_writes_into_the_chat_by_itself_is_not_answered(world: World) -> None:
    warga, stranger = await world.resident(), world.stranger()
    for phone in (warga, stranger):
        pinned = {"message_id": 5, "date": 0, "chat": world.telegram.chats[phone.user_id].as_json}
        await tell(world, phone, "message", pinned_message=pinned)
        timer = {"message_auto_delete_time": 86400}
        await tell(world, phone, "message", message_auto_delete_timer_changed=timer)
    assert await answers(world) == []


async def test_an_unknown_command_is_no_answer_to_a_form_which_goes_on(world: World) -> None:
    warga = await world.resident()
    await do(world, lambda: warga.type("/usul"), lambda: warga.type("/menu"))
    assert "/bantuan" in warga.texts[-1]
    assert "Isian tadi" in warga.texts[-1]
    await do(world, lambda: warga.type("Lampu jalan mati"), lambda: warga.type("/menu@rembug_demo_bot lagi"))
    async with world.database.reading() as session:
        form = (await session.scalars(select(Form))).one()
    assert (form.state, form.step, (form.data or {})["text"]) == (
        FormState.OPEN,
        "sector",
        "Lampu jalan mati",
    )


async def test_an_unknown_command_outside_forms_points_to_what_there_is(world: World) -> None:
    warga, stranger = await world.resident(), world.stranger()
    await do(world, lambda: warga.type("/menu"), lambda: stranger.type("/menu"))
    assert "/bantuan" in warga.texts[-1]
    assert "Isian" not in warga.texts[-1]
    assert "Ketua RT" in stranger.texts[-1]
    assert await answers(world) == ["talk/unknown_command"]
