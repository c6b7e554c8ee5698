"""Residencies: who asks to be counted in an RT, who is, and the one decision about each."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, func, select, update

from storage.database import Session
from storage.households import Household
from storage.people import Account, Person, Residency, ResidencyState, Role

Asked = Row[Residency, Person, str | None]
"""A residency, whose it is, and the label of their house."""


async def add_residency(session: Session, residency: Residency) -> Residency:
    """Keep a new request, which has its id afterwards."""
    session.add(residency)
    await session.flush()
    return residency


async def find_with_person(session: Session, residency_id: int) -> Asked | None:
    """One residency; None when there is none, or its person was erased."""
    return (await session.execute(_with_person().where(Residency.id == residency_id))).one_or_none()


async def list_in_areas(
    session: Session, area_ids: Collection[int], state: ResidencyState
) -> Sequence[Asked]:
    """The residencies of these RT that are in a state and have not ended, oldest first."""
    query = _with_person().where(
        Residency.area_id.in_(area_ids), Residency.state == state, Residency.until.is_(None)
    )
    return (await session.execute(query.order_by(Residency.id))).all()


async def list_recorded(session: Session, area_ids: Collection[int]) -> Sequence[Asked]:
    """Who is counted in these RT and was only recorded there, oldest first."""
    query = _with_person().where(
        Residency.area_id.in_(area_ids),
        Residency.state == ResidencyState.ACCEPTED,
        Residency.until.is_(None),
        only_recorded(),
    )
    return (await session.execute(query.order_by(Residency.id))).all()


def only_recorded() -> ColumnElement[bool]:
    """That a person never had an account or an office: their RT head told of them."""
    has_account = select(Account.id).where(Account.person_id == Person.id).exists()
    has_office = select(Role.id).where(Role.person_id == Person.id).exists()
    return ~has_account & ~has_office


async def count_in_areas(session: Session, area_ids: Collection[int], state: ResidencyState) -> int:
    """How many are in a state in these RT and have not ended."""
    query = select(func.count()).where(
        Residency.area_id.in_(area_ids),
        Residency.state == state,
        Residency.until.is_(None),
        Residency.person_id.is_not(None),
    )
    return await session.scalar(query) or 0


async def list_requests(session: Session, person_id: int, *, lock: bool = False) -> list[Residency]:
    """What a person asked for and nobody has decided yet; with `lock`, nor can until the transaction ends."""
    query = select(Residency).where(
        Residency.person_id == person_id,
        Residency.state == ResidencyState.REQUESTED,
        Residency.until.is_(None),
    )
    return list(await session.scalars(query.with_for_update() if lock else query))


async def list_of_person(session: Session, person_id: int) -> list[tuple[int, int]]:
    """Every residency that a person has or had, or asked for: (residency, area) ids."""
    query = select(Residency.id, Residency.area_id).where(Residency.person_id == person_id)
    return [(residency_id, area_id) for residency_id, area_id in await session.execute(query)]


async def claim_decision(
    session: Session, residency: Residency, state: ResidencyState, *, by_id: int, now: datetime
) -> bool:
    """Decide a request: True for exactly one caller, whoever else decides at the same time.

    Whoever is accepted here does not live where they lived before any more.
    """
    undecided = select(Residency.id).where(
        Residency.id == residency.id,
        Residency.state == ResidencyState.REQUESTED,
        Residency.until.is_(None),
    )
    if await session.scalar(undecided.with_for_update()) is None:
        await session.refresh(residency)
        return False
    if state is ResidencyState.ACCEPTED:
        await _end_others(session, residency, now)
    await session.execute(
        update(Residency)
        .where(Residency.id == residency.id)
        .values(
            state=state,
            decided_at=now,
            decided_by_id=by_id,
            since=now if state is ResidencyState.ACCEPTED else None,
        )
        .execution_options(synchronize_session=False)
    )
    await session.refresh(residency)
    return True


async def _end_others(session: Session, residency: Residency, now: datetime) -> None:
    await session.execute(
        update(Residency)
        .where(
            Residency.person_id == residency.person_id,
            Residency.id != residency.id,
            Residency.state == ResidencyState.ACCEPTED,
            Residency.until.is_(None),
        )
        .values(until=now)
    )


def _with_person() -> Select[Residency, Person, str | None]:
    return (
        select(Residency, Person, Household.label)
        .join(Person, Person.id == Residency.person_id)
        .outerjoin(Household, Household.id == Residency.household_id)
    )
