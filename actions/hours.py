"""Until when a kelurahan's closed windows hold what minds the hour (R46)."""

from datetime import datetime

from actions.areas import closed_windows
from actions.windows import next_open
from storage import areas
from storage.database import Session
from storage.outbox import Hours

__all__ = ["Hours", "closed_until"]


async def closed_until(session: Session, kelurahan_id: int, hours: Hours, now: datetime) -> datetime | None:
    """When the closed window that `now` lies in is over; None when nothing is closed.

    Hours.WAKING minds only the night, which is the window that goes over midnight.
    """
    if hours is Hours.ANY:
        return None
    area = await areas.get_area(session, kelurahan_id)
    windows = await closed_windows(session, kelurahan_id)
    if hours is Hours.WAKING:
        windows = tuple(window for window in windows if window.is_night)
    opens = next_open(now, area.zone, windows)
    return opens if opens > now else None
