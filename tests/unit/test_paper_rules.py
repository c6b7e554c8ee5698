"""Which papers an activity can have: letters while there is something to invite to, words by its kind."""

from datetime import timedelta

import pytest

from actions.minutes import save_notes
from actions.papers import (
    TooLateToInvite,
    gather_invitation,
    gather_minutes,
    gather_record,
    list_choices,
)
from storage.activities import ActivityKind
from storage.database import Database
from tests.unit.planners import actor_of
from tests.unit.test_rolls import AFTERWARDS, COMPLETE, HEAD, STARTS, Neighbourhood


@pytest.fixture
async def here(database: Database) -> Neighbourhood:
    found = Neighbourhood()
    await found.settle(database)
    return found


async def test_a_letter_of_invitation_is_numbered_before_all_has_begun_or_never(
    database: Database, here: Neighbourhood
) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        for now, invites in ((STARTS - timedelta(minutes=1), True), (STARTS, False), (AFTERWARDS, False)):
            choices = await list_choices(session, head, activity_id=here.activity.id, now=now)
            assert choices.invites is invites
        with pytest.raises(TooLateToInvite) as refused:
            await gather_invitation(session, await here.plan(session), now=AFTERWARDS)
        assert refused.value.facts == {"title": here.activity.title}
        again = await here.meet_again(session)
        letter = await gather_invitation(session, await here.plan(session), now=AFTERWARDS)
    async with database.transaction() as session:
        head, over = await actor_of(session, HEAD), again.ends_at + timedelta(days=1)
        assert (await list_choices(session, head, activity_id=here.activity.id, now=over)).invites
        second = await gather_invitation(session, await here.plan(session, over), now=over)
    assert (second["letter"], second["issued"]) == (letter["letter"], letter["issued"])


@pytest.mark.parametrize(
    "kind, words",
    [
        (ActivityKind.DELIBERATION, (True, True)),
        (ActivityKind.MEETING, (False, True)),
        (ActivityKind.TRAINING, (False, False)),
    ],
)
async def test_a_rapat_is_led_like_a_rembug_and_has_no_representatives(
    database: Database, here: Neighbourhood, kind: ActivityKind, words: tuple[bool, bool]
) -> None:
    async with database.transaction() as session:
        await here.come(session, here.meeting, here.people[0])
        plan = await here.plan(session)
        plan.activity.kind = kind
        await save_notes(session, await actor_of(session, HEAD), plan, COMPLETE, now=AFTERWARDS)
        for facts in (
            await gather_record(session, plan, now=AFTERWARDS),
            await gather_minutes(session, plan, now=AFTERWARDS),
        ):
            assert (facts["deliberated"], facts["met"]) == words
