"""The cast: one neighbourhood and its people by role, for tests of every kind."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select, update

from storage import areas
from storage.areas import Area, AreaKind, ClosedWindow
from storage.database import Session
from storage.duties import Duty, DutyKind
from storage.households import Household
from storage.people import (
    Account,
    Chat,
    Consent,
    Person,
    Residency,
    ResidencyState,
    Role,
    RoleKind,
)

CODE = "35.72.02.1002"
ZONE = "Asia/Jakarta"
BEFORE = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 18, 13, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""The first digest (20.00 WIB) and the first weekly summary (07.00 WIB) after the world begins."""
BLITAR_WINDOWS = (
    (None, time(21), time(6)),
    (None, time(17, 15), time(19, 30)),
    (4, time(11), time(13)),
)
MAKASSAR_WINDOWS = (
    (None, time(21), time(6)),
    (None, time(17, 45), time(19, 45)),
    (4, time(11), time(13)),
)


@dataclass(frozen=True)
class Place:
    """Which kelurahan a neighbourhood is: its code, its zone, and the hours in which it is closed."""

    name: str = "Kelurahan Blitar"
    code: str = CODE
    zone: str = ZONE
    windows: tuple[tuple[int | None, time, time], ...] = BLITAR_WINDOWS


BLITAR = Place()
MAKASSAR = Place("Kelurahan Makassar", "73.71.01.1001", "Asia/Makassar", MAKASSAR_WINDOWS)


@dataclass(frozen=True)
class Cast:
    """A kelurahan and its RT by (RW, RT)."""

    kelurahan: Area
    rws: dict[int, Area]
    rts: dict[tuple[int, int], Area]


async def build_kelurahan(
    session: Session, *, rws: int = 2, rts: int = 2, code: str | None = None, place: Place = BLITAR
) -> Cast:
    """Kelurahan Blitar, or another, with some RW and RT, and its closed windows."""
    kelurahan = await _area(
        session, None, AreaKind.KELURAHAN, None, place.name, code or place.code, place.zone
    )
    kelurahan.kelurahan_id = kelurahan.id
    for weekday, starts, ends in place.windows:
        session.add(ClosedWindow(area_id=kelurahan.id, weekday=weekday, starts=starts, ends=ends))
    found_rws: dict[int, Area] = {}
    found_rts: dict[tuple[int, int], Area] = {}
    for rw in range(1, rws + 1):
        found_rws[rw] = await _area(session, kelurahan, AreaKind.RW, rw, f"RW {rw:02}", None, place.zone)
        for rt in range(1, rts + 1):
            name = f"RT {rt:02} RW {rw:02}"
            found_rts[rw, rt] = await _area(session, found_rws[rw], AreaKind.RT, rt, name, None, place.zone)
    session.add(Duty(kind=DutyKind.WEEKLY_SUMMARY, area_id=kelurahan.id, due_at=MONDAY, done_through=BEFORE))
    for rt_area in found_rts.values():
        session.add(Duty(kind=DutyKind.DIGEST, area_id=rt_area.id, due_at=EVENING, done_through=BEFORE))
    await session.flush()
    return Cast(kelurahan, found_rws, found_rts)


async def find_cast(session: Session, code: str = CODE) -> Cast:
    """The same cast again, read back in another session."""
    kelurahan = await areas.find_kelurahan(session, code)
    assert kelurahan is not None
    rws = {area.id: area for area in await areas.list_inside(session, kelurahan.id, AreaKind.RW)}
    rts = await areas.list_inside(session, kelurahan.id, AreaKind.RT)
    return Cast(
        kelurahan,
        {area.number or 0: area for area in rws.values()},
        {(rws[rt.parent_id or 0].number or 0, rt.number or 0): rt for rt in rts},
    )


async def _area(
    session: Session,
    parent: Area | None,
    kind: AreaKind,
    number: int | None,
    name: str,
    code: str | None,
    zone: str,
) -> Area:
    area = Area(
        parent_id=parent.id if parent else None,
        kelurahan_id=(parent.kelurahan_id if parent else None),
        kind=kind,
        code=code,
        number=number,
        name=name,
        zone=zone,
        valid_from=date(2026, 1, 1),
    )
    session.add(area)
    await session.flush()
    return area


async def add_person(
    session: Session, telegram_id: int | None, *, name: str, salutation: str = "Bapak", now: datetime
) -> Person:
    """A person who has said "Boleh", with an account and a chat unless `telegram_id` is None."""
    person = Person(name=name, salutation=salutation, language="id", created_at=now)
    session.add(person)
    await session.flush()
    if telegram_id is not None:
        session.add(Account(person_id=person.id, telegram_id=telegram_id, since=now))
        session.add(Chat(id=telegram_id, changed_at=now))
        session.add(Consent(person_id=person.id, version="1", at=now, update_id=0))
    await session.flush()
    return person


async def add_resident(
    session: Session,
    rt: Area,
    telegram_id: int | None,
    *,
    name: str = "Warga",
    house: str | None = None,
    salutation: str = "Bapak",
    now: datetime,
) -> Person:
    """An accepted resident of an RT, in a house of their own."""
    person = await add_person(session, telegram_id, name=name, salutation=salutation, now=now)
    label = house or f"Gang {person.id}"
    household = Household(area_id=rt.id, label=label, normal=label.lower(), created_at=now)
    session.add(household)
    await session.flush()
    session.add(
        Residency(
            person_id=person.id,
            area_id=rt.id,
            household_id=household.id,
            state=ResidencyState.ACCEPTED,
            requested_at=now,
            decided_at=now,
            since=now,
        )
    )
    await session.flush()
    return person


async def share_house(session: Session, *telegram_ids: int) -> None:
    """Let all of them live in the house of one of them."""
    lives = Residency.person_id.in_(select(Account.person_id).where(Account.telegram_id.in_(telegram_ids)))
    house = await session.scalar(select(func.max(Residency.household_id)).where(lives))
    await session.execute(update(Residency).where(lives).values(household_id=house))


async def add_officer(
    session: Session, kind: RoleKind, area: Area | None, telegram_id: int, *, name: str, now: datetime
) -> Person:
    """Somebody who holds an office."""
    person = await add_person(session, telegram_id, name=name, now=now)
    session.add(Role(person_id=person.id, area_id=area.id if area else None, kind=kind, since=now))
    await session.flush()
    return person
