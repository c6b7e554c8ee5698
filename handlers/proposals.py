"""Ideas: sending one, one's own list, what came in, and a look at one."""

from typing import Any

from telegram.ext import CallbackQueryHandler

from actions.messages import Lane
from actions.proposals import (
    Listed,
    Opened,
    Page,
    access_proposal,
    is_long,
    list_contents,
    list_incoming,
    list_my_proposals,
)
from handlers import proposal_forms
from handlers.context import Context
from handlers.paging import on_page
from templates.buttons import ShowProposal

_AREAS_NAMED = 6


async def on_propose(context: Context) -> None:
    """`Kirim usulan`"""
    await proposal_forms.begin(context)


async def on_my_proposals(context: Context) -> None:
    """`Usulan saya`"""
    await context.reply("proposals/mine", **await _my_facts(context, 0))


async def on_incoming(context: Context) -> None:
    """`Usulan masuk`"""
    await context.reply("proposals/incoming", **await _incoming_facts(context, 0))


async def on_proposal_tapped(_update: object, context: Context) -> None:
    """One proposal: its files and a long text first, then where it stands."""
    tap = ShowProposal.parse(context.query.data)
    opened = await access_proposal(context.session, context.actor, tap.proposal)
    for post in list_contents(opened.proposal, opened.attachments, lane=Lane.REPLY):
        await context.send(post)
    await context.reply("proposals/detail", **_detail_facts(opened))


async def _my_facts(context: Context, page: int) -> dict[str, Any]:
    return _list_facts(await list_my_proposals(context.session, context.actor, page=page))


async def _incoming_facts(context: Context, page: int) -> dict[str, Any]:
    return _list_facts(await list_incoming(context.session, context.actor, page=page))


def _list_facts(found: Page) -> dict[str, Any]:
    named = found.by_area[:_AREAS_NAMED]
    return {
        "items": [_item(listed) for listed in found.items],
        "total": found.total,
        "page": found.number,
        "pages": found.pages,
        "zone": found.zone,
        "areas": [{"name": name, "count": count} for name, count in named],
        "more_areas": len(found.by_area) - len(named),
    }


def _item(listed: Listed) -> dict[str, Any]:
    proposal = listed.proposal
    return {
        "id": proposal.id,
        "number": proposal.number,
        "text": proposal.text and proposal.text[:200],
        "area": listed.area,
        "step": listed.step,
        "at": proposal.created_at.isoformat(),
    }


def _detail_facts(opened: Opened) -> dict[str, Any]:
    proposal = opened.proposal
    return {
        "number": proposal.number,
        "area": opened.area.name,
        "zone": opened.area.zone,
        "sector": opened.sector,
        "text": proposal.text,
        "long": is_long(proposal.text or ""),
        "name": opened.proposer,
        "own": opened.own,
        "at": proposal.created_at.isoformat(),
        "moves": [{"step": step, "at": at.isoformat(), "note": note} for step, at, note in opened.moves],
    }


HANDLERS = [
    on_page("my_proposals", "proposals/mine", _my_facts),
    on_page("proposals", "proposals/incoming", _incoming_facts),
    CallbackQueryHandler(on_proposal_tapped, pattern=ShowProposal.pattern()),
]
