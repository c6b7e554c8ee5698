"""The schedule of reminders: when each is due, until when its words are true, and which are left out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from actions.reminder_times import (
    Call,
    Calling,
    find_current,
    find_next,
    list_calls,
    organizer_time,
    part_of_day,
    recap_time,
)
from actions.times import local, utc
from actions.windows import default_windows

ZONE, CLOSED = "Asia/Jakarta", default_windows("35.72.01.1001")
SUNDAY = date(2026, 11, 29)
LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)


def at(clock: time, day: date = SUNDAY) -> datetime:
    return utc(day, clock, ZONE)


def said(calls: list[Call]) -> dict[str, str]:
    return {call.calling.value: f"{local(call.at, ZONE):%d %H.%M}" for call in calls}


@pytest.mark.parametrize(
    "starts, expected",
    [
        (time(6, 30), {"early": "26 19.30", "eve": "28 19.30", "day": "29 06.00"}),
        (time(9, 0), {"early": "26 19.30", "eve": "28 19.30", "day": "29 07.00"}),
        (time(19, 30), {"early": "26 19.30", "eve": "28 19.30", "day": "29 07.00"}),
        (time(22, 0), {"early": "26 19.30", "eve": "28 19.30", "day": "29 07.00"}),
        (time(6, 15), {"early": "26 19.30", "eve": "28 19.30"}),
        (time(4, 30), {"early": "26 19.30", "eve": "28 19.30"}),
        (time(0, 30), {"early": "25 19.30", "eve": "27 19.30", "day": "28 06.00"}),
    ],
)
def test_each_hour_of_the_day_has_reminders_that_suit_it(starts: time, expected: dict[str, str]) -> None:
    calls = list_calls(at(starts), ZONE, CLOSED, known=LONG_AGO)
    assert said(calls) == expected


def test_a_seat_that_is_to_be_confirmed_is_asked_about_at_noon_or_after_friday_prayer() -> None:
    for day, eve in ((SUNDAY, "28 12.00"), (date(2026, 11, 28), "27 13.00")):
        calls = list_calls(at(time(9), day), ZONE, CLOSED, known=LONG_AGO, confirm=True)
        assert said(calls)["eve"] == eve


@pytest.mark.parametrize(
    "known, left",
    [
        (at(time(19), date(2026, 11, 25)), {"early", "eve", "day"}),
        (at(time(20), date(2026, 11, 25)), {"eve", "day"}),
        (at(time(9), date(2026, 11, 28)), {"eve", "day"}),
        (at(time(9, 1), date(2026, 11, 28)), {"day"}),
        (at(time(6)), set()),
    ],
    ids=["four days ahead", "three days ahead", "a day ahead", "less than a day ahead", "the same day"],
)
def test_what_is_planned_late_has_fewer_reminders(known: datetime, left: set[str]) -> None:
    assert set(said(list_calls(at(time(9)), ZONE, CLOSED, known=known))) == left


def test_until_a_meeting_is_over_nobody_is_reminded_of_the_next_one() -> None:
    before = at(time(16), date(2026, 11, 28))
    assert set(said(list_calls(at(time(9)), ZONE, CLOSED, known=LONG_AGO, after=before))) == {"eve", "day"}


def test_at_any_moment_at_most_one_reminder_is_due_and_its_words_are_true() -> None:
    calls = list_calls(at(time(9)), ZONE, CLOSED, known=LONG_AGO)
    days = {Calling.EARLY: 3, Calling.EVE: 1, Calling.DAY: 0}
    moment = calls[0].at - timedelta(days=1)
    while moment < at(time(12)):
        current, coming = find_current(calls, moment), find_next(calls, moment)
        assert coming is None or coming.at > moment
        if current is not None:
            assert (SUNDAY - local(moment, ZONE).date()).days == days[current.calling]
            assert current.at <= moment < at(time(9))
        moment += timedelta(minutes=10)


@pytest.mark.parametrize(
    "starts, card",
    [
        (time(6, 30), "29 06.00"),
        (time(9), "29 08.00"),
        (time(19, 30), "29 18.30"),
        (time(4, 30), "29 03.30"),
        (time(0, 30), "28 23.30"),
    ],
)
def test_the_organiser_has_the_card_of_the_day_in_time(starts: time, card: str) -> None:
    assert f"{local(organizer_time(at(starts), ZONE, CLOSED), ZONE):%d %H.%M}" == card


@pytest.mark.parametrize(
    "known, told",
    [
        (LONG_AGO, "27 13.00"),
        (at(time(15), date(2026, 11, 26)), "27 15.00"),
        (at(time(22), date(2026, 11, 26)), "28 06.00"),
        (at(time(10), date(2026, 11, 28)), None),
    ],
    ids=["after Friday prayer", "a day after inviting", "not at night", "too late"],
)
def test_the_silent_are_told_of_when_they_can_still_be_reminded(known: datetime, told: str | None) -> None:
    moment = recap_time(at(time(9)), ZONE, CLOSED, known=known)
    assert (moment and f"{local(moment, ZONE):%d %H.%M}") == told


def test_hours_are_called_as_people_call_them() -> None:
    hours = {0: "night", 4: "morning", 10: "morning", 11: "noon", 15: "afternoon", 18: "night", 22: "night"}
    assert {hour: part_of_day(at(time(hour)), ZONE) for hour in hours} == hours
