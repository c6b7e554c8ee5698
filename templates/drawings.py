"""Drawings by name: what an outbox row whose file is "draw:<name>" is made of when it is sent."""

from collections.abc import Callable
from typing import Any

from templates.calendars import calendar
from templates.charts import week_chart
from templates.codes import code_picture, code_poster
from templates.formats import slug
from templates.letters import poster
from templates.paper_sheets import attendance_book, participants_book
from templates.papers import (
    attendance_sheet,
    invitation_letter,
    minutes_paper,
    official_record,
    participants_list,
)
from templates.sheets import week_sheet, words

DRAWINGS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "calendar": calendar,
    "week_chart": week_chart,
    "week_sheet": week_sheet,
    "announcement_poster": poster,
    "invitation_poster": poster,
    "invitation_letter": invitation_letter,
    "attendance_sheet": attendance_sheet,
    "blank_sheet": attendance_sheet,
    "attendance_book": attendance_book,
    "participants_list": participants_list,
    "participants_book": participants_book,
    "minutes_paper": minutes_paper,
    "official_record": official_record,
    "attendance_code": code_picture,
    "attendance_poster": code_poster,
}


def draw(name: str, facts: dict[str, Any]) -> tuple[str, bytes]:
    """The file's name and its content; KeyError when nothing is drawn by that name."""
    content = DRAWINGS[name](facts)
    filename: str = words()["files"][name]
    told = {"week": facts.get("week"), "day": facts.get("day"), "area": slug(facts["area"])}
    return filename.format(**told), content
