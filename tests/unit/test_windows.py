"""Closed windows of a kelurahan."""

from datetime import UTC, date, datetime, time

import pytest

from actions.times import utc
from actions.windows import NIGHT, Window, default_windows, evening_slot, is_open, next_open
from templates.formats import say_moment

BLITAR, JAMBI, MAKASSAR, JAYAPURA = "35.72.02.1002", "15.71.09.1001", "73.71.01.1001", "91.71.01.1001"
WEDNESDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 20)
ZONES = {BLITAR: "Asia/Jakarta", JAMBI: "Asia/Jakarta", MAKASSAR: "Asia/Makassar", JAYAPURA: "Asia/Jayapura"}


@pytest.mark.parametrize(
    "code, day, due, sent",
    [
        (BLITAR, WEDNESDAY, time(18, 5), "Rabu, 18 November 2026, pukul 19.30 WIB"),
        (MAKASSAR, WEDNESDAY, time(18, 5), "Rabu, 18 November 2026, pukul 19.45 WITA"),
        (JAMBI, WEDNESDAY, time(17, 30), "Rabu, 18 November 2026, pukul 17.30 WIB"),
        (JAYAPURA, WEDNESDAY, time(17, 30), "Rabu, 18 November 2026, pukul 19.30 WIT"),
        (BLITAR, FRIDAY, time(11, 45), "Jumat, 20 November 2026, pukul 13.00 WIB"),
        (BLITAR, WEDNESDAY, time(11, 45), "Rabu, 18 November 2026, pukul 11.45 WIB"),
        (BLITAR, WEDNESDAY, time(21), "Kamis, 19 November 2026, pukul 06.00 WIB"),
        (BLITAR, WEDNESDAY, time(20, 59), "Rabu, 18 November 2026, pukul 20.59 WIB"),
        (BLITAR, WEDNESDAY, time(5, 59), "Rabu, 18 November 2026, pukul 06.00 WIB"),
        (BLITAR, date(2026, 12, 31), time(23), "Jumat, 1 Januari 2027, pukul 06.00 WIB"),
        (BLITAR, date(2027, 2, 28), time(22), "Senin, 1 Maret 2027, pukul 06.00 WIB"),
    ],
)
def test_what_is_due_in_a_closed_window_goes_out_at_its_end(
    code: str, day: date, due: time, sent: str
) -> None:
    zone = ZONES[code]
    assert say_moment(next_open(utc(day, due, zone), zone, default_windows(code)), zone) == sent


def test_windows_that_touch_are_waited_out_together() -> None:
    windows = (Window(None, time(17), time(19)), Window(None, time(19), time(20)), NIGHT)
    moment = utc(WEDNESDAY, time(18), "Asia/Jakarta")
    assert next_open(moment, "Asia/Jakarta", windows) == utc(WEDNESDAY, time(20), "Asia/Jakarta")


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_starts() -> None:
    friday_night = (Window(4, time(22), time(4)),)
    assert not is_open(utc(date(2026, 11, 21), time(3), "Asia/Jakarta"), "Asia/Jakarta", friday_night)
    assert is_open(utc(FRIDAY, time(3), "Asia/Jakarta"), "Asia/Jakarta", friday_night)


def test_windows_that_never_open_are_refused() -> None:
    always = (Window(None, time(6), time(6)),)
    with pytest.raises(ValueError, match="never open"):
        next_open(datetime(2026, 11, 18, tzinfo=UTC), "Asia/Jakarta", always)


def test_the_evening_slot_is_the_end_of_maghrib_to_isya() -> None:
    slots = {code: evening_slot(WEDNESDAY, ZONES[code], default_windows(code)) for code in ZONES}
    assert slots[BLITAR] == datetime(2026, 11, 18, 12, 30, tzinfo=UTC)
    assert slots[JAMBI] == datetime(2026, 11, 18, 12, 45, tzinfo=UTC)
    assert slots[MAKASSAR] == datetime(2026, 11, 18, 11, 45, tzinfo=UTC)
    assert evening_slot(WEDNESDAY, "Asia/Jakarta", [NIGHT]) == slots[BLITAR]


@pytest.mark.parametrize(
    "place, maghrib, isya",
    [
        (BLITAR, (time(17, 22), time(18, 1)), (time(18, 36), time(19, 15))),
        (JAMBI, (time(17, 57), time(18, 27)), (time(19, 7), time(19, 39))),
        (MAKASSAR, (time(17, 57), time(18, 28)), (time(19, 7), time(19, 41))),
        (JAYAPURA, (time(17, 29), time(18)), (time(18, 40), time(19, 12))),
    ],
)
def test_the_evening_window_holds_the_prayers_of_the_whole_year(
    place: str, maghrib: tuple[time, time], isya: tuple[time, time]
) -> None:
    evening = default_windows(place)[-1]
    assert all(evening.starts <= called < evening.ends for called in (*maghrib, *isya))
