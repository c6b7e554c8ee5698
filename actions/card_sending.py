"""Sending rule cards: each as an announcement, once; its predecessor is marked where people have it (R30)."""

from datetime import datetime

from actions import progress
from actions.access import Actor, RoleKind, Session, find_actor
from actions.announcements import Announcement, Route, post_of, promise
from actions.audience import Choice, find_audience
from actions.messages import News
from actions.repeats import Repeat, next_after
from actions.succession import retire
from storage import agenda, announcements, areas, people, rule_cards
from storage.audit import add_act
from storage.rule_cards import Campaign, CardState, RuleCard

__all__ = ["publish_card", "rule_cards_due"]


async def rule_cards_due(session: Session, *, now: datetime) -> bool:
    """Send the next card of the series whose moment came first; False when none is due.

    Of several moments that were missed only one card is sent; where none is left the series waits.
    """
    campaign = await agenda.find_first(session, agenda.CAMPAIGNS, now)
    if campaign is None:
        return False
    area = await areas.get_area(session, campaign.kelurahan_id)
    following = next_after(campaign.first_at, Repeat(campaign.repeat), now, area.zone)
    if await rule_cards.claim(session, campaign, following):
        await _send_next(session, campaign, now=now)
    return True


async def _send_next(session: Session, campaign: Campaign, *, now: datetime) -> None:
    found = await rule_cards.list_cards(session, campaign.id)
    waiting = [card for card in found if card.state is CardState.WAITING]
    if waiting:
        await publish_card(session, campaign, waiting[0], await _find_sender(session, campaign), now=now)
    if len(waiting) <= 1:
        campaign.next_at = None


async def _find_sender(session: Session, campaign: Campaign) -> Actor | None:
    """Who began the series while they hold the office, else another officer, else nobody."""
    officers = await people.list_officers(session, RoleKind.KELURAHAN, campaign.kelurahan_id)
    for officer in sorted(officers, key=lambda one: one.id != campaign.created_by_id):
        if (chat_id := await people.find_chat_id(session, officer.id)) is not None:
            return await find_actor(session, chat_id)
    return None


async def publish_card(
    session: Session, campaign: Campaign, card: RuleCard, sender: Actor | None, *, now: datetime
) -> Announcement:
    """Promise a card to every resident who listens; with nobody there yet it is valid all the same."""
    area = await areas.get_area(session, campaign.kelurahan_id)
    audience = await find_audience(session, area, news=News.RULE_CARD)
    card.state, card.published_at = CardState.CURRENT, now
    announcement = Announcement(
        kelurahan_id=area.id,
        area_id=area.id,
        office=RoleKind.KELURAHAN,
        sender_id=sender.person_id if sender else None,
        text=card.text,
        file_id=card.file_id,
        audience=Choice().facts(),
        route=Route.PRIVATE,
        asks_read=True,
        recipients=len(audience.listeners),
        published_at=now,
        progress_due_at=now + progress.SOON if sender else None,
        rule_card_id=card.id,
    )
    await announcements.add_announcement(session, announcement)
    post = await post_of(session, announcement)
    await promise(session, announcement, audience.listeners, post, now=now)
    _record(session, announcement, campaign, card, now=now)
    if sender is not None:
        await progress.show(session, sender, announcement, now=now)
    if card.replaces_id is not None:
        await retire(session, card.replaces_id, now=now)
    return announcement


def _record(
    session: Session, announcement: Announcement, campaign: Campaign, card: RuleCard, *, now: datetime
) -> None:
    add_act(
        session,
        "publish_card",
        progress.subject_of(announcement),
        at=now,
        actor_id=announcement.sender_id,
        area_id=announcement.area_id,
        details={"campaign": campaign.id, "card": card.id, "recipients": announcement.recipients},
    )
