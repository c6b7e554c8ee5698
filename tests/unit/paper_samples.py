"""Sample facts for the words about papers and minutes."""

from tests.unit.sample_facts import Facts, each, items, wild

_DECISION = {"text": wild(300), "owner": wild(60), "due": wild(60)}
_NOTES: Facts = {
    "chair": wild(60), "secretary": wild(60), "course": wild(3000), "next_meeting": wild(100),
    "decisions": [_DECISION] * 20,
}  # fmt: skip
_NOTHING: Facts = {**dict.fromkeys(_NOTES), "decisions": []}
PAPERS: dict[str, list[Facts]] = {
    "minutes/ask_chair": each("name", ("Ketua RT 02", "")),
    "minutes/ask_decision": [{"count": 0, "last": None}, {"count": 20, "last": _DECISION}],
    "minutes/card": [_NOTES, _NOTHING],
    "minutes/preview": [_NOTES, _NOTHING],
    "papers/choose": [
        {"attended": attended, "invites": invites} for attended in (True, False) for invites in (True, False)
    ],
    "papers/paper": [
        {"paper": paper, "rows": rows, "attending": 23}
        for paper in (
            "invitation", "sheet", "sheet_book", "blank", "spj", "spj_book", "print_minutes", "record",
        )
        for rows in ([], items(2, 60))
    ],
    "papers/which_meeting": [{"paper": "sheet", "items": items(6, 20)}],
    "refusals/record_incomplete": each(
        "missing",
        (["place", "attending", "chair", "secretary", "course", "decisions"], ["attending"], ["chair"]),
    ),
    "sharing/ways": each("manages", (True, False)),
}  # fmt: skip
