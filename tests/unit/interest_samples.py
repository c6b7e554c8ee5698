"""Sample facts for the templates of the interest register."""

from storage.interests import Topic
from tests.unit.sample_facts import Facts, each, items, wild

TOPICS: list[Facts] = [
    {"topic": topic.value, "words": wild(40) if topic is Topic.OTHER else None} for topic in Topic
]
WISHED: Facts = {"learn": TOPICS, "teach": TOPICS}
_EMPTY: Facts = {"learn": [], "teach": []}
_COUNTED = [{"topic": topic.value, "count": 17} for topic in Topic]
_TICKS = [{**one, "chosen": chosen} for one in TOPICS for chosen in (True, False)]
_WORDLESS = {"topic": "other", "words": None, "chosen": False}

INTERESTS: dict[str, list[Facts]] = {
    "interests/ask_words": each("wish", ("learn", "teach")),
    "interests/demand": [
        {"learn": _COUNTED, "teach": _COUNTED, "named": True, "heads": True},
        {"learn": _COUNTED, "teach": [], "named": False, "heads": True},
        {**_EMPTY, "named": False, "heads": False},
    ],
    "interests/names": [
        {"items": items(8, 60, learn=TOPICS, teach=TOPICS)},
        {"items": [], "pages": 1, "page": 0},
    ],
    "interests/register": [
        *({**lists, "named": named} for lists in (WISHED, _EMPTY) for named in (True, False, None)),
    ],
    "interests/topics": [
        {"wish": wish, "items": shown}
        for wish in ("learn", "teach")
        for shown in (_TICKS[:6], _TICKS[-6:], [_WORDLESS])
    ],
}
