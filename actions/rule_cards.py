"""Rule cards: one rule in three sentences, added to a series, and replaced when its year is over (R30)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.access import Actor, RoleKind, Session
from actions.announcements import Draft, compose_post, keep_attachment
from actions.attachments import Attachment
from actions.campaigns import (
    Campaign,
    CampaignState,
    access_campaign,
    list_open,
    plan_next,
    record,
    require_title,
)
from actions.card_sending import publish_card
from actions.errors import Gone, NotUnderstood, Refusal, TextTooLong
from actions.messages import Post
from actions.texts import count_sentences, count_units, has_words
from actions.times import local
from storage import areas, rule_cards
from storage.areas import Area
from storage.rule_cards import CardState, RuleCard

__all__ = [
    "CardDraft",
    "RuleCard",
    "TooManySentences",
    "YearNotFitting",
    "access_replaceable",
    "add_card",
    "content_of",
    "list_replaceable",
    "preview_card",
    "propose_year",
    "replace_card",
    "require_text",
    "require_year",
]

LONGEST_CARD, MOST_SENTENCES, YEARS_AROUND = 600, 3, 5


class TooManySentences(Refusal):
    """A card of more than `limit` sentences."""

    asks_again = True


class YearNotFitting(Refusal):
    """A year that is far away, or before that of the card that it replaces."""

    asks_again = True


@dataclass(frozen=True)
class CardDraft:
    """What a card will say."""

    title: str
    text: str
    year: int
    photo: Attachment | None = None
    asks_clear: bool = False


def require_text(text: str) -> str:
    """Three sentences that say something; NotUnderstood, TextTooLong, TooManySentences."""
    found = text.strip()
    if not has_words(found):
        raise NotUnderstood
    if count_units(found) > LONGEST_CARD:
        raise TextTooLong(limit=LONGEST_CARD)
    if count_sentences(found) > MOST_SENTENCES:
        raise TooManySentences(limit=MOST_SENTENCES)
    return found


def propose_year(old: RuleCard | None, area: Area, now: datetime) -> int:
    """This year, or the one after that of the card that is replaced."""
    year = local(now, area.zone).year
    return max(old.year + 1, year) if old else year


def require_year(year: int, old: RuleCard | None, area: Area, now: datetime) -> int:
    """A year around this one and not before the replaced card's; YearNotFitting."""
    here = local(now, area.zone).year
    earliest = max(here - YEARS_AROUND, old.year if old else 0)
    if not earliest <= year <= here + YEARS_AROUND:
        raise YearNotFitting(first=earliest, last=here + YEARS_AROUND)
    return year


def preview_card(draft: CardDraft, area: Area, old: RuleCard | None = None) -> Post:
    """The very message that people will get."""
    rule = {
        "title": draft.title,
        "year": draft.year,
        "version": _version(draft.year, old),
        "asks_clear": draft.asks_clear,
        "newer": None,
    }
    announced = Draft(
        RoleKind.KELURAHAN, area.id, draft.text, attachment=draft.photo, asks_read=True, rule=rule
    )
    return compose_post(announced, area)


async def add_card(
    session: Session, actor: Actor, *, campaign_id: int, draft: CardDraft, now: datetime
) -> RuleCard:
    """Put a card at the end of a series; a series that had none left goes on. Gone when it is over."""
    campaign = await access_campaign(session, actor, campaign_id)
    if campaign.state is CampaignState.OVER:
        raise Gone
    return await _keep(session, actor, campaign, draft, None, now=now)


async def list_replaceable(session: Session, campaign_id: int) -> list[RuleCard]:
    """The valid cards of a series whose successor does not wait for its turn already."""
    return list_open(await rule_cards.list_cards(session, campaign_id))


async def access_replaceable(session: Session, actor: Actor, card_id: int) -> tuple[Campaign, RuleCard]:
    """A card that can be replaced, with its series; Gone for any other, NotYours without the office."""
    card = await rule_cards.find_card(session, card_id)
    if card is None:
        raise Gone
    campaign = await access_campaign(session, actor, card.campaign_id)
    if card.id not in {one.id for one in await list_replaceable(session, campaign.id)}:
        raise Gone
    return campaign, card


async def replace_card(
    session: Session, actor: Actor, *, card_id: int, draft: CardDraft, at_once: bool, now: datetime
) -> RuleCard:
    """Let a new card take the place of an old one: at once, or when its turn in the series comes.

    The old one is valid until then. Gone when it is replaced already, or waits in a series that is over.
    """
    campaign, old = await access_replaceable(session, actor, card_id)
    if campaign.state is CampaignState.OVER and not at_once:
        raise Gone
    card = await _keep(session, actor, campaign, draft, old, now=now)
    if at_once:
        await publish_card(session, campaign, card, actor, now=now)
        await plan_next(session, campaign, now=now)
    return card


async def _keep(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    draft: CardDraft,
    old: RuleCard | None,
    *,
    now: datetime,
) -> RuleCard:
    area = await areas.get_area(session, campaign.kelurahan_id)
    card = RuleCard(
        campaign_id=campaign.id,
        **await content_of(session, actor, area, draft, old, now=now),
        state=CardState.WAITING,
        replaces_id=old and old.id,
        created_by_id=actor.person_id,
        created_at=now,
    )
    await rule_cards.add_card(session, card)
    details: dict[str, Any] = {"card": card.id, "year": card.year, "replaces": card.replaces_id}
    record(session, actor, campaign, "replace_card" if old else "add_card", now=now, details=details)
    await plan_next(session, campaign, now=now)
    return card


async def content_of(
    session: Session, actor: Actor, area: Area, draft: CardDraft, old: RuleCard | None, *, now: datetime
) -> dict[str, Any]:
    """A draft as the columns of a card; its picture is a row afterwards."""
    return {
        "title": require_title(draft.title),
        "text": require_text(draft.text),
        "file_id": await keep_attachment(session, draft.photo, actor.person_id, now),
        "asks_clear": draft.asks_clear,
        "year": require_year(draft.year, old, area, now),
        "version": _version(draft.year, old),
    }


def _version(year: int, old: RuleCard | None) -> int:
    """1 for the first card of its year; one more than that of the card of the same year that it replaces."""
    return old.version + 1 if old and old.year == year else 1
