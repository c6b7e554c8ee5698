"""Erasing: a person's rows go, their words are blanked wherever they stand, and the totals stay."""

from datetime import datetime

from actions import requests
from actions.access import Actor
from actions.messages import Lane, Post, Recipient, send
from actions.offices import list_offices
from storage import erasure, residencies
from storage.database import Session

__all__ = ["erase_me"]


async def erase_me(session: Session, actor: Actor, *, now: datetime) -> None:
    """Forget who speaks. What is said to them afterwards must go to a stranger's chat."""
    offices = await list_offices(session, actor)
    asked = await residencies.list_of_person(session, actor.person_id)
    await erasure.erase_person(session, actor.person_id, now)
    for residency_id, area_id in asked:
        await requests.close_card(session, residency_id, area_id, "erased", now=now)
    for office in offices:
        await requests.hand_down(session, office.area, now=now)
    post = Post("menu/commands", {"menu": "stranger"}, method="setMyCommands", lane=Lane.REPLY)
    await send(session, [Recipient(actor.chat_id)], post, now=now)
