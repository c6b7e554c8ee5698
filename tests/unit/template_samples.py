"""Sample facts for every template: an everyday set, the longest that rules let through, and the least."""

from actions.follow_ups import CHOICES
from templates import declared_facts
from tests.unit import announcement_samples, attendance_samples
from tests.unit.campaign_samples import CAMPAIGNS, REACHED
from tests.unit.interest_samples import INTERESTS, TOPICS, WISHED
from tests.unit.paper_samples import PAPERS
from tests.unit.sample_facts import EVERYDAY, LATER, LONGEST, STARTS, Facts, each, items, wild
from tests.unit.time_samples import TIMES

_RESULTS = [
    {"short": "Tepat waktu", "percent": 86, "n": 18, "counts": None},
    {"short": "Jam", "percent": None, "n": 18, "counts": [["Lebih pagi", 3], ["Sudah pas", 15]]},
    {"short": "Manfaat", "percent": None, "n": 3, "counts": None},
]
_WEEK: Facts = {
    "new_residents": 3, "residents": 26, "waiting": 2, "proposals": 5, "sectors": items(6, 20),
    "activities": items(8, 100), "attendance": items(8, 100), "attended": 240, "too_few": 1,
    "evaluations": items(6, 100, results=_RESULTS), "rts": items(40, 20), "active_rts": 9,
    "coverage": 0.225,
}  # fmt: skip
_BRIEF = {"week": "2026-11-16", "last_day": "2026-11-22", "new_residents": 3, "proposals": 5, "activities": 2}
_DIGEST: Facts = {"proposals": items(5, 200), "proposal_count": 9, "activities": items(3, 100)}
_OFFICES = [
    {"kind": kind, "area": "Kelurahan Blitar", "since": STARTS}
    for kind in ("rt_head", "rw_head", "kelurahan", "facilitator", "operator")
]
_MENUS = ("resident", "rt_head", "rw_head", "kelurahan", "facilitator", "operator")
_KINDS = ("work_bee", "training", "deliberation", "outreach", "event", "meeting", "patrol")
_ANSWERS = ("yes", "maybe", "no", "help", "wait", "passed")
_FORMS = (
    "campaign", "card", "replacement",
    "propose", "announce", "change_plan", "correct", "urgent", "activity", "move_activity", "join", "house",
    "salutation", "name", "household", "erase", "quiet_hours", "ramadan", "record", "forget", "walk_in",
    "photos",
    "interest", "find_time",
    "minutes",
)  # fmt: skip


