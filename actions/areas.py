"""Areas: the way to one by its path, the kelurahan around it, and the hours in which it is closed."""

from datetime import date, datetime

from actions import windows
from actions.area_codes import parse_area_path, say_rt, say_rw
from actions.area_imports import ImportResult, import_areas
from actions.area_rows import AreaRow, read_area_rows
from actions.csv_rows import BadRows
from actions.windows import Window
from storage import areas
from storage.areas import KELURAHAN_KINDS, Area, AreaKind, ClosedWindow
from storage.database import Session

__all__ = [
    "Area",
    "AreaRow",
    "AreaUnknown",
    "BadRows",
    "ImportResult",
    "Window",
    "closed_windows",
    "evening_slot",
    "find_area_by_path",
    "import_areas",
    "kelurahan_of",
    "list_lines",
    "next_open",
    "read_area_rows",
    "window_of",
]

Line = tuple[str, str, int | None]
"""The path that finds an area, its name, and its households when known."""


class AreaUnknown(LookupError):
    """No area has this path; the message says which part is not known, in plain English."""


async def closed_windows(session: Session, kelurahan_id: int) -> tuple[Window, ...]:
    """The closed windows of a kelurahan, in its local time."""
    rows = await areas.list_windows(session, kelurahan_id)
    return tuple(window_of(row) for row in rows)


def window_of(row: ClosedWindow) -> Window:
    """The window that a row keeps."""
    return Window(row.weekday, row.starts, row.ends, row.valid_from, row.valid_to)


async def next_open(session: Session, kelurahan_id: int, moment: datetime) -> datetime:
    """The first moment at or after another at which routine messages may go to a kelurahan, in UTC."""
    area = await areas.get_area(session, kelurahan_id)
    return windows.next_open(moment, area.zone, await closed_windows(session, kelurahan_id))


async def evening_slot(session: Session, kelurahan_id: int, day: date) -> datetime:
    """When the evening of a local day opens in a kelurahan (19.30 on Java), in UTC."""
    area = await areas.get_area(session, kelurahan_id)
    return windows.evening_slot(day, area.zone, await closed_windows(session, kelurahan_id))


async def kelurahan_of(session: Session, area: Area) -> Area:
    """The kelurahan or desa that an area is, or lies in; ValueError above it."""
    if area.kind in KELURAHAN_KINDS:
        return area
    if area.kelurahan_id is None:
        raise ValueError(f"{area.name} lies in no kelurahan")
    return await areas.get_area(session, area.kelurahan_id)


async def find_area_by_path(session: Session, path: str) -> Area:
    """The area at CODE, CODE/RW or CODE/RW/RT, with `-` for no RW; or AreaUnknown."""
    try:
        code, rw, rt = parse_area_path(path)
    except ValueError as error:
        raise AreaUnknown(str(error)) from None
    here = await areas.find_kelurahan(session, code)
    if here is None:
        raise AreaUnknown(f"no kelurahan has the code {code}; `rembug areas list` shows those that there are")
    for kind, number, say in ((AreaKind.RW, rw, say_rw), (AreaKind.RT, rt, say_rt)):
        if number is not None:
            found = await areas.find_child(session, here, kind, number)
            if found is None:
                raise AreaUnknown(f"{here.name} has no {say(number)}; `rembug areas list` shows what it has")
            here = found
    return here


async def list_lines(session: Session) -> list[Line]:
    """Every kelurahan with the RW and RT inside, in the order people count them."""
    lines: list[Line] = []
    for kelurahan in await areas.list_kelurahan(session):
        code = str(kelurahan.code)
        rws = await areas.list_inside(session, kelurahan.id, AreaKind.RW)
        rts = await areas.list_inside(session, kelurahan.id, AreaKind.RT)
        lines.append((code, kelurahan.name, sum(rt.estimated_households or 0 for rt in rts) or None))
        lines += _lines_of(f"{code}/-", kelurahan, rts)
        for rw in rws:
            path = f"{code}/{rw.number:02}"
            lines += [(path, rw.name, None), *_lines_of(path, rw, rts)]
    return lines


def _lines_of(path: str, holder: Area, rts: list[Area]) -> list[Line]:
    inside = (rt for rt in rts if rt.parent_id == holder.id)
    return [(f"{path}/{rt.number:02}", rt.name, rt.estimated_households) for rt in inside]
