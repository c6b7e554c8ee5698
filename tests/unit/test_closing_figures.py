"""Each sentence of R25, R8 and R39 as one small story."""

from dataclasses import replace

from actions.closing_figures import Figures, Story, count, count_meetings
from storage.activity_roles import Part

YES = Story(registered=1, confirmed=True, came=(0,))


def test_who_registered_and_came_has_attended() -> None:
    assert count([replace(YES, came=(1,))]) == Figures(registered=1, confirmed=1, attended=1)


def test_who_registered_and_neither_came_nor_told_us_is_absent() -> None:
    assert count([YES]) == Figures(registered=1, confirmed=1, absent=1)


def test_who_told_us_is_excused_and_not_confirmed() -> None:
    assert count([replace(YES, confirmed=False, told=True)]) == Figures(registered=1, excused=1)


def test_whose_place_was_taken_is_replaced_even_when_they_told_us() -> None:
    stories = [replace(YES, confirmed=False, told=True, replaced=1), Story(came=(1,))]
    assert count(stories) == Figures(registered=1, replaced=1, walk_ins=1)


def test_who_came_although_they_had_said_no_is_there_and_nothing_else() -> None:
    assert count([replace(YES, confirmed=False, told=True, came=(1,))]) == Figures(registered=1, attended=1)


def test_who_never_registered_and_came_is_a_walk_in() -> None:
    assert count([Story(came=(1,)), Story(told=True), Story()]) == Figures(walk_ins=1)


def test_a_family_of_three_of_whom_two_come_is_counted_by_heads() -> None:
    family = Story(registered=3, confirmed=True, came=(2,))
    assert count([family]) == Figures(registered=3, confirmed=3, attended=2, absent=1)
    assert count([replace(family, came=(4,))]) == Figures(registered=3, confirmed=3, attended=3, walk_ins=1)


def test_who_helps_another_way_is_a_helper_and_not_absent() -> None:
    assert count([Story(helps=True, told=True, came=(0,))]) == Figures(helpers=1)


def test_who_sends_somebody_is_counted_once_with_the_one_who_came() -> None:
    sender, sent = Story(helps=True, told=True, replaced=1), Story(came=(1,))
    assert count([sender, sent]) == Figures(walk_ins=1)


def test_who_waited_in_vain_is_no_absent_and_who_came_all_the_same_is_a_walk_in() -> None:
    assert count([Story(waits=True, came=(0,))]) == Figures(waiting=1)
    assert count([Story(waits=True, came=(1,))]) == Figures(walk_ins=1)


def test_an_organiser_and_a_mentor_are_no_participants_and_counted_once_each() -> None:
    mentor = Story(registered=2, confirmed=True, came=(1, 1), part=Part.MENTOR)
    organizer = Story(registered=1, came=(0, 1), part=Part.ORGANIZER)
    figures = count([mentor, organizer])
    assert figures == Figures(mentors=1, organizers=1)
    assert figures.present == 0
    assert count([replace(mentor, came=(0, 0))]) == Figures()


def test_who_was_at_one_meeting_of_three_has_attended_and_each_meeting_has_its_count() -> None:
    stories = [
        replace(YES, came=(0, 1, 0)),
        replace(YES, came=(1, 1, 0)),
        Story(came=(0, 0, 2)),
        Story(came=(1, 1, 1), part=Part.MENTOR),
        Story(told=True),
    ]
    assert (count(stories).attended, count(stories).walk_ins) == (2, 2)
    assert count_meetings(stories, 3) == [1, 2, 2]
