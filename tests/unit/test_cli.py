"""The command line: what each command prints, with which exit code, and what it leaves behind."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.lock import single_process
from storage import schema
from tests.getme import TOKEN, USERNAME, telegram
from tests.quiet import restored_logging

CSV = (
    "kode_kelurahan,kelurahan,rw,rt,jumlah_kk\n"
    "35.72.02.1002,Blitar,4,2,48\n"
    "15.71.09.1003,Mayang Mangurai,,12,150\n"
)
NOBODY = "http://127.0.0.1:9"
LINK = re.compile(rf"https://t\.me/{USERNAME}\?start=[A-Za-z0-9_-]{{22}}\n")


class Rembug:
    """A machine with one data folder, on which commands are given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "data" / "rembug.db"
        self.env: dict[str, str | None] = {"DATA_DIR": str(folder / "data"), "BOT_API_URL": NOBODY}
        for name in ("BOT_TOKEN", "DATABASE_URL", "WEBHOOK_URL", "WEBHOOK_SECRET", "HTTP_PORT", "LOG_LEVEL"):
            self.env[name] = None

    def __call__(self, *arguments: str) -> Result:
        result = CliRunner().invoke(app, arguments, env=self.env)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query).fetchall()

    def csv(self, text: str) -> str:
        path = self.folder / "areas.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def rembug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rembug]:
    monkeypatch.chdir(tmp_path)
    with restored_logging():
        yield Rembug(tmp_path)


@pytest.fixture
def migrated(rembug: Rembug) -> Rembug:
    assert rembug("migrate").exit_code == 0
    return rembug


def test_every_command_has_its_help(rembug: Rembug) -> None:
    words = rembug("--help").output
    for command in ("run", "demo", "migrate", "invite", "doctor", "backup", "areas", "holidays"):
        assert command in words
        assert rembug(command, "--help").exit_code == 0
    assert rembug("areas", "import", "--help").output.count("zona_waktu") == 1


def test_wrong_settings_are_all_named_at_once_with_code_two(rembug: Rembug) -> None:
    rembug.env |= {"HTTP_PORT": "eighty", "LOG_LEVEL": "LOUD"}
    result = rembug("run")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == "Rembug cannot start with these settings:"
    assert [line.split()[1] for line in result.stderr.splitlines()[1:]] == [
        "BOT_TOKEN",
        "HTTP_PORT",
        "LOG_LEVEL",
    ]


def test_migrate_needs_no_token_and_loads_the_presets_once(rembug: Rembug) -> None:
    first, second = rembug("migrate"), rembug("migrate")
    newest = schema.newest()
    assert first.stdout == f"The database has the newest schema ({newest}); program presets loaded: 1.\n"
    assert second.stdout == f"The database has the newest schema ({newest}); program presets loaded: 0.\n"
    assert rembug.rows("SELECT name FROM programs") == [("RT Keren 2026",)]


def test_run_refuses_a_database_that_is_not_migrated(rembug: Rembug) -> None:
    rembug.env["BOT_TOKEN"] = TOKEN
    result = rembug("run")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"There is no database yet at {rembug.file}. Run `rembug migrate`.\n"


