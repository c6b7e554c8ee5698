"""How far a rule card has come: who read it and who cannot be reached, counted per RT and never named."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions.access import Actor, Session
from actions.announcements import Announcement
from actions.campaigns import access_campaign
from actions.errors import Gone
from actions.paging import cut
from storage import announcements, areas, listeners, receipts, rule_cards
from storage.announcements import ReactionKind
from storage.areas import Area, AreaKind
from storage.outbox import PROMISED, OutboxState
from storage.people import ChatState
from storage.receipts import GOT_IT, Arrival
from storage.rule_cards import RuleCard

__all__ = ["Reach", "access_reach", "list_news"]

PAGE, MOST_NEWS = 8, 3
COUNTED = ("read", "of", "unclear", "sent", "waiting", "failed", "unreached")
_BY_WEIGHT = ("sent", "waiting", "unreached", "failed")
"""Of several messages to one person the first of these counts."""

Reactions = Iterable[tuple[int | None, int | None, ReactionKind]]


@dataclass(frozen=True)
class Reach:
    """A page of what became of a card per RT, and the sum over all of them."""

    card: RuleCard
    total: Counter[str]
    rows: tuple[tuple[Area, Counter[str]], ...]
    page: int
    pages: int

    def facts(self) -> dict[str, Any]:
        """What the screen needs."""
        return {
            "card": self.card.id,
            "campaign": self.card.campaign_id,
            "title": self.card.title,
            "year": self.card.year,
            "state": self.card.state.value,
            "asks_clear": self.card.asks_clear,
            **_as_facts(self.total),
            "rows": [{"area": area.name, **_as_facts(counts)} for area, counts in self.rows],
            "page": self.page,
            "pages": self.pages,
        }


def fold(
    found: Iterable[Arrival], reactions: Reactions, cut_off: Iterable[tuple[int, int]] = ()
) -> dict[int | None, Counter[str]]:
    """RT -> counts of persons; `of` is who has it, by a message or because they looked it up and read it.

    `cut_off` are (person, RT) whose chat is closed to the bot; without any message they count as not reached.
    """
    counts: dict[int | None, Counter[str]] = defaultdict(Counter)
    best: dict[int, tuple[str, int | None]] = {}
    for person_id, area_id, state in found:
        outcome = _outcome(state)
        if person_id is None:
            counts[area_id][outcome] += 1
        elif person_id not in best or _weight(outcome) < _weight(best[person_id][0]):
            best[person_id] = (outcome, area_id)
    for person_id, area_id in cut_off:
        best.setdefault(person_id, ("unreached", area_id))
    for outcome, where in best.values():
        counts[where][outcome] += 1
    for reader_id, their_rt, kind in reactions:
        arrived, where = best.get(reader_id or 0, ("", their_rt))
        counts[where]["read"] += 1
        counts[where]["unclear"] += kind is ReactionKind.UNCLEAR
        counts[where]["of"] += reader_id is not None and arrived != "sent"
    for counter in counts.values():
        counter["of"] += counter["sent"]
    return counts


def _outcome(state: OutboxState) -> str:
    if state in GOT_IT:
        return "sent"
    if state in PROMISED:
        return "waiting"
    return "unreached" if state is OutboxState.UNREACHABLE else "failed"


def _weight(outcome: str) -> int:
    return _BY_WEIGHT.index(outcome)


def _as_facts(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in COUNTED}


async def access_reach(session: Session, actor: Actor, card_id: int, *, page: int = 0) -> Reach:
    """What became of a card in each RT that it concerns; Gone when it was not sent, NotYours for others."""
    card = await rule_cards.find_card(session, card_id)
    if card is None:
        raise Gone
    campaign = await access_campaign(session, actor, card.campaign_id)
    announcement = await announcements.find_of_card(session, card.id)
    if announcement is None:
        raise Gone
    rts = await areas.list_inside(session, campaign.kelurahan_id, AreaKind.RT)
    counts = await _count(session, announcement, [rt.id for rt in rts])
    rows = [(rt, counts[rt.id]) for rt in rts if rt.id in counts]
    shown = cut(rows, page, PAGE)
    return Reach(card, sum(counts.values(), Counter()), shown.items, shown.number, shown.pages)


async def _count(
    session: Session, announcement: Announcement, rts: list[int]
) -> dict[int | None, Counter[str]]:
    found = await receipts.list_arrivals(session, announcement.id, area_ids=rts)
    reactions = await announcements.list_reactions(session, announcement.id)
    residents = await listeners.list_residents(session, rts)
    gone = (ChatState.BLOCKED, ChatState.UNREACHABLE)
    cut_off = [(one.person_id, one.area_id) for one in residents if one.area_id and one.state in gone]
    return fold(found, reactions, cut_off)


async def list_news(session: Session, rt: Area, since: datetime) -> list[dict[str, Any]]:
    """The valid cards that were sent or answered in an RT after a moment, newest first, with their counts."""
    news = []
    for card, announcement in reversed(await rule_cards.list_valid(session, rt.kelurahan_id or rt.id)):
        lately = await announcements.list_reactions(session, announcement.id, after=since)
        if announcement.published_at <= since and rt.id not in {area_id for _, area_id, _ in lately}:
            continue
        counts = (await _count(session, announcement, [rt.id])).get(rt.id, Counter())
        if counts["of"]:
            news.append({"title": card.title, **_as_facts(counts)})
    return news[:MOST_NEWS]
