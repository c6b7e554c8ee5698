"""The kelurahan gets its week, RT heads their evening digest, and `Ringkasan` gives either at once."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from simulator import Phone
from storage.answers import AnswerKind
from storage.attendances import AttendanceTotal
from storage.duties import DutyKind
from storage.files import File
from storage.people import RoleKind
from storage.programs import Sector
from storage.proposals import Proposal
from storage.summaries import WeeklySummary
from tests.e2e.test_evaluations import person_of, tap
from tests.weeks import add_meeting, invite, leave_duties, say
from tests.world import WEDNESDAY, World

EIGHT = datetime(2026, 11, 18, 13, tzinfo=UTC)
"""Wednesday, 18 November 2026, 20.00 WIB."""
MONDAY_SEVEN = datetime(2026, 11, 23, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def week(world: World) -> World:
    """The world in a week with an idea, a work bee that a resident comes to, and a counted meeting."""
    warga = await world.resident(name="Warga")
    person = await person_of(world, warga)
    rt, kelurahan = world.cast.rts[1, 2], world.cast.kelurahan
    async with world.database.transaction() as session:
        sector = (await session.scalars(select(Sector).order_by(Sector.position))).first()
        assert sector is not None
        idea = Proposal(kelurahan_id=kelurahan.id, area_id=rt.id, number=1, sector_id=sector.id)
        idea.person_id, idea.text, idea.created_at = person.id, "Lampu <Gang 3> mati", WEDNESDAY
        activity, meeting = await add_meeting(
            session, rt, WEDNESDAY + timedelta(days=4), title="=Kerja bakti"
        )
        await invite(session, activity, [person], at=WEDNESDAY)
        await say(session, activity, person, AnswerKind.YES, at=WEDNESDAY)
        session.add_all(
            [
                idea,
                AttendanceTotal(session_id=meeting.id, area_id=rt.id, people=17, source="Daftar hadir"),
            ]
        )
        duties = (DutyKind.DIGEST, rt, EIGHT), (DutyKind.WEEKLY_SUMMARY, kelurahan, MONDAY_SEVEN)
        await leave_duties(session, *duties, since=WEDNESDAY - timedelta(days=1))
    return world


def kinds_of(phone: Phone) -> list[str]:
    return [message.kind for message in phone.messages if not message.mine]


def check_files(phone: Phone) -> None:
    """The last two messages are a picture and a spreadsheet that opens."""
    photo, document = phone.messages[-2:]
    assert photo.file is not None
    assert photo.file.data.startswith(PNG)
    assert document.file is not None
    assert document.file.name == "ringkasan-2026-11-16.xlsx"
    book = load_workbook(BytesIO(document.file.data))
    assert book["Kegiatan"]["A2"].value == "=Kerja bakti"
    assert book["Kegiatan"]["A2"].data_type == "s"


async def test_on_monday_at_seven_each_officer_gets_text_chart_and_spreadsheet(week: World) -> None:
    lurah, helper = await week.officer(), await week.officer(RoleKind.FACILITATOR)
    await week.move_to(MONDAY_SEVEN - timedelta(minutes=1))
    assert lurah.texts == []
    await week.move_to(MONDAY_SEVEN)
    for phone in (lurah, helper):
        assert kinds_of(phone) == ["text", "photo", "document"]
        check_files(phone)
        said = phone.texts[0]
        assert len(said) <= 3500
        assert "16 sampai 22 November 2026" in said
        assert "Infrastruktur: 1 usulan" in said
        assert "Kepemudaan: 0 usulan" in said
        assert "diundang 1, Ikut 1, menjawab 1" in said
        assert "Hadir: 17 orang" in said
        assert "1 dari 4 RT (25%)" in said
    await week.move(hours=1)
    assert len(lurah.texts) == 3
    async with week.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(WeeklySummary)) == 1
        assert await session.scalar(select(func.count()).select_from(File)) == 2


async def test_ringkasan_gives_this_week_so_far_with_the_last_below(week: World) -> None:
    lurah = await week.officer()
    lurah.type("Ringkasan")
    await week.settle()
    assert kinds_of(lurah) == ["text", "photo", "document"]
    assert "16 sampai 22 November 2026 (keadaan Rabu, 18 November 2026, pukul 10.00 WIB)" in lurah.texts[0]
    await tap(week, lurah, "Minggu lalu")
    assert kinds_of(lurah) == ["text", "photo", "document"] * 2
    assert "9 sampai 15 November 2026" in lurah.texts[3]
    assert "Usulan: 0" in lurah.texts[3]
    await tap(week, lurah, "Minggu ini")
    assert "Usulan: 1" in lurah.texts[6]


async def test_a_second_minggu_lalu_sends_no_second_summary(week: World) -> None:
    lurah = await week.officer()
    lurah.type("Ringkasan")
    await week.settle()
    lurah.tap("Minggu lalu")
    lurah.tap("Minggu lalu")
    await week.settle()
    assert kinds_of(lurah) == ["text", "photo", "document"] * 2
    assert lurah.toasts[-1][1].startswith("Ringkasannya sudah di bawah")


async def test_the_rt_head_gets_one_digest_at_eight_and_none_when_nothing_came_in(week: World) -> None:
    head, other = await week.rt_head(), await week.rt_head(rt=1)
    await week.move_to(EIGHT - timedelta(minutes=1))
    assert head.texts == []
    await week.move_to(EIGHT)
    (said,) = head.texts
    assert said.startswith("Kabar RT 02 RW 01 sejak Selasa, 17 November 2026, pukul 10.00 WIB")
    assert "• U-001 “Lampu <Gang 3> mati”" in said
    assert "1 jawaban baru. Ikut: 1," in said
    await week.move(days=1)
    assert (len(head.texts), other.texts) == (1, [])


async def test_ringkasan_of_the_rt_head_comes_at_once_and_again(week: World) -> None:
    head = await week.rt_head()
    for _ in range(2):
        head.type("/ringkasan")
        await week.settle()
        assert "• U-001 “Lampu <Gang 3> mati”" in head.texts[-1]
        assert "Minggu ini, 16 sampai 22 November 2026: 1 warga baru, 1 usulan, 1 kegiatan." in head.texts[-1]
    await week.move_to(EIGHT)
    assert len(head.texts) == 3


async def test_a_resident_or_a_forged_button_gets_no_summary(week: World) -> None:
    warga, head = await week.resident(), await week.rt_head()
    for phone in (warga, head):
        phone.type("/penilaian")
        await week.settle()
        phone.forge(f"week:{week.cast.kelurahan.id}:0")
        phone.forge("week:999999999:-1")
        await week.settle()
        assert len(phone.toasts) == 2
        assert all(toast[1] for toast in phone.toasts)
    warga.type("/ringkasan")
    await week.settle()
    assert kinds_of(warga) == ["text", "text"]
    assert "📊" not in warga.texts[-1]
