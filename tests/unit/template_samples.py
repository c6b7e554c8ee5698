"""Sample facts for every template: an everyday set, the longest that rules let through, and the least."""

from typing import Any

from templates import declared_facts
from tests.unit.campaign_samples import CAMPAIGNS, NEWER, REACHED, RULE
from tests.unit.wild_words import wild

Facts = dict[str, Any]

ZONE = "Asia/Jakarta"
STARTS = "2026-11-28T23:30:00+00:00"
LATER = "2026-11-29T01:30:00+00:00"


EVERYDAY: Facts = {
    "accepted": 21, "added": False, "courtesy": "salam", "javanese": True, "unasked": False,
    "activity": 12, "answer": "yes", "answered": 18, "answered_by": "rt_head",
    "area": "RT 02 RW 04", "area_id": 4, "asked": 21, "at": STARTS,
    "at_once": 3, "by": "rt_head", "cancelled": False,
    "announcement": 5, "asks_read": True, "blocked": 3, "corrected": STARTS, "groups": 1, "linked": 2,
    "marks": [{"kind": "bold", "offset": 0, "length": 5}], "muted": 4, "not_joined": 27, "read": 14,
    "reminded": LATER, "reaction": "read", "file": True,
    "route": "both", "urgent": False, "lately": True, "heads": True, "explains": True,
    "again": True, "arrives": LATER, "asks_clear": True, "campaign": 3, "card": 6, "in_turn": "turn-send-1",
    "last": 2031, "next_at": STARTS, "of": 58, "old_year": 2026, "repeat": "weekly", "replaceable": True,
    "rule": None, "unclear": 2, "version": 2, "year": 2027, "years": [2026, 2027, 2028],
    "before": None, "changed": True, "choice": "good", "chosen": "Baik", "closed": False, "closes": LATER,
    "complete": False, "conflict": False,
    "consented_at": STARTS, "count": 5, "day": "2026-11-29", "enough": 5, "evaluation": 3, "failed": 0,
    "filling": True,
    "first": 0, "form": 7, "goes_at": STARTS, "help": 2, "head": True,
    "hour": 8, "house": "Gang 3 no. 12", "invited": 26,
    "kelurahan": "Kelurahan Blitar", "kind": "work_bee", "limit": 60, "long": False, "manages": True,
    "maybe": True, "menu": "resident", "more_areas": 2, "moved": True, "name": "Warga RT 02", "news": True,
    "no": 3, "number": 17, "offset": 0, "office": True, "old": "RT 01 RW 04",
    "old_place": "Balai RW", "old_starts": STARTS,
    "opens": STARTS, "outcome": "U-017", "own": False, "page": 1, "pages": 3, "party": 3, "payload": "x" * 22,
    "percent": 86, "photo": True, "place": "Depan mushola", "position": 1,
    "postponed": False, "proposal": 9, "question": 4,
    "relocated": True, "resident": True, "residency": 8, "right": "right-1", "role": "rt_head",
    "said": "Bapak", "sector": "Infrastruktur", "send": "send-1", "sent": 20,
    "several_roles": True, "since": STARTS, "skippable": True, "starts": STARTS, "state": "accepted",
    "step": "Rembug warga", "suggestion": "Gotong royong RT 02 RW 04", "text": "Lampu jalan Gang 3 mati",
    "title": "Gotong royong RT 02 RW 04", "told": 12, "total": 21, "unanswered": 9, "unreachable": 1,
    "until": LATER, "voice": True, "waiting": 1, "wanted": "text,photo,voice", "week": "2026-11-16",
    "last_day": "2026-11-22", "who": "Ibu Warga RT 02", "yes": 12, "zone": ZONE,
}  # fmt: skip

