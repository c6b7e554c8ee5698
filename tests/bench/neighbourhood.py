"""A kelurahan of any size, put into Rembug's database in bulk."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from storage.areas import Area, ClosedWindow
from storage.database import Database, Session
from storage.duties import Duty
from storage.households import Household
from storage.people import Account, Chat, Consent, Person, Residency, ResidencyState, RoleKind
from storage.programs import Program
from storage.schema import upgrade
from tests.faults.neighbours import plan_work_bee
from tests.people import add_officer, build_kelurahan


async def settle(database_url: str, *, invited: Sequence[int], others: Sequence[int], sender: int) -> None:
    """A kelurahan without closed hours whose officer has the account `sender`.

    The `invited` live in RT 01 RW 01 and are about to get an invitation; the `others` live around it.
    """
    upgrade(database_url)
    database, now = Database(database_url), datetime.now(UTC)
    async with database.transaction() as session:
        cast = await build_kelurahan(session, rws=5, rts=10)
        for table in (ClosedWindow, Duty):
            await session.execute(delete(table))
        session.add(Program(code="rt_keren", year=now.year, name="RT Keren"))
        first, *around = cast.rts.values()
        homes = [(each, first) for each in invited]
        homes += [(each, around[number % len(around)]) for number, each in enumerate(others)]
        await _add_residents(session, homes, now)
        head = sender + 1
        await add_officer(session, RoleKind.KELURAHAN, cast.kelurahan, sender, name="Kelurahan", now=now)
        await add_officer(session, RoleKind.RT_HEAD, first, head, name="Ketua RT 01", now=now)
        await plan_work_bee(session, head, first, starts_at=now + timedelta(days=20), now=now)
    await database.close()


async def _add_residents(session: Session, homes: Sequence[tuple[int, Area]], now: datetime) -> None:
    people = [Person(name="Warga", salutation="Bapak", language="id", created_at=now) for _ in homes]
    await _add(session, people)
    households = [
        Household(area_id=area.id, label=f"Gang {each}", normal=f"gang {each}", created_at=now)
        for each, area in homes
    ]
    await _add(session, households)
    rows: list[Any] = []
    for (telegram_id, area), person, household in zip(homes, people, households, strict=True):
        rows += [
            Account(person_id=person.id, telegram_id=telegram_id, since=now),
            Chat(id=telegram_id, changed_at=now),
            Consent(person_id=person.id, version="1", at=now, update_id=0),
            Residency(
                person_id=person.id,
                area_id=area.id,
                household_id=household.id,
                state=ResidencyState.ACCEPTED,
                requested_at=now,
                decided_at=now,
                since=now,
            ),
        ]
    await _add(session, rows)


async def _add(session: Session, rows: Sequence[Any]) -> None:
    session.add_all(rows)
    await session.flush()
