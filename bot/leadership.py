"""One process for one token: it holds PostgreSQL's lock, or, on SQLite, the lock of the file."""

import asyncio
import hashlib
from contextlib import suppress

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

log = structlog.get_logger()
_BETWEEN_LOOKS = 3.0


class Leadership:
    """Whether this process is the one that polls and delivers for its token."""

    def __init__(self, database: Database, token: str) -> None:
        """SQLite has its lock file, so its process leads from the start."""
        self._database = database
        self._number = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], "big", signed=True)
        self._held = asyncio.Event()
        if database.is_sqlite:
            self._held.set()

    def is_held(self) -> bool:
        """Whether we may send now."""
        return self._held.is_set()

    async def keep(self) -> None:
        """Ask for it, hold it, and ask again when the connection that held it is lost; until cancelled."""
        if self._database.is_sqlite:
            return
        while True:
            with suppress(SQLAlchemyError, OSError):
                await self._hold()
            self._held.clear()
            await asyncio.sleep(_BETWEEN_LOOKS)

    async def _hold(self) -> None:
        """As long as the connection lives: PostgreSQL lets go of the lock when it ends."""
        async with self._database.engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            asked = await connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": self._number})
            if not asked.scalar():
                log.warning("another rembug works for this token; this one waits")
                return
            try:
                self._held.set()
                while True:
                    await asyncio.sleep(_BETWEEN_LOOKS)
                    await connection.execute(text("SELECT 1"))
            finally:
                self._held.clear()
                await connection.invalidate()
