"""One process for one SQLite file: the second is told, and a dead one holds nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import AnotherProcess, single_process

HOLDER = (
    "import sys, pathlib; from bot.lock import single_process\n"
    "with single_process(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
)


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "data" / "rembug.db"
    with single_process(file):
        assert (file.parent.stat().st_mode & 0o777) == 0o700
        assert (file.parent / "rembug.db.lock").read_text() == f"{os.getpid()}\n"


def test_a_second_holder_is_told_who_holds_it_until_that_one_lets_go(tmp_path: Path) -> None:
    file = tmp_path / "rembug.db"
    with single_process(file):
        words = rf"Another rembug \(process {os.getpid()}\) runs on this data folder: {tmp_path}"
        with pytest.raises(AnotherProcess, match=words), single_process(file):
            pytest.fail("held twice")
        with single_process(tmp_path / "another.db"):
            pass
    with single_process(file):
        pass


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "rembug.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AnotherProcess, match=f"process {holder.pid}"), single_process(file):
            pytest.fail("held twice")
        holder.send_signal(signal.SIGKILL)
    with single_process(file):
        pass
