"""Sending rule cards: each as an announcement, once; its predecessor is marked where people have it (R30)."""

from dataclasses import replace
from datetime import datetime

from actions import progress
from actions.access import Actor, RoleKind, Session, find_actor
from actions.announcements import Announcement, Route, card_of, post_of, promise
from actions.audience import Choice, find_audience
from actions.messages import Lane, News, edit_arrived
from actions.repeats import Repeat, next_after
from storage import agenda, announcements, areas, cards, people, rule_cards
from storage.announcements import AnnouncementState
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
        await _retire(session, card.replaces_id, now=now)
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


async def _retire(session: Session, card_id: int, *, now: datetime) -> None:
    """A card is not valid any more: what waits is not sent, and what was sent says so in its place."""
    card = await rule_cards.get_card(session, card_id)
    card.state = CardState.OBSOLETE
    announcement = await announcements.find_of_card(session, card_id)
    if announcement is None or announcement.state is AnnouncementState.WITHDRAWN:
        return
    post = replace(
        await post_of(session, announcement), subject=progress.subject_of(announcement), lane=Lane.BULK
    )
    await cards.stop(session, card_of(announcement), now)
    await edit_arrived(session, card_of(announcement), lambda _: post, now=now)
    await progress.watch_again(session, announcement, now)
