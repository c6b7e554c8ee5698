"""Campaigns: series of rule cards with which a kelurahan explains its programmes, one card a period (R36)."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from actions.access import Actor, RoleKind, Session, require_office
from actions.activities import WhenPast
from actions.errors import Gone, NotUnderstood, NotYours, TextTooLong
from actions.hours import Hours, closed_until
from actions.offices import list_offices_in_use
from actions.repeats import Repeat, next_after
from actions.texts import count_units, has_words
from actions.times import next_daily
from storage import areas, duties, rule_cards
from storage.areas import Area
from storage.audit import add_act
from storage.duties import DutyKind
from storage.rule_cards import Campaign, CampaignState, CardState, RuleCard

__all__ = [
    "LONGEST_TITLE",
    "REPEATS",
    "Campaign",
    "CampaignState",
    "Repeat",
    "Screen",
    "access_campaign",
    "describe",
    "describe_cards",
    "end_campaign",
    "find_arrival",
    "find_screen",
    "get_kelurahan",
    "list_campaigns",
    "list_open",
    "pause_campaign",
    "plan_next",
    "record",
    "require_title",
    "resume_campaign",
    "start_campaign",
]

LONGEST_TITLE = 80
REPEATS = (Repeat.WEEKLY, Repeat.FORTNIGHTLY, Repeat.MONTHLY)
NINE = time(9)
_MOST_LISTED = 15


@dataclass(frozen=True)
class Screen:
    """One series of a kelurahan, newest first; None when there is none yet. `number` 0 is the first."""

    campaign: Campaign | None
    number: int
    pages: int


async def get_kelurahan(session: Session, actor: Actor) -> Area:
    """The kelurahan that somebody explains rules for; NotYours without that office."""
    offices = await list_offices_in_use(session, actor, RoleKind.KELURAHAN)
    if not offices:
        raise NotYours
    return offices[0].area


async def access_campaign(session: Session, actor: Actor, campaign_id: int) -> Campaign:
    """A series, locked, for an officer of its kelurahan; Gone without one, NotYours for others."""
    found = await rule_cards.find_campaign(session, campaign_id)
    if found is None:
        raise Gone
    await require_office(session, actor, found.kelurahan_id, RoleKind.KELURAHAN)
    return found


async def start_campaign(
    session: Session,
    actor: Actor,
    *,
    kelurahan_id: int,
    title: str,
    repeat: Repeat,
    first_at: datetime,
    now: datetime,
) -> Campaign:
    """Begin a series, which waits for its cards; from now on the clock looks for those who join late.

    NotYours without the office, WhenPast for a first moment that is over.
    """
    area = await require_office(session, actor, kelurahan_id, RoleKind.KELURAHAN)
    if first_at <= now:
        raise WhenPast
    campaign = Campaign(
        kelurahan_id=area.id,
        title=require_title(title),
        state=CampaignState.RUNNING,
        repeat=Repeat(repeat).value,
        first_at=first_at,
        turn=0,
        created_by_id=actor.person_id,
        created_at=now,
    )
    await rule_cards.add_campaign(session, campaign)
    daily = next_daily(now, area.zone, NINE)
    await duties.add_if_missing(session, DutyKind.RULE_CARDS, area.id, due_at=daily, now=now)
    record(session, actor, campaign, "start_campaign", now=now)
    return campaign


async def find_arrival(session: Session, area: Area, first_at: datetime) -> datetime:
    """When a card that is due at a moment arrives, because closed hours hold it."""
    return await closed_until(session, area.id, Hours.OPEN, first_at) or first_at


async def plan_next(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """When the clock looks again: at the next moment of the series while a card waits, else not at all."""
    cards = await rule_cards.list_cards(session, campaign.id)
    if campaign.state is not CampaignState.RUNNING or not _waiting(cards):
        campaign.next_at = None
    elif campaign.next_at is None:
        area = await areas.get_area(session, campaign.kelurahan_id)
        campaign.next_at = next_after(campaign.first_at, Repeat(campaign.repeat), now, area.zone)


async def pause_campaign(session: Session, actor: Actor, campaign_id: int, *, now: datetime) -> Campaign:
    """Let a series rest; pausing twice changes nothing. Gone when it is over."""
    return await _turn_to(session, actor, campaign_id, CampaignState.PAUSED, now=now)


async def resume_campaign(session: Session, actor: Actor, campaign_id: int, *, now: datetime) -> Campaign:
    """Let a series go on at its next moment; what it missed is not made up for. Gone when it is over."""
    return await _turn_to(session, actor, campaign_id, CampaignState.RUNNING, now=now)


async def end_campaign(session: Session, actor: Actor, campaign_id: int, *, now: datetime) -> Campaign:
    """Drop the cards that wait; those that were sent stay valid and can be replaced. Gone when it is over."""
    campaign = await _turn_to(session, actor, campaign_id, CampaignState.OVER, now=now)
    cards = await rule_cards.list_cards(session, campaign.id)
    await rule_cards.drop_cards(
        session, campaign.id, [one for one in cards if one.state is CardState.WAITING]
    )
    return campaign


async def _turn_to(
    session: Session, actor: Actor, campaign_id: int, state: CampaignState, *, now: datetime
) -> Campaign:
    campaign = await access_campaign(session, actor, campaign_id)
    if campaign.state is CampaignState.OVER:
        raise Gone
    if campaign.state is not state:
        campaign.state = state
        record(session, actor, campaign, f"turn_campaign_{state.value}", now=now)
        await plan_next(session, campaign, now=now)
    return campaign


def record(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    action: str,
    *,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Write down what an officer did with a series."""
    add_act(
        session,
        action,
        f"campaign:{campaign.id}",
        at=now,
        actor_id=actor.person_id,
        area_id=campaign.kelurahan_id,
        details=details,
    )


