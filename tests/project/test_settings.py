"""`.env.example` documents every setting, and nothing else."""

import importlib
import re
from itertools import pairwise

from pydantic_settings import BaseSettings

from tests.project.house import ROOT

SETTING = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=")
EXAMPLE = ROOT / ".env.example"


def settings_of_the_house() -> set[str]:
    """The environment variables that `bot.settings.Settings` reads."""
    if not (ROOT / "bot" / "settings.py").exists():
        return set()
    settings: type[BaseSettings] = importlib.import_module("bot.settings").Settings
    return {str(field.validation_alias or name).upper() for name, field in settings.model_fields.items()}


def example_lines() -> list[str]:
    return EXAMPLE.read_text(encoding="utf-8").splitlines() if EXAMPLE.exists() else []


def test_the_example_names_every_setting_and_nothing_else() -> None:
    documented = [match[1] for line in example_lines() if (match := SETTING.match(line))]
    assert sorted(documented) == sorted(settings_of_the_house())


def test_every_setting_of_the_example_is_explained_above_it() -> None:
    lines = ["", *example_lines()]
    unexplained = [
        line
        for above, line in pairwise(lines)
        if SETTING.match(line) and not (above.startswith("# ") and not SETTING.match(above))
    ]
    assert unexplained == []


def test_the_example_carries_no_secret() -> None:
    secret = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
    assert [line for line in example_lines() if secret.search(line)] == []
