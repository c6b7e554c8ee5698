"""An update that no row can hold never blocks the others."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.keeping import keep_updates
from storage.database import Database
from storage.inbox import InboxRow
from storage.incidents import Incident

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)


def _update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": 5}, "text": "halo"}}


async def test_a_batch_with_a_monster_keeps_all_the_others(database: Database) -> None:
    batch = [_update(1), _update(2**70), _update(2)]
    await keep_updates(database, batch, place="getUpdates", now=NOW)
    async with database.reading() as session:
        kept = list(await session.scalars(select(InboxRow.update_id).order_by(InboxRow.update_id)))
        incidents = list(await session.scalars(select(Incident.kind)))
    assert kept == [1, 2]
    assert incidents == ["UnreadableUpdate"]
