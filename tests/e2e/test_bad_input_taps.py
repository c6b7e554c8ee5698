"""Taps that are forged, foreign, doubled or without the right: each is answered, none does anything."""

from datetime import timedelta

import pytest

from storage.forms import FormState
from templates import buttons, taps
from tests.e2e.doorway import introduce, link
from tests.e2e.soundness import (
    assert_refused,
    assert_sound,
    data_of,
    do,
    open_form,
    rows_of,
    tap,
    tell,
)
from tests.e2e.test_evaluations import person_of
from tests.weeks import add_meeting, add_work_bee
from tests.world import WEDNESDAY, World

DUE = WEDNESDAY + timedelta(hours=1)
PREFIXES = sorted(tap.prefix for tap in taps.Tap.__subclasses__())
ODD = (
    "{}", "{}:", "{}::", "{}:::::::", "{}:x:y:z", "{}:1:2:3:4:5", "{}:0:0:0", "{}:-1:-1", "{}:1:-1:yes",
    "{}:999999999", "{}:999999999:999999999", "{}:99999999999999999999:1", "{}:1e3:yes", "{}: 1:yes",
    "{}:\u0661\u0662:yes", "{}:\uff11:\uff12:\uff13", "{}:1.0:start", "{}:+1:accept", "{}:00:0",
    "{}:\x00:\x00", "{}:\u202e:\u200b:🌙", "{}:None:None", "{}:1;DROP TABLE people:x",
)  # fmt: skip
JUNK = (
    "",
    ":",
    "::::",
    "x" * 64,
    "🌙" * 16,
    "\x00",
    "unknown:1:2",
    "FORM:1:idea:x",
    "form",
    "\u202eform:1",
    " form:1:a:b",
)


@pytest.mark.parametrize("prefix", PREFIXES)
async def test_forged_data_of_every_kind_of_button_is_answered_and_does_nothing(
    world: World, prefix: str
) -> None:
    warga, stranger, head = await world.resident(), world.stranger(), await world.rt_head()
    await tell(world, warga, "halo")
    await tell(world, stranger, "halo")
    await tell(world, head, "halo")
    forged = [odd.format(prefix) for odd in ODD if odd != "{}" or prefix != buttons.ShareLink.prefix]
    before = await rows_of(world)
    for phone in (warga, stranger, head):
        count, said = len(phone.toasts), len(phone.texts)
        for data in forged:
            phone.forge(data[:64])
        await world.settle()
        assert len(phone.toasts) == count + len(forged)
        shown = [words for _, words, _ in phone.toasts[count:]]
        assert len([words for words in shown if words]) + len(phone.texts) - said >= len(forged)
        assert await rows_of(world) == before
    await assert_sound(world)


async def test_junk_instead_of_button_data_is_answered_with_words(world: World) -> None:
    warga, stranger = await world.resident(), world.stranger()
    for phone in (warga, stranger):
        await tell(world, phone, "halo")
        await assert_refused(world, phone, *JUNK)


async def test_an_officers_buttons_do_nothing_in_other_hands(world: World) -> None:
    head, warga, asking = await world.rt_head(), await world.resident(), world.stranger()
    elsewhere, lurah = await world.rt_head(rt=1), await world.officer()
    await introduce(world, asking, await link(world), "Warga Baru", "Gang 3")
    async with world.database.transaction() as session:
        rt, soon = world.cast.rts[1, 2], WEDNESDAY + timedelta(days=4)
        await add_meeting(session, rt, soon, title="Kerja bakti", organizer=await person_of(world, head))
    await tell(world, lurah, "Ringkasan")
    residency, week = data_of(head, "Terima"), data_of(lurah, "Minggu lalu")
    named = ("manage", "move", "cancel", "cancel_yes", "keep", "rain_yes", "to_tell")
    verbs = [f"activity:1:{verb}" for verb in named]
    lists = ["page:waiting:0", "page:residents:0", "page:proposals:0", "share", "listed:0:1:accept"]
    roles = ["role:rt_head", "role:kelurahan", "role:operator", "role:x"]
    menus = [
        "menu:announce",
        "menu:create_activity",
        "menu:summary",
        "menu:residents",
        "menu:proposals",
        "menu:x",
    ]
    foreign = [residency, residency.replace("accept", "decline"), week, week.replace("-1", "0"), *verbs]
    for phone in (warga, asking):
        await tell(world, phone, "/bantuan")
        await assert_refused(world, phone, *foreign, *lists, *roles, *menus, "result:1", "proposal:1")
    await tell(world, elsewhere, "/bantuan")
    others = [data for data in foreign if data != "activity:1:show"]
    await assert_refused(world, elsewhere, *others, "listed:0:1:accept", "listed:0:1:decline", "week:1:0")
    assert all("Warga Baru" not in text for phone in (warga, elsewhere) for text in phone.texts)


