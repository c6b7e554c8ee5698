"""An organiser plans an activity, moves it and calls it off, all on a phone."""

import pytest
from sqlalchemy import select

from simulator import Phone
from storage.activities import Activity, ActivitySession, ActivityState
from storage.people import RoleKind
from storage.programs import Program
from tests.world import World

SUNDAY = "Minggu, 29 November 2026, pukul 06.30 WIB"


@pytest.fixture
async def neighbourhood(world: World) -> World:
    """The world with a program, so that activities belong to one."""
    async with world.database.transaction() as session:
        if await session.scalar(select(Program.id)) is None:
            session.add(Program(code="rt_keren", year=2026, name="RT Keren"))
    return world


async def tell(world: World, phone: Phone, *said: str) -> None:
    for text in said:
        phone.type(text)
        await world.settle()


async def tap(world: World, phone: Phone, *labels: str) -> None:
    for label in labels:
        phone.tap(label)
        await world.settle()


async def plan(world: World, head: Phone, when: str = "29 November jam setengah tujuh pagi") -> None:
    """Through the whole conversation, up to the sent invitation."""
    await tell(world, head, "Buat kegiatan")
    await tap(world, head, "Gotong royong")
    await tell(world, head, "Kerja bakti RT 02", when)
    await tap(world, head, "Betul")
    await tell(world, head, "Depan mushola")
    await tap(world, head, "Kirim undangan")


