"""Whom an activity concerns: everybody whose answer counts, with Telegram, and what they said when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.answers import Answer, AnswerKind, AnswerSource, counting
from storage.database import Session
from storage.people import Account, Person
from storage.ways import Way


@dataclass(frozen=True)
class Concerned:
    """Somebody with Telegram whose answer counts; `since` is when they gave it."""

    person_id: int
    chat_id: int
    answer: AnswerKind
    way: Way | None
    since: datetime


async def list_concerned(session: Session, activity_id: int) -> list[Concerned]:
    """Everybody whose answer to an activity counts, each person once."""
    ids = counting(Answer.activity_id == activity_id)
    query = (
        select(Account.person_id, func.min(Account.telegram_id), Answer.answer, Answer.way, Answer.at)
        .join(Answer, Answer.person_id == Account.person_id)
        .where(Account.until.is_(None), Answer.id.in_(ids))
        .group_by(Account.person_id, Answer.answer, Answer.way, Answer.at)
        .order_by(Account.person_id)
    )
    return [Concerned(*row) for row in await session.execute(query)]


async def list_offline(session: Session, activity_id: int) -> dict[int, list[Person]]:
    """Who may come or help and has no Telegram, by whoever wrote down their answer."""
    ids = counting(Answer.activity_id == activity_id)
    listens = select(Account.id).where(Account.person_id == Person.id, Account.until.is_(None))
    query = (
        select(Answer.recorded_by_id, Person)
        .join(Person, Person.id == Answer.person_id)
        .where(Answer.id.in_(ids), Answer.source == AnswerSource.PROXY, Answer.answer != AnswerKind.NO)
        .where(~listens.exists())
        .order_by(Answer.id)
    )
    found: dict[int, list[Person]] = {}
    for recorder_id, person in await session.execute(query):
        if recorder_id is not None:
            found.setdefault(recorder_id, []).append(person)
    return found


async def count_ways(session: Session, activity_id: int) -> dict[str, int]:
    """How many help in which way, of those who said so, in the order of the ways."""
    ids = counting(Answer.activity_id == activity_id)
    query = (
        select(Answer.way, func.count())
        .where(Answer.id.in_(ids), Answer.answer == AnswerKind.HELP, Answer.way.is_not(None))
        .group_by(Answer.way)
    )
    counted = {way: number for way, number in await session.execute(query) if way}
    return {way.value: counted[way] for way in Way if way in counted}


async def list_gifts(session: Session, activity_id: int) -> list[str]:
    """What came without a name, in the words of whoever wrote it down."""
    query = select(Answer.gift).where(Answer.activity_id == activity_id, Answer.gift.is_not(None))
    return [gift for gift in await session.scalars(query.order_by(Answer.id)) if gift]


async def count_housemates(session: Session, answer: Answer) -> int:
    """How many others of the house of who answered are to come, with everybody they bring along."""
    ids = counting(Answer.activity_id == answer.activity_id, Answer.household_id == answer.household_id)
    query = select(func.sum(Answer.party)).where(
        Answer.id.in_(ids), Answer.answer == AnswerKind.YES, Answer.person_id != answer.person_id
    )
    return int(await session.scalar(query) or 0)
