"""Whatever happens to seats, in whatever order: never over the quota, the order kept, nobody lost."""

import asyncio
import shutil
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from actions.activity_changes import set_quota
from actions.answers import AnswerKind
from storage.database import Database
from storage.seats import Seat, SeatState
from tests.unit.neighbours import HEAD, NOW, actor_of
from tests.unit.seating import (
    FIRST_CHAT,
    MINUTE,
    NOON,
    RELEASE,
    STARTS,
    answers_of,
    pass_on,
    plan_training,
    say,
    settle_trainees,
    standing,
)

PEOPLE = 7
CONFIRMS = datetime(2026, 11, 25, 17, tzinfo=UTC)
"""Thursday, 26 November 2026, 00.00 WIB: a yes from here on confirms."""
LAST_OFFER = STARTS - timedelta(minutes=45)
"""Who is asked later has less than a quarter of an hour until half an hour before the start."""


class Model:
    """Seats as one would keep them with a list on paper."""

    def __init__(self, quota: int) -> None:
        self.quota = quota
        self.held: dict[int, bool] = {}
        """Who has a seat, in the order in which they asked, and whether they confirmed."""
        self.offered: list[int] = []
        self.waiting: list[int] = []
        self.asked: dict[int, int] = {}
        self.turn = 0

    @property
    def free(self) -> int:
        return self.quota - len(self.held) - len(self.offered)

    def yes(self, who: int, now: datetime) -> None:
        if who not in self.held and who not in self.offered and who not in self.waiting:
            self.turn += 1
            self.asked[who] = self.turn
            self.waiting.append(who)
        if who in self.waiting:
            may = self.free > 0 and (self.waiting[0] == who or now > LAST_OFFER)
            if not may:
                return self.pass_on(now)
        self.take_out(who)
        self.held[who] = now >= CONFIRMS
        return self.pass_on(now)

    def no(self, who: int, now: datetime) -> None:
        self.take_out(who)
        self.pass_on(now)

    def maybe(self, who: int, now: datetime) -> None:
        if who in self.held:
            self.held[who] = False
        self.pass_on(now)

    def take_out(self, who: int) -> None:
        self.held.pop(who, None)
        for some in (self.offered, self.waiting):
            if who in some:
                some.remove(who)

    def pass_on(self, now: datetime, *, release: bool = False) -> None:
        if now > LAST_OFFER:
            return
        if release:
            loose = [who for who in sorted(self.held, key=self.asked.__getitem__) if not self.held[who]]
            for who in list(reversed(loose))[: max(len(self.waiting) - self.free, 0)]:
                del self.held[who]
        while self.free > 0 and self.waiting:
            self.offered.append(self.waiting.pop(0))