LONGEST: Facts = {
    "area": wild(40), "kelurahan": wild(40), "old": wild(40), "house": wild(60), "name": wild(60),
    "who": f"Bapak/Ibu {wild(60)}", "title": wild(100), "suggestion": wild(100), "place": wild(120),
    "old_place": wild(120), "said": wild(60), "text": wild(3000), "sector": wild(40), "step": wild(60),
    "outcome": wild(40), "chosen": wild(40), "number": 999_999, "party": 99, "limit": 4096, "hour": 23,
}  # fmt: skip


def _items(count: int, length: int, **more: Any) -> list[Facts]:
    common = {
        "id": 9, "number": 17, "text": wild(length), "area": wild(length)[:40], "name": wild(length)[:40],
        "step": "Rembug warga", "at": STARTS, "starts": STARTS, "zone": ZONE, "title": wild(length)[:100],
        "residency": 8, "who": f"Ibu {wild(length)[:60]}", "house": wild(length)[:60], "activity": 12,
        "answer": "maybe", "evaluation": 3, "closes": LATER, "total": 5, "position": 2, "begun": True,
        "count": 17, "new": 3, "asked": 21, "answered": 18, "yes": 12, "maybe": 1, "no": 3, "help": 2,
        "unanswered": 9, "people": 30, "invited": 26, "percent": 86, "proposals": 2, "activities": 0,
        "came": 40, "postponed": False,
        "label": wild(length)[:20], "value": "1", "role": "rt_head", "day": None, "note": wild(length),
    }  # fmt: skip
    return [{**common, **more} for _ in range(count)]


_RESULTS = [
    {"short": "Tepat waktu", "percent": 86, "n": 18, "counts": None},
    {"short": "Jam", "percent": None, "n": 18, "counts": [["Lebih pagi", 3], ["Sudah pas", 15]]},
    {"short": "Manfaat", "percent": None, "n": 3, "counts": None},
]
_WEEK: Facts = {
    "new_residents": 3, "residents": 26, "waiting": 2, "proposals": 5, "sectors": _items(6, 20),
    "activities": _items(8, 100), "attendance": _items(8, 100), "attended": 240, "too_few": 1,
    "evaluations": _items(6, 100, results=_RESULTS), "rts": _items(40, 20), "active_rts": 9,
    "coverage": 0.225,
}  # fmt: skip
_BRIEF = {"week": "2026-11-16", "last_day": "2026-11-22", "new_residents": 3, "proposals": 5, "activities": 2}
_DIGEST: Facts = {"proposals": _items(5, 200), "proposal_count": 9, "activities": _items(3, 100)}
_OFFICES = [
    {"kind": kind, "area": "Kelurahan Blitar", "since": STARTS}
    for kind in ("rt_head", "rw_head", "kelurahan", "facilitator", "operator")
]
_MENUS = ("resident", "rt_head", "rw_head", "kelurahan", "facilitator", "operator")
_KINDS = ("work_bee", "training", "deliberation", "outreach", "event")
_ANSWERS = ("yes", "maybe", "no", "help")
_FORMS = (
    "campaign", "card", "replacement",
    "propose", "announce", "correct", "urgent", "activity", "move_activity", "join", "house", "salutation",
    "name", "household", "erase", "quiet_hours", "ramadan",
)  # fmt: skip


def _each(fact: str, values: tuple[Any, ...]) -> list[Facts]:
    return [{fact: value} for value in values]


_STRETCH = {"starts": "21:00:00", "ends": "06:00:00"}
_RAMADAN = {"first": "2027-02-08", "last": "2027-03-09", "estimated": True, "ends": "20:30:00"}
_PARTS = ("night", "evening", "friday")
_LISTS: list[Facts] = [
    {"items": [], "areas": [], "total": 0, "pages": 1, "page": 0},
    {"items": _items(6, 200), "areas": _items(6, 40), "total": 17},
]
_TALLY: Facts = {"sent": 20, "waiting": 1, "unreachable": 2, "not_sent": 3}


