"""Minutes: noting what a meeting talked about and agreed on, piece by piece, and changing it later."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from actions.access import Actor
from actions.errors import NotUnderstood, TextTooLong
from actions.planned import Plan
from actions.texts import has_letters
from storage import audit, minutes
from storage.database import Session
from storage.minutes import Decision, Minutes

__all__ = ["Agreed", "Noted", "Notes", "find_notes", "read_decision", "save_notes"]

LONGEST_NAME, LONGEST_COURSE, LONGEST_DECISION, LONGEST_NEXT = 60, 3000, 300, 100
MOST_DECISIONS = 20
_PARTED = re.compile(r"\s+/\s+|\n+")


@dataclass(frozen=True)
class Agreed:
    """A decision; perhaps who sees to it, and until when, in their own words."""

    text: str
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True)
class Notes:
    """What was told of a meeting; whatever is None, or no decision, was not told yet."""

    chair: str | None = None
    secretary: str | None = None
    course: str | None = None
    next_meeting: str | None = None
    decisions: tuple[Agreed, ...] = ()

    def needed(self) -> dict[str, Any]:
        """What an official record cannot do without."""
        return {name: getattr(self, name) for name in ("chair", "secretary", "course", "decisions")}

    def facts(self) -> dict[str, Any]:
        """The same as facts of a paper or a message."""
        return {**asdict(self), "decisions": [asdict(one) for one in self.decisions]}

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Notes":
        """Read what `facts` gave, among whatever else a form holds."""
        told = {name: data.get(name) for name in ("chair", "secretary", "course", "next_meeting")}
        return cls(**told, decisions=tuple(Agreed(**one) for one in data.get("decisions", ())))


@dataclass(frozen=True)
class Noted:
    """Kept notes, and when they were noted last."""

    notes: Notes
    at: datetime


def read_decision(text: str) -> Agreed:
    """A decision as it is written: perhaps with who sees to it, and until when, after " / " or on new lines.

    NotUnderstood without words, TextTooLong when one of the parts is.
    """
    what, *more = [part.strip() for part in _PARTED.split(text.strip()) if part.strip()] or [""]
    owner, due = more[0] if more else None, " / ".join(more[1:]) or None
    if not has_letters(what):
        raise NotUnderstood
    for part, limit in ((what, LONGEST_DECISION), (owner or "", LONGEST_NAME), (due or "", LONGEST_NAME)):
        if len(part) > limit:
            raise TextTooLong(limit=limit)
    return Agreed(what, owner, due)


async def find_notes(session: Session, plan: Plan) -> Noted | None:
    """The minutes of an activity; None while nobody has noted any."""
    kept = await minutes.find_minutes(session, plan.activity.id)
    if kept is None:
        return None
    decided = await minutes.list_decisions(session, kept.id)
    decisions = tuple(Agreed(one.text, one.owner, one.due) for one in decided)
    return Noted(Notes(kept.chair, kept.secretary, kept.course, kept.next_meeting, decisions), kept.at)


async def save_notes(session: Session, actor: Actor, plan: Plan, notes: Notes, *, now: datetime) -> None:
    """Keep the minutes of an activity whose plan the actor has accessed, in place of what was kept before."""
    kept = await minutes.find_minutes(session, plan.activity.id) or Minutes(activity_id=plan.activity.id)
    kept.chair, kept.secretary = notes.chair, notes.secretary
    kept.course, kept.next_meeting = notes.course, notes.next_meeting
    kept.by_id, kept.at = actor.person_id, now
    decided = [Decision(text=one.text, owner=one.owner, due=one.due) for one in notes.decisions]
    await minutes.save_minutes(session, kept, decided)
    audit.add_act(
        session, "save_minutes", plan.subject, at=now, actor_id=actor.person_id, area_id=plan.area.id
    )
