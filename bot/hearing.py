"""Whether people have been heard: what they sent while we were away was in time, so deadlines wait for it."""

from datetime import datetime

from storage import inbox
from storage.database import Session


class Hearing:
    """From a start, or from when Telegram was lost, until all that it kept for us is handled."""

    def __init__(self) -> None:
        """Nothing is heard yet."""
        self.reached, self._caught_up = False, False

    def reach(self) -> None:
        """Telegram holds nothing back any more."""
        self.reached = True

    def lose(self) -> None:
        """Telegram may hold back what people send from now on."""
        self.reached = self._caught_up = False

    async def is_caught_up(self, session: Session, now: datetime) -> bool:
        """Whether what was kept for us is handled; updates that come as usual keep nothing waiting."""
        if self.reached and not self._caught_up:
            self._caught_up = not await inbox.is_anything_due(session, now)
        return self._caught_up
