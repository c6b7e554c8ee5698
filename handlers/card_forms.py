"""How a rule card is written: its title, three sentences, perhaps a picture; and which card it replaces."""

from dataclasses import replace
from typing import Any

from actions import campaigns, rule_cards, waiting_cards
from actions.access import RoleKind, require_office
from actions.areas import Area
from actions.attachments import Attachment
from actions.audience import find_audience
from actions.campaigns import CampaignState
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.messages import Lane, News
from actions.paging import cut
from actions.rule_cards import CardDraft, RuleCard
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start
from handlers.previews import change, send_value, wants_to_send
from handlers.said import Said

Data = dict[str, Any]
_PAGE, _TURN = 6, "page-"
PARTS = {"year": "card.year", "title": "card.title", "words": "card.words"}


async def begin_adding(context: Context, campaign_id: int) -> None:
    """`Tambah kartu`"""
    campaign = await campaigns.access_campaign(context.session, context.actor, campaign_id)
    if campaign.state is CampaignState.OVER:
        raise Gone
    await start(context, CARD, {"campaign": campaign.id, "area_id": campaign.kelurahan_id})


async def begin_replacing(context: Context, campaign_id: int) -> None:
    """`Kartu tahun baru`: which card, unless only one can be meant."""
    campaign = await campaigns.access_campaign(context.session, context.actor, campaign_id)
    found = await rule_cards.list_replaceable(context.session, campaign.id)
    if not found:
        raise Gone
    data = {"campaign": campaign.id, "area_id": campaign.kelurahan_id}
    if len(found) == 1:
        await start(context, CARD, {**data, "replaces": found[0].id})
    else:
        await start(context, REPLACEMENT, data)


async def begin_changing(context: Context, card_id: int) -> None:
    """`Ubah` under a card that waits: its preview, from which each part can be changed."""
    campaign, card = await waiting_cards.access_waiting(context.session, context.actor, card_id)
    draft = await waiting_cards.draft_of(context.session, card)
    data = {
        "campaign": campaign.id,
        "area_id": campaign.kelurahan_id,
        "changes": card.id,
        "title": draft.title,
        "text": draft.text,
        "year": draft.year,
        "photo": draft.photo and {"file_id": draft.photo.file_id, "size": draft.photo.size},
        "asks_clear": draft.asks_clear,
    }
    await start(context, CARD_CHANGE, data)


async def _area(context: Context, data: Data) -> Area:
    return await require_office(context.session, context.actor, data["area_id"], RoleKind.KELURAHAN)


async def _replaced(context: Context, data: Data) -> RuleCard | None:
    """The card whose place this one takes; Gone when something else took it meanwhile, or this was sent."""
    if "changes" in data:
        _, card = await waiting_cards.access_waiting(context.session, context.actor, data["changes"])
        return await waiting_cards.find_replaced(context.session, card)
    if "replaces" not in data:
        return None
    _, old = await rule_cards.access_replaceable(context.session, context.actor, data["replaces"])
    return old


def _missing(data: Data) -> str:
    if not data.get("title"):
        return "title"
    return "preview" if data.get("text") else "words"


def _again(data: Data) -> bool:
    return _missing(data) == "preview"


def _goes_back(data: Data, said: Said) -> bool:
    """Whether `Kembali` was tapped; Gone for any other tap, and while there is no preview to go back to."""
    if said.choice is None:
        return False
    if said.choice != "back" or not _again(data):
        raise Gone
    return True


async def _which_facts(context: Context, _form: Form, data: Data) -> Data:
    found = await rule_cards.list_replaceable(context.session, data["campaign"])
    shown = cut(found, data.get("page", 0), _PAGE)
    cards = [
        {"value": str(card.id), "number": number, "title": card.title, "year": card.year}
        for number, card in enumerate(shown.items, shown.first + 1)
    ]
    return {"cards": cards, "page": shown.number, "pages": shown.pages}


