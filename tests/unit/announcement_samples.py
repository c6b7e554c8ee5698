"""Sample facts for the templates of announcements and of what belongs to them."""

from typing import Any

from tests.unit.campaign_samples import NEWER, RULE
from tests.unit.sample_facts import LATER, STARTS, Facts, each, items, wild

_KINDS = ("work_bee", "training", "deliberation", "outreach", "event")
_ANSWERS = ("yes", "maybe", "no", "help")
_TALLY: Facts = {"sent": 20, "waiting": 1, "unreachable": 2, "not_sent": 3}


def _lines(count: int, length: int, **more: Any) -> list[Facts]:
    names = [f"Ibu {wild(length)}" for _ in range(25)]
    line = {
        "area": wild(length),
        "grouped": True,
        "tally": _TALLY,
        "left_out": 1,
        "read": 14,
        "not_joined": 27,
        "names": [],
    }
    last = {**line, "names": names, **more}
    return [*({**line, **more} for _ in range(count - 1)), last]


_JOIN = f"https://t.me/rembug_demo_bot?start={'x' * 22}"
_SPOT = {"latitude": -8.0983, "longitude": 112.1681, "title": None}
_ONE: Facts = {"announcement": 5, "role": "rt_head", "file": None, "state": "published", "urgent": False}
_ONE |= {"rule": None, "replaced": False}
_NEWS: list[Facts] = [
    {"items": items(5, 200, **_ONE)},
    {"items": [*items(1, 200, **{**_ONE, "text": "", "file": "voice"}), *items(4, 9, **_ONE)], "page": 0},
    {"items": items(5, 200, **{**_ONE, "rule": wild(80), "replaced": True})},
    {"items": [], "page": 0, "pages": 1},
]
_PLAN: Facts = {"plan": 4, "next": STARTS, "repeat": "selapanan", "file": "photo", "text": ""}
SAMPLES: dict[str, list[Facts]] = {
    "groups/choose_area": [{"choices": items(6, 40)}],
    "groups/list": [{"items": items(count, 60)} for count in (0, 1, 5)],
    "attention/bundle": [
        {"items": [*items(2, 200, noun="announcement", title=None), *items(2, 90, noun="activity"),
                   *items(2, 90, noun="evaluation")]},
    ],
    "attention/mutes": [{"muted": []}, {"muted": ["invitation", "evaluation"]}],
    "announcements/announcement": [
        *[{"role": role, "place": None} for role in ("rt_head", "rw_head", "kelurahan", "facilitator")],
        {"text": wild(3500), "place": _SPOT, "corrected": STARTS},
        *[{"text": "", "urgent": True, "place": None, "left_out": {"kind": kind, "in_group": in_group}}
          for kind in ("photo", "voice", "document") for in_group in (True, False)],
        {"rule": RULE, "text": wild(600), "place": None, "corrected": None},
        {"rule": {**RULE, "title": wild(80), "version": 2, "newer": NEWER}, "text": wild(600)},
    ],
    "announcements/ask_activity": [
        {"who": who, "options": items(6, 60)} for who in ("answered", "silent", "houses", "attended")
    ],
    "announcements/ask_who": [{"heads": True, "lately": True}, {"heads": False, "lately": False}],
    "announcements/confirm": [
        *[{"who": who} for who in ("all", "heads", "answered", "silent", "attended", "houses")],
        {"who": "all", "groups": 0, "linked": 0, "count": 0, "blocked": 0, "muted": 0, "officers": 0},
        *[{"who": "all", "next": moment, "opens": None} for moment in (STARTS, None)],
        {"who": "all", "groups": 2, "linked": 2, "count": 0, "unreachable": 0},
    ],
    "announcements/ask_more": [
        {"ways": [{"way": way, "groups": 0 if way == "private" else 2, "count": 0 if way == "group" else 9}
                  for way in ("private", "group", "both")]},
    ],
    "announcements/ask_correction": [{"again": True}, {"text": "", "again": False}],
    "announcements/ask_recall": [
        {"text": wild(3000), "aloud": False, "valid_again": {"title": wild(80), "year": 2026}},
        {"text": "", "aloud": True, "valid_again": None},
    ],
    "announcements/confirm_correction": [
        {"asks_read": reads, "aloud": aloud} for reads in (True, False) for aloud in (True, False)
    ],
    "announcements/corrected": each("count", (0, 20)),
    "announcements/recalled": [
        {"removed": count, "bundled": more, "aloud": aloud}
        for count in (0, 20) for more in (0, 3) for aloud in (True, False)
    ],
    "announcements/details": [
        {"lines": _lines(12, 40), "groups": _TALLY, "reads": True, "houses": True, "pages": 3, "page": 1},
        {"lines": _lines(1, 5, area=None, names=[]), "groups": None, "reads": False, "houses": False,
         "pages": 1, "page": 0},
        {"lines": _lines(1, 5, not_joined=None), "groups": None, "reads": True, "houses": True, "pages": 1,
         "page": 0},
    ],
    "announcements/nudge": [
        *[{"text": wild(900), "place": None, "role": role} for role in ("rt_head", "facilitator")],
        {"text": wild(600), "place": None, "rule": RULE,
         "left_out": {"kind": "voice", "in_group": False}},
    ],
    "announcements/read_toast": each("kind", ("read", "clear", "unclear")),
    "announcements/list": _NEWS,
    "announcements/help_wanted": [{"called": "Ibu", "house": "Gang 3 no. 12"}],
    "announcements/urgent_answers": [
        {"items": [*items(12, 60, called="Ibu", house="Gang 3", kind="need_help"),
                   *items(8, 30, called=None, kind="safe")]},
        {"items": [], "page": 0, "pages": 1},
    ],
    "announcements/urgent_again": [{"text": wild(3300), "place": None, "urgent": True}],
    "announcements/urgent_corrected": [{"text": wild(3300), "place": None, "urgent": True}],
    "announcements/urgent_answered": [
        {"kind": kind, "urgent": True, "place": None, "text": wild(3300), "told": told}
        for kind in ("safe", "need_help") for told in (True, False, None)
    ],
    "announcements/urgent_card": [
        {"needy": items(12, 40, called="Ibu", house="Gang 3"), "calm": items(20, 30, called=None),
         "need_help": 14, "safe": 30, "silent": 9, "repeats_at": STARTS, "state": "published"},
        {"needy": [], "calm": [], "need_help": 0, "safe": 0, "silent": 0, "state": "withdrawn"},
        {"needy": [], "calm": [], "need_help": 0, "safe": 0, "silent": 9, "state": "stopped", "trouble": 12},
    ],
    "announcements/urgent_toast": [
        {"kind": kind, "told": told} for kind in ("safe", "need_help") for told in (True, False)
    ],
    "announcements/sent": _NEWS,
    "announcements/ask_when": [{"every": "weekly"}, {"past": True}],
    "announcements/ask_office": [{"offices": items(2, 20)}, {"offices": items(1, 20)}],
    "announcements/stopped_toast": each("half_way", (True, False)),
    "announcements/urgent_office": [{"offices": items(2, 20)}],
    "announcements/ask_words": each("again", (True, False)),
    "announcements/progress": [
        {"waiting": waiting, "state": state, "verbs": verbs}
        for verbs in (["stop", "details", "correct", "recall"], ["details", "correct", "recall", "nudge"])
        for waiting in (0, 12) for state in ("published", "stopped", "withdrawn")
    ] + each("groups", (0, 21)) + [
        {"waiting": 0, "state": "stopped", "trouble": 12, "verbs": ["details"]},
        {"waiting": 12, "state": "published", "goes_at": None, "goes_on": STARTS, "verbs": ["stop"]},
    ],
    "plans/ask_cancel": each("repeat", ("weekly", None)),
    "plans/card": [
        *[{"who": who, "repeat": "monthly", "opens": LATER} for who in ("all", "heads", "answered")],
        {"who": "silent", "repeat": "selapanan", "opens": "2026-11-30T01:30:00+00:00"},
        {"who": "attended", "repeat": "weekly", "opens": None},
        {"who": "houses", "repeat": None, "short_months": False},
    ],
    "plans/ended": each("own", (True, False)),
    "plans/list": [{"items": items(6, 200, **_PLAN)}, {"items": [], "page": 0, "pages": 1}],
    "plans/skipped": each("reason", ("late", "nobody")),
    "proxies/ask_who": [
        {"items": [], "first": 0, "pages": 1, "page": 0}, {"items": items(5, 60), "first": 5},
        {"items": items(5, 60, answer=None), "first": 0, "page": 0, "pages": 2},
    ],
    "proxies/to_tell": [{"persons": [wild(60)] * 20}],
    "proxies/recorded": each("answer", _ANSWERS),
    "sharing/announcement": [
        {"role": role, "file": file, "address": _JOIN, "place": _SPOT, "words": wild(300), "rule": rule}
        for role, file, rule in (
            ("rt_head", None, None), ("facilitator", "photo", None), ("kelurahan", "voice", RULE)
        )
    ],
    "sharing/invitation": [{"kind": kind, "address": _JOIN} for kind in _KINDS],
    "sharing/whatsapp": [{"text": wild(900), "address": f"https://wa.me/?text={'%20' * 600}"}],
}  # fmt: skip
