"""What went wrong on our side: numbered, told to the operator once an hour for each kind."""

from datetime import datetime, timedelta

from actions.messages import Lane, Post, Recipient, send, send_to_person
from storage import incidents, people
from storage.database import Session
from storage.incidents import Incident

__all__ = ["apologise", "report"]

_QUIET = timedelta(hours=1)


async def report(
    session: Session,
    *,
    kind: str,
    place: str,
    detail: str | None = None,
    update_id: int | None = None,
    now: datetime,
) -> Incident:
    """Write down an incident; the operators hear of the first of its kind within an hour."""
    told = await incidents.was_told_since(session, kind, now - _QUIET)
    incident = Incident(at=now, kind=kind[:80], place=place[:120], detail=detail, update_id=update_id)
    incident.told_operator = not told
    session.add(incident)
    await session.flush()
    if not told:
        facts = {"number": incident.id, "kind": incident.kind, "place": incident.place}
        post = Post("incidents/operator", facts, subject=f"incident:{incident.id}")
        for operator in await people.list_operators(session):
            await send_to_person(session, operator.id, post, now=now)
    return incident


async def apologise(session: Session, recipient: Recipient, incident: Incident, *, now: datetime) -> None:
    """Tell the one who spoke that it was our fault, with the number to ask about."""
    post = Post("incidents/apology", {"number": incident.id}, lane=Lane.REPLY)
    await send(session, [recipient], post, now=now)