def choices(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


async def kept(world: World) -> list[tuple[str, str, str | None]]:
    async with world.database.reading() as session:
        query = select(Activity, ActivitySession).join(ActivitySession)
        rows = (await session.execute(query.order_by(Activity.id))).all()
    return [(one.title, f"{meeting.starts_at:%d.%m. %H.%M}", meeting.said) for one, meeting in rows]


async def test_an_rt_head_plans_a_work_bee_and_everybody_is_invited(neighbourhood: World) -> None:
    head, warga = await neighbourhood.rt_head(), await neighbourhood.resident()
    elsewhere = await neighbourhood.resident(rt=1)
    await tell(neighbourhood, head, "Buat kegiatan")
    assert choices(head) == [
        "Gotong royong",
        "Pelatihan",
        "Rembug warga",
        "Sosialisasi",
        "Acara",
        "Lainnya",
        "Batal",
    ]
    await tap(neighbourhood, head, "Gotong royong")
    assert "Gotong royong RT 02 RW 01" in head.texts[-1]
    await tap(neighbourhood, head, "Pakai judul ini")
    await tell(neighbourhood, head, "29 November jam setengah tujuh pagi")
    assert head.texts[-1] == f"{SUNDAY}. Betul?"
    assert choices(head) == ["Betul", "Ubah", "Batal"]
    await tap(neighbourhood, head, "Betul")
    await tell(neighbourhood, head, "Depan mushola")
    preview = head.texts[-1]
    assert "Untuk 1 warga, saya kirim sekarang juga." in preview
    assert choices(head) == ["Kirim undangan", "Ubah", "Tambahan", "Batal"]

    await tap(neighbourhood, head, "Kirim undangan")

    assert warga.texts == [
        f"Gotong royong RT 02 RW 01 🧹\n{SUNDAY}.\nTempat: Depan mushola\nBapak bisa ikut?"
    ]
    assert warga.texts[0] in preview
    assert choices(warga) == ["Ikut", "Belum bisa", "Bantu cara lain"]
    assert elsewhere.texts == []
    card = next(text for text in head.texts if "Belum jawab: 1" in text)
    assert card.startswith("Gotong royong RT 02 RW 01\n")
    assert await kept(neighbourhood) == [("Gotong royong RT 02 RW 01", "28.11. 23.30", None)]


async def test_words_about_prayer_times_mean_an_hour_and_stay(neighbourhood: World) -> None:
    head, warga = await neighbourhood.rt_head(), await neighbourhood.resident()

    await plan(neighbourhood, head, "Sabtu ba'da Isya")

    assert "Sabtu, 21 November 2026, pukul 19.30 WIB (ba'da Isya)." in warga.texts[0]
    assert await kept(neighbourhood) == [("Kerja bakti RT 02", "21.11. 12.30", "ba'da Isya")]


async def test_a_day_without_an_hour_is_repeated_while_asking(neighbourhood: World) -> None:
    head = await neighbourhood.rt_head()
    await tell(neighbourhood, head, "Buat kegiatan", "gotong royong", "Kerja bakti", "tanggal 29 November")
    assert head.texts[-1].startswith("Minggu, 29 November 2026.\nMulai pukul berapa")

    await tell(neighbourhood, head, "jam 7")

    assert choices(head) == ["Min 29 Nov, 07.00", "Min 29 Nov, 19.00", "Batal"]
    await tap(neighbourhood, head, "Min 29 Nov, 07.00")
    assert head.texts[-1] == "Minggu, 29 November 2026, pukul 07.00 WIB. Betul?"
    await tap(neighbourhood, head, "Min 29 Nov, 19.00")
    assert head.texts[-1].splitlines() == [
        "Minggu, 29 November 2026, pukul 19.00 WIB.",
        "Bertepatan dengan waktu Maghrib sampai Isya.",
        "Tetap di waktu itu, Pak?",
    ]
    await tell(neighbourhood, head, "bukan, jam 8 pagi", "ya")
    assert "Di mana tempatnya" in head.texts[-1]


async def test_a_weekday_that_does_not_fit_its_date_is_asked_about(neighbourhood: World) -> None:
    head = await neighbourhood.rt_head()
    await tell(neighbourhood, head, "Buat kegiatan", "Acara", "Pentas seni", "Sabtu 29 November jam 7 pagi")

    assert "Hari dan tanggalnya belum cocok" in head.texts[-1]
    assert choices(head) == ["Sab 28 Nov, 07.00", "Min 29 Nov, 07.00", "Batal"]


@pytest.mark.parametrize(
    "said, answered",
    [("kemarin jam 7", "Waktu itu sudah lewat"), ("entah", "Maaf, saya belum paham waktunya")],
)
async def test_a_time_that_cannot_be_used_is_asked_again(
    neighbourhood: World, said: str, answered: str
) -> None:
    head = await neighbourhood.rt_head()
    await tell(neighbourhood, head, "Buat kegiatan", "Acara", "Pentas seni", said)
    assert answered in head.texts[-1]

    await tell(neighbourhood, head, "besok jam 19.30")

    assert head.texts[-1] == "Kamis, 19 November 2026, pukul 19.30 WIB. Betul?"


async def test_a_preview_can_be_changed_before_it_goes(neighbourhood: World) -> None:
    head, warga = await neighbourhood.rt_head(), await neighbourhood.resident()
    await tell(
        neighbourhood, head, "Buat kegiatan", "Acara", "Pentas seni", "besok jam 19.30", "betul", "Balai"
    )
    older = head.last.message_id
    await tap(neighbourhood, head, "Ubah", "Tempat")
    await tell(neighbourhood, head, "Balai RW 01")
    head.tap("Kirim undangan", older)
    await neighbourhood.settle()
    assert warga.texts == []

    await tell(neighbourhood, head, "kirim undangan")

    assert "Tempat: Balai RW 01" in warga.texts[0]


async def test_an_invitation_made_at_night_waits_for_the_morning(neighbourhood: World) -> None:
    head, warga = await neighbourhood.rt_head(), await neighbourhood.resident()
    await neighbourhood.move(hours=11.5)
    await tell(
        neighbourhood, head, "Buat kegiatan", "Acara", "Pentas seni", "29 November 19.30", "ya", "Balai RW"
    )
    assert "saya kirim Kamis, 19 November 2026, pukul 06.00 WIB" in head.texts[-1]

    await tap(neighbourhood, head, "Kirim undangan")

    assert warga.texts == []
    assert any("Belum jawab: 1" in text for text in head.texts)
    await neighbourhood.move(hours=8.6)
    assert "Pentas seni" in warga.texts[0]


async def test_a_move_tells_who_answered_both_times(neighbourhood: World) -> None:
    head, warga, silent = (
        await neighbourhood.rt_head(),
        await neighbourhood.resident(),
        await neighbourhood.resident(),
    )
    await plan(neighbourhood, head)
    await tap(neighbourhood, warga, "Ikut")
    await tap(neighbourhood, head, "Ubah jadwal")
    await tell(neighbourhood, head, "29 November jam 07.00")
    await tap(neighbourhood, head, "Betul")
    assert "1 orang yang sudah menjawab akan saya kabari" in head.texts[-1]

    await tap(neighbourhood, head, "Kirim perubahan")

    assert "PERUBAHAN" in warga.texts[-1]
    assert f"{SUNDAY} → Minggu, 29 November 2026, pukul 07.00 WIB" in warga.texts[-1]
    assert len(silent.texts) == 1
    assert "pukul 07.00 WIB" in silent.texts[0]
    assert "pukul 07.00 WIB" in next(text for text in head.texts if "Belum jawab: 1" in text)


async def test_the_place_alone_can_be_moved(neighbourhood: World) -> None:
    head, warga = await neighbourhood.rt_head(), await neighbourhood.resident()
    await plan(neighbourhood, head)
    await tap(neighbourhood, warga, "Ikut")
    await tap(neighbourhood, head, "Ubah jadwal", "Ubah tempat")
    await tell(neighbourhood, head, "Balai RW 01")
    await tap(neighbourhood, head, "Kirim perubahan")

    assert "Tempat: Depan mushola → Balai RW 01" in warga.texts[-1]
    assert await kept(neighbourhood) == [("Kerja bakti RT 02", "28.11. 23.30", None)]


async def test_calling_off_asks_first_and_tells_who_answered(neighbourhood: World) -> None:
    head, warga, silent = (
        await neighbourhood.rt_head(),
        await neighbourhood.resident(),
        await neighbourhood.resident(),
    )
    await plan(neighbourhood, head)
    invitation = silent.last
    await tap(neighbourhood, warga, "Ikut")
    await tap(neighbourhood, head, "Batalkan", "Tidak jadi")
    assert "tetap berjalan" in head.texts[-1]

    await tap(neighbourhood, head, "Batalkan", "Ya, batalkan")

    assert "dibatalkan" in warga.texts[-1]
    assert "dibatalkan" in silent.texts[-1]
    assert len(silent.texts) == 1
    silent.forge("answer:1:yes", invitation.message_id)
    await neighbourhood.settle()
    assert "dibatalkan" in silent.toasts[-1][1]
    async with neighbourhood.database.reading() as session:
        assert (await session.scalars(select(Activity.state))).one() is ActivityState.CANCELLED


async def test_only_who_holds_an_office_there_plans_or_changes(neighbourhood: World) -> None:
    head, warga = await neighbourhood.rt_head(), await neighbourhood.resident()
    other = await neighbourhood.rt_head(rt=1)
    await plan(neighbourhood, head)
    await tell(neighbourhood, warga, "Buat kegiatan")
    assert await kept(neighbourhood) == [("Kerja bakti RT 02", "28.11. 23.30", None)]
    await tell(neighbourhood, other, "/bantuan")
    for phone in (warga, other):
        for verb in ("move", "cancel_yes", "manage", "burn"):
            phone.forge(f"activity:1:{verb}")
            await neighbourhood.settle()

    assert len(warga.toasts) == len(other.toasts) == 4
    assert all(text and alert for _query, text, alert in [*warga.toasts, *other.toasts])
    async with neighbourhood.database.reading() as session:
        assert (await session.scalars(select(Activity.state))).one() is ActivityState.PLANNED


async def test_the_kelurahan_invites_every_rt(neighbourhood: World) -> None:
    officer = await neighbourhood.officer(RoleKind.FACILITATOR)
    phones = [await neighbourhood.resident(rt=rt, rw=rw) for rw in (1, 2) for rt in (1, 2)]

    await plan(neighbourhood, officer)

    assert all("Kerja bakti RT 02" in phone.texts[0] for phone in phones)
    assert any("Belum jawab: 4" in text for text in officer.texts)
