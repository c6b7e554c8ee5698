"""Updates that wait for the bot: kept in order, forgotten when confirmed or too old."""

from dataclasses import dataclass
from typing import Any

from simulator.bell import Bell
from simulator.clock import ticking_seconds

FIRST_ID = 100001
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Pending:
    """An update that the bot has not confirmed; `line` says with which others it stays in order."""

    update_id: int
    line: str
    body: dict[str, Any]
    expires: float


class Updates:
    """The queue between people and the bot."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._pending: dict[int, Pending] = {}
        self._next_id = FIRST_ID
        self.allowed: set[str] = set()
        self.poller = 0

    def add(self, kind: str, body: dict[str, Any], *, line: str, seconds: float) -> int | None:
        """Queue an update for `seconds`; None when the bot did not want this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        update_id = self._next_id
        self._next_id += 1
        update = {"update_id": update_id, kind: body}
        self._pending[update_id] = Pending(update_id, line, update, ticking_seconds() + seconds)
        self._bell.ring()
        return update_id

    def confirm_before(self, offset: int) -> None:
        """Forget everything below the offset; a negative one keeps that many of the newest."""
        if offset < 0:
            newest = sorted(self._pending)[offset:]
            offset = newest[0] if newest else self._next_id
        for update_id in [each for each in self._pending if each < offset]:
            del self._pending[update_id]

    def forget(self, update_id: int) -> None:
        """Forget one update that was delivered."""
        self._pending.pop(update_id, None)

    def has(self, update: Pending) -> bool:
        """Whether this update still waits."""
        return update.update_id in self._pending and update.expires > ticking_seconds()

    def forget_all(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()

    def waiting(self) -> list[Pending]:
        """What waits, oldest first; what is too old goes."""
        now = ticking_seconds()
        self._pending = {key: each for key, each in self._pending.items() if each.expires > now}
        return list(self._pending.values())
