"""Whatever people said and did: the closing figures add up, and nobody is counted twice (R25)."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from actions.closing_figures import Figures, Story, count, count_meetings
from storage.activity_roles import Part

HEADS = st.integers(0, 6)
MEETINGS = 3
PARTS = st.sampled_from([Part.PARTICIPANT, Part.PARTICIPANT, Part.ORGANIZER, Part.MENTOR])
STORIES = st.lists(
    st.builds(
        Story,
        registered=HEADS,
        confirmed=st.booleans(),
        came=st.tuples(*[HEADS] * MEETINGS),
        replaced=HEADS,
        told=st.booleans(),
        helps=st.booleans(),
        waits=st.booleans(),
        part=PARTS,
    ),
    max_size=8,
)


@given(STORIES)
def test_the_registered_are_the_sum_of_their_four_groups(stories: list[Story]) -> None:
    figures = count(stories)
    assert figures.registered == figures.attended + figures.replaced + figures.excused + figures.absent
    assert figures.present == figures.attended + figures.walk_ins
    assert 0 <= figures.confirmed <= figures.registered


@given(STORIES)
def test_nothing_is_negative_and_who_came_is_counted_as_often_as_they_came(stories: list[Story]) -> None:
    figures = count(stories)
    assert all(value >= 0 for value in vars(figures).values())
    participants = [story for story in stories if story.part is Part.PARTICIPANT]
    assert figures.present == sum(max(story.came, default=0) for story in participants)
    assert figures.organizers == sum(any(one.came) for one in stories if one.part is Part.ORGANIZER)
    assert figures.mentors == sum(any(one.came) for one in stories if one.part is Part.MENTOR)


@given(STORIES)
def test_every_single_person_stands_in_one_group_only(stories: list[Story]) -> None:
    for story in stories:
        alone = count([replace(story, registered=min(story.registered, 1), came=_one(story.came))])
        groups = (
            "attended",
            "replaced",
            "excused",
            "absent",
            "walk_ins",
            "helpers",
            "waiting",
            "organizers",
            "mentors",
        )
        assert sum(getattr(alone, group) for group in groups) <= 1


@given(STORIES, STORIES)
def test_two_neighbourhoods_together_are_the_sum_of_both(one: list[Story], other: list[Story]) -> None:
    assert count([*one, *other]) == count(one) + count(other)
    assert count([]) == Figures()


@given(STORIES)
def test_no_meeting_had_more_people_than_came_in_all(stories: list[Story]) -> None:
    each = count_meetings(stories, MEETINGS)
    assert all(people <= count(stories).present for people in each)
    assert sum(each) >= count(stories).present


def _one(came: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(min(heads, 1) for heads in came)
