"""`rembug activities ...`: past trainings come in from a CSV file, and what was held is added up."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from actions.archive_rows import read_archive_rows
from actions.archives import Archived, Line, import_archive, list_totals
from actions.areas import AreaUnknown
from actions.csv_rows import BadRows
from bot.clock import SystemClock
from bot.console import fail, need_settings, plain_words, visiting

activities = typer.Typer(help="What was held in a kelurahan, in numbers.", no_args_is_help=True)
Kelurahan = Annotated[str, typer.Option(help="Its CODE, as `rembug areas list` shows it.")]
_NOTHING = "Nothing was imported."


@activities.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A CSV file, in UTF-8.", exists=True, dir_okay=False, readable=True)
    ],
    kelurahan: Kelurahan,
) -> None:
    """Import past trainings as totals; a file with a mistake imports nothing, a file twice changes nothing.

    Columns: kegiatan, tahun_sumber_arsip, rw, rt, jumlah_peserta. Separated by commas or semicolons; where rt
    is empty, the people count for the RW.
    """
    settings = need_settings()
    try:
        rows = read_archive_rows(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        fail(f"{file} is not in UTF-8; in a spreadsheet choose to save as 'CSV UTF-8'. {_NOTHING}")
    except BadRows as error:
        fail(*error.problems, _NOTHING)

    async def work() -> Archived:
        async with visiting(settings) as database, database.transaction() as session:
            return await import_archive(session, rows, code=kelurahan, now=SystemClock().now())

    with plain_words(settings):
        try:
            done = asyncio.run(work())
        except BadRows as error:
            fail(*error.problems, _NOTHING)
        except AreaUnknown as error:
            fail(f"{error.args[0]}. {_NOTHING}")
    _echo((0, f"{title}, {year}", people) for (title, year), people in done.people.items())
    _echo([(0, "In all", sum(done.people.values()))])
    typer.echo(f"{done.created} totals new, {done.changed} changed, {done.unchanged} as before.")


@activities.command("totals")
def totals(kelurahan: Kelurahan) -> None:
    """Add up who came: each activity, then all of them together, with their RW and RT."""
    settings = need_settings()

    async def work() -> tuple[list[Line], list[Line]]:
        async with visiting(settings) as database, database.reading() as session:
            return await list_totals(session, code=kelurahan, now=SystemClock().now())

    with plain_words(settings):
        try:
            each, together = asyncio.run(work())
        except AreaUnknown as error:
            fail(f"{error.args[0]}.")
    _echo(each)
    _echo(together)


def _echo(lines: Iterable[Line]) -> None:
    for depth, name, people in lines:
        label = "  " * depth + name
        typer.echo(f"{label:<60} {people:>6}")