def _lines(count: int, length: int, **more: Any) -> list[Facts]:
    names = [f"Ibu {wild(length)}" for _ in range(25)]
    line = {"area": wild(length), "tally": _TALLY, "left_out": 1, "read": 14, "not_joined": 27, "names": []}
    last = {**line, "names": names, **more}
    return [*({**line, **more} for _ in range(count - 1)), last]


_SPOT = {"latitude": -8.0983, "longitude": 112.1681, "title": None}
_ONE: Facts = {"announcement": 5, "role": "rt_head", "file": None, "state": "published", "urgent": False}
_ONE |= {"rule": None, "replaced": False}
_NEWS: list[Facts] = [
    {"items": _items(5, 200, **_ONE)},
    {"items": [*_items(1, 200, **{**_ONE, "text": "", "file": "voice"}), *_items(4, 9, **_ONE)], "page": 0},
    {"items": _items(5, 200, **{**_ONE, "rule": wild(80), "replaced": True})},
    {"items": [], "page": 0, "pages": 1},
]
SAMPLES: dict[str, list[Facts]] = {
    "activities/answered": [{**a, **b} for a in _each("kind", _KINDS) for b in _each("answer", _ANSWERS)],
    "activities/card": [{"maybe": 1}, {"maybe": 1, "cancelled": True}, {"maybe": 1, "postponed": True}],
    "activities/choose_when": [
        {"options": _items(2, 9)},
        {"options": _items(2, 9, starts=None, day="2026-11-29")},
    ],
    "activities/invitation": _each("kind", _KINDS),
    "activities/list": [{"activities": []}, {"activities": _items(6, 100)}],
    "activities/noted": _each("answer", _ANSWERS),
    "activities/postponed": _each("reason", ("rain", "mourning")),
    "activities/postponed_toast": _each("told", (0, 12)),
    "activities/preview": _each("kind", _KINDS),
    "activities/reminder": _each("maybe", (True, False)),
    "activities/title": _each("kind", _KINDS),
    "activities/toast": _each("answer", _ANSWERS),
    "activities/which": [{"options": _items(6, 100)}],
    "attention/bundle": [
        {"items": [*_items(2, 200, noun="announcement", title=None), *_items(2, 90, noun="activity"),
                   *_items(2, 90, noun="evaluation")]},
    ],
    "attention/mutes": [{"muted": []}, {"muted": ["invitation", "evaluation"]}],
    "announcements/announcement": [
        *[{"role": role, "place": None} for role in ("rt_head", "rw_head", "kelurahan", "facilitator")],
        {"text": wild(3500), "place": _SPOT, "corrected": STARTS},
        {"text": "", "urgent": True, "place": None},
        {"rule": RULE, "text": wild(600), "place": None, "corrected": None},
        {"rule": {**RULE, "title": wild(80), "version": 2, "newer": NEWER}, "text": wild(600)},
    ],
    "announcements/ask_activity": [
        {"who": who, "options": _items(6, 60)} for who in ("answered", "silent", "houses", "attended")
    ],
    "announcements/ask_who": [{"heads": True, "lately": True}, {"heads": False, "lately": False}],
    "announcements/confirm": [
        *[{"who": who} for who in ("all", "heads", "answered", "silent", "attended", "houses")],
        {"who": "all", "groups": 0, "linked": 0, "count": 0, "blocked": 0, "muted": 0, "route": "private"},
        {"who": "all", "groups": 2, "linked": 2, "count": 0, "unreachable": 0, "route": "group"},
    ],
    "announcements/ask_correction": [{"again": True}, {"text": "", "again": False}],
    "announcements/ask_recall": [{"text": wild(3000)}, {"text": ""}],
    "announcements/confirm_correction": _each("asks_read", (True, False)),
    "announcements/corrected": _each("count", (0, 20)),
    "announcements/recalled": _each("count", (0, 20)),
    "announcements/details": [
        {"lines": _lines(12, 40), "groups": _TALLY, "reads": True, "houses": True, "pages": 3, "page": 1},
        {"lines": _lines(1, 5, area=None, names=[]), "groups": None, "reads": False, "houses": False,
         "pages": 1, "page": 0},
        {"lines": _lines(1, 5, not_joined=None), "groups": None, "reads": True, "houses": True, "pages": 1,
         "page": 0},
    ],
    "announcements/nudge": [
        *[{"text": wild(900), "place": None, "role": role} for role in ("rt_head", "facilitator")],
        {"text": wild(600), "place": None, "rule": RULE},
    ],
    "announcements/read_toast": _each("kind", ("read", "clear", "unclear")),
    "announcements/list": _NEWS,
    "announcements/help_wanted": [{"called": "Ibu", "house": "Gang 3 no. 12"}],
    "announcements/urgent_again": [{"text": wild(3300), "place": None, "urgent": True}],
    "announcements/urgent_answered": [
        {"kind": kind, "urgent": True, "place": None, "text": wild(3300)} for kind in ("safe", "need_help")
    ],
    "announcements/urgent_card": [
        {"needy": _items(12, 40, called="Ibu", house="Gang 3"), "calm": _items(20, 30, called=None),
         "need_help": 14, "safe": 30, "silent": 9, "repeats_at": STARTS, "state": "published"},
        {"needy": [], "calm": [], "need_help": 0, "safe": 0, "silent": 0, "state": "withdrawn"},
    ],
    "announcements/urgent_toast": _each("kind", ("safe", "need_help")),
    "announcements/sent": _NEWS,
    "announcements/ask_office": [{"offices": _items(2, 20)}, {"offices": _items(1, 20)}],
    "announcements/ask_words": _each("again", (True, False)),
    "announcements/progress": [
        {"waiting": waiting, "state": state, "verbs": verbs}
        for verbs in (["stop", "details", "correct", "recall"], ["details", "correct", "recall", "nudge"])
        for waiting in (0, 12) for state in ("published", "stopped", "withdrawn")
    ],
    **CAMPAIGNS,
    "evaluations/below": _each("complete", (True, False)),
    "evaluations/list": [{"items": []}, {"items": _items(6, 100)}, {"items": _items(1, 100, position=None)}],
    "evaluations/question": [{"options": [["a", "Sangat baik"], ["b", "Baik"]] * 3, "text": wild(200)}],
    "evaluations/result": [{"results": _RESULTS}, {"results": [], "closed": True}],
    "evaluations/toast": _each("before", (None, "good", "poor")),
    "forms/cancelled": _each("kind", _FORMS),
    "forms/expired": _each("kind", _FORMS),
    "forms/resume_offer": _each("kind", _FORMS),
    "forms/unfinished": _each("kind", _FORMS),
    "incidents/operator": [{"kind": "TimedOut", "place": "update"}],
    "joining/officer_joined": [{"menu": menu, "area": "RT 02 RW 04"} for menu in _MENUS[1:]],
    "joining/accepted": _each("menu", ("resident", "rt_head")),
    "joining/waiting": _each("answered_by", ("rt_head", "rw_head", "kelurahan", None)),
    "joining/welcome": [
        *[{"role": role, "area": "RT 02 RW 04"} for role in (None, *_MENUS[1:])],
        *[{"hour": hour, "area": "RT 02 RW 04"} for hour in (0, 11, 15, 18)],
    ],
    "menu/changed": _each("menu", _MENUS) + _each("resident", (False,)),
    "menu/choose_role": [{"menus": list(_MENUS)}],
    "menu/greeting": _each("menu", _MENUS),
    "menu/help": _each("menu", _MENUS),
    "people/ask_erase": _each("office", (True, False)),
    "people/decided": [
        {"state": state, "who": "Ibu Warga", "by": by}
        for state in ("accepted", "declined", "withdrawn", "erased")
        for by in ("rt_head", "rw_head", "kelurahan", "facilitator", None)
    ],
    "people/decided_toast": _each("state", ("accepted", "declined", "withdrawn")),
    "people/link": [{"links": [{"area": "RT 02 RW 04", "link": f"https://t.me/bot?start={'x' * 22}"}]}],
    "people/my_data": [{"roles": _OFFICES}, {"roles": [], "state": "requested"}],
    "people/names": [{"items": []}, {"items": _items(15, 60)}],
    "people/residents": [
        {"items": [], "waiting": 0, "pages": 1, "page": 0},
        {"items": _items(1, 60), "waiting": 1, "pages": 1, "page": 0},
        {"items": _items(2, 60), "waiting": 7, "first": 2},
    ],
    "proposals/ask_idea": _each("again", (True, False)),
    "proposals/ask_sector": [
        {"sectors": _items(6, 20), **more} for more in ({}, {"added": True}, {"unasked": True})
    ],
    "proposals/detail": [
        *[{"moves": _items(count, 200)} for count in (1, 2)],
        *[{"moves": [], "text": text} for text in (None, "")],
    ],
    "proposals/incoming": _LISTS,
    "proposals/mine": _LISTS,
    "proposals/notice": [{}, {"long": True, "text": wild(4096)}, {"text": ""}],
    "proposals/preview": [{}, {"long": True, "text": wild(4096)}, {"text": ""}],
    "proposals/received": [{}, {"text": None}],
    "proposals/text": [{"text": wild(4096)}],
    "quiet_hours/ask_hours": [{"part": part, "now": now} for part in _PARTS for now in (None, _STRETCH)],
    "quiet_hours/ask_last": [{"first": "2027-02-08", "days": ["2027-03-08", "2027-03-09"]}],
    "quiet_hours/card": [
        {**dict.fromkeys(_PARTS, _STRETCH), "ramadan": _RAMADAN, "saved": True},
        {**dict.fromkeys(_PARTS), "ramadan": None},
        {**dict.fromkeys(_PARTS, _STRETCH), "ramadan": {**_RAMADAN, "estimated": False}},
    ],
    "quiet_hours/confirm_hours": [{"part": part, **_STRETCH} for part in _PARTS],
    "quiet_hours/confirm_ramadan": [{"first": "2027-02-08", "last": "2027-03-09"}],
    "quiet_hours/toast": _each("on", (True, False)),
    "refusals/form_is_over": _each("state", ("done", "cancelled", "expired")),
    "refusals/hours_do_not_fit": _each("part", _PARTS),
    "refusals/too_few_open_hours": _each("hours", (6,)),
    "refusals/not_known": _each("role", ("rt_head", "rw_head", None)),
    "refusals/wrong_kind": _each("wanted", ("button", "text", "text,photo", "text,document,voice,place")),
    "talk/salam": _each("courtesy", ("salam", "hello", "pagi", "malam")),
    "talk/thanks": _each("javanese", (True, False)),
    "talk/waiting": [{}],
    "summaries/digest": [
        {**_DIGEST, "evaluations": _items(3, 100), "this_week": _BRIEF,
         "cards": [{"title": wild(80), **REACHED}] * 3},
        {"news": False, "accepted": 0, "waiting": 0, "proposals": [], "proposal_count": 0, "activities": [],
         "evaluations": [], "cards": [], "this_week": _BRIEF},
    ],
    "summaries/week": [_WEEK],
}  # fmt: skip


def samples_for(name: str) -> list[Facts]:
    """Every set of facts to try a template with; in the last of each three, what need not be given is not."""
    optional = {fact: None for fact, needed in declared_facts(name).items() if not needed}
    found = []
    for own in SAMPLES.get(name, [{}]):
        everyday = {**EVERYDAY, **own}
        given = {fact: value for fact, value in own.items() if value}
        found += [everyday, {**everyday, **LONGEST, **own}, {**everyday, **optional, **given}]
    return found
