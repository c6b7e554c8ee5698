"""Sample facts for the templates of campaigns, and what a rule card says of itself."""

from tests.unit.sample_facts import Facts, wild

RULE: Facts = {
    "title": "Dana setiap RT", "year": 2026, "version": 1, "asks_clear": True, "newer": None,
}  # fmt: skip
NEWER = {"year": 2027, "version": 2}
_CARD: Facts = {"id": 6, "number": 12, "title": wild(80), "year": 2026, "version": 1, "value": "6"}
_SERIES: Facts = {"campaign": 3, "title": "Aturan RT Keren", "state": "running", "repeat": "weekly"}
_CARDS = [{**_CARD, "state": state} for state in ("waiting", "current", "obsolete", "withdrawn")]
REACHED: Facts = {"read": 31, "of": 58, "unclear": 2, "sent": 58, "failed": 1, "unreached": 3, "waiting": 0}
CAMPAIGNS: dict[str, list[Facts]] = {
    "campaigns/ask_card": [{"cards": (_CARDS * 2)[:6]}, {"cards": _CARDS[:2], "page": 0, "pages": 1}],
    "campaigns/ask_drop": [{"title": wild(80)}],
    "campaigns/waiting": [{"text": wild(600), "title": wild(80), "photo": photo} for photo in (True, False)],
    "campaigns/ask_card_title": [{"old": wild(80)}, {"old": None, "again": False}],
    "campaigns/ask_words": [{"again": True}, {"again": False}],
    "campaigns/campaign": [
        *[
            {**_SERIES, "state": state, "cards": _CARDS * 4, "title": wild(80)}
            for state in ("running", "paused", "over")
        ],
        {**_SERIES, "next_at": None, "cards": [], "replaceable": False},
        {"campaign": 0, "cards": [], "pages": 1, "page": 0},
    ],
    "campaigns/cards": [{"cards": (_CARDS * 2)[:6]}, {"cards": [], "pages": 1, "page": 0}],
    "campaigns/confirm": [
        {"repeat": repeat, "month_end": repeat == "monthly", "title": wild(80)}
        for repeat in ("weekly", "fortnightly", "monthly")
    ],
    "campaigns/confirm_card": [
        {"old": wild(80), "old_year": 2026, "goes_out": True},
        {"old": None, "in_turn": None, "count": 0, "goes_out": False, "opens": None},
    ],
    "campaigns/reach": [
        {"rows": [{"area": wild(30), **REACHED, "waiting": 4}] * 8, "state": "obsolete", "title": wild(80)},
        {"rows": [], **REACHED, "unclear": 0, "state": "current", "pages": 1, "page": 0},
    ],
}
