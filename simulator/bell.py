"""A bell that wakes everybody who waits for news."""

import asyncio


class Bell:
    """Wakes all who wait at the moment it rings; may be rung from any thread."""

    def __init__(self) -> None:
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = set()

    def ring(self) -> None:
        """Wake everybody who waits now."""
        waiting, self._waiting = self._waiting, set()
        for loop, sleeper in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_wake, sleeper)

    async def wait(self, seconds: float) -> None:
        """Sleep until the bell rings, `seconds` at most."""
        loop = asyncio.get_running_loop()
        entry = (loop, loop.create_future())
        self._waiting.add(entry)
        try:
            # Not wait_for: before Python 3.12 it swallows a cancellation that meets a ring.
            async with asyncio.timeout(seconds):
                await entry[1]
        except TimeoutError:
            return
        finally:
            self._waiting.discard(entry)


def _wake(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)