async def test_buttons_from_another_persons_chat_do_nothing(world: World) -> None:
    warga, other = await world.resident(), await world.resident(rt=1, rw=2)
    await tell(world, other, "halo")
    await tell(world, warga, "Kirim usulan", "Lampu mati")
    taken = [button.callback_data or "" for row in warga.last.buttons for button in row]
    await tap(world, warga, "Infrastruktur")
    taken += [button.callback_data or "" for row in warga.last.buttons for button in row]
    await tell(world, warga, "Kegiatan")
    taken += [button.callback_data or "" for row in warga.last.buttons for button in row]
    await assert_refused(world, other, *taken)
    assert "Lampu mati" not in "".join(other.texts)


async def test_an_invitation_and_an_evaluation_of_others_cannot_be_answered(world: World) -> None:
    head, warga, other = await world.rt_head(), await world.resident(), await world.resident(rt=1, rw=2)
    async with world.database.transaction() as session:
        rt, came = world.cast.rts[1, 2], await person_of(world, warga)
        await add_work_bee(session, rt, await person_of(world, head), [came], [], due=DUE)
    await world.move_to(DUE)
    await tap(world, warga, "Mulai")
    rate = data_of(warga, "Baik")
    await tell(world, other, "halo")
    answers = [f"answer:1:{answer}" for answer in ("yes", "no", "maybe", "help", "perhaps")]
    shows = ["activity:1:show", "meant:1:yes:2", "rate:1:0:start", rate, "result:1"]
    await assert_refused(world, other, *answers, *shows)
    await assert_refused(world, warga, "result:1", "rate:1:1:perfect", "rate:1:999:good", "answer:1:no")


STEPS = """kind more title when time choose moment place preview change
extras bring point further quota repeat who part"""


@pytest.mark.parametrize("step", STEPS.split())
async def test_a_forged_tap_on_any_step_of_a_form_breaks_nothing(world: World, step: str) -> None:
    head = await world.rt_head()
    said = ("Kerja bakti", "Minggu", "06.30", "betul", "Mushola")
    await tell(world, head, "Buat kegiatan")
    form = (await open_form(world, head)).id
    values = (
        "",
        "edit",
        "suggested",
        "send-0",
        "title",
        "when",
        "place",
        "work_bee",
        "0",
        "2026-11-22",
        "x" * 40,
    )
    for words in ("Gotong royong", *said):
        await tell(world, head, words)
        for value in values:
            count = len(head.toasts)
            await do(world, lambda value=value: head.forge(f"form:{form}:{step}:{value}"))  # type: ignore[misc]
            assert len(head.toasts) == count + 1
    assert (await open_form(world, head)).id == form
    await assert_sound(world)
    assert (await rows_of(world))["activities"] == []


async def test_an_old_betul_says_that_its_time_is_gone(world: World) -> None:
    head = await world.rt_head()
    await tell(world, head, "Buat kegiatan", "Gotong royong", "Kerja bakti", "Minggu jam 06.30")
    echo = head.last.message_id
    await tap(world, head, "Ubah")
    await tell(world, head, "Sabtu")
    await do(world, lambda: head.tap("Betul", echo))
    assert "tidak ada" in head.toasts[-1][1]
    assert (await open_form(world, head)).step == "time"
    await assert_sound(world)


async def test_no_thank_you_after_boleh_does_not_say_that_nothing_is_kept(world: World) -> None:
    warga, payload = world.stranger(), await link(world)
    await do(world, lambda: warga.start(payload))
    refusing = data_of(warga, "Tidak dulu")
    await tap(world, warga, "Boleh")
    await assert_refused(world, warga, refusing)
    assert "Tidak ada yang saya simpan" not in "".join(warga.texts)


OFFICERS = (
    "/umumkan",
    "/buat_kegiatan",
    "/ringkasan",
    "/warga",
    "Umumkan",
    "Buat kegiatan",
    "Ringkasan",
    "Warga RT",
)
RESIDENTS = (
    "Kirim usulan",
    "Kegiatan",
    "Penilaian",
    "Usulan saya",
    "Data saya",
    "/usul",
    "/hapus_data",
    "/batal",
)


async def test_commands_and_labels_of_other_roles_are_refused_kindly(world: World) -> None:
    warga, stranger, asking = await world.resident(), world.stranger(), world.stranger()
    await introduce(world, asking, await link(world), "Warga Baru")
    before = await rows_of(world)
    for phone, said, words in (
        (warga, (*OFFICERS, "Usulan masuk"), ("pengurus",)),
        (asking, (*OFFICERS, "Kirim usulan", "Usulan saya"), ("pengurus", "setelah Ketua RT menerima")),
        (stranger, (*OFFICERS, *RESIDENTS, "Ganti peran"), ("Ketua RT", "Aman", "Tidak ada data")),
    ):
        for text in said:
            count = len(phone.texts)
            await tell(world, phone, text)
            assert len(phone.texts) == count + 1, text
            assert any(each in phone.texts[-1] for each in words), (text, phone.texts[-1])
    assert await rows_of(world) == before
    await assert_sound(world)


async def test_a_refused_command_leaves_the_open_form_as_it_is(world: World) -> None:
    warga = await world.resident()
    await tell(world, warga, "Kirim usulan", "Lampu mati", "/umumkan", "/warga")
    form = await open_form(world, warga)
    assert (form.state, form.step) == (FormState.OPEN, "sector")
    await tap(world, warga, "Infrastruktur", "Kirim")
    assert "U-001" in warga.texts[-1]
