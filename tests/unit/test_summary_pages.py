"""The summary's page says what there is and what there is not, and stays one page (R31)."""

from html import unescape
from re import sub

import pytest

from templates import render
from tests.figures import HOSTILE, week_facts


def test_thirty_nine_of_two_hundred_and_twelve_rt_are_18_4_per_cent() -> None:
    rt = week_facts()["rts"][0]
    rts = [{**rt, "activities": int(index < 39)} for index in range(212)]
    said = render("summaries/week", **week_facts(rts=rts, active_rts=39, coverage=39 / 212))
    assert "39 dari 212 RT (18,4%)" in said


def test_a_meeting_that_was_only_counted_is_not_called_unanswered() -> None:
    counted = {**week_facts()["activities"][0], "answered": 0, "yes": 0, "came": 89}
    said = render("summaries/week", **week_facts(activities=[counted]))
    assert "06.30: hadir 89\n" in said
    assert "diundang" not in said
    said = render("summaries/week", **week_facts(activities=[{**counted, "answered": 3, "yes": 2}]))
    assert "06.30: hadir 89; lewat Telegram diundang 22, Ikut 2, menjawab 3\n" in said
    said = render("summaries/week", **week_facts(activities=[{**counted, "invited": 10**3}] * 7))
    assert "dan 1 kegiatan lain\n" in said


@pytest.mark.parametrize("title", HOSTILE)
def test_even_a_crowded_week_is_one_page(title: str) -> None:
    facts = week_facts()
    result = {**facts["evaluations"][0], "title": title}
    rts = [{**facts["rts"][1], "proposals": 9, "activities": index % 2} for index in range(60)]
    crowded = week_facts(
        area=title,
        activities=[{**facts["activities"][0], "title": title, "came": 10**4}] * 60,
        attendance=[{**facts["attendance"][0], "title": title}] * 60,
        evaluations=[result] * 60,
        sectors=[{"label": "S" * 40, "count": 10**6}] * 12,
        rts=rts,
    )
    said = unescape(sub(r"<[^>]+>", "", render("summaries/week", **crowded)))
    assert len(said) <= 3500
    assert "dan 54 kegiatan lain" in said
