"""Papers of an activity: facts in, A4 pages as PDF bytes out, as offices hand them in and on."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date

from templates.formats import on_clocks, say_clock, say_day
from templates.labels import label
from templates.numerals import say_date_in_words, say_in_words, say_roman
from templates.typesetting import line, printable, typeset

_HOME = Path(__file__).parent / "id" / "papers"
_CODES = {"invitation": "005", "official_record": "BA"}
_MEETINGS_UPRIGHT = 4
"""More columns than these want the page turned."""
_NOBODY = {"name": "", "address": ""}

Facts = Mapping[str, Any]
Shown = dict[str, Any]


def invitation_letter(facts: Facts) -> bytes:
    """Undangan: the letter that invites the people of an area."""
    meetings = [_meeting(one, facts["zone"]) for one in facts["meetings"]]
    return _print("invitation_letter", facts, meetings=meetings, bring=facts.get("bring"))


def attendance_sheet(facts: Facts) -> bytes:
    """Daftar hadir: who is to sign, odd numbers on the left, and empty rows for who comes besides."""
    rows = [*facts["rows"], *[_NOBODY] * facts["empty"]]
    # an odd number of rows would leave half a place to sign
    return _print("attendance_sheet", facts, narrow=True, rows=[*rows, *[_NOBODY] * (len(rows) % 2)])


def participants_list(facts: Facts) -> bytes:
    """Daftar peserta for the SPJ: who came to which meeting, and how many that are."""
    meetings = [
        {**_meeting(one, facts["zone"]), "digits": f"{on_clocks(one['starts'], facts['zone']):%d/%m}"}
        for one in facts["meetings"]
    ]
    rows = [{**row, "role": label(f"paper_part.{row['role']}")} for row in facts["rows"]]
    counted = {name: facts[name] for name in ("unnamed", "totals", "people", "figures")}
    wide = len(meetings) > _MEETINGS_UPRIGHT
    return _print("participants_list", facts, narrow=True, wide=wide, meetings=meetings, rows=rows, **counted)


def minutes_paper(facts: Facts) -> bytes:
    """Notulen: what a meeting talked about and agreed on."""
    return _print("minutes", facts, **_noted(facts))


def official_record(facts: Facts) -> bytes:
    """Berita acara: the same as a record that is signed, its date in words and that of its meeting."""
    day = date.fromisoformat(facts["day"])
    words = {"date": say_date_in_words(day), "attending_words": say_in_words(facts["attending"])}
    return _print("official_record", facts, **_noted(facts), **words, issued=_say_date(facts["day"]))


def _noted(facts: Facts) -> Shown:
    names = ("chair", "secretary", "course", "decisions", "next_meeting", "attending", "deliberated", "met")
    return {name: facts[name] for name in names}


def _print(name: str, facts: Facts, **more: Any) -> bytes:
    source = (_HOME / "paper.typ").read_bytes() + (_HOME / f"{name}.typ").read_bytes()
    zone, number = facts["zone"], _number(facts)
    shown = {
        "heading": _heading(facts["heading"]),
        "area": facts["area"],
        "kind": label(f"kind.{facts['kind']}"),
        "title": facts["title"],
        "place": facts["place"],
        "issued": _say_date(facts["issued"]) if facts["issued"] else "",
        "meeting": _meeting(facts["meeting"], zone),
        **more,
    }
    # a number is one word, however long
    return typeset(source, {**printable(shown), "number": number and line(number).replace("\u200b", "")})


def _heading(facts: Facts) -> Shown:
    """The area and what it lies in; the bare name of the kelurahan or desa, numbers of two digits."""
    return {
        **facts,
        "kelurahan": facts["kelurahan"].removeprefix("Desa " if facts["village"] else "Kelurahan "),
        "rt": _two_digits(facts["rt"]),
        "rw": _two_digits(facts["rw"]),
    }


def _two_digits(number: int | None) -> str | None:
    return None if number is None else f"{number:02}"


def _number(facts: Facts) -> str | None:
    """ "005/003/RT02-RW01/XI/2026": what for, which of the year, whose, month and year."""
    letter = facts.get("letter")
    if letter is None:
        return None
    heading, issued = _heading(facts["heading"]), date.fromisoformat(facts["issued"])
    units = [f"{name.upper()}{heading[name]}" for name in ("rt", "rw") if heading[name]]
    whole = ("DESA" if heading["village"] else "KEL") + f"-{'-'.join(heading['kelurahan'].upper().split())}"
    parts = (_CODES[letter["kind"]], f"{letter['number']:03}", "-".join(units) or whole)
    return "/".join((*parts, say_roman(issued.month), str(letter["year"])))


def _meeting(facts: Facts, zone: str) -> Shown:
    """When one meeting is: its day, and from when to when as far as that was said."""
    starts, until = facts["starts"], facts["until"]
    clock = f"{say_clock(starts, zone)}"
    time = f"{clock.partition(' ')[0]} – {say_clock(until, zone)}" if until else clock
    return {"day": say_day(starts, zone), "time": time, "open": until is None, "said": facts["said"]}


def _say_date(day: str) -> str:
    """ "18 November 2026", as letters are dated."""
    return format_date(date.fromisoformat(day), "d MMMM y", locale="id")
