"""Rule cards that wait for their turn: until they are sent they can be read, changed and dropped."""

from datetime import datetime
from typing import Any

from actions.access import Actor, Session
from actions.attachments import attachment_of
from actions.campaigns import Campaign, access_campaign, plan_next, record
from actions.errors import Gone
from actions.rule_cards import CardDraft, content_of
from storage import announcements, areas, rule_cards
from storage.rule_cards import CardState, RuleCard

__all__ = [
    "access_waiting",
    "change_card",
    "describe_waiting",
    "draft_of",
    "drop_card",
    "find_replaced",
    "is_waiting",
]


async def is_waiting(session: Session, card_id: int) -> bool:
    """Whether there is such a card, and it was not sent yet."""
    card = await rule_cards.find_card(session, card_id)
    return card is not None and card.state is CardState.WAITING


async def access_waiting(session: Session, actor: Actor, card_id: int) -> tuple[Campaign, RuleCard]:
    """A card that was not sent yet, with its series; Gone for any other, NotYours without the office."""
    card = await rule_cards.find_card(session, card_id)
    if card is None:
        raise Gone
    campaign = await access_campaign(session, actor, card.campaign_id)
    if card not in await rule_cards.list_cards(session, campaign.id) or card.state is not CardState.WAITING:
        raise Gone
    return campaign, card


async def find_replaced(session: Session, card: RuleCard) -> RuleCard | None:
    """The card whose place this one will take, if any."""
    return None if card.replaces_id is None else await rule_cards.get_card(session, card.replaces_id)


async def draft_of(session: Session, card: RuleCard) -> CardDraft:
    """What a card will say."""
    file = await announcements.find_file(session, card.file_id)
    photo = attachment_of(file) if file else None
    return CardDraft(card.title, card.text, card.year, photo, card.asks_clear)


def describe_waiting(card: RuleCard) -> dict[str, Any]:
    """What the screen of a card that waits says."""
    return {
        "card": card.id,
        "campaign": card.campaign_id,
        "title": card.title,
        "text": card.text,
        "year": card.year,
        "version": card.version,
        "photo": card.file_id is not None,
    }


async def change_card(
    session: Session, actor: Actor, *, card_id: int, draft: CardDraft, now: datetime
) -> RuleCard:
    """Let it say something else; its turn stays the same. Gone once it was sent or dropped."""
    campaign, card = await access_waiting(session, actor, card_id)
    area = await areas.get_area(session, campaign.kelurahan_id)
    old = await find_replaced(session, card)
    for name, value in (await content_of(session, actor, area, draft, old, now=now)).items():
        setattr(card, name, value)
    record(session, actor, campaign, "change_card", now=now, details={"card": card.id})
    return card


async def drop_card(session: Session, actor: Actor, card_id: int, *, now: datetime) -> Campaign:
    """Never send it; what it was to replace stays valid. Gone once it was sent or dropped."""
    campaign, card = await access_waiting(session, actor, card_id)
    await rule_cards.drop_cards(session, campaign.id, [card])
    record(session, actor, campaign, "drop_card", now=now, details={"card": card_id})
    await plan_next(session, campaign, now=now)
    return campaign
