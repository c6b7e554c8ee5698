"""People who tap during a broadcast, in turn, so that no chat's own limit is what is measured."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator import Telegram
from simulator.clock import seconds_since_1970
from tests.bench.watching import Tap, Watch

LABELS = ("Ikut", "Belum bisa")
EVERY_SECONDS = 0.5
PATIENCE_SECONDS = 30.0


@dataclass
class Tapper:
    """Somebody who changes their mind again and again, but waits for the bot before that."""

    user_id: int
    message_id: int
    taps: list[Tap] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether the bot has not done with the last tap."""
        return bool(self.taps) and not self.taps[-1].done

    def tap(self, telegram: Telegram, watch: Watch) -> None:
        """Tap the other button than last time."""
        label = LABELS[len(self.taps) % len(LABELS)]
        tap = Tap(self.user_id, self.message_id, seconds_since_1970())
        watch.expect(telegram.phone(self.user_id).tap(label, self.message_id), tap)
        self.taps.append(tap)


async def invited(telegram: Telegram, user_ids: Sequence[int]) -> list[Tapper]:
    """The tappers, as soon as each has a message with the buttons."""
    found: list[Tapper] = []
    for user_id in user_ids:
        while not (with_buttons := [each for each in telegram.phone(user_id).messages if each.buttons]):
            await telegram.bell.wait(1)
        found.append(Tapper(user_id, with_buttons[0].message_id))
    return found


async def tap_in_turn(telegram: Telegram, watch: Watch, tappers: Sequence[Tapper]) -> None:
    """Let whoever has rested longest tap, until cancelled; who still waits for the bot is passed over."""
    turn = deque(tappers)
    while True:
        for _ in turn:
            turn.rotate(-1)
            if not turn[-1].waits:
                turn[-1].tap(telegram, watch)
                break
        await asyncio.sleep(EVERY_SECONDS)
