"""One process for one SQLite file, by a POSIX file lock that the kernel lets go of when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AnotherProcess(Exception):
    """Somebody else holds the database; the message says so in plain words."""


@contextmanager
def single_process(database_file: Path) -> Iterator[None]:
    """Hold a database, whose folder is made if need be, for the length of the block; or AnotherProcess."""
    folder = database_file.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = database_file.with_name(database_file.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _hold(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _hold(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
        known = f" (process {holder})" if holder.isdigit() else ""
        words = f"Another rembug{known} runs on this data folder: {folder}. Stop it first, or set DATA_DIR."
        raise AnotherProcess(words) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
