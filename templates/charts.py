"""Charts: facts in, PNG bytes out; words and shapes stand in the language's .typ templates."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from templates.formats import excerpt, say_span

_HOME = Path(__file__).parent / "id" / "summaries"
_PIXELS_PER_INCH = 108.0
"""The page is 800 points wide, so that the picture has 1200 pixels; its height is what it shows."""
_SECTORS, _ANSWERED, _HELD = 8, 3, 4
_LONGEST_TITLE, _LONGEST_LABEL = 30, 16


def week_chart(facts: Mapping[str, Any]) -> bytes:
    """The picture of a week, 1200 pixels wide; `facts` are those that `actions.figures` gathers."""
    invited = [
        one for one in facts["activities"] if one["invited"] and (one["answered"] or one["came"] is None)
    ]
    held = facts["attendance"]
    answers = _largest(invited, "answered", _ANSWERED)
    shown = {
        "area": excerpt(facts["area"], 40),
        "span": say_span(facts["week"], facts["last_day"]),
        "sectors": [
            {"label": excerpt(one["label"], _LONGEST_LABEL), "count": one["count"]}
            for one in facts["sectors"][:_SECTORS]
        ],
        "answers": [_titled(one, "answered", "invited") for one in answers],
        "attendance": [_titled(one, "people") for one in _largest(held, "people", _HELD)],
        "meetings": len(facts["activities"]),
        "all_rts": len(facts["rts"]),
        **{name: facts[name] for name in ("new_residents", "proposals", "attended", "active_rts")},
    }
    drawn = typst.compile(
        (_HOME / "week_chart.typ").read_bytes(),
        format="png",
        ppi=_PIXELS_PER_INCH,
        sys_inputs={"facts": json.dumps(shown)},
    )
    assert isinstance(drawn, bytes)
    return drawn


def _largest(rows: Sequence[Mapping[str, Any]], name: str, count: int) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: -row[name])[:count]


def _titled(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {"title": excerpt(row["title"], _LONGEST_TITLE), **{name: row[name] for name in names}}
