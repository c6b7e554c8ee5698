"""Indonesian dates and hours as people write them."""

from actions.dates.reader import combine, read_hours, read_when
from actions.dates.readings import Choose, Conflict, Exact, NeedsTime, NotUnderstood, Past, Reading

__all__ = [
    "Choose",
    "Conflict",
    "Exact",
    "NeedsTime",
    "NotUnderstood",
    "Past",
    "Reading",
    "combine",
    "read_hours",
    "read_when",
]
