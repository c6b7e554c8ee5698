"""The archive's trainings come in through the command: the sums of the studies, and no RT made up (R5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from actions.archive_rows import read_archive_rows
from actions.archives import Archived, import_archive, list_totals
from actions.areas import import_areas, read_area_rows
from actions.csv_rows import BadRows
from storage.activities import Activity, ActivityKind, ActivitySession, ActivityState
from storage.areas import Area, AreaKind
from storage.attendances import AttendanceTotal
from storage.audit import Act
from storage.database import Database
from storage.outbox import OutboxRow
from tests.people import CODE, EVENING
from tests.quiet import restored_logging
from tests.unit.test_cli import Rembug

DEMO = Path(__file__).parents[2] / "bot" / "demo_data"
TRAININGS = DEMO / "blitar_trainings.csv"
HEADER = "kegiatan,tahun_sumber_arsip,rw,rt,jumlah_peserta\n"


@pytest.fixture
def blitar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rembug]:
    """Kelurahan Blitar with four RT in each of four RW, in a database of the command line."""
    monkeypatch.chdir(tmp_path)
    with restored_logging():
        rembug = Rembug(tmp_path)
        assert rembug("migrate").exit_code == 0
        assert rembug("areas", "import", str(DEMO / "blitar_areas.csv")).exit_code == 0
        yield rembug


def import_file(rembug: Rembug, file: str, code: str = CODE) -> tuple[int, str]:
    result = rembug("activities", "import", file, "--kelurahan", code)
    return result.exit_code, result.output


def figures(output: str) -> list[int]:
    """The last number of each line that ends with one."""
    words = (line.split() for line in output.splitlines())
    return [int(found[-1]) for found in words if found and found[-1].isdecimal()]


def test_the_five_trainings_give_105_79_89_77_87_and_437(blitar: Rembug) -> None:
    code, output = import_file(blitar, str(TRAININGS))
    assert (code, figures(output)) == (0, [105, 79, 89, 77, 87, 437])
    assert output.splitlines()[-1] == "20 totals new, 0 changed, 0 as before."


def test_a_second_import_changes_nothing(blitar: Rembug) -> None:
    import_file(blitar, str(TRAININGS))
    tables = ("activities", "activity_sessions", "attendance_totals", "audit")
    before = [blitar.rows(f"SELECT * FROM {table}") for table in tables]
    _, output = import_file(blitar, str(TRAININGS))
    assert output.splitlines()[-1] == "0 totals new, 0 changed, 20 as before."
    assert [blitar.rows(f"SELECT * FROM {table}") for table in tables] == before


def test_welding_counts_for_its_rw_and_no_rt_is_made_up(blitar: Rembug) -> None:
    import_file(blitar, str(TRAININGS))
    query = (
        "SELECT areas.kind, name, people FROM attendance_totals "
        "JOIN areas ON areas.id = attendance_totals.area_id "
        "JOIN activity_sessions ON activity_sessions.id = session_id "
        "JOIN activities ON activities.id = activity_id WHERE title = 'Pelatihan Las' ORDER BY name"
    )
    assert blitar.rows(query) == [
        ("rw", "RW 01", 25),
        ("rw", "RW 02", 25),
        ("rw", "RW 03", 29),
        ("rw", "RW 04", 26),
    ]
    assert blitar.rows("SELECT count(*) FROM areas WHERE kind = 'rt'") == [(16,)]


def test_totals_are_added_up_by_rt_rw_and_kelurahan(blitar: Rembug) -> None:
    import_file(blitar, str(TRAININGS))
    lines = blitar("activities", "totals", "--kelurahan", CODE).output.splitlines()
    found = {" ".join(line.split()[:-1]): int(line.split()[-1]) for line in lines}
    assert (found["Pelatihan Las, 2023"], found["Kelurahan Blitar"]) == (105, 437)
    assert [found[f"RW 0{rw}"] for rw in range(1, 5)] == [25 + 79, 25 + 89, 29 + 77, 26 + 87]
    assert [found[f"RT 0{rt} RW 01"] for rt in range(1, 5)] == [20, 18, 22, 19]
    assert sum(found[f"RW 0{rw}"] for rw in range(1, 5)) == 437
    welding = lines[lines.index(next(line for line in lines if "Las" in line)) :][1:5]
    assert [line.split()[0] for line in welding] == ["RW"] * 4


def test_every_mistake_is_named_with_its_line_and_nothing_is_imported(blitar: Rembug) -> None:
    file = blitar.csv(
        HEADER
        + "Pelatihan Las,2023,01,,25\n"
        + "Pelatihan Las,2023,satu,,25\n"
        + "Pelatihan Las,23,02,,banyak\n"
        + ",2023,02,,4\n"
        + "Pelatihan Las,2023,01,,26\n"
    )
    code, output = import_file(blitar, file)
    assert code == 1
    assert output.splitlines() == [
        "line 3, column rw: 'satu' is not a number of an RT or RW",
        "line 4, column tahun_sumber_arsip: '23' is not a year",
        "line 4, column jumlah_peserta: 'banyak' is not a number of people from 0 to 99999",
        "line 5, column kegiatan: the name is missing",
        "line 6: the same training and area stand in line 2 already",
        "Nothing was imported.",
    ]
    assert blitar.rows("SELECT count(*) FROM activities") == [(0,)]


def test_areas_that_are_not_known_are_all_named_and_nothing_is_imported(blitar: Rembug) -> None:
    rows = ("2023,01,01,5", "2023,09,,25", "2023,01,09,25", "2099,01,02,25", "2023,07,01,3")
    file = blitar.csv(HEADER + "".join(f"Las,{row}\n" for row in rows))
    code, output = import_file(blitar, file)
    assert code == 1
    assert output.splitlines() == [
        "line 3: Kelurahan Blitar has no RW 09",
        "line 4: RW 01 has no RT 09",
        "line 5, column tahun_sumber_arsip: 2099 is still to come",
        "line 6: Kelurahan Blitar has no RW 07",
        "Nothing was imported.",
    ]
    assert blitar.rows("SELECT count(*) FROM activities") == [(0,)]
    assert blitar.rows("SELECT count(*) FROM attendance_totals") == [(0,)]


@pytest.mark.parametrize("code", ["99.99.99.9999", f"{CODE}/1", "Blitar"])
def test_a_kelurahan_that_is_none_is_said_in_plain_words(blitar: Rembug, code: str) -> None:
    failed, output = import_file(blitar, str(TRAININGS), code)
    assert failed == 1
    assert output.endswith("Nothing was imported.\n")
    assert "Traceback" not in output
    assert blitar("activities", "totals", "--kelurahan", code).exit_code == 1


def test_semicolons_and_columns_that_are_missing(blitar: Rembug) -> None:
    code, output = import_file(blitar, blitar.csv("kegiatan;rw;rt;jumlah_peserta\nLas;1;;3\n"))
    assert (code, output.splitlines()[0]) == (1, "line 1: the column tahun_sumber_arsip is missing")
    semicolons = (HEADER + "Las,2023,01,,25\n").replace(",", ";")
    assert import_file(blitar, blitar.csv(semicolons))[0] == 0


async def import_text(database: Database, text: str) -> Archived:
    async with database.transaction() as session:
        areas = (DEMO / "blitar_areas.csv").read_text(encoding="utf-8")
        await import_areas(session, read_area_rows(areas), now=EVENING)
        return await import_archive(session, read_archive_rows(text), code=CODE, now=EVENING)


async def test_what_came_in_is_closed_names_nobody_and_tells_nobody(database: Database) -> None:
    await import_text(database, TRAININGS.read_text(encoding="utf-8"))
    async with database.reading() as session:
        held = list(await session.scalars(select(Activity)))
        meetings = list(await session.scalars(select(ActivitySession)))
        rts = select(func.count()).select_from(Area).where(Area.kind == AreaKind.RT)
        assert await session.scalar(rts) == 16
        assert await session.scalar(select(func.sum(AttendanceTotal.people))) == 437
        assert list(await session.scalars(select(OutboxRow))) == []
        assert list(await session.scalars(select(Act.action))) == ["import_archive"]
        _, together = await list_totals(session, code=CODE, now=EVENING)
    assert together[0] == (0, "Kelurahan Blitar", 437)
    assert {(one.kind, one.state, one.organizer_id) for one in held} == {
        (ActivityKind.TRAINING, ActivityState.CLOSED, None)
    }
    assert {(one.remind_at, one.evaluate_at, one.wrap_up_at) for one in meetings} == {(None, None, None)}
    assert all(one.starts_at < EVENING for one in meetings)


async def test_a_corrected_number_takes_the_place_of_the_old_one(database: Database) -> None:
    await import_text(database, HEADER + "Las,2023,01,,25\nLas,2023,02,,5\n")
    done = await import_text(database, HEADER + "Las,2023,01,,24\nLas,2024,01,,7\n")
    assert (done.created, done.changed, done.unchanged) == (1, 1, 0)
    assert done.people == {("Las", 2023): 24, ("Las", 2024): 7}
    async with database.reading() as session:
        each, _ = await list_totals(session, code=CODE, now=EVENING)
    assert each == [
        (0, "Las, 2023", 29), (1, "RW 01", 24), (1, "RW 02", 5), (0, "Las, 2024", 7), (1, "RW 01", 7),
    ]  # fmt: skip


async def test_rows_for_another_kelurahan_are_refused_before_anything_is_kept(database: Database) -> None:
    with pytest.raises(BadRows) as refused:
        await import_text(database, HEADER + "Las,2023,01,,25\nLas,2023,11,03,5\n")
    assert refused.value.problems == ["line 3: Kelurahan Blitar has no RW 11"]
    async with database.reading() as session:
        assert list(await session.scalars(select(Activity))) == []
