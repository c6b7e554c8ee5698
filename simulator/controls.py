"""What the page's panel may do to the demo around the simulated Telegram."""

from datetime import datetime
from typing import Protocol


class Controls(Protocol):
    """The demo's clock and the demo's bot; without it the page hides both."""

    def now(self) -> datetime:
        """The demo's moment, aware."""

    async def move(self, seconds: float) -> None:
        """Move the demo's clock ahead."""

    async def move_to(self, moment: datetime) -> None:
        """Move the demo's clock to a moment ahead."""

    async def move_to_next_due(self) -> str | None:
        """Move to the next thing that is due and say what it is; None when nothing is."""

    async def stop_bot(self) -> None:
        """End the bot hard, as a power cut does."""

    async def start_bot(self) -> None:
        """Start the bot again."""

    def bot_running(self) -> bool:
        """Whether the bot runs."""
