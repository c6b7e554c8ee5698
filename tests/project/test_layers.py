"""Who may import whom: the contracts of pyproject.toml hold."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.project.house import PACKAGES, ROOT

LINT = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]


def test_every_import_keeps_the_contracts() -> None:
    done = subprocess.run(LINT, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_know_every_package() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert set(linter["root_packages"]) == {*PACKAGES, "tests"}


def test_a_forbidden_import_would_be_seen(tmp_path: Path) -> None:
    for package in (*PACKAGES, "tests"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "storage" / "__init__.py").write_text("import sqlalchemy\n")
    (tmp_path / "handlers" / "__init__.py").write_text("import storage\n")
    (tmp_path / "templates" / "__init__.py").write_text("import actions\n")
    (tmp_path / "simulator" / "__init__.py").write_text("import templates\n")
    (tmp_path / "bot" / "__init__.py").write_text("import simulator\n")
    (tmp_path / "actions" / "__init__.py").write_text("import telegram\nimport storage\n")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())

    done = subprocess.run(LINT, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    broken = [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert broken == [
        "Layers: bot > handlers > actions | templates > storage",
        "Handlers reach storage only through actions",
        "Templates know neither storage nor SQL",
        "Actions and storage know neither Telegram nor clock, pages or network",
        "The simulator imports none of ours",
        "Only bot.demo imports the simulator",
    ]
