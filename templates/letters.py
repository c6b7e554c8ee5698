"""Letters: facts in, one A4 page as PDF bytes out; what people wrote is shown and never run."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst

from templates.formats import say_clock, say_day
from templates.marks import to_plain

_HOME = Path(__file__).parent / "id" / "sharing"
_LONGEST_WORD = 14
_SIGNS = str.maketrans("✅❎❌❗❕❓❔", "✓✗✗!!??")
_NOT_DRAWN = re.compile(
    "[^\\s -~\u00a0-\u04ff\u0600-\u06ff\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u23ff\u2460-\u26a9"
    "\u2701-\u27bf\u2900-\u2bff]|[✊✋✨✩❟❠➀-➗➰]"
)
"""What the fonts that typst brings have no sign for, emoji above all; a printer knows no colours anyway."""


def poster(facts: Mapping[str, Any]) -> bytes:
    """A notice to hang up, of an announcement or of an `activity`; see `actions.sharing` for the facts."""
    activity = facts.get("activity")
    words = facts["title"] if activity else to_plain(facts["text"], facts["marks"])
    spot, rule = facts.get("place") or {}, facts.get("rule")
    shown = {
        "around": facts["around"],
        "area": facts["area"],
        "role": facts["role"],
        "text": _lines(words),
        "rule": {"title": rule["title"], "year": str(rule["year"])} if rule else None,
        "activity": _meeting(facts) if activity else None,
        "place": spot.get("title") if not activity else None,
        "file": facts.get("file"),
        "urgent": facts.get("urgent", False),
        "date": say_day(facts["at"], facts["zone"]),
        "joins": facts["joins"],
        "door": facts["door"],
    }
    drawn = typst.compile(
        (_HOME / "poster.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps(_readable(shown)), "code": _code(facts["address"])},
    )
    assert isinstance(drawn, bytes)
    return drawn


def _meeting(facts: Mapping[str, Any]) -> dict[str, str]:
    starts, until, zone = facts["starts"], facts["until"], facts["zone"]
    clock = say_clock(starts, zone)
    if until:
        clock = f"{clock.partition(' ')[0]} – {say_clock(until, zone)}"
    return {
        "day": say_day(starts, zone),
        "time": clock,
        "said": facts["said"],
        "place": facts["place"],
    }


def _readable(shown: Any) -> Any:
    """The same with every text but the main one, which is so already, fit to be printed on a line."""
    if isinstance(shown, dict):
        return {name: value if name == "text" else _readable(value) for name, value in shown.items()}
    return _line(shown) if isinstance(shown, str) else shown


def _lines(text: str) -> str:
    """A text of several lines, no two of them empty one after the other."""
    return re.sub("\n{3,}", "\n\n", "\n".join(map(_line, text.split("\n")))).strip()


def _line(text: str) -> str:
    """One line of signs that the fonts have, its long words breakable."""
    # people write in mathematical bold letters where a phone has no bold
    usual = "".join(unicodedata.normalize("NFKC", sign) if sign >= "\U0001d400" else sign for sign in text)
    drawn = _NOT_DRAWN.sub("", unicodedata.normalize("NFC", usual).translate(_SIGNS))
    return " ".join(map(_breakable, drawn.split()))


def _breakable(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else "\u200b".join(re.findall(".{1,10}", word))


def _code(address: str) -> str:
    """The code to scan as SVG; the rest of its quiet margin is the panel around it."""
    file = BytesIO()
    segno.make(address, error="m", micro=False).save(file, kind="svg", xmldecl=False, border=1, omitsize=True)
    return file.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    """Those that typst brings and no others, so that a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
