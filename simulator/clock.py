"""The only look at real clocks: for tokens that age, for rates, and for a simulator without a demo clock."""

import time
from datetime import UTC, datetime


def wall_clock() -> datetime:
    """The real moment, aware, in UTC."""
    return datetime.now(UTC)


def seconds_since_1970() -> float:
    """Real seconds, for the record of requests."""
    return time.time()


def ticking_seconds() -> float:
    """Real seconds that never jump, for rates, time limits and lifetimes."""
    return time.monotonic()
