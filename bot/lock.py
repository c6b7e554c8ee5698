"""One process for one data folder, by a POSIX file lock that the kernel lets go of when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE = "rembug.lock"


class AnotherProcess(Exception):
    """Somebody else holds the folder; the message says so in plain words."""


@contextmanager
def single_process(folder: Path) -> Iterator[None]:
    """Hold the data folder, made if need be, for the length of the block; AnotherProcess if it is held."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
            known = f" (process {holder})" if holder.isdigit() else ""
            raise AnotherProcess(
                f"Another rembug{known} runs on this data folder: {folder}. Stop it first, or set DATA_DIR."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
