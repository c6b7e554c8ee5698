"""How people are after an urgent announcement: the needy first, with their RT and house, then the safe."""

from typing import Any

from actions.paging import turn_to
from storage import announcements, urgent
from storage.announcements import Announcement, ReactionKind
from storage.database import Session
from storage.urgent import Told

NEEDY, SAFE = 12, 20
"""How many the card names before it says "and so many more"."""
PAGE = 20


async def answers_of(session: Session, announcement: Announcement) -> dict[str, Any]:
    """What the sender's card says: both lists, how many more there are, and how many are silent."""
    tapped = await announcements.count_reactions(session, announcement.id)
    needy = await urgent.list_answers(session, announcement.id, (ReactionKind.NEED_HELP,), NEEDY)
    safe = await urgent.list_answers(session, announcement.id, (ReactionKind.SAFE,), SAFE)
    return {
        "need_help": tapped.get(ReactionKind.NEED_HELP, 0),
        "safe": tapped.get(ReactionKind.SAFE, 0),
        "silent": await urgent.count_silent(session, announcement.id),
        "needy": [_facts(one) for one in needy],
        "calm": [_facts(one) for one in safe],
        "repeats_at": announcement.repeat_at.isoformat() if announcement.repeat_at else None,
    }


async def page_of(session: Session, announcement: Announcement, page: int) -> dict[str, Any]:
    """One screen of everybody who answered, the needy first."""
    tapped = await announcements.count_reactions(session, announcement.id)
    kinds = (ReactionKind.NEED_HELP, ReactionKind.SAFE)
    number, pages = turn_to(page, sum(tapped.get(kind, 0) for kind in kinds), PAGE)
    found = await urgent.list_answers(session, announcement.id, kinds, PAGE, offset=number * PAGE)
    items = [{**_facts(one), "kind": one.kind.value} for one in found]
    return {"announcement": announcement.id, "items": items, "page": number, "pages": pages}


def _facts(told: Told) -> dict[str, Any]:
    return {
        "called": told.salutation,
        "who": told.name,
        "area": told.area,
        "house": told.house,
        "at": told.at.isoformat(),
    }
