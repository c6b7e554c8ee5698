"""Whatever people answer in whatever order: the newest own answer counts, and everybody counts once."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.answers import AnswerKind, answer_invitation
from storage import answers
from storage.answers import Answer, AnswerSource, Tally
from storage.database import Database, Session
from tests.unit.neighbours import FIRST, HEAD, NOW, SECOND, THIRD, actor_of, plan_work_bee, settle_neighbours

INVITED = (FIRST, SECOND, THIRD)
COMING = (AnswerKind.YES, AnswerKind.MAYBE)


@dataclass(frozen=True)
class Said:
    """One answer of one person, given by themselves or written down by the RT head."""

    person: int
    answer: AnswerKind
    party: int
    source: AnswerSource

    @property
    def heads(self) -> int:
        """How many persons it stands for."""
        return self.party if self.answer in COMING else 1


SAID = st.builds(
    Said,
    st.sampled_from(INVITED),
    st.sampled_from(AnswerKind),
    st.integers(1, 6),
    st.sampled_from(AnswerSource),
)


def expected(story: list[Said]) -> dict[int, Said]:
    """The answer of each person that counts, by the rule in the words of the glossary."""
    proxy = {said.person: said for said in story if said.source is AnswerSource.PROXY}
    own = {said.person: said for said in story if said.source is not AnswerSource.PROXY}
    return proxy | own


def tally(counting: dict[int, Said]) -> dict[str, int]:
    counted = {kind.value: 0 for kind in AnswerKind}
    for said in counting.values():
        counted[said.answer.value] += said.heads
    noted = sum(said.heads for said in counting.values() if said.source is AnswerSource.PROXY)
    return {**counted, "unanswered": len(INVITED) - len(counting), "noted": noted}


async def live(database: Database, story: list[Said]) -> tuple[Tally, list[Answer]]:
    try:
        activity_id = (await plan_work_bee(database)).plan.activity.id
        for minute, said in enumerate(story):
            async with database.transaction() as session:
                await answer(session, activity_id, said, minute)
        async with database.reading() as session:
            counted = await answers.count_answers(session, activity_id)
            return counted, await answers.list_counting(session, activity_id)
    finally:
        await database.close()


async def answer(session: Session, activity_id: int, said: Said, minute: int) -> None:
    now = NOW + timedelta(minutes=minute)
    actor = await actor_of(session, said.person)
    if said.source is AnswerSource.SELF:
        await answer_invitation(
            session, actor, activity_id=activity_id, answer=said.answer, party=said.party, now=now
        )
        return
    session.add(
        Answer(
            activity_id=activity_id,
            person_id=actor.person_id,
            answer=said.answer,
            party=said.heads,
            source=said.source,
            recorded_by_id=(await actor_of(session, HEAD)).person_id,
            at=now,
        )
    )


@pytest.fixture
async def settled(sqlite_database: Database) -> Database:
    """A neighbourhood in which every example plans a work bee of its own, in a loop of its own."""
    await settle_neighbours(sqlite_database)
    await sqlite_database.close()
    return sqlite_database


@given(st.lists(SAID, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_newest_own_answer_counts_and_everybody_once(settled: Database, story: list[Said]) -> None:
    counted, rows = asyncio.run(live(settled, story))

    counting = expected(story)
    assert asdict(counted) == tally(counting)
    assert len(rows) == len({said.person for said in story}) == len(counting)
