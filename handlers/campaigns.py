"""Campaigns: `Sosialisasi` shows a series with its cards, lets it rest or end, and how far each card came."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import campaign_reach, campaigns, waiting_cards
from actions.errors import Gone
from actions.paging import cut
from handlers import campaign_forms, card_forms
from handlers.context import Context
from handlers.paging import on_page
from templates.campaign_buttons import ListCards, ManageCampaign, ManageCard, ShowReach

OnVerb = Callable[[Context, int], Awaitable[None]]
_CARDS = 6


async def on_campaigns(context: Context) -> None:
    """`Sosialisasi`: the newest series of one's kelurahan."""
    await context.reply("campaigns/campaign", **await _facts(context, 0))


async def on_manage_tapped(_update: object, context: Context) -> None:
    """A button under a series."""
    tap = ManageCampaign.parse(context.query.data)
    if tap.verb not in VERBS:
        raise Gone
    await VERBS[tap.verb](context, tap.campaign)


async def on_cards_tapped(_update: object, context: Context) -> None:
    """`Lihat kartu`: those of a series, newest first, or at once the only one."""
    tap = ListCards.parse(context.query.data)
    campaign = await campaigns.access_campaign(context.session, context.actor, tap.campaign)
    found = (await campaigns.describe_cards(context.session, campaign.id))[::-1]
    if len(found) == 1:
        await _show_card(context, found[0]["id"], 0)
        return
    shown = cut(found, tap.page, _CARDS)
    await context.edit_tapped(
        "campaigns/cards",
        campaign=campaign.id,
        title=campaign.title,
        cards=shown.items,
        page=shown.number,
        pages=shown.pages,
    )


async def on_reach_tapped(_update: object, context: Context) -> None:
    """One card, or another page of its RT."""
    tap = ShowReach.parse(context.query.data)
    await _show_card(context, tap.card, tap.page)


async def _show_card(context: Context, card_id: int, page: int) -> None:
    """How far it has come, or what it will say while it waits."""
    if await waiting_cards.is_waiting(context.session, card_id):
        _, card = await waiting_cards.access_waiting(context.session, context.actor, card_id)
        await context.edit_tapped("campaigns/waiting", **waiting_cards.describe_waiting(card))
    else:
        await _show_reach(context, card_id, page)


async def on_card_tapped(_update: object, context: Context) -> None:
    """A button under a card that waits."""
    tap = ManageCard.parse(context.query.data)
    if tap.verb == "change":
        await card_forms.begin_changing(context, tap.card)
    elif tap.verb == "drop":
        _, card = await waiting_cards.access_waiting(context.session, context.actor, tap.card)
        await context.edit_tapped("campaigns/ask_drop", card=card.id, title=card.title)
    elif tap.verb == "drop_yes":
        campaign = await waiting_cards.drop_card(context.session, context.actor, tap.card, now=context.now)
        await _show(context, campaign.id)
    else:
        raise Gone


async def _show_reach(context: Context, card_id: int, page: int) -> None:
    reach = await campaign_reach.access_reach(context.session, context.actor, card_id, page=page)
    await context.edit_tapped("campaigns/reach", **reach.facts())


async def _facts(context: Context, page: int) -> dict[str, Any]:
    screen = await campaigns.list_campaigns(context.session, context.actor, page=page)
    return await campaigns.describe(context.session, screen)


async def _show(context: Context, campaign_id: int) -> None:
    screen = await campaigns.find_screen(context.session, context.actor, campaign_id)
    await context.edit_tapped("campaigns/campaign", **await campaigns.describe(context.session, screen))


async def _pause(context: Context, campaign_id: int) -> None:
    await campaigns.pause_campaign(context.session, context.actor, campaign_id, now=context.now)
    await _show(context, campaign_id)


async def _resume(context: Context, campaign_id: int) -> None:
    await campaigns.resume_campaign(context.session, context.actor, campaign_id, now=context.now)
    await _show(context, campaign_id)


async def _ask_end(context: Context, campaign_id: int) -> None:
    found = await campaigns.access_campaign(context.session, context.actor, campaign_id)
    await context.edit_tapped("campaigns/ask_end", campaign=found.id, title=found.title)


async def _end(context: Context, campaign_id: int) -> None:
    await campaigns.end_campaign(context.session, context.actor, campaign_id, now=context.now)
    await _show(context, campaign_id)


async def _start(context: Context, _campaign_id: int) -> None:
    await campaign_forms.begin(context)


VERBS: dict[str, OnVerb] = {
    "show": _show,
    "new": _start,
    "add": card_forms.begin_adding,
    "replace": card_forms.begin_replacing,
    "pause": _pause,
    "resume": _resume,
    "end": _ask_end,
    "end_yes": _end,
}

HANDLERS = [
    CallbackQueryHandler(on_manage_tapped, pattern=ManageCampaign.pattern()),
    CallbackQueryHandler(on_cards_tapped, pattern=ListCards.pattern()),
    CallbackQueryHandler(on_card_tapped, pattern=ManageCard.pattern()),
    CallbackQueryHandler(on_reach_tapped, pattern=ShowReach.pattern()),
    on_page("campaigns", "campaigns/campaign", _facts),
]
