"""Sample facts of the templates of attendance."""

from tests.unit.sample_facts import STARTS, Facts, each, items, wild

_COUNTS: Facts = {"session": 14, "present": 12, "coming": 26, "claimed": 7}
_NAMES = {"person": 9, "salutation": "Ibu", "here": True, "coming": True}
_EMPTY: Facts = {**_COUNTS, "items": [], "page": 0, "pages": 1}

SAMPLES: dict[str, list[Facts]] = {
    "attendance/all_toast": each("noted", (0, 6)),
    "attendance/claims": [
        {**_COUNTS, "items": items(5, 60, **_NAMES)},
        {**_EMPTY, "claimed": 0, "items": items(1, 60, **_NAMES)},
        {**_EMPTY, "claimed": 0},
    ],
    "attendance/code": [
        {"session": 14, "address": "https://t.me/rembug_demo_bot?start=x"},
        {"session": 14, "address": None},
    ],
    "attendance/found": [
        {"session": 14, "items": items(count, 60, **_NAMES, page=48), "found": found}
        for count, found in ((6, 14), (6, 6), (1, 1))
    ],
    "attendance/guest_noted": [{"session": 14, "guest": 3}],
    "attendance/instead_of": [
        {"session": 14, "person": 9, "items": items(6, 60, **_NAMES)},
        {**_EMPTY, "person": 9},
    ],
    "attendance/noted": [{"session": 14, "person": 9, "absent": absent} for absent in (True, False)],
    "attendance/replaced": [{"session": 14, "absent": "Bapak Warga RT 02"}],
    "attendance/room": [
        {**_COUNTS, "other": None, "doors": True},
        {**_COUNTS, "claimed": 7, "team": 3, "other": {"session": 15, "position": 2}, "doors": True},
        {**_COUNTS, "coming": 0, "claimed": 0, "other": {"session": 15, "position": 2}, "doors": False},
    ],
    "attendance/tick": [
        {**_COUNTS, "team": 3, "items": items(6, 60, **_NAMES)},
        {**_COUNTS, "items": items(6, 60, **{**_NAMES, "here": False})},
        {**_EMPTY, "coming": 0},
    ],
    "attendance/which": [
        {"options": [{"session": 14, "title": wild(60), "starts": STARTS, "zone": "Asia/Jakarta"}] * 6}
    ],
    "attendance/who_came": [{"session": 14, "items": items(6, 60, **_NAMES)}, _EMPTY],
    "refusals/nobody_found": each("typed", ("Bu Warga", wild(60))),
    "refusals/attendance_not_open": each("opens", (STARTS,)),
}
