"""Forms that nobody finished: given up after a day, and said so in waking hours."""

from datetime import UTC, datetime

from sqlalchemy import select

from storage.forms import Form, FormState
from tests.e2e.doorway import do, link
from tests.world import World

NIGHT = datetime(2026, 11, 18, 15, 59, tzinfo=UTC)
NEXT_NIGHT = datetime(2026, 11, 19, 16, 1, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 23, 1, tzinfo=UTC)
"""Wednesday 22.59, Thursday 23.01 and Friday, 20 November 2026, 06.01 WIB."""


async def test_the_kind_word_comes_in_the_morning_whoever_forgot(world: World) -> None:
    warga, head, newcomer = await world.resident(rt=1, rw=2), await world.rt_head(), world.stranger()
    payload = await link(world)
    await world.move_to(NIGHT)
    await do(world, lambda: warga.type("/usul"), lambda: head.type("/buat_kegiatan"))
    await do(world, lambda: newcomer.start(payload), lambda: newcomer.tap("Boleh"))
    phones = (warga, head, newcomer)
    said = [len(phone.texts) for phone in phones]

    await world.move_to(NEXT_NIGHT)
    async with world.database.reading() as session:
        assert list(await session.scalars(select(Form.state))) == [FormState.EXPIRED] * 3
    assert [len(phone.texts) for phone in phones] == said

    await world.move_to(MORNING)
    for phone, before in zip(phones, said, strict=True):
        assert any("belum selesai" in text for text in phone.texts[before:]), phone.role
