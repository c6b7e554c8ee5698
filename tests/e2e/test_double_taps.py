"""Buttons that an impatient thumb hits twice: both taps are answered, one has an effect."""

from datetime import timedelta

from sqlalchemy import func, select

from simulator import Phone
from storage.activities import Activity
from storage.announcements import Announcement
from storage.answers import Answer, AnswerKind
from storage.database import Table
from storage.evaluations import BallotAnswer
from storage.people import Person, Residency
from storage.proposals import Proposal
from tests.e2e.doorway import link
from tests.e2e.soundness import assert_sound, do, labels_of, tell
from tests.e2e.test_evaluations import person_of
from tests.weeks import add_meeting, invite, say
from tests.world import WEDNESDAY, World

DUE = WEDNESDAY + timedelta(hours=1)


async def rows_in(world: World, table: type[Table]) -> int:
    async with world.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def tap_twice(world: World, phone: Phone, label: str) -> None:
    """Two taps on the same button before anything is answered; both are answered."""
    message = next(each for each in reversed(phone.messages) if label in str(each.buttons))
    count = len(phone.toasts)
    phone.tap(label, message.message_id)
    phone.tap(label, message.message_id)
    await world.settle()
    assert len(phone.toasts) == count + 2


async def test_every_button_that_is_tapped_twice_has_one_effect(world: World) -> None:
    head, warga, payload = await world.rt_head(), world.stranger(), await link(world)
    await do(world, lambda: warga.start(payload))
    for label in ("Boleh", "Ibu"):
        await tap_twice(world, warga, label)
    await tell(world, warga, "Warga Baru")
    await tap_twice(world, warga, "Lewati")
    await tap_twice(world, head, "Terima")
    assert (await rows_in(world, Person), await rows_in(world, Residency)) == (2, 1)
    assert sum("diterima" in text for text in warga.texts) == 1
    await tell(world, warga, "Kirim usulan", "Lampu mati")
    for label in ("Infrastruktur", "Kirim"):
        await tap_twice(world, warga, label)
    assert await rows_in(world, Proposal) == 1
    assert sum("U-001" in text for text in head.texts) == 1
    await tell(world, head, "Umumkan", "Air mati")
    await tap_twice(world, head, "Kirim")
    await tell(world, head, "Buat kegiatan")
    await tap_twice(world, head, "Gotong royong")
    await tell(world, head, "Kerja bakti", "Minggu jam 06.30")
    await tap_twice(world, head, "Betul")
    await tell(world, head, "Mushola")
    await tap_twice(world, head, "Kirim undangan")
    assert (await rows_in(world, Announcement), await rows_in(world, Activity)) == (1, 1)
    assert sum("bisa ikut?" in text for text in warga.texts) == 1
    await tap_twice(world, warga, "Ikut")
    assert await rows_in(world, Answer) == 1
    await assert_sound(world)


async def test_choices_of_an_evaluation_that_are_tapped_twice_count_once(world: World) -> None:
    head, warga = await world.rt_head(), await world.resident()
    async with world.database.transaction() as session:
        rt, came = world.cast.rts[1, 2], await person_of(world, warga)
        activity, _ = await add_meeting(session, rt, DUE - timedelta(hours=4), evaluate_at=DUE)
        await invite(session, activity, [came, await person_of(world, head)], at=WEDNESDAY)
        await say(session, activity, came, AnswerKind.YES, at=WEDNESDAY)
    await world.move_to(DUE)
    await tap_twice(world, warga, "Mulai")
    for number in range(1, 6):
        assert f"Pertanyaan {number} dari 5" in warga.texts[-1]
        await tap_twice(world, warga, labels_of(warga)[0])
        assert await rows_in(world, BallotAnswer) == number
    assert sum("sudah terjawab" in text for text in warga.texts) == 1
    await assert_sound(world)
