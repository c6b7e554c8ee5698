"""From a link to the menu: consent, who one is, an officer's decision; and officers who join."""

from sqlalchemy import select

from simulator import Phone
from storage.audit import Act
from storage.forms import Form
from storage.outbox import OutboxRow
from storage.people import (
    Account,
    Chat,
    Consent,
    Person,
    Residency,
    ResidencyState,
    RoleKind,
)
from tests.e2e.doorway import do, introduce, link
from tests.world import World

RESIDENT_MENU = [["Kirim usulan", "Kegiatan"], ["Pengumuman", "Penilaian"], ["Data saya", "Bantuan"]]
RT_HEAD_MENU = [["Umumkan", "Buat kegiatan"], ["Ringkasan", "Warga RT"], ["Menu warga", "Bantuan"]]


async def rows_of(world: World, *tables: type) -> list[int]:
    async with world.database.reading() as session:
        return [len(list(await session.scalars(select(table)))) for table in tables]


async def state_of(world: World, phone: Phone) -> ResidencyState | None:
    async with world.database.reading() as session:
        return await session.scalar(
            select(Residency.state)
            .join(Account, Account.person_id == Residency.person_id)
            .where(Account.telegram_id == phone.user_id, Residency.until.is_(None))
            .order_by(Residency.id.desc())
            .limit(1)
        )


async def test_a_resident_joins_by_a_link_and_is_accepted_by_the_rt_head(world: World) -> None:
    head, warga = await world.rt_head(), world.stranger()
    payload = await link(world)
    await do(world, lambda: warga.start(payload))
    assert "RT 02 RW 01" in warga.texts[-2]
    assert "Tidak perlu NIK atau nomor KK" in warga.texts[-1]
    assert [button.text for row in warga.last.buttons for button in row] == ["Boleh", "Tidak dulu"]
    await do(world, lambda: warga.tap("Boleh"))
    buttons = [button.text for row in warga.last.buttons for button in row]
    assert buttons == ["Bapak", "Ibu", "Mas", "Mbak", "Bang", "Kak", "Batal"]
    await do(world, lambda: warga.tap("Ibu"))
    assert "nama" in warga.texts[-1]
    await do(world, lambda: warga.type("Warga <b>&amp; 🌙"))
    assert "rumah" in warga.texts[-1]
    await do(world, lambda: warga.type("Gang 3 no. 12"))
    assert "Menunggu persetujuan Ketua RT" in warga.texts[-1]
    assert len(head.texts) == 1
    assert "Ibu Warga <b>&amp; 🌙" in head.texts[0]
    assert "Gang 3 no. 12" in head.texts[0]
    await do(world, lambda: head.tap("Terima"))
    assert "diterima" in warga.texts[-1]
    assert warga.keyboard == RESIDENT_MENU
    assert [command for command, _ in warga.commands][:2] == ["usul", "kegiatan"]
    assert len(head.texts) == 1
    assert "✅ Sudah diterima: Ibu Warga" in head.texts[0]
    async with world.database.reading() as session:
        consent = (
            await session.scalars(
                select(Consent).join(Person).join(Account).where(Account.telegram_id == warga.user_id)
            )
        ).one()
        act = (await session.scalars(select(Act).where(Act.action == "accept_resident"))).one()
    assert consent.version == "1"
    assert consent.update_id > 0
    assert act.subject.startswith("residency:")
    assert await state_of(world, warga) is ResidencyState.ACCEPTED


async def test_before_boleh_nothing_is_kept(world: World) -> None:
    warga = world.stranger()
    payload = await link(world)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Tidak dulu"))
    assert "Tidak ada yang saya simpan" in warga.texts[-1]
    assert await rows_of(world, Person, Account, Chat, Form, OutboxRow) == [0, 0, 0, 0, 0]


