"""Typesetting: words in, an A4 PDF out; what people wrote is shown and never run."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

import typst

_LONGEST_WORD = 14
_SIGNS = str.maketrans("✅❎❌❗❕❓❔", "✓✗✗!!??")
_NOT_DRAWN = re.compile(
    "[^\\s -~\u00a0-\u04ff\u0600-\u06ff\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u23ff\u2460-\u26a9"
    "\u2701-\u27bf\u2900-\u2bff]|[✊✋✨✩❟❠➀-➗➰]"
)
"""What the fonts that typst brings have no sign for, emoji above all; a printer knows no colours anyway."""

_PAIRS = re.compile(r"\b(Rp|no\.?|nomor|RT|RW|pukul) (?=\d)", re.IGNORECASE)
"""Words that stay on one line with the number behind them."""


def typeset(source: bytes, shown: Mapping[str, Any], **inputs: str) -> bytes:
    """The PDF that a .typ template makes of what it shows; the rest it gets as it is."""
    drawn = typst.compile(
        source,
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"facts": json.dumps(shown), **inputs},
    )
    assert isinstance(drawn, bytes)
    return drawn


def printable(shown: Any) -> Any:
    """The same with every text fit to be printed; one of several lines keeps them."""
    if isinstance(shown, dict):
        return {name: printable(value) for name, value in shown.items()}
    if isinstance(shown, list):
        return [printable(value) for value in shown]
    return lines(shown) if isinstance(shown, str) else shown


def lines(text: str) -> str:
    """A text of several lines, no two of them empty one after the other."""
    return re.sub("\n{3,}", "\n\n", "\n".join(map(line, text.split("\n")))).strip()


def line(text: str) -> str:
    """One line of signs that the fonts have, its long words breakable."""
    # people write in mathematical bold letters where a phone has no bold
    usual = "".join(unicodedata.normalize("NFKC", sign) if sign >= "\U0001d400" else sign for sign in text)
    drawn = _NOT_DRAWN.sub("", unicodedata.normalize("NFC", usual).translate(_SIGNS))
    return _PAIRS.sub("\\1\u00a0", " ".join(map(_breakable, drawn.split())))


def _breakable(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else "\u200b".join(re.findall(".{1,10}", word))


@cache
def _fonts() -> typst.Fonts:
    """Those that typst brings and no others, so that a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False)
