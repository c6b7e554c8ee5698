"""The lists of an activity as spreadsheets, with the same facts and numbers as on paper."""

from templates.formats import on_clocks, say_moment
from templates.labels import label
from templates.printed_sheets import PrintedList, write_printed
from templates.sheets import Cell, Facts, words

_CAME = 1
_ROOM_FOR_A_PEN = 30
_FIGURES = ("registered", "confirmed", "attended", "replaced", "excused", "absent")
_PEOPLE = ("walk_ins", "organizers", "mentors", "counted", "later")


def attendance_book(facts: Facts) -> bytes:
    """Daftar hadir: names, and empty rows for who comes besides."""
    said = words()["attendance_book"]
    named: list[list[Cell]] = [[row["name"], None, row["address"], None] for row in facts["rows"]]
    empty: list[list[Cell]] = [[None] * 4] * facts["empty"]
    shown = PrintedList(
        said["title"],
        _titles(facts, said["title"], [facts["meeting"]]),
        said["columns"],
        [[number, *cells] for number, cells in enumerate([*named, *empty], start=1)],
        widths=(5, 34, 5, 32, 24),
        height=_ROOM_FOR_A_PEN,
    )
    return write_printed(shown, _about(facts, [facts["meeting"]]))


def participants_book(facts: Facts) -> bytes:
    """Daftar peserta: 1 for each meeting that somebody came to, totals below."""
    said, meetings = words()["participants_book"], facts["meetings"]
    days = [
        said["meeting"].format(day=f"{on_clocks(one['starts'], facts['zone']):%d/%m/%Y}") for one in meetings
    ]
    shown = PrintedList(
        said["title"],
        _titles(facts, said["title"], meetings),
        [*said["columns"], *days],
        [*_rows(facts, len(meetings)), *_totals(facts)],
        widths=(5, 34, 32, 13, *[12] * len(meetings)),
    )
    return write_printed(shown, _about(facts, meetings, people=facts["people"]))


def _titles(facts: Facts, title: str, meetings: list[Facts]) -> list[str]:
    """What the list is, of what, and where; when, too, where its columns do not say that."""
    when = [say_moment(meetings[0]["starts"], facts["zone"])] if len(meetings) == 1 else []
    return [title, facts["title"], ", ".join([*when, facts["place"]])]


def _rows(facts: Facts, meetings: int) -> list[list[Cell]]:
    return [
        [
            number,
            row["name"],
            row["address"],
            label(f"paper_part.{row['role']}"),
            *(_CAME if place in row["came"] else None for place in range(1, meetings + 1)),
        ]
        for number, row in enumerate(facts["rows"], start=1)
    ]


def _totals(facts: Facts) -> list[list[Cell]]:
    said = words()["participants_book"]
    unnamed = [("unnamed", facts["unnamed"])] if any(facts["unnamed"]) else []
    return [
        [None, said[name], None, None, *numbers] for name, numbers in (*unnamed, ("total", facts["totals"]))
    ]


def _figures(facts: Facts) -> list[list[Cell]]:
    """The registered and their four groups, then who came besides; of nobody at all only the former."""
    said, figures = words()["about"], facts.get("figures")
    if not figures:
        return []
    told = [*_FIGURES, *(name for name in _PEOPLE if figures[name])]
    return [[said[name], figures[name]] for name in told]


def _about(facts: Facts, meetings: list[Facts], *, people: int | None = None) -> tuple[str, list[list[Cell]]]:
    """What the list is of, and how its numbers add up."""
    said = words()["about"]
    rows: list[list[Cell]] = [
        [said["kelurahan"], facts["heading"]["kelurahan"]],
        [said["area"], facts["area"]],
        [said["kind"], label(f"kind.{facts['kind']}")],
        [said["activity"], facts["title"]],
        *([said["when"], say_moment(one["starts"], facts["zone"])] for one in meetings),
        [said["place"], facts["place"]],
        *_figures(facts),
    ]
    return said["title"], [*rows, *([[said["people"], people]] if people is not None else [])]