async def test_two_taps_on_boleh_make_one_person(world: World) -> None:
    warga = world.stranger()
    payload = await link(world)
    await do(world, lambda: warga.start(payload))
    warga.tap("Boleh")
    warga.tap("Boleh")
    await world.settle()
    assert await rows_of(world, Person, Account, Consent, Form) == [1, 1, 1, 1]
    assert len(warga.toasts) == 2


async def test_a_second_tap_learns_what_became_of_the_request(world: World) -> None:
    head, other = await world.rt_head(), await world.rt_head()
    warga = world.stranger()
    await introduce(world, warga, await link(world), "Warga Baru")
    data = head.last.buttons[0][0].callback_data or ""
    await do(world, lambda: head.tap("Tolak"))
    assert "belum bisa dicatat" in warga.texts[-1]
    assert "Belum diterima" in other.texts[-1]
    await do(world, lambda: other.forge(data))
    assert "belum diterima" in other.toasts[-1][1]
    assert await state_of(world, warga) is ResidencyState.DECLINED
    await do(world, lambda: warga.start(""))
    assert "Ketua RT" in warga.texts[-1]


async def test_only_an_officer_of_the_rt_decides(world: World) -> None:
    head, elsewhere, neighbour = await world.rt_head(), await world.rt_head(rt=1), await world.resident()
    warga = world.stranger()
    await introduce(world, warga, await link(world), "Warga Baru")
    data = head.last.buttons[0][0].callback_data or ""
    for phone in (elsewhere, neighbour, warga):
        await do(world, lambda phone=phone: phone.type("/bantuan"), lambda phone=phone: phone.forge(data))
        assert "pengurus" in phone.toasts[-1][1]
    assert await state_of(world, warga) is ResidencyState.REQUESTED


async def test_without_an_rt_head_the_rw_head_is_asked_and_then_the_kelurahan(world: World) -> None:
    lurah = await world.officer()
    first, second = world.stranger(), world.stranger()
    await introduce(world, first, await link(world), "Warga Satu")
    assert "Warga Satu" in lurah.texts[-1]
    rw = await world.rw_head()
    await introduce(world, second, await link(world), "Warga Dua")
    assert "Warga Dua" in rw.texts[-1]
    assert len(lurah.texts) == 1
    assert "Sementara ini Ketua RW yang menjawab." in second.texts[-1]


async def test_an_officer_who_joins_later_gets_the_requests_that_wait(world: World) -> None:
    warga, head = world.stranger(), world.stranger()
    await introduce(world, warga, await link(world), "Warga Baru")
    assert "Menunggu persetujuan Ketua RT" in warga.texts[-1]
    assert "belum bergabung" in warga.texts[-1]
    await introduce(world, head, await link(world, RoleKind.RT_HEAD), "Ketua RT 02")
    assert head.keyboard == RT_HEAD_MENU
    assert "Selamat bergabung" in "".join(head.texts[-2:])
    await do(world, lambda: head.tap("Terima"))
    assert "diterima" in warga.texts[-1]


async def test_at_night_the_request_waits_for_the_morning(world: World) -> None:
    head, warga = await world.rt_head(), world.stranger()
    await world.move(hours=12)
    await introduce(world, warga, await link(world), "Warga Baru")
    assert head.texts == []
    await world.move(hours=9)
    assert "Warga Baru" in head.texts[-1]


async def test_links_that_do_not_work_say_so(world: World) -> None:
    first, second, third = world.stranger(), world.stranger(), world.stranger()
    used, old = await link(world, RoleKind.RT_HEAD), await link(world, RoleKind.RW_HEAD)
    await introduce(world, first, used, "Ketua RT 02")
    await do(world, lambda: second.start(used), lambda: third.start("x" * 22))
    assert "sudah dipakai" in second.texts[-1]
    assert "tidak saya kenali" in third.texts[-1]
    await world.move(days=8)
    await do(world, lambda: second.start(old), lambda: third.start())
    assert "kedaluwarsa" in second.texts[-1]
    assert "minta tautan kepada Ketua RT" in third.texts[-1]
    assert await rows_of(world, Person) == [1]


