"""Archives: past trainings come in as totals without names, and are added up by RT, RW and kelurahan."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from actions.archive_rows import ArchiveRow
from actions.area_codes import say_rt, say_rw
from actions.areas import AreaUnknown, find_area_by_path
from actions.csv_rows import BadRows
from actions.planned import LASTS
from actions.times import local, utc
from storage import archives, areas, attendances, audit, figures
from storage.activities import Activity, ActivityKind, ActivitySession, ActivityState
from storage.activity_roles import Part
from storage.areas import KELURAHAN_KINDS, Area, AreaKind
from storage.attendances import AttendanceTotal
from storage.database import Session

__all__ = ["Archived", "Line", "import_archive", "list_totals"]

_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
Line = tuple[int, str, int]
"""How deep a total stands, of what it is, and how many people that were."""


@dataclass
class Archived:
    """What an import did: totals that are new, changed, as before; and how many came to each training."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    people: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))


async def import_archive(
    session: Session, rows: Sequence[ArchiveRow], *, code: str, now: datetime
) -> Archived:
    """Bring the trainings of a kelurahan to what the rows say; a second time changes nothing.

    Where a row names no RT, its people count for the RW, and no RT is made up for them. BadRows names
    every row whose area is not known; AreaUnknown when the kelurahan is not.
    """
    kelurahan = await _find_kelurahan(session, code)
    await areas.lock_area(session, kelurahan.id)
    placed = await _place(session, rows, kelurahan, now)
    done = Archived()
    meetings: dict[tuple[str, int], ActivitySession] = {}
    for row, area in placed:
        key = (row.title, row.year)
        if key not in meetings:
            meetings[key] = await _find_or_add(session, row, kelurahan, now)
        await _keep(session, meetings[key], area, row, done)
        done.people[key] += row.people
    if done.created or done.changed:
        subject = f"area:{kelurahan.id}"
        audit.add_act(session, "import_archive", subject, at=now, actor_id=None, area_id=kelurahan.id)
    return done


async def _find_kelurahan(session: Session, code: str) -> Area:
    found = await find_area_by_path(session, code)
    if found.kind not in KELURAHAN_KINDS:
        raise AreaUnknown(f"{code} is no kelurahan, but {found.name} inside of one")
    return found


async def _place(
    session: Session, rows: Sequence[ArchiveRow], kelurahan: Area, now: datetime
) -> list[tuple[ArchiveRow, Area]]:
    """Each row with its area; or BadRows."""
    problems: list[str] = []
    placed: list[tuple[ArchiveRow, Area]] = []
    for row in rows:
        if row.year > local(now, kelurahan.zone).year:
            problems.append(f"line {row.line}, column tahun_sumber_arsip: {row.year} is still to come")
        here: Area | None = kelurahan
        for kind, number, say in ((AreaKind.RW, row.rw, say_rw), (AreaKind.RT, row.rt, say_rt)):
            if here is not None and number is not None:
                holder, here = here, await areas.find_child(session, here, kind, number)
                if here is None:
                    problems.append(f"line {row.line}: {holder.name} has no {say(number)}")
        if here is not None:
            placed.append((row, here))
    if problems:
        raise BadRows(problems)
    return placed


async def _find_or_add(session: Session, row: ArchiveRow, kelurahan: Area, now: datetime) -> ActivitySession:
    """The meeting of a training that came in before, else a new one, closed, on the last day of its year."""
    known = dict(await archives.list_meetings(session, kelurahan.id, _source(row)))
    if row.title in known:
        return known[row.title]
    yesterday = local(now, kelurahan.zone).date() - timedelta(days=1)
    starts = utc(min(date(row.year, 12, 31), yesterday), time(0), kelurahan.zone)
    activity = Activity(
        kelurahan_id=kelurahan.id,
        area_id=kelurahan.id,
        kind=ActivityKind.TRAINING,
        title=row.title,
        place=kelurahan.name,
        state=ActivityState.CLOSED,
        created_at=now,
    )
    meeting = ActivitySession(starts_at=starts, ends_at=starts + LASTS, said=str(row.year))
    await archives.add_meeting(session, activity, meeting)
    return meeting


async def _keep(
    session: Session, meeting: ActivitySession, area: Area, row: ArchiveRow, done: Archived
) -> None:
    before = (await archives.count_by_area(session, meeting.id)).get(area.id)
    if before == row.people:
        done.unchanged += 1
        return
    total = AttendanceTotal(
        session_id=meeting.id, area_id=area.id, role=Part.PARTICIPANT, people=row.people, source=_source(row)
    )
    await attendances.save_total(session, total)
    if before is None:
        done.created += 1
    else:
        done.changed += 1


def _source(row: ArchiveRow) -> str:
    return f"Arsip {row.year}"


async def list_totals(session: Session, *, code: str, now: datetime) -> tuple[list[Line], list[Line]]:
    """Who came to what was held in a kelurahan: by activity, and by RW and RT over all of them.

    An RW counts what its RT count and what came without an RT. Several meetings are added up.
    """
    kelurahan = await _find_kelurahan(session, code)
    inside = await figures.list_areas(session, kelurahan)
    by_activity: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    by_area: dict[int, int] = defaultdict(int)
    titles: dict[int, str] = {}
    held = await figures.list_attendance(session, [area.id for area in inside], _LONG_AGO, now)
    for activity, meeting, area_id, people in held:
        titles[activity.id] = f"{activity.title}, {local(meeting.starts_at, kelurahan.zone).year}"
        by_activity[activity.id][area_id] += people
        by_area[area_id] += people
    each = [
        line
        for activity_id, title in titles.items()
        for line in _roll_up(inside, kelurahan, by_activity[activity_id], title)
    ]
    return each, _roll_up(inside, kelurahan, by_area, kelurahan.name)


def _roll_up(inside: Sequence[Area], kelurahan: Area, people: dict[int, int], title: str) -> list[Line]:
    """A kelurahan's total with those of its RW and RT, in the order of their numbers."""
    lines: list[Line] = [(0, title, sum(people.values()))]
    holders = [area for area in inside if area.kind is AreaKind.RW]
    for holder in sorted(
        [kelurahan, *holders], key=lambda area: (area.kind is AreaKind.RW, area.number or 0)
    ):
        rts = [area for area in inside if area.kind is AreaKind.RT and area.parent_id == holder.id]
        below = [(rt, people[rt.id]) for rt in sorted(rts, key=lambda rt: rt.number or 0) if rt.id in people]
        if holder is not kelurahan and (below or holder.id in people):
            lines.append((1, holder.name, people.get(holder.id, 0) + sum(count for _, count in below)))
        lines += [(2, rt.name, count) for rt, count in below]
    return lines