async def _hear_which(context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.choice is not None and said.choice.startswith(_TURN):
        data["page"] = _read_number(said.choice.removeprefix(_TURN))
        return "which"
    found = await rule_cards.list_replaceable(context.session, data["campaign"])
    if said.choice is not None:
        chosen = next((card for card in found if str(card.id) == said.choice), None)
        if chosen is None:
            raise Gone
    else:
        number = _read_number(said.text)
        if not 1 <= number <= len(found):
            raise NotUnderstood
        chosen = found[number - 1]
    if data.get("replaces") != chosen.id:
        change(data, replaces=chosen.id, year=None)
    return _missing(data)


def _read_number(text: str) -> int:
    """A number of at most four digits, else 0."""
    said = text.strip().rstrip(".")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else 0


async def _title_facts(context: Context, _form: Form, data: Data) -> Data:
    old = await _replaced(context, data)
    return {"old": old and old.title, "again": _again(data)}


async def _hear_title(context: Context, _form: Form, data: Data, said: Said) -> str:
    old = await _replaced(context, data)
    if old is not None and pick(said, {"same": "card.same_title"}):
        change(data, title=old.title)
    elif not _goes_back(data, said):
        change(data, title=campaigns.require_title(said.text))
    return _missing(data)


async def _words_facts(_context: Context, _form: Form, data: Data) -> Data:
    return {"again": _again(data)}


async def _hear_words(_context: Context, _form: Form, data: Data, said: Said) -> str:
    if not _goes_back(data, said):
        photo = {"file_id": said.photo, "size": said.size} if said.photo else None
        change(data, text=rule_cards.require_text(said.text), photo=photo)
    return _missing(data)


async def _year_facts(context: Context, _form: Form, data: Data) -> Data:
    draft, old = await _draft(context, data)
    proposed = rule_cards.propose_year(None, await _area(context, data), context.now)
    years = {proposed, proposed + 1, draft.year}
    return {"years": sorted(year for year in years if old is None or year >= old.year), "again": _again(data)}


async def _hear_year(context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.choice == "back":
        return _missing(data)
    area = await _area(context, data)
    year = _read_number(said.choice or said.text)
    change(data, year=rule_cards.require_year(year, await _replaced(context, data), area, context.now))
    return _missing(data)


async def _draft(context: Context, data: Data) -> tuple[CardDraft, RuleCard | None]:
    """What the form holds, and the card that it replaces."""
    old = await _replaced(context, data)
    area = await _area(context, data)
    photo = data.get("photo")
    draft = CardDraft(
        title=data["title"],
        text=data["text"],
        year=data.get("year") or rule_cards.propose_year(old, area, context.now),
        photo=Attachment(photo["file_id"], "photo", photo["size"]) if photo else None,
        asks_clear=data.get("asks_clear", False),
    )
    return draft, old


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    """What people get goes ahead, made of the very template that they get."""
    area = await _area(context, data)
    campaign = await campaigns.access_campaign(context.session, context.actor, data["campaign"])
    draft, old = await _draft(context, data)
    await context.send(replace(rule_cards.preview_card(draft, area, old), lane=Lane.REPLY))
    audience = await find_audience(context.session, area, news=News.RULE_CARD)
    goes_out = "replaces" in data
    opens = await campaigns.find_arrival(context.session, area, context.now)
    return {
        "area": area.name,
        "count": len(audience.listeners),
        "old": old and old.title,
        "old_year": old and old.year,
        "asks_clear": draft.asks_clear,
        "send": send_value(data),
        "goes_out": goes_out,
        "opens": opens.isoformat() if goes_out and opens > context.now else None,
        "zone": area.zone,
        "in_turn": _turn_value(data) if goes_out and campaign.state is not CampaignState.OVER else None,
    }


def _turn_value(data: Data) -> str:
    """The value of `Sesuai giliran`, which names its preview as that of the button that sends does."""
    return f"turn-{send_value(data)}"


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    publishes = "card.publish" if "replaces" in data else "card.keep"
    asks = "card.ask_read" if data.get("asks_clear") else "card.ask_clear"
    in_turn = {_turn_value(data): "card.in_turn"}
    chosen = pick(said, {**PARTS, **in_turn, "clear": asks, send_value(data): publishes})
    if chosen in PARTS:
        return chosen
    if chosen == "clear":
        change(data, asks_clear=not data.get("asks_clear", False))
        return "preview"
    if chosen is None and not wants_to_send(data, said, context.actor.language):
        return "words"
    if not _again(data):
        raise Gone
    await _keep(context, data, at_once=chosen not in in_turn)
    screen = await campaigns.find_screen(context.session, context.actor, data["campaign"])
    await context.reply("campaigns/campaign", **await campaigns.describe(context.session, screen))
    return None


async def _keep(context: Context, data: Data, *, at_once: bool) -> None:
    draft, old = await _draft(context, data)
    who = (context.session, context.actor)
    if "changes" in data:
        await waiting_cards.change_card(*who, card_id=data["changes"], draft=draft, now=context.now)
    elif old is None:
        await rule_cards.add_card(*who, campaign_id=data["campaign"], draft=draft, now=context.now)
    else:
        await rule_cards.replace_card(*who, card_id=old.id, draft=draft, at_once=at_once, now=context.now)


_PREVIEW = Step("preview", "campaigns/confirm_card", _hear_preview, facts=_preview_facts, by_button=True)
_STEPS = (
    Step("title", "campaigns/ask_card_title", _hear_title, facts=_title_facts),
    Step("words", "campaigns/ask_words", _hear_words, ("text", "photo"), facts=_words_facts),
    _PREVIEW,
    Step("year", "campaigns/ask_year", _hear_year, facts=_year_facts),
)
CARD = register(FormKind("card", _STEPS))
CARD_CHANGE = register(FormKind("card_change", (_PREVIEW, *_STEPS[:2], *_STEPS[3:])))
_WHICH = Step("which", "campaigns/ask_card", _hear_which, facts=_which_facts)
REPLACEMENT = register(FormKind("replacement", (_WHICH, *_STEPS)))