async def test_a_link_is_opened_again_when_one_waits_and_when_one_is_accepted(world: World) -> None:
    head, warga = await world.rt_head(), world.stranger()
    payload = await link(world)
    await introduce(world, warga, payload, "Warga Baru")
    await do(world, lambda: warga.start(payload))
    assert "Menunggu persetujuan Ketua RT" in warga.texts[-1]
    await do(world, lambda: head.tap("Terima"), lambda: warga.start(payload))
    assert "sudah terdaftar" in warga.texts[-1]
    assert len(head.texts) == 1
    await do(world, lambda: warga.start())
    assert "RT 02 RW 01, Kelurahan Blitar" in warga.texts[-1]


async def test_a_known_resident_moves_and_the_old_residency_ends_when_the_new_one_begins(
    world: World,
) -> None:
    warga, head = await world.resident(), await world.rt_head(rt=1, rw=2)
    payload = await link(world, rt=1, rw=2)
    await do(world, lambda: warga.start(payload))
    assert "RT 02 RW 01" in warga.texts[-1]
    assert "RT 01 RW 02" in warga.texts[-1]
    await do(world, lambda: warga.type("ya, saya pindah"), lambda: warga.type("lewati"))
    async with world.database.reading() as session:
        assert len(list(await session.scalars(select(Residency).where(Residency.until.is_(None))))) == 2
    await do(world, lambda: head.tap("Terima"))
    async with world.database.reading() as session:
        old, new = await session.scalars(select(Residency).order_by(Residency.id))
        assert len(list(await session.scalars(select(Consent)))) == 2
    assert (old.until, new.until) == (new.since, None)
    assert new.area_id == world.cast.rts[2, 1].id


async def test_unfit_answers_are_asked_again_and_a_kk_number_is_not_kept(world: World) -> None:
    warga = world.stranger()
    payload = await link(world)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Boleh"), lambda: warga.type("ndoro"))
    assert "belum paham" in warga.texts[-1]
    await do(world, lambda: warga.type("mbak"), lambda: warga.type("x" * 61))
    assert "60" in warga.texts[-1]
    await do(world, lambda: warga.send_sticker())
    assert "tulisan" in warga.texts[-1]
    await do(world, lambda: warga.type("Mbak Warga"), lambda: warga.type("3572021234560001"))
    assert "16 angka" in warga.texts[-1]
    await do(world, lambda: warga.type("Pojok"))
    async with world.database.reading() as session:
        person = (await session.scalars(select(Person))).one()
    assert (person.salutation, person.name) == ("Mbak", "Warga")


async def test_questions_that_were_left_go_on_or_begin_anew_but_never_for_another_rt(world: World) -> None:
    warga = world.stranger()
    payload, other = await link(world), await link(world, rt=1, rw=2)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Boleh"), lambda: warga.tap("Ibu"))
    await do(world, lambda: warga.start(), lambda: warga.tap("Lanjutkan"))
    assert "nama" in warga.texts[-1]
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Mulai baru"))
    assert "menyapa" in warga.texts[-1]
    await do(world, lambda: warga.tap("Kak"), lambda: warga.start(other), lambda: warga.tap("Mas"))
    await do(world, lambda: warga.type("Warga Baru"), lambda: warga.tap("Lewati"))
    assert "Menunggu persetujuan Ketua RT" in warga.texts[-1]
    async with world.database.reading() as session:
        residency = (await session.scalars(select(Residency))).one()
    assert residency.area_id == world.cast.rts[2, 1].id


async def test_batal_while_joining_keeps_no_residency_and_the_link_still_works(world: World) -> None:
    warga = world.stranger()
    payload = await link(world)
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Boleh"), lambda: warga.type("/batal"))
    await do(world, lambda: warga.start())
    assert "belum tercatat di RT" in warga.texts[-1]
    await do(world, lambda: warga.start(payload), lambda: warga.tap("Ibu"))
    assert "nama" in warga.texts[-1]
    assert await rows_of(world, Consent, Residency) == [1, 0]
