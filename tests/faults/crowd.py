"""A neighbourhood that answers an invitation again and again, and remembers what it said."""

import asyncio
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete

from simulator import Phone, Telegram
from storage.areas import ClosedWindow
from storage.database import Database
from storage.people import RoleKind
from storage.programs import Program
from tests.faults.neighbours import plan_work_bee
from tests.people import add_officer, add_resident, build_kelurahan

HEAD = 10
_TAPPED = {"Ikut": "yes", "Belum bisa": "no", "Bantu cara lain": "help"}
_TYPED = {
    "ikut": ("yes", None),
    "insyaallah": ("maybe", None),
    "ga bisa pak": ("no", None),
    "ikut 3 orang": ("yes", 3),
}


@dataclass
class Neighbour:
    """One of the crowd: `answers` is what they must be recorded with, in order; `typed` counts texts."""

    phone: Phone
    answers: list[tuple[str, int]] = field(default_factory=list)
    typed: int = 0

    @property
    def invitation(self) -> int | None:
        """The message that invites, once it has arrived."""
        return next((each.message_id for each in self.phone.messages if each.buttons), None)

    def speak(self, chance: random.Random) -> None:
        """Tap or type one of the answers."""
        if chance.random() < 0.6:
            label = chance.choice(self._offered())
            self.phone.tap(label, self.invitation)
            self._remember(_TAPPED[label], None)
        else:
            words = chance.choice(list(_TYPED))
            self.phone.type(words)
            self.typed += 1
            self._remember(*_TYPED[words])

    def _offered(self) -> list[str]:
        """Which of the answers the invitation shows now; who helps is asked how instead."""
        found = next((each for each in self.phone.messages if each.buttons), None)
        shown = {button.text for row in found.buttons for button in row} if found else set()
        return [label for label in _TAPPED if label in shown]

    def _remember(self, answer: str, party: int | None) -> None:
        """The number of people stays while the answer is one of coming; the same again is no new answer."""
        before = self.answers[-1] if self.answers else None
        coming = ("yes", "maybe")
        if answer not in coming:
            party = 1
        elif party is None:
            party = before[1] if before and before[0] in coming else 1
        if before != (answer, party):
            self.answers.append((answer, party))


async def settle_crowd(
    database: Database, telegram: Telegram, *, size: int, now: datetime
) -> list[Neighbour]:
    """An RT without closed hours, its head, and residents who are about to be invited to a work bee."""
    telegram.add_phone(HEAD, "Ketua RT 02", role="Ketua RT 02")
    crowd = [Neighbour(telegram.add_phone(1000 + number, "Warga RT 02")) for number in range(size)]
    for chat in telegram.chats.values():
        chat.started = True
    async with database.transaction() as session:
        cast = await build_kelurahan(session)
        await session.execute(delete(ClosedWindow))
        session.add(Program(code="rt_keren", year=now.year, name="RT Keren"))
        rt = cast.rts[1, 2]
        await add_officer(session, RoleKind.RT_HEAD, rt, HEAD, name="Ketua RT 02", now=now)
        for each in crowd:
            await add_resident(session, rt, each.phone.user_id, name="Warga RT 02", now=now)
        await plan_work_bee(session, HEAD, rt, starts_at=now + timedelta(days=20), now=now)
    return crowd


async def speak_until(
    crowd: list[Neighbour], stop: asyncio.Event, chance: random.Random, *, rate: float, most: int
) -> None:
    """Let somebody invited speak, `rate` times a second and `most` times in all, until told to stop."""
    while most and not stop.is_set():
        invited = [each for each in crowd if each.invitation]
        if invited:
            chance.choice(invited).speak(chance)
            most -= 1
        await asyncio.sleep(chance.expovariate(rate))


async def announce(telegram: Telegram, words: str) -> None:
    """The head writes an announcement and sends it off as soon as its preview is there."""
    head = telegram.phone(HEAD)
    head.type("/umumkan")
    head.type(words)
    while True:
        try:
            head.tap("Kirim")
        except LookupError:
            await asyncio.sleep(0.05)
        else:
            return
