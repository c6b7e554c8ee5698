"""How the simulated Telegram fails when it is told to."""

from typing import Literal

from simulator.clock import ticking_seconds

FailureMode = Literal["ok", "down", "slow", "429", "502"]
MODES: tuple[FailureMode, ...] = ("ok", "down", "slow", "429", "502")
SLOW_SECONDS = 3.0
RETRY_AFTER_SECONDS = 3


class Failure:
    """The mode in force, perhaps only for a while."""

    def __init__(self) -> None:
        self._mode: FailureMode = "ok"
        self._until: float | None = None

    def set(self, mode: FailureMode, seconds: float | None) -> None:
        """Fail from now on, for `seconds` real seconds or until told otherwise."""
        if mode not in MODES:
            raise ValueError(f"no such failure mode: {mode}")
        self._mode = mode
        self._until = None if seconds is None else ticking_seconds() + seconds

    @property
    def mode(self) -> FailureMode:
        """What goes wrong now."""
        if self._until is not None and ticking_seconds() >= self._until:
            self._mode, self._until = "ok", None
        return self._mode
