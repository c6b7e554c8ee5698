"""Facts to fill templates with: an everyday set, the longest that rules let through, lists of either."""

from typing import Any

Facts = dict[str, Any]

ZONE = "Asia/Jakarta"
STARTS = "2026-11-28T23:30:00+00:00"
LATER = "2026-11-29T01:30:00+00:00"
WILD = "<b>&amp; 🌙 Warga </i>\u200f"


def wild(length: int) -> str:
    """A text of this many characters that must be escaped to be shown."""
    return (WILD * (length // len(WILD) + 1))[:length]


EVERYDAY: Facts = {
    "accepted": 21, "added": False, "courtesy": "salam", "javanese": True, "unasked": False,
    "activity": 12, "answer": "yes", "answered": 18, "answered_by": "rt_head",
    "area": "RT 02 RW 04", "area_id": 4, "asked": 21, "at": STARTS,
    "at_once": 3, "by": "rt_head", "cancelled": False,
    "announcement": 5, "asks_read": True, "blocked": 3, "corrected": STARTS, "groups": 1, "groups_sent": 1,
    "linked": 2, "officers": 2,
    "marks": [{"kind": "bold", "offset": 0, "length": 5}], "muted": 4, "not_joined": 27, "read": 14,
    "every": None, "new": True, "next": STARTS, "past": False, "plan": 4, "reason": "late",
    "repeat": "weekly", "short_months": True,
    "reminded": LATER, "reaction": "read", "file": True,
    "route": "both", "urgent": False, "lately": True, "heads": True, "explains": True,
    "arrives": LATER, "asks_clear": True, "campaign": 3, "card": 6, "in_turn": "turn-send-1",
    "last": 2031, "next_at": STARTS, "of": 58, "old_year": 2026, "replaceable": True, "rule": None,
    "unclear": 2, "version": 2, "year": 2027, "years": [2026, 2027, 2028],
    "quota": 20, "held": 18, "offered": 1, "queue": 3, "deadline": LATER, "wait": 4, "alone": True,
    "taken": 18, "coming": 18,
    "others": LATER, "topic": "weaving", "topics": [],
    "bring": "Sapu atau cangkul", "dates": [STARTS, LATER], "point": [-8.1, 112.2],
    "better": None, "cautions": [{"reason": "work", "name": None, "estimated": False}], "called": None,
    "parts": [], "pinned": False, "rebrought": True, "series": 4, "several": True, "shifted": True, "turn": 2,
    "calling": "eve", "part": "morning", "seats": True, "houses": 7, "silent": 7, "housemates": 3,
    "again": True, "way": "food", "ways": {"food": 2, "tools": 1, "deputy": 1}, "gifts": ["2 dus air"],
    "gift": "2 dus air", "offers": True,
    "before": None, "changed": True, "choice": "good", "chosen": "Baik", "closed": False, "closes": LATER,
    "complete": False, "conflict": False,
    "consented_at": STARTS, "count": 5, "day": "2026-11-29", "enough": 5, "evaluation": 3, "failed": 0,
    "filling": True, "chat": "-1001234567890", "address": "https://t.me/bot?startgroup=mulai",
    "first": 0, "form": 7, "goes_at": STARTS, "help": 2, "head": True,
    "hour": 8, "house": "Gang 3 no. 12", "invited": 26,
    "kelurahan": "Kelurahan Blitar", "kind": "work_bee", "limit": 60, "long": False, "manages": True,
    "maybe": True, "menu": "resident", "more_areas": 2, "moved": True, "name": "Warga RT 02", "news": True,
    "noted": 2, "joins": True, "notes": True, "door": "RT 02 RW 04",
    "no": 3, "number": 17, "offset": 0, "office": True, "old": "RT 01 RW 04",
    "old_place": "Balai RW", "old_title": "Kerja bakti RT 02 RW 04", "new_title": None, "old_starts": STARTS,
    "opens": STARTS, "outcome": "U-017", "own": False, "page": 1, "pages": 3, "party": 3, "payload": "x" * 22,
    "percent": 86, "photo": True, "place": "Depan mushola", "position": 1,
    "postponed": False, "proposal": 9, "question": 4,
    "relocated": True, "resident": True, "residency": 8, "right": "right-1", "role": "rt_head",
    "said": "Bapak", "sector": "Infrastruktur", "send": "send-1", "sent": 20,
    "registered": 20, "confirmed": 18, "attended": 15, "replaced": 2, "excused": 1, "absent": 2,
    "walk_ins": 2, "helpers": 1, "organizers": 1, "mentors": 1, "present": 17, "meetings": [],
    "closed_at": LATER, "photos": 2, "lists": 1, "output": None, "unanswered_sides": ["officers"],
    "followed": True, "follow_up": 6, "participant": True, "lacking": None,
    "several_roles": True, "since": STARTS, "skippable": True, "starts": STARTS, "state": "accepted",
    "step": "Rembug warga", "suggestion": "Gotong royong RT 02 RW 04", "text": "Lampu jalan Gang 3 mati",
    "title": "Gotong royong RT 02 RW 04", "told": 12, "total": 21, "unanswered": 9, "unreachable": 1,
    "until": LATER, "voice": True, "waiting": 1, "wanted": "text,photo,voice", "week": "2026-11-16",
    "last_day": "2026-11-22", "who": "Ibu Warga RT 02", "yes": 12, "zone": ZONE,
}  # fmt: skip

LONGEST: Facts = {
    "area": wild(40), "kelurahan": wild(40), "old": wild(40), "house": wild(60), "name": wild(60),
    "who": f"Bapak/Ibu {wild(60)}", "title": wild(100), "suggestion": wild(100), "place": wild(120),
    "old_place": wild(120), "old_title": wild(90), "new_title": wild(80),
    "said": wild(60), "text": wild(3000), "sector": wild(40), "step": wild(60),
    "bring": wild(200), "gift": wild(100),
    "outcome": wild(40), "chosen": wild(40), "number": 999_999, "party": 99, "limit": 4096, "hour": 23,
}  # fmt: skip


def items(count: int, length: int, **more: Any) -> list[Facts]:
    common = {
        "id": 9, "number": 17, "text": wild(length), "area": wild(length)[:40], "name": wild(length)[:40],
        "step": "Rembug warga", "at": STARTS, "starts": STARTS, "zone": ZONE, "title": wild(length)[:100],
        "residency": 8, "who": f"Ibu {wild(length)[:60]}", "house": wild(length)[:60], "activity": 12,
        "answer": "maybe", "evaluation": 3, "closes": LATER, "total": 5, "position": 2, "begun": True,
        "count": 17, "new": 3, "asked": 21, "answered": 18, "yes": 12, "maybe": 1, "no": 3, "help": 2,
        "unanswered": 9, "wait": 2, "people": 30, "invited": 26, "percent": 86, "proposals": 2,
        "activities": 0, "came": 40, "postponed": False, "mine": False, "chat": "-1001234567890",
        "label": wild(length)[:20], "value": "1", "role": "rt_head", "day": None, "note": wild(length),
    }  # fmt: skip
    return [{**common, **more} for _ in range(count)]


def each(fact: str, values: tuple[Any, ...]) -> list[Facts]:
    return [{fact: value} for value in values]
