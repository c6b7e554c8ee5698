"""Whatever people said and did: the closing figures add up, and nobody is counted twice (R25)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from actions.closing_figures import Figures, Story, count, count_meetings
from storage.activity_roles import Part

HEADS = st.integers(0, 6)


@st.composite
def stories_of(draw: st.DrawFn) -> list[Story]:
    meetings = draw(st.integers(1, 4))
    came = st.one_of(st.just(()), st.tuples(*[HEADS] * meetings))
    roles = st.sampled_from(
        [Part.PARTICIPANT, Part.PARTICIPANT, Part.PARTICIPANT, Part.ORGANIZER, Part.MENTOR]
    )
    told = st.booleans()
    story = st.builds(Story, HEADS, st.booleans(), came, HEADS, told, st.booleans(), roles)
    return draw(st.lists(story, max_size=12))


@given(stories_of())
def test_the_registered_are_the_sum_of_their_four_groups(stories: list[Story]) -> None:
    figures = count(stories)
    assert figures.registered == figures.attended + figures.replaced + figures.excused + figures.absent
    assert figures.present == figures.attended + figures.walk_ins
    assert 0 <= figures.confirmed <= figures.registered


@given(stories_of())
def test_nothing_is_negative_and_who_came_is_counted_as_often_as_they_came(stories: list[Story]) -> None:
    figures = count(stories)
    assert all(value >= 0 for value in vars(figures).values())
    participants = [story for story in stories if story.part is Part.PARTICIPANT]
    assert figures.present == sum(max(story.came, default=0) for story in participants)
    assert figures.organizers == sum(any(one.came) for one in stories if one.part is Part.ORGANIZER)
    assert figures.mentors == sum(any(one.came) for one in stories if one.part is Part.MENTOR)


@given(stories_of())
def test_every_single_person_stands_in_one_group_only(stories: list[Story]) -> None:
    for story in stories:
        alone = count([replace(story, registered=min(story.registered, 1), came=_one(story.came))])
        groups = ("attended", "replaced", "excused", "absent", "walk_ins", "helpers", "organizers", "mentors")
        assert sum(getattr(alone, group) for group in groups) <= 1


@given(stories_of(), stories_of())
def test_two_neighbourhoods_together_are_the_sum_of_both(one: list[Story], other: list[Story]) -> None:
    assert count([*one, *other]) == count(one) + count(other)
    assert count([]) == Figures()


@given(stories_of())
def test_no_meeting_had_more_people_than_came_in_all(stories: list[Story]) -> None:
    meetings = max((len(story.came) for story in stories), default=0)
    each = count_meetings(stories, meetings)
    assert all(people <= count(stories).present for people in each)
    assert sum(each) >= count(stories).present


def _one(came: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(min(heads, 1) for heads in came)
