"""The lists of an activity as spreadsheets, with the same facts and numbers as on paper."""

from templates.formats import on_clocks, say_moment
from templates.labels import label
from templates.sheets import Cell, Facts, words, write_book

_CAME = 1


def attendance_book(facts: Facts) -> bytes:
    """Daftar hadir: names, and empty rows for who comes besides."""
    said = words()["attendance_book"]
    named: list[list[Cell]] = [[row["name"], None, row["address"]] for row in facts["rows"]]
    empty: list[list[Cell]] = [[] for _ in range(facts["empty"])]
    rows = [[number, *cells] for number, cells in enumerate([*named, *empty], start=1)]
    return write_book([(said["title"], [list(said["columns"]), *rows]), _about(facts, [facts["meeting"]])])


def participants_book(facts: Facts) -> bytes:
    """Daftar peserta: 1 for each meeting that somebody came to, totals below."""
    said, meetings = words()["participants_book"], facts["meetings"]
    days = [
        said["meeting"].format(day=f"{on_clocks(one['starts'], facts['zone']):%d/%m/%Y}") for one in meetings
    ]
    places = range(1, len(meetings) + 1)
    rows: list[list[Cell]] = [
        [
            number,
            row["name"],
            row["address"],
            label(f"paper_part.{row['role']}"),
            *(_CAME if place in row["came"] else None for place in places),
        ]
        for number, row in enumerate(facts["rows"], start=1)
    ]
    totals: list[list[Cell]] = [
        [None, said[name], None, None, *facts[numbers]]
        for name, numbers in (("unnamed", "unnamed"), ("total", "totals"))
    ]
    title, about = _about(facts, meetings, people=facts["people"])
    return write_book(
        [(said["title"], [[*said["columns"], *days], *rows, *totals]), (title, [*about, *_figures(facts)])]
    )


_FIGURES = ("registered", "confirmed", "attended", "replaced", "excused", "absent", "walk_ins")


def _figures(facts: Facts) -> list[list[Cell]]:
    said, figures = words()["about"], facts.get("figures")
    return [[said[name], figures[name]] for name in _FIGURES] if figures else []


def _about(facts: Facts, meetings: list[Facts], *, people: int | None = None) -> tuple[str, list[list[Cell]]]:
    """What the list is of."""
    said = words()["about"]
    rows: list[list[Cell]] = [
        [said["kelurahan"], facts["heading"]["kelurahan"]],
        [said["area"], facts["area"]],
        [said["kind"], label(f"kind.{facts['kind']}")],
        [said["activity"], facts["title"]],
        *([said["when"], say_moment(one["starts"], facts["zone"])] for one in meetings),
        [said["place"], facts["place"]],
    ]
    return said["title"], [*rows, *([[said["people"], people]] if people is not None else [])]
