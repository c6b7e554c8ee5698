"""What an RT head sees of the RT, and what everybody sees, corrects and erases of themselves."""

from sqlalchemy import select

from actions.links import create_link
from simulator import Phone
from storage import memory
from storage.audit import Act
from storage.forms import Form
from storage.links import Link
from storage.outbox import OutboxRow
from storage.people import Account, Chat, Person, Residency
from storage.proposals import Proposal
from tests.world import World


async def type_in(world: World, phone: Phone, *said: str) -> None:
    for text in said:
        phone.type(text)
        await world.settle()


async def tap(world: World, phone: Phone, *labels: str) -> None:
    for label in labels:
        phone.tap(label)
        await world.settle()


async def ask_to_join(world: World, *names: str) -> list[Phone]:
    async with world.database.transaction() as session:
        area = world.cast.rts[1, 2]
        payload = await create_link(session, role=None, area_id=area.id, now=world.now())
    phones = []
    for number, name in enumerate(names):
        phone = world.stranger()
        phone.start(payload)
        await world.settle()
        await tap(world, phone, "Boleh", "Ibu")
        await type_in(world, phone, name, f"Gang 3 no. {number}")
        phones.append(phone)
    return phones


def labels_of(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


async def test_the_rt_head_decides_page_by_page(world: World) -> None:
    head = await world.rt_head()
    await ask_to_join(world, "Warga A", "Warga B", "Warga C")
    await type_in(world, head, "Warga RT")
    assert "Menunggu diterima: 3" in head.texts[-1]
    assert labels_of(head) == [
        "Terima 1", "Tolak 1", "Terima 2", "Tolak 2", "Daftar warga", "Tautan RT", "Berikutnya",
    ]  # fmt: skip
    before = len(head.messages)
    await tap(world, head, "Berikutnya", "Terima 3")
    assert "Sudah diterima" in head.toasts[-1][1]
    assert "Sudah bergabung: 1" in head.texts[-1]
    assert "Warga C" not in head.texts[-1]
    await tap(world, head, "Terima 2")
    assert "Warga A" in head.texts[-1]
    await tap(world, head, "Tolak")
    assert "Menunggu diterima: 0" in head.texts[-1]
    assert labels_of(head) == ["Daftar warga", "Tautan RT", "Grup RT", "Minat warga"]
    await tap(world, head, "Daftar warga")
    assert head.texts[-1].splitlines()[-2:] == ["• Ibu Warga B, Gang 3 no. 1", "• Ibu Warga C, Gang 3 no. 2"]
    await tap(world, head, "Kembali")
    assert "Sudah bergabung: 2" in head.texts[-1]
    assert len(head.messages) == before


async def test_a_shared_link_lets_a_neighbour_in(world: World) -> None:
    head, warga = await world.rt_head(), world.stranger()
    async with world.database.transaction() as session:
        await memory.remember(session, "bot_username", "rembug_demo_bot")
    await type_in(world, head, "/warga")
    await tap(world, head, "Tautan RT")
    link = next(
        word for word in head.texts[-1].split() if word.startswith("https://t.me/rembug_demo_bot?start=")
    )
    warga.start(link.partition("start=")[2])
    await world.settle()
    assert "RT 02 RW 01" in warga.texts[-2]
    async with world.database.reading() as session:
        act = (await session.scalars(select(Act))).one()
        kept = (await session.scalars(select(Link))).one()
    assert (act.action, act.subject) == ("create_link", f"link:{kept.id}")
    assert act.actor_id is not None


async def test_only_an_rt_head_sees_the_rts_residents(world: World) -> None:
    warga, lurah = await world.resident(), await world.officer()
    for phone in (warga, lurah):
        await type_in(world, phone, "Warga RT")
        assert "pengurus" in phone.texts[-1]
        for data in ("page:waiting:0", "page:residents:0", "share", "listed:0:1:accept"):
            phone.forge(data)
            await world.settle()
        assert "Warga RT 02" not in "".join(phone.texts)


async def test_data_saya_shows_and_corrects_what_is_kept(world: World) -> None:
    warga = await world.resident(name="Warga <RT> & 02", house="Gang 3 no. 12")
    await type_in(world, warga, "Data saya")
    shown = warga.texts[-1]
    assert "Nama: Warga <RT> & 02" in shown
    assert "RT: RT 02 RW 01, Kelurahan Blitar, sejak Rabu, 18 November 2026" in shown
    assert "Rumah: Gang 3 no. 12" in shown
    assert "Izin data: Rabu, 18 November 2026" in shown
    await tap(world, warga, "Ubah sapaan", "Ibu", "Ubah nama")
    await type_in(world, warga, "Bu Warga Baru")
    assert "Sudah saya betulkan, Bu" in warga.texts[-1]
    await tap(world, warga, "Ubah rumah")
    await type_in(world, warga, "Blok B", "Data saya")
    assert "Sapaan: Ibu\nNama: Warga Baru" in warga.texts[-1]
    assert "Rumah: Blok B" in warga.texts[-1]
    async with world.database.reading() as session:
        assert {form.data for form in await session.scalars(select(Form))} == {None}


async def test_erasing_is_asked_first_and_leaves_only_the_number_of_the_idea(world: World) -> None:
    warga = await world.resident(name="Warga Sirna")
    await type_in(world, warga, "Kirim usulan", "Lampu sirna")
    await tap(world, warga, "Infrastruktur", "Kirim")
    await type_in(world, warga, "/hapus_data")
    await tap(world, warga, "Batal")
    await type_in(world, warga, "Data saya")
    assert "Warga Sirna" in warga.texts[-1]
    await tap(world, warga, "Hapus data saya")
    await type_in(world, warga, "ya, hapus")
    assert "sudah saya hapus" in warga.texts[-1]
    assert warga.keyboard is None
    assert [command for command, _ in warga.commands] == ["start"]
    async with world.database.reading() as session:
        gone = [list(await session.scalars(select(table))) for table in (Person, Account, Chat, Form)]
        proposal = (await session.scalars(select(Proposal))).one()
        rows = list(await session.scalars(select(OutboxRow).where(OutboxRow.chat_id == warga.user_id)))
        residency = (await session.scalars(select(Residency))).one()
    assert gone == [[], [], [], []]
    assert (proposal.number, proposal.text, proposal.person_id) == (1, None, None)
    assert rows == []
    assert residency.until is not None
    await type_in(world, warga, "halo")
    assert "minta tautan kepada Ketua RT" in warga.texts[-1]


async def test_an_old_button_after_erasing_is_answered(world: World) -> None:
    warga = await world.resident()
    await type_in(world, warga, "Data saya")
    await tap(world, warga, "Hapus data saya")
    await tap(world, warga, "Ya, hapus", "Ubah nama", "Ya, hapus")
    assert len(warga.toasts) == 4
    assert "sudah tidak ada" in warga.toasts[-1][1]
