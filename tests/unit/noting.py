"""Neighbours of an RT whose answers its head writes down, and who may join later."""

from datetime import timedelta

from sqlalchemy import select

from actions.answers import AnswerKind
from actions.joining import ask_to_be_counted, give_consent
from actions.people import change_name
from actions.proxies import access_plan, find_or_add_neighbour, record_answer
from actions.requests import decide
from storage.answers import Tally, count_answers
from storage.database import Database
from storage.people import Person
from tests.people import find_cast
from tests.unit.neighbours import HEAD, NOW, actor_of

LATER = NOW + timedelta(hours=2)
HOUSE, NEWCOMER = "Gang 3 no. 12", 77


async def person_of(database: Database, telegram_id: int) -> int:
    async with database.reading() as session:
        return (await actor_of(session, telegram_id)).person_id


async def note(
    database: Database,
    activity: int,
    *,
    person: int | None = None,
    name: str = "Bu Warga Gang Tiga",
    house: str = HOUSE,
    answer: AnswerKind = AnswerKind.YES,
    party: int = 2,
    by: int = HEAD,
) -> int:
    """The RT head writes an answer down; gives whose it is."""
    async with database.transaction() as session:
        actor = await actor_of(session, by)
        plan = await access_plan(session, actor, activity_id=activity, now=LATER)
        person = person or await find_or_add_neighbour(
            session, actor, plan.rt, name=name, label=house, now=LATER
        )
        await record_answer(session, actor, plan, person_id=person, answer=answer, party=party, now=LATER)
        return person


async def ask_to_join(database: Database, *, name: str = "Warga Gang Tiga", house: str | None = HOUSE) -> int:
    """Somebody new asks to be counted in RT 02; gives the request."""
    async with database.transaction() as session:
        rt = (await find_cast(session)).rts[1, 2]
        newcomer = await give_consent(session, NEWCOMER, update_id=900, now=LATER)
        await change_name(session, newcomer, name)
        newcomer = await actor_of(session, NEWCOMER)
        await ask_to_be_counted(session, newcomer, area_id=rt.id, label=house, now=LATER)
        found = (await actor_of(session, NEWCOMER)).residency_id
    assert found is not None
    return found


async def accept(database: Database, request: int, *, same_as: int | None = None) -> None:
    async with database.transaction() as session:
        head = await actor_of(session, HEAD)
        await decide(session, head, request, accept=True, same_as=same_as, now=LATER)


async def tally_of(database: Database, activity: int) -> Tally:
    async with database.reading() as session:
        return await count_answers(session, activity)


async def people_of(database: Database) -> list[int]:
    async with database.reading() as session:
        return list(await session.scalars(select(Person.id).order_by(Person.id)))
