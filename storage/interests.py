"""Interests: what residents would like to learn and could teach, and who shows their name with it."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Moment, Sealed, one_of
from storage.database import Session, Table, insert
from storage.people import Person, Residency, ResidencyState


class Topic(StrEnum):
    """What a training can be about; OTHER is whatever somebody put into words of their own."""

    WELDING = "welding"
    WEAVING = "weaving"
    SEWING = "sewing"
    COOKING = "cooking"
    DANCE = "dance"
    COMPUTERS = "computers"
    FARMING = "farming"
    CRAFTS = "crafts"
    REPAIRS = "repairs"
    TRADE = "trade"
    BEAUTY = "beauty"
    OTHER = "other"


class Wish(StrEnum):
    """Ingin belajar, bisa mengajar."""

    LEARN = "learn"
    TEACH = "teach"


class Interest(Table):
    """That a person would like to learn a topic, or could teach it; `words` only for a topic of their own."""

    __tablename__ = "interests"
    __table_args__ = (
        Index("uq_interests_person_id_wish_topic", "person_id", "wish", "topic", unique=True),
        Index("ix_interests_topic", "topic"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    wish: Mapped[Wish] = mapped_column(one_of(Wish))
    topic: Mapped[Topic] = mapped_column(one_of(Topic))
    words: Mapped[str | None] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(Moment)


class InterestConsent(Table):
    """Whether a person lets their RT head read their name; no row means that they were not asked yet."""

    __tablename__ = "interest_consents"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    named: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Moment)


async def list_of_person(session: Session, person_id: int) -> list[Interest]:
    """What a person would like to learn and could teach, oldest first."""
    query = select(Interest).where(Interest.person_id == person_id).order_by(Interest.id)
    return list(await session.scalars(query))


async def add(session: Session, interest: Interest) -> None:
    """Keep an interest; of a topic that is there already, the newest words are kept."""
    row = {
        "person_id": interest.person_id,
        "wish": interest.wish,
        "topic": interest.topic,
        "words": interest.words,
        "at": interest.at,
    }
    statement = insert(session, Interest).values(row)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Interest.person_id, Interest.wish, Interest.topic],
            set_={"words": statement.excluded["words"]},
        )
    )


async def remove(session: Session, person_id: int, wish: Wish, topic: Topic) -> None:
    """Forget an interest."""
    await session.execute(
        delete(Interest).where(
            Interest.person_id == person_id, Interest.wish == wish, Interest.topic == topic
        )
    )


async def find_consent(session: Session, person_id: int) -> InterestConsent | None:
    """Whether a person lets their name be read; None when they were not asked yet."""
    return await session.get(InterestConsent, person_id)


async def save_consent(session: Session, person_id: int, *, named: bool, at: datetime) -> None:
    """Let a person's name be read from now on, or not any more."""
    await session.merge(InterestConsent(person_id=person_id, named=named, at=at))
    await session.flush()


async def count_by_topic(session: Session, area_ids: Collection[int]) -> dict[tuple[Wish, Topic], int]:
    """(wish, topic) -> how many accepted residents of these RT share it."""
    query = (
        select(Interest.wish, Interest.topic, func.count())
        .join(Residency, Residency.person_id == Interest.person_id)
        .where(*_living_in(area_ids))
        .group_by(Interest.wish, Interest.topic)
    )
    return {(wish, topic): count for wish, topic, count in await session.execute(query)}


async def list_named(session: Session, area_id: int) -> list[tuple[Person, Interest]]:
    """The interests of the accepted residents of an RT who let their name be read."""
    query = (
        select(Person, Interest)
        .join(Interest, Interest.person_id == Person.id)
        .join(InterestConsent, InterestConsent.person_id == Person.id)
        .join(Residency, Residency.person_id == Person.id)
        .where(*_living_in([area_id]), InterestConsent.named)
        .order_by(Person.id, Interest.id)
    )
    return [(person, interest) for person, interest in await session.execute(query)]


async def list_learners(session: Session, area_ids: Collection[int], topic: Topic) -> set[int]:
    """Which accepted residents of these RT would like to learn a topic."""
    query = (
        select(Interest.person_id)
        .join(Residency, Residency.person_id == Interest.person_id)
        .where(*_living_in(area_ids), Interest.topic == topic, Interest.wish == Wish.LEARN)
    )
    return set(await session.scalars(query))


def _living_in(area_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (
        Residency.area_id.in_(area_ids),
        Residency.state == ResidencyState.ACCEPTED,
        Residency.until.is_(None),
    )
