"""Buttons of forms that no form ever showed: nothing is done, and the tap is answered."""

from typing import Any

from sqlalchemy import select

from simulator import Phone
from storage.activities import Activity
from storage.forms import Form, FormState
from storage.inbox import InboxRow, InboxState
from storage.people import Residency
from tests.e2e.doorway import do, link
from tests.world import World


async def forge(world: World, phone: Phone, step: str, value: str) -> None:
    """Tap a choice of the newest form, shown or not."""
    async with world.database.reading() as session:
        form_id = await session.scalar(select(Form.id).order_by(Form.id.desc()).limit(1))
    await do(world, lambda: phone.forge(f"form:{form_id}:{step}:{value}"))


async def everything(world: World, table: type[Any]) -> list[Any]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(table)))


async def test_nobody_asks_to_be_counted_before_they_said_their_name(world: World) -> None:
    warga, head = world.stranger(), await world.rt_head()
    payload = await link(world)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Boleh"))
    for value in ("skip", "x"):
        await forge(world, warga, "household", value)
    assert [alert for _, _, alert in warga.toasts[-2:]] == [True, True]
    assert (head.texts, await everything(world, Residency)) == ([], [])
    (form,) = await everything(world, Form)
    assert (form.state, form.step) == (FormState.OPEN, "salutation")


async def test_steps_that_were_not_asked_yet_cannot_be_answered(world: World) -> None:
    head = await world.rt_head()
    await do(world, lambda: head.type("/buat_kegiatan"))
    for step in ("title", "when", "time", "choose", "moment", "place", "preview", "change", "kinds"):
        for value in ("x", "edit", "send-0"):
            await forge(world, head, step, value)
            assert head.toasts[-1][2], (step, value)
    assert await everything(world, Activity) == []
    assert {row.state for row in await everything(world, InboxRow)} == {InboxState.DONE}
    (form,) = await everything(world, Form)
    assert (form.state, form.step) == (FormState.OPEN, "kind")


async def test_an_echo_of_a_time_that_was_replaced_confirms_nothing(world: World) -> None:
    head = await world.rt_head()
    await do(world, lambda: head.type("/buat_kegiatan"), lambda: head.tap("Gotong royong"))
    await do(world, lambda: head.type("Kerja bakti"), lambda: head.type("minggu depan tgl 29 jam 6.30 pagi"))
    echo = head.last
    await do(world, lambda: head.tap("Ubah"), lambda: head.type("minggu tgl 29 nov"))
    (form,) = await everything(world, Form)
    assert form.step == "time"
    await do(world, lambda: head.tap("Betul", echo.message_id))
    assert head.toasts[-1][2]
    assert {row.state for row in await everything(world, InboxRow)} == {InboxState.DONE}
    (form,) = await everything(world, Form)
    assert (form.step, "starts" in form.data) == ("time", False)
