"""The figures of a week: what happened in the areas of an office, from a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from actions.evaluation_results import see_results
from actions.tallies import ENOUGH, percentage
from actions.times import local
from storage import evaluations, figures, programs
from storage.activities import Activity, ActivitySession
from storage.answers import AnswerKind
from storage.areas import Area, AreaKind
from storage.database import Session
from storage.people import ResidencyState

__all__ = ["Facts", "Week", "gather_week"]

Facts = dict[str, Any]


@dataclass(frozen=True)
class Week:
    """A local week, [start, end) in UTC, in an area and everything inside it."""

    area: Area
    start: datetime
    end: datetime

    @property
    def monday(self) -> str:
        """The local date on which it begins: "2026-11-16"."""
        return local(self.start, self.area.zone).date().isoformat()

    @property
    def sunday(self) -> str:
        """The local date on which it ends."""
        return (local(self.end, self.area.zone).date() - timedelta(days=1)).isoformat()


async def gather_week(session: Session, week: Week, *, now: datetime) -> Facts:
    """Everything that the summary, its chart and its sheets say; JSON, in the order in which it is shown."""
    found = await figures.list_areas(session, week.area)
    names = {area.id: area.name for area in found}
    rts = _in_order(found)
    sectors, ideas = await _gather_ideas(session, week, list(names))
    meetings = await _gather_meetings(session, week, names)
    attendance = await _gather_attendance(session, week, names)
    came = {held["meeting"]: held["people"] for held in attendance}
    meetings = [{**meeting, "came": came.get(meeting["meeting"])} for meeting in meetings]
    fresh = await figures.count_new_residents(session, list(names), week.start, week.end)
    standing = await figures.count_residents(session, list(names))
    rows = [_row_of(rt, sectors, ideas, fresh, meetings, attendance) for rt in rts]
    active = sum(1 for row in rows if row["activities"])
    return {
        "area": week.area.name,
        "area_id": week.area.id,
        "zone": week.area.zone,
        "week": week.monday,
        "last_day": week.sunday,
        "until": None if now >= week.end else now.isoformat(),
        "new_residents": sum(fresh.values()),
        "residents": standing.get(ResidencyState.ACCEPTED, 0),
        "waiting": standing.get(ResidencyState.REQUESTED, 0),
        "proposals": sum(ideas.values()),
        "sectors": [
            {"label": label, "count": sum(n for (_, each), n in ideas.items() if each == code)}
            for code, label in sectors
        ],
        "activities": meetings,
        "attendance": attendance,
        "attended": sum(meeting["people"] for meeting in attendance),
        **await _gather_evaluations(session, week, names),
        "rts": rows,
        "active_rts": active,
        "coverage": active / len(rows) if rows else 0.0,
    }


def _in_order(found: Sequence[Area]) -> list[Area]:
    """The RT among these areas, by RW and then by RT."""
    numbers = {area.id: area.number or 0 for area in found}
    rts = [area for area in found if area.kind is AreaKind.RT]
    return sorted(rts, key=lambda rt: (numbers.get(rt.parent_id or 0, 0), rt.number or 0))


async def _gather_ideas(
    session: Session, week: Week, area_ids: list[int]
) -> tuple[list[tuple[str, str]], dict[tuple[int, str], int]]:
    """The sectors as (code, label), those without an idea too (R23), and (area, sector) -> ideas."""
    program = await programs.get_current_program(session, local(week.start, week.area.zone).year)
    sectors = {each.code: each.label for each in await programs.list_sectors(session, program.id)}
    ideas: dict[tuple[int, str], int] = {}
    for area_id, code, label, count in await figures.count_proposals(session, area_ids, week.start, week.end):
        sectors.setdefault(code, label)
        ideas[area_id, code] = ideas.get((area_id, code), 0) + count
    return list(sectors.items()), ideas


async def _gather_meetings(session: Session, week: Week, names: Mapping[int, str]) -> list[Facts]:
    found = await figures.list_meetings(session, list(names), week.start, week.end)
    ids = [activity.id for activity, _ in found]
    invited = await figures.count_invited(session, ids)
    answered: Counter[int] = Counter()
    coming: Counter[int] = Counter()
    for activity_id, answer, persons, brought in await figures.count_answers(session, ids):
        answered[activity_id] += persons
        if answer is AnswerKind.YES:
            coming[activity_id] += brought
    return [
        {
            **_meeting_facts(activity, meeting),
            "area_id": activity.area_id,
            "area": names[activity.area_id],
            "invited": invited.get(activity.id, 0),
            "answered": answered[activity.id],
            "yes": coming[activity.id],
        }
        for activity, meeting in found
    ]


async def _gather_attendance(session: Session, week: Week, names: Mapping[int, str]) -> list[Facts]:
    """Who came, a meeting each, by area; several roles of one area are added up."""
    held: dict[int, Facts] = {}
    counted: dict[int, Counter[int]] = defaultdict(Counter)
    rows = await figures.list_attendance(session, list(names), week.start, week.end)
    for activity, meeting, area_id, people in rows:
        held[meeting.id] = _meeting_facts(activity, meeting)
        counted[meeting.id][area_id] += people
    return [
        {
            **facts,
            "people": sum(counted[meeting_id].values()),
            "rows": [
                {"area_id": area_id, "area": names[area_id], "people": people}
                for area_id, people in counted[meeting_id].items()
            ],
        }
        for meeting_id, facts in held.items()
    ]


async def _gather_evaluations(session: Session, week: Week, names: Mapping[int, str]) -> Facts:
    """The results of those with five answers or more, and how many have fewer (R34)."""
    found = await figures.list_evaluations(session, list(names), week.start, week.end)
    ids = [evaluation.id for evaluation, _ in found]
    ballots = await evaluations.count_ballots(session, ids)
    choices = await evaluations.count_choices(session, ids)
    questions = await figures.list_questions(
        session,
        {evaluation.program_id for evaluation, _ in found},
        {evaluation.question_kind for evaluation, _ in found},
    )
    shown: list[Facts] = []
    for evaluation, activity in found:
        answered = ballots.get(evaluation.id, 0)
        if answered < ENOUGH:
            continue
        counted = choices.get(evaluation.id, {})
        asked = [
            each
            for each in questions
            if (each.program_id, each.activity_kind) == (evaluation.program_id, evaluation.question_kind)
        ]
        shown.append(
            {
                "title": activity.title,
                "area": names[activity.area_id],
                "answered": answered,
                "asked": evaluation.asked,
                "percent": percentage(answered, evaluation.asked),
                "results": list(see_results(evaluation, asked, counted).values()),
            }
        )
    return {"evaluations": shown, "too_few": len(found) - len(shown)}


def _meeting_facts(activity: Activity, meeting: ActivitySession) -> Facts:
    return {
        "meeting": meeting.id,
        "title": activity.title,
        "kind": activity.kind.value,
        "starts": meeting.starts_at.isoformat(),
    }


def _row_of(
    rt: Area,
    sectors: Sequence[tuple[str, str]],
    ideas: Mapping[tuple[int, str], int],
    fresh: Mapping[int, int],
    meetings: Sequence[Facts],
    attendance: Sequence[Facts],
) -> Facts:
    """An RT's line. It was active when a meeting was its own, or its people were counted at one (R41)."""
    by_sector = [ideas.get((rt.id, code), 0) for code, _ in sectors]
    own = {meeting["meeting"] for meeting in meetings if meeting["area_id"] == rt.id}
    came = {
        held["meeting"]: row["people"]
        for held in attendance
        for row in held["rows"]
        if row["area_id"] == rt.id
    }
    return {
        "name": rt.name,
        "new_residents": fresh.get(rt.id, 0),
        "proposals": sum(by_sector),
        "by_sector": by_sector,
        "activities": len(own | came.keys()),
        "attended": sum(came.values()),
    }
