"""Drawings by name: what an outbox row whose file is "draw:<name>" is made of when it is sent."""

from collections.abc import Callable
from typing import Any

from templates.calendars import calendar
from templates.charts import week_chart
from templates.codes import code_picture, code_poster
from templates.formats import slug
from templates.letters import poster
from templates.sheets import week_sheet, words

DRAWINGS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "calendar": calendar,
    "week_chart": week_chart,
    "week_sheet": week_sheet,
    "announcement_poster": poster,
    "invitation_poster": poster,
    "attendance_code": code_picture,
    "attendance_poster": code_poster,
}


def draw(name: str, facts: dict[str, Any]) -> tuple[str, bytes]:
    """The file's name and its content; KeyError when nothing is drawn by that name."""
    content = DRAWINGS[name](facts)
    filename: str = words()["files"][name]
    return filename.format(week=facts.get("week"), area=slug(facts["area"])), content