class Seats(RuleBasedStateMachine):
    """The real thing beside the model: one training, seven who may want a seat."""

    database: Database
    path: Path
    template: Path

    def __init__(self) -> None:
        super().__init__()
        shutil.copyfile(self.template, self.path)
        self.runner = asyncio.Runner()
        self.now, self.asked = NOW, False
        self.model = Model(2)
        self.activity = 0

    def do(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(deed)

    def answer(self, who: int, kind: AnswerKind) -> None:
        self.now += MINUTE
        self.do(say(self.database, FIRST_CHAT + who, self.activity, kind, now=self.now))

    @initialize(many=st.integers(0, 5), limited=st.booleans())
    def several_come(self, many: int, limited: bool) -> None:
        """Where there was room for all, those have a seat each once their number is set."""
        self.activity = self.do(plan_training(self.database, 2 if limited else None))
        if not limited:
            self.model.quota = max(many, 2)
        for who in range(many):
            self.somebody_comes(who)
        if not limited:
            self.set_quota(self.model.quota)

    @rule(who=st.integers(0, PEOPLE - 1))
    def somebody_comes(self, who: int) -> None:
        self.answer(who, AnswerKind.YES)
        self.model.yes(FIRST_CHAT + who, self.now)

    @rule(who=st.integers(0, PEOPLE - 1))
    def somebody_cannot(self, who: int) -> None:
        self.answer(who, AnswerKind.NO)
        self.model.no(FIRST_CHAT + who, self.now)

    @rule(who=st.integers(0, PEOPLE - 1))
    def somebody_is_not_sure(self, who: int) -> None:
        self.answer(who, AnswerKind.MAYBE)
        self.model.maybe(FIRST_CHAT + who, self.now)

    @rule(quota=st.integers(2, 5))
    def the_organiser_adds_seats(self, quota: int) -> None:
        if quota <= self.model.quota:
            return
        self.set_quota(quota)
        self.model.quota = quota
        self.model.pass_on(self.now)

    def set_quota(self, quota: int) -> None:
        self.now += MINUTE

        async def resize() -> None:
            async with self.database.transaction() as session:
                head = await actor_of(session, HEAD)
                await set_quota(session, head, activity_id=self.activity, quota=quota, now=self.now)

        self.do(resize())

    @rule()
    def an_offer_is_not_taken(self) -> None:
        deadlines = [deadline for _chat, deadline in self.offers()]
        if deadlines:
            self.come_to(min(deadlines))

    @rule(moment=st.sampled_from([CONFIRMS + timedelta(hours=10), NOON, RELEASE]))
    def time_passes(self, moment: datetime) -> None:
        if self.now < moment:
            for _chat, deadline in self.offers():
                if deadline < moment:
                    return  # offers are let pass one moment after the other, by the rule above
            self.come_to(moment)

    def come_to(self, moment: datetime) -> None:
        release = self.asked and self.now < RELEASE <= moment
        due = [chat for chat, deadline in self.offers() if deadline <= moment]
        self.now = max(self.now, moment)
        self.asked |= NOON <= self.now <= RELEASE - timedelta(hours=2)
        self.do(pass_on(self.database, self.now))
        self.model.pass_on(self.now, release=release)
        for chat in due:
            self.model.no(chat, self.now)

    def offers(self) -> list[tuple[int, datetime]]:
        """Whom a seat is offered, and until when."""

        async def look() -> list[tuple[int, datetime]]:
            async with self.database.reading() as session:
                offered = (
                    select(Seat).where(Seat.state == SeatState.OFFERED).order_by(Seat.offer_until, Seat.id)
                )
                rows = list(await session.scalars(offered))
            order = (await standing(self.database, self.activity)).offered
            by_id = sorted(rows, key=lambda seat: seat.id)
            chats = {seat.id: chat for seat, chat in zip(by_id, order, strict=True)}
            return [(chats[seat.id], seat.offer_until) for seat in rows if seat.offer_until is not None]

        found: list[tuple[int, datetime]] = self.do(look())
        return found

    @invariant()
    def all_is_as_on_paper(self) -> None:
        found = self.do(standing(self.database, self.activity))
        assert set(found.held) == set(self.model.held)
        assert sorted(found.offered) == sorted(self.model.offered)
        assert found.waiting == self.model.waiting
        assert len(found.held) + len(found.offered) <= self.model.quota
        assert len(set(found.held.values())) == len(found.held)

    @invariant()
    def everybody_knows_how_they_stand(self) -> None:
        said = self.do(answers_of(self.database, self.activity))
        coming = {chat for chat, kind in said.items() if kind is AnswerKind.YES}
        waiting = {chat for chat, kind in said.items() if kind is AnswerKind.WAIT}
        unsure = {chat for chat, kind in said.items() if kind is AnswerKind.MAYBE}
        assert coming <= set(self.model.held) <= coming | unsure
        assert waiting == {*self.model.waiting, *self.model.offered}

    def teardown(self) -> None:
        self.do(self.database.close())
        self.runner.close()


def test_seats_are_kept_as_on_paper(sqlite_database: Database, tmp_path: Path) -> None:
    asyncio.run(settle(sqlite_database))
    path = Path(sqlite_database.url.removeprefix("sqlite+aiosqlite:///"))
    template = tmp_path / "template.sqlite3"
    shutil.copyfile(path, template)
    machine = type("SeatsHere", (Seats,), {"database": sqlite_database, "path": path, "template": template})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    often = settings(max_examples=30, stateful_step_count=14, deadline=None, suppress_health_check=quiet)
    run_state_machine_as_test(machine, settings=often)


async def settle(database: Database) -> None:
    await settle_trainees(database, PEOPLE)
    await database.close()
