"""Codes to scan: facts in, a picture for a phone or a page for a wall out."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from templates.formats import excerpt, say_clock, say_day
from templates.typesetting import line, printable, typeset

_HOME = Path(__file__).parent / "id" / "attendance"
_PIXELS_PER_INCH = 144.0
"""The picture is 360 points wide, so that it has 720 pixels."""
_LONGEST_TITLE = 60


def code_picture(facts: Mapping[str, Any]) -> bytes:
    """The code of this minute as PNG, or, without an `address`, that it is over."""
    shown = {"title": line(excerpt(facts["title"], _LONGEST_TITLE)), "over": facts["address"] is None}
    code = scan_code(facts["address"]) if facts["address"] else ""
    drawn = typst.compile(
        (_HOME / "code.typ").read_bytes(),
        format="png",
        ppi=_PIXELS_PER_INCH,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"facts": json.dumps(shown), "code": code},
    )
    assert isinstance(drawn, bytes)
    return drawn


def code_poster(facts: Mapping[str, Any]) -> bytes:
    """An A4 page as PDF for the place of an activity; its code is good for one meeting."""
    starts, zone = facts["starts"], facts["zone"]
    shown = {
        "around": facts["around"],
        "area": facts["area"],
        "title": facts["title"],
        "place": facts["place"],
        "day": say_day(starts, zone),
        "time": say_clock(starts, zone),
    }
    source = (_HOME / "poster.typ").read_bytes()
    return typeset(source, printable(shown), code=scan_code(facts["address"]))


def scan_code(address: str) -> str:
    """The code of an address as SVG; the rest of its quiet margin is the white around it."""
    file = BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", xmldecl=False, border=1, omitsize=True)
    return file.getvalue().decode()
