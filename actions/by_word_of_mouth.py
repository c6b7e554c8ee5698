"""Neighbours without Telegram hear of a change from whoever wrote down their answer."""

from dataclasses import replace
from datetime import datetime

from actions.access import Actor
from actions.errors import Gone
from actions.messages import Post, send_to_person
from actions.names import address
from actions.planned import Plan
from storage import activities, concerned
from storage.database import Session

__all__ = ["ask_recorders", "list_to_tell"]

ASKED = "proxies/tell_them"


async def ask_recorders(session: Session, plan: Plan, post: Post, *, now: datetime) -> None:
    """Ask whoever wrote down neighbours without Telegram to tell them what `post` tells the others."""
    kelurahan_id = plan.activity.kelurahan_id
    for recorder_id, persons in (await concerned.list_offline(session, plan.activity.id)).items():
        change = post.template.removeprefix("activities/")
        facts = {**plan.facts(), "change": change, "count": len(persons)}
        key = f"tell-them:{plan.activity.id}:{{chat}}"
        asked = replace(post, template=ASKED, facts=facts, key=key)
        await send_to_person(session, recorder_id, asked, kelurahan_id=kelurahan_id, now=now)


async def list_to_tell(session: Session, actor: Actor, *, activity_id: int) -> tuple[str, list[str]]:
    """What it is about, and whom somebody wrote down who cannot read it themselves; Gone when nobody."""
    activity = await activities.find_activity(session, activity_id)
    found = await concerned.list_offline(session, activity_id)
    if activity is None or actor.person_id not in found:
        raise Gone
    return activity.title, [address(one.salutation, one.name or "") for one in found[actor.person_id]]