def require_title(title: str) -> str:
    """A title that says something and fits; NotUnderstood, TextTooLong."""
    found = " ".join(title.split())
    if not has_words(found):
        raise NotUnderstood
    if count_units(found) > LONGEST_TITLE:
        raise TextTooLong(limit=LONGEST_TITLE)
    return found


async def list_campaigns(session: Session, actor: Actor, *, page: int = 0) -> Screen:
    """One series a page, newest first; a page that is not there becomes the nearest."""
    found = await rule_cards.list_campaigns(session, (await get_kelurahan(session, actor)).id)
    number = min(max(page, 0), max(len(found) - 1, 0))
    return Screen(found[number] if found else None, number, max(len(found), 1))


async def find_screen(session: Session, actor: Actor, campaign_id: int) -> Screen:
    """The page of a certain series; Gone, NotYours."""
    campaign = await access_campaign(session, actor, campaign_id)
    found = await rule_cards.list_campaigns(session, campaign.kelurahan_id)
    return Screen(campaign, found.index(campaign), len(found))


async def describe(session: Session, screen: Screen) -> dict[str, Any]:
    """What the screen of a series says; `more` cards are not listed."""
    campaign = screen.campaign
    paging = {"page": screen.number, "pages": screen.pages}
    if campaign is None:
        return {"campaign": 0, "cards": [], **paging}
    area = await areas.get_area(session, campaign.kelurahan_id)
    cards = await rule_cards.list_cards(session, campaign.id)
    return {
        "campaign": campaign.id,
        "title": campaign.title,
        "state": campaign.state.value,
        "repeat": campaign.repeat,
        "next_at": campaign.next_at and campaign.next_at.isoformat(),
        "zone": area.zone,
        "cards": (await describe_cards(session, campaign.id))[-_MOST_LISTED:],
        "more": max(len(cards) - _MOST_LISTED, 0),
        "replaceable": bool(list_open(cards)),
        **paging,
    }


async def describe_cards(session: Session, campaign_id: int) -> list[dict[str, Any]]:
    """What lists say of the cards of a series, in their order."""
    withdrawn = await rule_cards.list_withdrawn(session, campaign_id)
    return [
        {
            "id": card.id,
            "title": card.title,
            "year": card.year,
            "version": card.version,
            "number": card.position,
            "state": "withdrawn" if card.id in withdrawn else card.state.value,
        }
        for card in await rule_cards.list_cards(session, campaign_id)
    ]


def list_open(cards: list[RuleCard]) -> list[RuleCard]:
    """Those of a series that are valid and whose successor does not wait for its turn already."""
    awaited = {card.replaces_id for card in cards if card.state is CardState.WAITING}
    return [card for card in cards if card.state is CardState.CURRENT and card.id not in awaited]


def _waiting(cards: list[RuleCard]) -> bool:
    return any(card.state is CardState.WAITING for card in cards)
