"""What was answered to follow-ups, as counts: silence apart, never a name, small groups hidden (R6, R34)."""

from collections import Counter
from datetime import datetime
from typing import Any

from actions.follow_ups import CHOICES, LACKING
from actions.tallies import ENOUGH
from storage import follow_ups
from storage.activity_roles import Part
from storage.database import Session
from storage.follow_ups import FollowUp

__all__ = ["list_results"]


async def list_results(session: Session, activity_id: int, *, now: datetime) -> list[dict[str, Any]]:
    """The follow-ups of an activity that were asked, first first, as facts."""
    asked = await follow_ups.list_asked(session, activity_id)
    participants: dict[int, Counter[str | None]] = {one.id: Counter() for one in asked}
    team: dict[int, Counter[str | None]] = {one.id: Counter() for one in asked}
    lacking: dict[int, Counter[str | None]] = {one.id: Counter() for one in asked}
    for follow_up_id, part, choice, missed, people in await follow_ups.count_choices(session, participants):
        mine = participants if part is Part.PARTICIPANT else team
        mine[follow_up_id][choice] += people
        if missed is not None:
            lacking[follow_up_id][missed] += people
    return [_facts(one, participants[one.id], team[one.id], lacking[one.id], now) for one in asked]


def _facts(
    follow_up: FollowUp,
    participants: Counter[str | None],
    team: Counter[str | None],
    lacking: Counter[str | None],
    now: datetime,
) -> dict[str, Any]:
    """Choices are shown once nobody can answer any more, so that nobody can subtract one from the next."""
    assert follow_up.closes_at is not None
    choices, silent = CHOICES[follow_up.question], participants[None]
    answered, closed = participants.total() - silent, now >= follow_up.closes_at
    shown = closed and answered >= ENOUGH
    return {
        "kind": follow_up.kind.value,
        "question": follow_up.question,
        "asked": participants.total(),
        "answered": answered,
        "silent": silent,
        "closes": follow_up.closes_at.isoformat(),
        "closed": closed,
        "counts": [[choice, participants[choice]] for choice in choices] if shown else None,
        "lacking": _most_first(lacking) if shown and lacking.total() >= ENOUGH else [],
        "team": [[choice, team[choice]] for choice in choices if team[choice]] if closed else [],
    }


def _most_first(lacking: Counter[str | None]) -> list[list[Any]]:
    found = [[one, lacking[one]] for one in LACKING if lacking[one]]
    return sorted(found, key=lambda pair: -pair[1])