def test_run_refuses_an_old_schema(migrated: Rembug) -> None:
    migrated.env["BOT_TOKEN"] = TOKEN
    with closing(sqlite3.connect(migrated.file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    result = migrated("run")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        f"has schema 0000, and this rembug needs {schema.newest()}. Run `rembug migrate`.\n"
    )


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_second_process_is_refused_on_the_same_data_folder(migrated: Rembug, command: str) -> None:
    migrated.env["BOT_TOKEN"] = TOKEN
    with single_process(migrated.file):
        result = migrated(command)
    assert result.exit_code == 1
    assert re.fullmatch(r"Another rembug \(process \d+\) runs on this data folder: .*\n", result.stderr)


def test_areas_are_imported_once_and_listed_by_their_code(migrated: Rembug) -> None:
    file = migrated.csv(CSV)
    assert migrated("areas", "import", file).stdout == "5 areas new, 0 changed, 0 as before.\n"
    assert migrated("areas", "import", file).stdout == "0 areas new, 0 changed, 5 as before.\n"
    assert migrated("areas", "list").stdout.splitlines() == [
        "15.71.09.1003         Kelurahan Mayang Mangurai  (150 KK)",
        "15.71.09.1003/-/12    RT 12  (150 KK)",
        "35.72.02.1002         Kelurahan Blitar  (48 KK)",
        "35.72.02.1002/04      RW 04",
        "35.72.02.1002/04/02   RT 02 RW 04  (48 KK)",
    ]


def test_a_bad_row_is_named_and_nothing_is_imported(migrated: Rembug) -> None:
    result = migrated("areas", "import", migrated.csv(CSV + "35.72.02.1002,Blitar,4,sepuluh,48\n"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr
        == "line 4, column rt: 'sepuluh' is not a number of an RT or RW\nNothing was imported.\n"
    )
    assert migrated.rows("SELECT count(*) FROM areas") == [(0,)]
    assert "There are no areas yet" in migrated("areas", "list").stderr


def test_an_import_before_migrate_says_what_to_do(rembug: Rembug) -> None:
    result = rembug("areas", "import", rembug.csv(CSV))
    assert result.exit_code == 1
    assert result.stderr.endswith("Run `rembug migrate`.\n")
    assert not rembug.file.exists()


def test_invite_prints_one_line_with_the_link_and_remembers_the_name(migrated: Rembug) -> None:
    migrated("areas", "import", migrated.csv(CSV))
    migrated.env["BOT_TOKEN"] = TOKEN
    with telegram() as address:
        migrated.env["BOT_API_URL"] = address
        first = migrated("invite", "rt_head", "--area", "3572021002/4/2")
    later = migrated("invite", "resident", "--area", "15.71.09.1003/-/012")
    for result in (first, later):
        assert result.exit_code == 0
        assert LINK.fullmatch(result.stdout)
        assert result.stderr == ""
    assert first.stdout != later.stdout
    assert migrated.rows("SELECT role FROM links ORDER BY id") == [("rt_head",), (None,)]
    assert first.stdout.strip()[-22:] not in migrated.file.read_bytes().decode("latin-1")


@pytest.mark.parametrize(
    "token, words",
    [(TOKEN, f"{NOBODY} does not answer (ConnectError)"), (None, "BOT_TOKEN is not set")],
)
def test_an_invitation_without_a_known_name_is_refused(
    migrated: Rembug, token: str | None, words: str
) -> None:
    migrated.env["BOT_TOKEN"] = token
    result = migrated("invite", "operator")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"No link was made: the bot's name is not known yet, and {words}.\n"
    assert migrated.rows("SELECT count(*) FROM links") == [(0,)]


def test_a_token_that_telegram_does_not_know_is_told_without_showing_it(migrated: Rembug) -> None:
    migrated.env["BOT_TOKEN"] = TOKEN + "x"
    with telegram() as address:
        migrated.env["BOT_API_URL"] = address
        result = migrated("invite", "operator")
    assert result.exit_code == 1
    assert "does not know this BOT_TOKEN" in result.stderr
    assert TOKEN not in result.output


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["rt_head"], "a link for rt_head needs an area"),
        (["rt_head", "--area", "35.72.02.1002/4/3"], "RW 04 has no RT 03"),
        (["kelurahan", "--area", "35.72.02.1002/4"], "is for one KELURAHAN, and RW 04 is none"),
        (["operator", "--area", "35.72.02.1002"], "an operator's link needs no area"),
    ],
)
def test_an_invitation_to_the_wrong_place_says_why(
    migrated: Rembug, arguments: list[str], words: str
) -> None:
    migrated("areas", "import", migrated.csv(CSV))
    migrated.env["BOT_TOKEN"] = TOKEN
    with telegram() as address:
        migrated.env["BOT_API_URL"] = address
        result = migrated("invite", *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr


def test_a_backup_is_written_and_a_failed_one_says_why(migrated: Rembug) -> None:
    target = migrated.folder / "copy.db"
    result = migrated("backup", str(target))
    assert result.exit_code == 0
    assert result.stdout == f"Backup written to {target} ({target.stat().st_size:,} bytes).\n"
    again = migrated("backup", str(migrated.file))
    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == f"No backup was made: {migrated.file} is the database itself.\n"


def test_a_postgresql_that_is_gone_is_one_plain_line(rembug: Rembug) -> None:
    rembug.env["DATABASE_URL"] = "postgresql://rembug:hush-hush@127.0.0.1:9/rembug"
    for command in (["migrate"], ["areas", "list"]):
        result = rembug(*command)
        assert result.exit_code == 1
        assert result.stderr.startswith("That did not work (OperationalError): ")
        assert len(result.stderr.splitlines()) == 1
        assert "hush-hush" not in result.output


def test_the_module_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, timeout=60, check=True
    )
    assert "areas" in done.stdout


def test_holidays_are_imported_year_by_year_or_not_at_all(migrated: Rembug) -> None:
    dates = "SELECT name, estimated FROM holidays WHERE day >= '2027-01-01'"
    assert len(migrated.rows(dates)) == 26
    good = migrated.csv("tanggal,nama,jenis\n2027-03-11,Idul Fitri (perkiraan),hari_raya\n")
    result = migrated("holidays", "import", good)
    assert (result.exit_code, result.stdout) == (0, "1 holidays of 2027 imported.\n")
    assert migrated.rows(dates) == [("Idul Fitri", 1)]
    bad = migrated("holidays", "import", migrated.csv("tanggal,nama,jenis\nbesok,Idul Fitri,hari_raya\n"))
    assert bad.exit_code == 1
    assert bad.stderr.splitlines()[-1] == "Nothing was imported."
    assert migrated.rows(dates) == [("Idul Fitri", 1)]
