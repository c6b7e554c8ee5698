"""The `rembug` command: one short function a command; what goes wrong is plain words and an exit code."""

import asyncio
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from actions.areas import AreaUnknown, BadRows, find_area_by_path, import_areas, list_lines, read_area_rows
from actions.holidays import import_holidays, read_rows
from actions.links import RoleKind, WrongArea, create_link
from bot.archives import activities
from bot.backup import BackupFailed, back_up
from bot.clock import SystemClock
from bot.console import alone, fail, need_settings, plain_words, schema_problem, visiting
from bot.doctor import examine
from bot.presets import load_presets
from bot.settings import Settings
from bot.whoami import TelegramSilent, ask_telegram
from storage import memory, schema
from storage.database import Database

app = typer.Typer(
    name="rembug",
    help="A Telegram bot through which Indonesian neighbourhoods run their community participation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
areas = typer.Typer(help="The kelurahan, RW and RT that this bot serves.", no_args_is_help=True)
app.add_typer(areas, name="areas")
app.add_typer(activities, name="activities")
holidays = typer.Typer(help="The days on which people do not work.", no_args_is_help=True)
app.add_typer(holidays, name="holidays")

CsvFile = Annotated[
    Path, typer.Argument(help="A CSV file, in UTF-8.", exists=True, dir_okay=False, readable=True)
]
Row = TypeVar("Row")
_COLORS = {"ok": "green", "warn": "yellow", "fail": "red"}


class Invited(StrEnum):
    """Whom a link is for."""

    RESIDENT = "resident"
    RT_HEAD = "rt_head"
    RW_HEAD = "rw_head"
    KELURAHAN = "kelurahan"
    FACILITATOR = "facilitator"
    OPERATOR = "operator"


@app.command()
def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM: intake, delivery, clock and web together."""
    settings = need_settings(need_token=True, quiet=False)
    with plain_words(settings), alone(settings):
        if problem := schema_problem(settings):
            fail(problem)
        from bot.process import run_forever  # all of Telegram's library, which no other command needs

        run_forever(settings)


@app.command()
def demo() -> None:
    """Run bot, simulator and a demo neighbourhood together; needs no token and no network."""
    from bot.demo import run_demo

    run_demo(lambda address: typer.echo(f"Rembug's demo is open at {address}"))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema, and load the program presets that it lacks."""
    settings = need_settings()
    with plain_words(settings), alone(settings):
        schema.upgrade(settings.database_url)
        loaded = asyncio.run(_load_presets(settings))
    typer.echo(f"The database has the newest schema ({schema.newest()}); program presets loaded: {loaded}.")


@areas.command("import")
def areas_import(file: CsvFile) -> None:
    """Import RT and RW from a CSV file; a file with a mistake imports nothing, a file twice changes nothing.

    Columns: kode_kelurahan, kelurahan, rw, rt, jumlah_kk, and optionally kecamatan, kota, zona_waktu (WIB,
    WITA or WIT). Separated by commas or semicolons; rw may be empty; codes with or without dots.
    """
    settings = need_settings()
    rows = _read_file(file, read_area_rows)

    async def work() -> str:
        async with visiting(settings) as database, database.transaction() as session:
            done = await import_areas(session, rows, now=SystemClock().now())
        return f"{done.created} areas new, {done.changed} changed, {done.unchanged} as before."

    with plain_words(settings):
        typer.echo(asyncio.run(work()))


@areas.command("list")
def areas_list() -> None:
    """List every area: the CODE that `rembug invite` takes, the name, and the households of an RT."""
    settings = need_settings()

    async def work() -> list[tuple[str, str, int | None]]:
        async with visiting(settings) as database, database.reading() as session:
            return await list_lines(session)

    with plain_words(settings):
        lines = asyncio.run(work())
    if not lines:
        typer.echo("There are no areas yet; `rembug areas import FILE.csv` brings them.", err=True)
    for path, name, households in lines:
        typer.echo(f"{path:<20}  {name}" + ("" if households is None else f"  ({households} KK)"))


@holidays.command("import")
def holidays_import(file: CsvFile) -> None:
    """Import holidays from a CSV file: what it says of a year takes the place of what was known of that year.

    Columns: tanggal (2027-03-10), nama (with "(perkiraan)" while it is estimated), jenis (hari_raya,
    libur_nasional or cuti_bersama). Separated by commas or semicolons.
    """
    settings = need_settings()
    rows = _read_file(file, read_rows)

    async def work() -> list[int]:
        async with visiting(settings) as database, database.transaction() as session:
            return await import_holidays(session, rows)

    with plain_words(settings):
        years = asyncio.run(work())
    typer.echo(f"{len(rows)} holidays of {', '.join(map(str, years))} imported.")


@app.command()
def invite(
    role: Annotated[
        Invited, typer.Argument(help="Whom the link is for; `resident` makes an RT's join link.")
    ],
    area: Annotated[str | None, typer.Option(help="CODE, CODE/RW or CODE/RW/RT, with - for no RW.")] = None,
) -> None:
    """Print a link that lets in one officer within seven days, or an RT's residents again and again."""
    settings = need_settings()

    async def work() -> str:
        async with visiting(settings) as database:
            username = await _username(settings, database)
            async with database.transaction() as session:
                kind = None if role is Invited.RESIDENT else RoleKind(role.value)
                area_id = (await find_area_by_path(session, area)).id if area else None
                payload = await create_link(session, role=kind, area_id=area_id, now=SystemClock().now())
        return f"https://t.me/{username}?start={payload}"

    with plain_words(settings):
        try:
            typer.echo(asyncio.run(work()))
        except (AreaUnknown, WrongArea) as error:
            fail(f"No link was made: {error.args[0]}.")


@app.command()
def doctor() -> None:
    """Look at settings, database, migrations, Telegram, clock, disk and SQLite; code 1 when one fails."""
    console = Console(soft_wrap=True, highlight=False)
    failed = False
    for finding in examine(SystemClock().now()):
        failed = failed or finding.state == "fail"
        line = Text(f"{finding.state:<4}", style=_COLORS[finding.state])
        console.print(line.append(f"  {finding.name}: {finding.words}", style="default"))
    raise typer.Exit(int(failed))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to; what is there is replaced.")]) -> None:
    """Copy the database to FILE, complete and consistent, also while the bot runs."""
    settings = need_settings()
    with plain_words(settings):
        try:
            size = back_up(settings, file)
        except BackupFailed as error:
            fail(f"No backup was made: {error}.")
    typer.echo(f"Backup written to {file} ({size:,} bytes).")


def _read_file(file: Path, read: Callable[[str], list[Row]]) -> list[Row]:
    try:
        return read(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        fail(f"{file} is not in UTF-8; in a spreadsheet choose to save as 'CSV UTF-8'. Nothing was imported.")
    except BadRows as error:
        fail(*error.problems, "Nothing was imported.")


async def _load_presets(settings: Settings) -> int:
    async with visiting(settings) as database, database.transaction() as session:
        return await load_presets(session)


async def _username(settings: Settings, database: Database) -> str:
    """The bot's username: from Telegram, and then remembered, or as remembered."""
    try:
        username = (await asyncio.to_thread(ask_telegram, settings)).username
    except TelegramSilent as error:
        async with database.reading() as session:
            remembered = await memory.recall(session, "bot_username")
        return remembered or fail(f"No link was made: the bot's name is not known yet, and {error}.")
    async with database.transaction() as session:
        await memory.remember(session, "bot_username", username)
    return username


def main() -> None:
    """Run the command line; files that it makes are readable by their owner only."""
    os.umask(0o077)
    app()
