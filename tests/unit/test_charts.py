"""The chart of a week is a picture as wide as a phone needs and as high as what it shows."""

import struct
import warnings

import pytest

from templates.charts import week_chart
from templates.drawings import draw
from tests.figures import HOSTILE, week_facts

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(SIGNATURE)
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_the_chart_is_a_picture_that_fits_a_phone() -> None:
    width, height = size_of(week_chart(week_facts()))
    assert width == 1200
    assert 600 <= height <= 900


def test_a_quiet_week_has_a_chart_too() -> None:
    quiet = week_facts(activities=[], attendance=[], attended=0, proposals=0, active_rts=0)
    width, height = size_of(week_chart(quiet))
    assert width == 1200
    assert 600 <= height <= 900


@pytest.mark.parametrize("title", HOSTILE)
def test_what_people_wrote_is_shown_and_never_run(title: str) -> None:
    facts = week_facts()
    for one in (*facts["activities"], *facts["attendance"]):
        one["title"] = title
    facts["sectors"] = [{"label": title, "count": 10**6}] * 12
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        width, height = size_of(week_chart(facts | {"area": title}))
    assert width == 1200
    assert 600 <= height <= 1500


def test_who_was_only_counted_is_not_drawn_as_silent() -> None:
    counted = {**week_facts()["activities"][0], "answered": 0, "yes": 0, "came": 89}
    assert week_chart(week_facts(activities=[counted])) == week_chart(
        week_facts(activities=[{**counted, "invited": 0}])
    )


def test_other_figures_give_another_picture() -> None:
    assert week_chart(week_facts()) == week_chart(week_facts())
    assert week_chart(week_facts()) != week_chart(week_facts(new_residents=99))


def test_a_drawing_is_found_by_its_name() -> None:
    filename, content = draw("week_chart", week_facts())
    assert filename == "grafik-2026-11-16.png"
    assert content.startswith(SIGNATURE)
    with pytest.raises(KeyError):
        draw("letter", week_facts())
