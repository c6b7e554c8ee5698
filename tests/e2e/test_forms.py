"""Conversations of several steps: left, resumed, cancelled, given up, and their buttons long afterwards."""

from sqlalchemy import select

from storage.forms import Form, FormState
from tests.world import World


async def _forms(world: World) -> list[Form]:
    async with world.database.reading() as session:
        return list(await session.scalars(select(Form).order_by(Form.id)))


async def test_a_menu_label_beats_a_forms_free_text_and_the_form_can_be_resumed(world: World) -> None:
    warga = await world.resident()
    warga.type("/usul")
    await world.settle()
    warga.type("Lampu jalan Gang 3 mati")
    await world.settle()
    warga.type("Kegiatan")
    await world.settle()
    (form,) = await _forms(world)
    assert form.state is FormState.LEFT
    warga.tap("Lanjutkan")
    await world.settle()
    warga.tap("Infrastruktur")
    await world.settle()
    assert "Lampu jalan Gang 3 mati" in "\n".join(warga.texts[-2:])
    warga.tap("Kirim")
    await world.settle()
    assert "U-001" in "\n".join(warga.texts[-2:])
    (form,) = await _forms(world)
    assert (form.state, form.data) == (FormState.DONE, None)


async def test_batal_typed_or_tapped_ends_a_form_and_forgets_what_was_said(world: World) -> None:
    warga = await world.resident()
    for cancel in (lambda: warga.type("/batal"), lambda: warga.tap("Batal")):
        warga.type("/usul")
        await world.settle()
        warga.type("Selokan mampet")
        await world.settle()
        cancel()
        await world.settle()
    assert [(form.state, form.data) for form in await _forms(world)] == [(FormState.CANCELLED, None)] * 2
    warga.type("/batal")
    await world.settle()
    assert len(await _forms(world)) == 2
    assert "isian" in warga.texts[-1].lower()


async def test_a_form_is_given_up_after_a_day_with_a_kind_word(world: World) -> None:
    warga = await world.resident()
    warga.type("/usul")
    await world.settle()
    warga.type("Selokan mampet")
    await world.settle()
    before = len(warga.texts)
    await world.move(hours=23)
    assert len(warga.texts) == before
    await world.move(hours=2)
    (form,) = await _forms(world)
    assert (form.state, form.data) == (FormState.EXPIRED, None)
    assert len(warga.texts) == before + 1


async def test_a_button_of_a_form_that_is_over_says_what_became_of_it(world: World) -> None:
    warga = await world.resident()
    warga.type("/usul")
    await world.settle()
    warga.type("Selokan mampet")
    await world.settle()
    warga.tap("Infrastruktur")
    await world.settle()
    warga.tap("Kirim")
    await world.settle()
    warga.tap("Infrastruktur")
    await world.settle()
    _, words, alert = warga.toasts[-1]
    assert not alert
    assert "U-001" in words


async def test_somebody_elses_form_cannot_be_filled_in(world: World) -> None:
    warga, other = await world.resident(), await world.resident()
    warga.type("/usul")
    await world.settle()
    warga.type("Selokan mampet")
    await world.settle()
    data = next(button.callback_data or "" for row in warga.last.buttons for button in row)
    other.type("halo")
    await world.settle()
    other.forge(data)
    await world.settle()
    (form,) = await _forms(world)
    assert form.step == "sector"
    assert other.toasts[-1][1]


async def test_a_sixteen_digit_number_is_not_kept_and_the_sender_is_told(world: World) -> None:
    warga = await world.resident()
    warga.type("/usul")
    await world.settle()
    warga.type("Bantuan untuk 3572 0211 2233 0001 ya pak")
    await world.settle()
    (form,) = await _forms(world)
    assert form.step == "idea"
    assert "3572" not in str(form.data)
    assert "16 angka" in warga.texts[-1] or "NIK" in warga.texts[-1]


async def test_a_form_goes_on_after_a_restart(world: World) -> None:
    warga = await world.resident()
    warga.type("/usul")
    await world.settle()
    warga.type("Selokan mampet")
    await world.settle()
    await world.restart()
    warga.tap("Infrastruktur")
    await world.settle()
    assert "Selokan mampet" in "\n".join(warga.texts[-2:])
