"""What a rule card says of itself, and whether it is still valid (R30)."""

from typing import Any

from actions.errors import Refusal
from storage import rule_cards
from storage.announcements import Announcement
from storage.database import Session

__all__ = ["RuleReplaced", "describe_rule", "find_newest", "require_valid"]


class RuleReplaced(Refusal):
    """A newer card, of this `year` and `version`, took the place of this one."""


async def describe_rule(session: Session, card_id: int | None) -> dict[str, Any] | None:
    """Title, year and version of a card, and the newer one where there is one; None without a card."""
    if card_id is None:
        return None
    card, newer = await rule_cards.get_card(session, card_id), await rule_cards.find_newer(session, card_id)
    return {
        "title": card.title,
        "year": card.year,
        "version": card.version,
        "asks_clear": card.asks_clear,
        "newer": newer and {"year": newer[0].year, "version": newer[0].version},
    }


async def find_newest(session: Session, announcement: Announcement) -> int:
    """The announcement of the card that is valid in its place by now: its own, while nothing replaced it."""
    newest, card_id = announcement.id, announcement.rule_card_id
    while card_id is not None and (newer := await rule_cards.find_newer(session, card_id)):
        card_id, newest = newer[0].id, newer[1]
    return newest


async def require_valid(session: Session, announcement: Announcement) -> None:
    """RuleReplaced when an announcement is a rule card that does not hold any more."""
    rule = await describe_rule(session, announcement.rule_card_id)
    if rule and (newer := rule["newer"]):
        raise RuleReplaced(year=newer["year"], version=newer["version"])
