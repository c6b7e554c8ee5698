"""The data files that ship in templates, program presets and holidays, loaded into the database."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from actions.holidays import load_holidays, read_rows
from actions.programs import Option, Preset, PresetQuestion, PresetStep, load_program
from storage.database import Session


def list_presets() -> list[Preset]:
    """Every preset, by the name of its file."""
    folder = files("templates") / "programs"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    return [read_preset(file.read_text(encoding="utf-8")) for file in found]


def read_preset(text: str) -> Preset:
    """The preset in a TOML text; KeyError or ValueError when it is not one."""
    data = tomllib.loads(text)
    scale = _options(data["scale"]["options"])
    return Preset(
        code=data["code"],
        year=data["year"],
        name=data["name"],
        sectors=[(sector["code"], sector["label"]) for sector in data["sectors"]],
        steps=[PresetStep(step["code"], step["label"], step["owner"]) for step in data["steps"]],
        questions=[
            _question(tuple(group["kinds"]), question, scale)
            for group in data["sets"]
            for question in group["questions"]
        ],
    )


async def load_presets(session: Session) -> int:
    """Load what is not there yet, holidays of unknown years, too; gives how many programs that were."""
    days = (files("templates") / "holidays.csv").read_text(encoding="utf-8")
    await load_holidays(session, read_rows(days))
    return sum([await load_program(session, preset) for preset in list_presets()])


def _question(kinds: tuple[str, ...], data: Mapping[str, Any], scale: tuple[Option, ...]) -> PresetQuestion:
    own = data.get("options")
    return PresetQuestion(
        kinds=kinds,
        code=data["code"],
        text=data["text"],
        short=data["short"],
        scale=own is None,
        options=scale if own is None else _options(own),
    )


def _options(rows: Sequence[Sequence[Any]]) -> tuple[Option, ...]:
    return tuple((row[0], row[1], row[2] if len(row) > 2 else None) for row in rows)
