"""Which card of a rule is valid: a successor takes its place, and gives it back when taken back (R30)."""

from dataclasses import replace
from datetime import datetime

from actions import progress
from actions.access import Session
from actions.announcements import Announcement, card_of, post_of
from actions.messages import Lane, edit_arrived
from actions.validity import require_valid
from storage import announcements, cards, rule_cards
from storage.announcements import AnnouncementState
from storage.rule_cards import CardState, RuleCard

__all__ = ["find_predecessor", "lock_card", "retire", "revive"]


async def lock_card(session: Session, announcement_id: int) -> RuleCard | None:
    """The card behind an announcement, its series locked; None without one, RuleReplaced once replaced."""
    found = await announcements.find_announcement(session, announcement_id, lock=False)
    if found is None or found.rule_card_id is None:
        return None
    card = await rule_cards.get_card(session, found.rule_card_id)
    await rule_cards.find_campaign(session, card.campaign_id)
    await require_valid(session, found)
    return card


async def find_predecessor(session: Session, announcement: Announcement) -> RuleCard | None:
    """The card that is valid again once this one is taken back; None for what replaced none."""
    if announcement.rule_card_id is None:
        return None
    card = await rule_cards.get_card(session, announcement.rule_card_id)
    return None if card.replaces_id is None else await rule_cards.get_card(session, card.replaces_id)


async def retire(session: Session, card_id: int, *, now: datetime) -> None:
    """A card is not valid any more: what waits is not sent, and what was sent says so in its place."""
    (await rule_cards.get_card(session, card_id)).state = CardState.OBSOLETE
    announcement = await _find_sent(session, card_id)
    if announcement is not None:
        await cards.stop(session, card_of(announcement), now)
        await _say_again(session, announcement, now=now)


async def revive(session: Session, withdrawn: RuleCard, *, now: datetime) -> None:
    """A card was taken back: the one that it replaced is valid again, and its messages say so no less.

    What waits for its turn to replace the one replaces the other.
    """
    withdrawn.state = CardState.OBSOLETE
    await rule_cards.pass_on_place(session, withdrawn)
    if withdrawn.replaces_id is None:
        return
    (await rule_cards.get_card(session, withdrawn.replaces_id)).state = CardState.CURRENT
    announcement = await _find_sent(session, withdrawn.replaces_id)
    if announcement is not None:
        await _say_again(session, announcement, now=now)


async def _find_sent(session: Session, card_id: int) -> Announcement | None:
    found = await announcements.find_of_card(session, card_id)
    return None if found is None or found.state is AnnouncementState.WITHDRAWN else found


async def _say_again(session: Session, announcement: Announcement, *, now: datetime) -> None:
    """Let its messages read as they are true now."""
    seen = await post_of(session, announcement)
    post = replace(seen, subject=progress.subject_of(announcement), lane=Lane.BULK)
    await edit_arrived(session, card_of(announcement), lambda _: post, now=now)
    await progress.watch_again(session, announcement, now)
