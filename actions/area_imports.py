"""Importing areas: checked rows become the tree, with the closed windows and the duties of what is new."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any

from actions.area_codes import say_rt, say_rw
from actions.area_rows import AreaRow, zone_of_code
from actions.ramadan import coming_windows
from actions.times import local, next_daily, next_weekly
from actions.windows import default_windows
from storage import areas, duties
from storage.areas import Area, AreaKind, ClosedWindow
from storage.database import Session
from storage.duties import Duty, DutyKind

DIGEST_CLOCK = time(20)
SUMMARY_CLOCK = time(7)
MONDAY = 0


@dataclass
class ImportResult:
    """How many areas of the tree an import made, changed, and found as they were."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


async def import_areas(session: Session, rows: Sequence[AreaRow], *, now: datetime) -> ImportResult:
    """Bring the tree to what the rows say; nothing is ever removed, and a second time changes nothing."""
    planting = _Planting(session, now)
    for row in rows:
        kelurahan = await planting.kelurahan(row)
        holder = kelurahan
        if row.rw is not None:
            facts = {"name": say_rw(row.rw)}
            holder = await planting.unit(AreaKind.RW, row.rw, kelurahan, kelurahan, facts)
        name = say_rt(row.rt) if row.rw is None else f"{say_rt(row.rt)} {say_rw(row.rw)}"
        facts_of_rt = {"name": name, "estimated_households": row.households}
        await planting.unit(AreaKind.RT, row.rt, kelurahan, holder, facts_of_rt)
    return planting.result


class _Planting:
    """One import: finds or makes each node of the tree once, and counts."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._seen: dict[tuple[object, ...], Area] = {}
        self.result = ImportResult()

    async def kelurahan(self, row: AreaRow) -> Area:
        """The row's kelurahan inside what holds it; a new one gets its closed windows and its Mondays."""
        if known := self._seen.get((row.code,)):
            return known
        city = await self._holder(AreaKind.CITY, row.code[:5], row.city, None, row)
        parent = await self._holder(AreaKind.DISTRICT, row.code[:8], row.district, city, row)
        found = await areas.find_kelurahan(self._session, row.code)
        if found:
            facts = self._hung(parent or city, {"name": row.kelurahan, "zone": row.zone or found.zone})
            self._update(found, facts)
        else:
            kind = AreaKind.VILLAGE if row.is_village else AreaKind.KELURAHAN
            facts = self._hung(
                parent or city, {"name": row.kelurahan, "zone": _zone_of(row), "code": row.code}
            )
            found = await self._add(kind, facts)
            await self._open_kelurahan(found)
        self._seen[(row.code,)] = found
        return found

    async def unit(
        self, kind: AreaKind, number: int, kelurahan: Area, holder: Area, facts: dict[str, Any]
    ) -> Area:
        """The RW or RT of this number inside `holder`; a new RT gets its daily digest."""
        key = (holder.id, kind, number)
        if known := self._seen.get(key):
            return known
        facts = {**facts, "zone": kelurahan.zone}
        found = await areas.find_child(self._session, holder, kind, number)
        if found:
            self._update(found, facts)
        else:
            place = {"number": number, "kelurahan_id": kelurahan.id, "parent_id": holder.id}
            found = await self._add(kind, {**facts, **place})
            if kind is AreaKind.RT:
                self._owe(DutyKind.DIGEST, found, next_daily(self._now, found.zone, DIGEST_CLOCK))
        self._seen[key] = found
        return found

    async def _holder(
        self, kind: AreaKind, code: str, name: str | None, parent: Area | None, row: AreaRow
    ) -> Area | None:
        found = self._seen.get((code,)) or await areas.find_by_code(self._session, code)
        if (code,) in self._seen or name is None:
            return found
        if found:
            self._update(found, self._hung(parent, {"name": name}))
        else:
            found = await self._add(
                kind, self._hung(parent, {"name": name, "zone": _zone_of(row), "code": code})
            )
        self._seen[(code,)] = found
        return found

    @staticmethod
    def _hung(parent: Area | None, facts: dict[str, Any]) -> dict[str, Any]:
        return {**facts, "parent_id": parent.id} if parent else facts

    async def _add(self, kind: AreaKind, facts: dict[str, Any]) -> Area:
        today = local(self._now, facts["zone"]).date()
        self.result.created += 1
        return await areas.add_area(self._session, Area(kind=kind, valid_from=today, **facts))

    def _update(self, area: Area, facts: dict[str, Any]) -> None:
        news = {name: value for name, value in facts.items() if getattr(area, name) != value}
        for name, value in news.items():
            setattr(area, name, value)
        if news:
            self.result.changed += 1
        else:
            self.result.unchanged += 1

    async def _open_kelurahan(self, area: Area) -> None:
        area.kelurahan_id = area.id
        code, today = str(area.code), local(self._now, area.zone).date()
        for window in (*default_windows(code), *coming_windows(code, today)):
            self._session.add(ClosedWindow(area_id=area.id, **asdict(window)))
        self._owe(DutyKind.WEEKLY_SUMMARY, area, next_weekly(self._now, area.zone, MONDAY, SUMMARY_CLOCK))

    def _owe(self, kind: DutyKind, area: Area, due_at: datetime) -> None:
        duties.add_duty(
            self._session, Duty(kind=kind, area_id=area.id, due_at=due_at, done_through=self._now)
        )


def _zone_of(row: AreaRow) -> str:
    return row.zone or zone_of_code(row.code)