_STRETCH = {"starts": "21:00:00", "ends": "06:00:00"}
_RAMADAN = {"first": "2027-02-08", "last": "2027-03-09", "estimated": True, "ends": "20:30:00"}
_PARTS = ("night", "evening", "friday")
_LISTS: list[Facts] = [
    {"items": [], "areas": [], "total": 0, "pages": 1, "page": 0},
    {"items": items(6, 200), "areas": items(6, 40), "total": 17},
]
_FIGURES = (
    "registered", "confirmed", "attended", "replaced", "excused", "absent", "walk_ins", "helpers", "waiting",
    "organizers", "mentors", "present",
)  # fmt: skip
_OUTPUT: Facts = {
    "kind": "output", "question": "output", "asked": 20, "answered": 16, "silent": 4, "closes": LATER,
    "closed": True, "counts": [["finished", 5], ["half", 9], ["not_begun", 2]],
    "lacking": [["material", 6], ["time", 3]], "team": [["half", 2], ["finished", 1]],
}  # fmt: skip
_HIDDEN: Facts = {**_OUTPUT, "counts": None, "lacking": [], "team": []}
_OUTPUTS = (_OUTPUT, {**_HIDDEN, "answered": 3}, {**_HIDDEN, "closed": False})
SAMPLES: dict[str, list[Facts]] = {
    **announcement_samples.SAMPLES,
    **CAMPAIGNS,
    **PAPERS,
    **attendance_samples.SAMPLES,
    **INTERESTS,
    **TIMES,
    "activities/quota_changed": each("first", (True, False)),
    "activities/ask_extras": each("extras", (["bring", "point", "further", "quota", "people", "repeat"],)),
    "activities/ask_topic": [{"topics": []}, {"topics": [{"topic": "cooking", "count": 99_999}] * 5}],
    "activities/ask_further": each("several", (True, False)),
    "activities/ask_meeting": [{"items": items(6, 9)}],
    "activities/ask_people": [{"items": items(6, 60, part="mentor")}, {"items": []}],
    "activities/ask_place": each("pinned", (True, False)),
    "activities/answered": [
        *({**a, **b} for a in each("kind", _KINDS) for b in each("answer", _ANSWERS)),
        *({"answer": "help", "way": way} for way in ("food", "tools", "deputy", "freely")),
        {"answer": "yes", "together": True, "offers": False, "way": None, "shares": True, "manages": False},
    ],
    "activities/card": [
        {
            "maybe": 1, "phase": "before",
            "parts": [{"part": part, "who": wild(60)} for part in ("organizer", "mentor") * 8],
        },
        *({"maybe": 1, "phase": phase} for phase in ("before", "day", "between", "over", "closed")),
        {"maybe": 1, "phase": "day", "claimed": 2},
        *({"maybe": 1, over: True} for over in ("cancelled", "postponed")),
        {"maybe": 1, "phase": "before", "gifts": [wild(100)] * 3},
    ],
    "activities/calendar": [{"off": off, "count": count} for off in (True, False) for count in (1, 7)],
    "activities/calendar_title": [{"title": wild(100), "meeting": 2, "meetings": 12}],
    "activities/calendar_note": each("bring", ("Sapu", wild(200))),
    "activities/choose_when": [
        {"options": items(2, 9)},
        {"options": items(2, 9, starts=None, day="2026-11-29")},
    ],
    "activities/echo_when": [
        {"cautions": [{"reason": reason, "name": wild(80), "estimated": True}], "better": items(2, 9)}
        for reason in ("feast", "clash", "friday", "evening", "night", "work")
    ],
    "activities/group": [{"maybe": 1}, dict.fromkeys(_ANSWERS, 0), {"cancelled": True}, {"postponed": True}],
    "activities/invitation": [
        *each("kind", _KINDS),
        {"chosen": True},
        {"here": 14, "attends": True, "shares": False, "manages": False},
        {"here": 14, "attends": True, "shares": True, "manages": True, "notes": True},
    ],
    "activities/list": [
        *({"activities": [], "offers": offers} for offers in (True, False)),
        {"activities": [*items(2, 100, mine=True), *items(3, 100)]},
        {"activities": items(5, 100), "pages": 1, "page": 0},
    ],
    "activities/noted": each("answer", _ANSWERS),
    "activities/part": each("part", ("organizer", "mentor")),
    "activities/postponed": each("reason", ("rain", "mourning")),
    "activities/ask_postpone": [
        {"reason": reason, "several": several} for reason in ("rain", "mourning") for several in (True, False)
    ],
    "activities/postpone_done": each("told", (0, 12)),
    "activities/postponed_toast": each("told", (0, 12)),
    "activities/preview": [
        *({"kind": kind, "groups": []} for kind in _KINDS),
        {"groups": [None, "Grup RT 02", "x" * 128]},
        {"groups": ["Grup RT 02"] * 4},
        {"groups": [], "parts": [{"part": "mentor", "who": wild(60)}] * 4, "extras": ["further", "quota"]},
    ],
    "activities/reminder": [
        {"calling": calling, "part": part, "answer": answer}
        for calling in ("early", "eve", "day")
        for part in ("morning", "noon", "afternoon", "night")
        for answer in _ANSWERS
    ],
    "activities/recap": each("maybe", (0, 1)),
    "activities/title": each("kind", _KINDS),
    "activities/toast": each("answer", _ANSWERS),
    "activities/seat_passed": [
        {"offered": offered, "free": free} for offered in (True, False) for free in (True, False)
    ],
    "activities/waited": [
        {"free": True},
        *({"free": False, "kind": kind, "topic": topic} for kind in _KINDS for topic in (None, "sewing")),
    ],
    "activities/which": [{"options": items(6, 100)}],
    "closings/ask_photos": [{"kind": kind, "count": n} for kind in ("event", "signed_list") for n in (0, 3)],
    "closings/card": [
        {"output": each_result} for each_result in (*_OUTPUTS, None)
    ] + [
        {"unanswered_sides": ["residents", "officers"],
         "meetings": [{"starts": STARTS, "came": 17}] * 6},
        dict.fromkeys(_FIGURES, 0) | {"closed_at": None, "photos": 0, "lists": 0, "followed": False},
        {"closed_at": None, "claimed": 2},
    ],
    "closings/list": [{"activities": []}, {"activities": items(6, 100, closed=True)}],
    "closings/photo": each("kind", ("event", "signed_list")),
    "closings/wrap_up": [{}, {"claimed": 2}, {"present": 0}, {"present": 0, "registered": 0}],
    "follow_ups/ask_lacking": each("lacking", (None, "material", "tool", "time", "guidance")),
    "follow_ups/question": [
        {"kind": kind, "question": question, "choices": list(choices), "chosen": chosen, "participant": some}
        for question, choices in CHOICES.items()
        for kind in (("output",) if question == "output" else ("after_30", "after_90"))
        for chosen in (None, *choices)
        for some in (True, False)
    ],
    "follow_ups/results": [
        {"items": []}, {"items": list(_OUTPUTS)},
        *({"items": [{**_OUTPUTS[0], "kind": "after_30", "question": question,
                      "counts": [[choice, 3] for choice in choices]}]}
          for question, choices in CHOICES.items()),
    ],
    "evaluations/below": each("complete", (True, False)),
    "evaluations/list": [{"items": []}, {"items": items(6, 100)}, {"items": items(1, 100, position=None)}],
    "evaluations/question": [{"options": [["a", "Sangat baik"], ["b", "Baik"]] * 3, "text": wild(200)}],
    "evaluations/result": [{"results": _RESULTS}, {"results": [], "closed": True}],
    "evaluations/toast": each("before", (None, "good", "poor")),
    "forms/cancelled": each("kind", _FORMS),
    "forms/expired": each("kind", _FORMS),
    "forms/resume_offer": each("kind", _FORMS),
    "forms/unfinished": each("kind", _FORMS),
    "incidents/operator": [{"kind": "TimedOut", "place": "update"}],
    "joining/officer_joined": [{"menu": menu, "area": "RT 02 RW 04"} for menu in _MENUS[1:]],
    "joining/accepted": each("menu", ("resident", "rt_head")),
    "joining/waiting": each("answered_by", ("rt_head", "rw_head", "kelurahan", None)),
    "joining/welcome": [
        *[{"role": role, "area": "RT 02 RW 04"} for role in (None, *_MENUS[1:])],
        *[{"hour": hour, "area": "RT 02 RW 04"} for hour in (0, 11, 15, 18)],
    ],
    "menu/changed": each("menu", _MENUS) + each("resident", (False,)),
    "menu/choose_role": [{"menus": list(_MENUS)}],
    "menu/greeting": each("menu", _MENUS),
    "menu/help": each("menu", _MENUS),
    "people/ask_forget": [{"value": "person-8"}],
    "people/ask_whom": [{"items": items(5, 60)}],
    "people/ask_erase": each("office", (True, False)),
    "people/decided": [
        {"state": state, "who": "Ibu Warga", "by": by}
        for state in ("accepted", "declined", "withdrawn", "erased")
        for by in ("rt_head", "rw_head", "kelurahan", "facilitator", None)
    ],
    "people/decided_toast": each("state", ("accepted", "declined", "withdrawn")),
    "people/link": [{"links": [{"area": "RT 02 RW 04", "link": f"https://t.me/bot?start={'x' * 22}"}]}],
    "people/my_data": [
        {"roles": _OFFICES, **WISHED, "named": True},
        {"roles": [], "state": "requested", "learn": [], "teach": TOPICS[:1], "named": None},
    ],
    "people/names": [{"items": [], "noted": False}, {"items": items(15, 60)}],
    "people/request": [{}, {"same": [{"person": 9, "who": f"Ibu {wild(60)}"}] * 4}],
    "people/residents": [
        {"items": [], "waiting": 0, "pages": 1, "page": 0},
        {"items": items(1, 60), "waiting": 1, "pages": 1, "page": 0},
        {"items": items(2, 60), "waiting": 7, "first": 2},
    ],
    "proposals/ask_idea": each("again", (True, False)),
    "proposals/ask_sector": [
        {"sectors": items(6, 20), **more} for more in ({}, {"added": True}, {"unasked": True})
    ],
    "proposals/detail": [
        *[{"moves": items(count, 200)} for count in (1, 2)],
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
    "quiet_hours/toast": each("on", (True, False)),
    "refusals/form_is_over": each("state", ("done", "cancelled", "expired")),
    "refusals/nobody_listens": each("who", ("all", "attended")),
    "refusals/hours_do_not_fit": each("part", _PARTS),
    "refusals/too_few_open_hours": each("hours", (6,)),
    "refusals/not_known": each("role", ("rt_head", "rw_head", None)),
    "refusals/urgent_over": each("withdrawn", (True, False)),
    "refusals/plan_over": each("state", ("done", "cancelled")),
    "refusals/wrong_kind": each("wanted", ("button", "text", "text,photo", "text,document,voice,place")),
    "talk/salam": each("courtesy", ("salam", "hello", "pagi", "malam")),
    "talk/thanks": each("javanese", (True, False)),
    "talk/waiting": [{}],
    "series/ask_stop": each("repeat", ("weekly", "fortnightly", "monthly", "quarterly", "selapanan")),
    "series/proposal": [{"repeat": repeat} for repeat in ("weekly", "fortnightly", "quarterly", "selapanan")],
    "proxies/tell_them": [{"change": change} for change in ("cancelled", "postponed", "moved")],
    "summaries/digest": [
        {**_DIGEST, "evaluations": items(3, 100), "this_week": _BRIEF,
         "cards": [{"title": wild(80), **REACHED}] * 3, "missed": items(3, 90, announcement=5)},
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
