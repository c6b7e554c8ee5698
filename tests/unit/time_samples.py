"""Sample facts for the templates of finding a time."""

from tests.unit.sample_facts import LATER, STARTS, Facts, items, wild

_CLOSED = ("night", "evening", "friday", None)


def slots(count: int, **more: object) -> list[Facts]:
    """Proposed times, in each of the closed windows in turn."""
    return [
        {
            "position": place,
            "starts": STARTS,
            "until": LATER,
            "said": wild(60),
            "required": 4,
            "count": 9,
            "chosen": place == 1,
            "closed": _CLOSED[place - 1],
            **more,
        }
        for place in range(1, count + 1)
    ]


_ASKED: Facts = {"poll": 3, "asked": 26, "answered": 9, "closes": LATER}

TIMES: dict[str, list[Facts]] = {
    "times/ask_when": [{"place": 1}, {"place": 4}],
    "times/asked": [{"opens": opens} for opens in (None, STARTS)],
    "times/card": [
        {**_ASKED, "slots": slots(4), "best": 1, "required": 6, "open": True, "starts": None},
        {**_ASKED, "slots": slots(4), "best": None, "required": 6, "open": True, "starts": None},
        {
            **_ASKED,
            "slots": slots(4),
            "best": None,
            "answered": 0,
            "required": 6,
            "open": True,
            "starts": None,
        },
        {**_ASKED, "slots": slots(2, closed=None), "best": 1, "required": 0, "open": False, "starts": None},
        {**_ASKED, "slots": slots(4), "best": 1, "required": 6, "open": False, "activity": 12},
    ],
    "times/draft": [{**_ASKED, "slots": slots(4), "required": required} for required in (0, 6)],
    "times/ended": [
        {"starts": starts, "invited": invited}
        for starts, invited in ((None, False), (STARTS, True), (STARTS, False))
    ],
    "times/missing": [{"items": items(30, 60, answered=True, salutation="Mbak")}, {"items": []}],
    "times/people": [
        {"poll": 3, "items": items(6, 60, person=9, required=True, salutation=None)},
        {"poll": 3, "items": [], "total": 0, "pages": 1, "page": 0},
    ],
    "times/question": [
        {"poll": 3, "slots": slots(4, chosen=chosen), "answered": answered}
        for chosen in (True, False)
        for answered in (True, False)
    ],
    "refusals/time_poll_over": [
        {"starts": starts, "invited": invited}
        for starts, invited in ((None, False), (STARTS, True), (STARTS, False))
    ],
    "times/slots": [{"slots": slots(count)} for count in (1, 2, 4)],
}
