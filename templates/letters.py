"""Letters: facts in, one A4 page as PDF bytes out; what people wrote is shown and never run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from templates.codes import scan_code
from templates.formats import say_clock, say_day
from templates.marks import to_plain
from templates.typesetting import line, lines, typeset

_HOME = Path(__file__).parent / "id" / "sharing"


def poster(facts: Mapping[str, Any]) -> bytes:
    """A notice to hang up, of an announcement or of an `activity`; see `actions.sharing` for the facts."""
    activity = facts.get("activity")
    words = facts["title"] if activity else to_plain(facts["text"], facts["marks"])
    spot, rule = facts.get("place") or {}, facts.get("rule")
    shown = {
        "around": facts["around"],
        "area": facts["area"],
        "role": facts["role"],
        "text": lines(words),
        "rule": {"title": rule["title"], "year": str(rule["year"])} if rule else None,
        "activity": _meeting(facts) if activity else None,
        "place": spot.get("title") if not activity else None,
        "file": facts.get("file"),
        "urgent": facts.get("urgent", False),
        "date": say_day(facts["at"], facts["zone"]),
        "joins": facts["joins"],
        "door": facts["door"],
    }
    source = (_HOME / "poster.typ").read_bytes()
    return typeset(source, _readable(shown), code=scan_code(facts["address"]))


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
    return line(shown) if isinstance(shown, str) else shown
