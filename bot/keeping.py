"""What came in becomes rows; what no row can hold becomes an incident, and never blocks the others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import DataError

from actions import incidents
from storage import inbox
from storage.database import Database

log = structlog.get_logger()
_NEVER_FITS = (DataError, OverflowError, UnicodeError)


async def keep_updates(
    database: Database, updates: Sequence[dict[str, Any]], *, place: str, now: datetime
) -> None:
    """Keep a batch in one transaction; when one of it fits no row, keep each by itself."""
    try:
        async with database.transaction() as session:
            await inbox.add_updates(session, updates, now)
    except _NEVER_FITS:
        if len(updates) == 1:
            await report_unreadable(database, place=place, detail="fits no row", now=now)
            return
        for update in updates:
            await keep_updates(database, [update], place=place, now=now)


async def report_unreadable(database: Database, *, place: str, detail: str, now: datetime) -> None:
    """Telegram would bring it again and again: let it go, and say so."""
    async with database.transaction() as session:
        await incidents.report(session, kind="UnreadableUpdate", place=place, detail=detail, now=now)
    log.error("an update that cannot be kept", place=place, detail=detail)
