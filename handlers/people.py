"""People: `Warga RT` for the RT head, and `Data saya` for everybody."""

from typing import Any

from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from actions import forms, neighbours
from actions.errors import Gone
from actions.neighbours import Names, Waiting
from actions.people import get_my_data
from handlers.attention import on_mutes
from handlers.context import Context
from handlers.forgetting_forms import begin_forgetting
from handlers.interests import on_register, register_facts
from handlers.joining import decide
from handlers.my_data import begin_change, begin_erasing
from handlers.paging import on_page, page_facts
from templates.buttons import ChangeData, DecideListed, ForgetNeighbour, ShareLink

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def on_residents(context: Context) -> None:
    """`Warga RT`"""
    await context.reply("people/residents", **await _waiting_facts(context, 0))


async def on_listed_tapped(_update: object, context: Context) -> None:
    """`Terima` or `Tolak` in the list, which then shows who still waits."""
    tap = DecideListed.parse(context.query.data)
    await decide(context, tap.residency, tap.decision)
    await context.edit_tapped("people/residents", **await _waiting_facts(context, tap.page))


async def on_forget_tapped(_update: object, context: Context) -> None:
    """`Hapus catatan`"""
    ForgetNeighbour.parse(context.query.data)
    await begin_forgetting(context)


async def on_share_tapped(_update: object, context: Context) -> None:
    """`Tautan RT`"""
    ShareLink.parse(context.query.data)
    links = await neighbours.share_links(context.session, context.actor, now=context.now)
    await context.reply("people/link", links=[{"area": area, "link": link} for area, link in links])


async def on_my_data(context: Context) -> None:
    """`Data saya`"""
    known = await get_my_data(context.session, context.actor)
    residency, place = known.residency, known.place
    await context.reply(
        "people/my_data",
        name=known.name,
        said=known.salutation,
        area=place.area,
        kelurahan=place.kelurahan,
        house=known.house,
        state=residency.state.value if residency else None,
        since=residency.since.isoformat() if residency and residency.since else None,
        consented_at=known.consented_at.isoformat() if known.consented_at else None,
        roles=[
            {"kind": office.kind.value, "area": office.area, "since": office.since.isoformat()}
            for office in known.offices
        ],
        zone=place.zone,
        **await register_facts(context),
    )


async def on_change_tapped(_update: object, context: Context) -> None:
    """One thing of `Data saya` is to be corrected, or all erased."""
    what = ChangeData.parse(context.query.data).what
    if what == "erase":
        await begin_erasing(context)
    elif what == "news":
        await on_mutes(context)
    elif what == "interests":
        await on_register(context)
    elif not await begin_change(context, what):
        raise Gone


async def on_erase(_update: object, context: Context) -> None:
    """/hapus_data"""
    if context.unit.actor is None:
        await context.reply("people/nothing_kept")
        return
    await forms.leave(context.session, context.chat_id)
    await begin_erasing(context)


async def _waiting_facts(context: Context, page: int) -> dict[str, Any]:
    found = await neighbours.list_waiting(context.session, context.actor, page=page)
    return {
        "accepted": found.accepted,
        "noted": found.noted,
        "waiting": found.page.total,
        **_page_facts(found),
    }


async def _names_facts(context: Context, page: int) -> dict[str, Any]:
    """The names of the RT's residents."""
    found = await neighbours.list_names(context.session, context.actor, page=page)
    return {"total": found.page.total, "noted": found.noted, **_page_facts(found)}


def _page_facts(found: Names | Waiting) -> dict[str, Any]:
    items = [{"residency": one.residency_id, "who": one.who, "house": one.house} for one in found.page.items]
    return {"area": found.area, **page_facts(found.page, items)}


HANDLERS = [
    CommandHandler("hapus_data", on_erase, filters=PRIVATE),
    CallbackQueryHandler(on_listed_tapped, pattern=DecideListed.pattern()),
    on_page("waiting", "people/residents", _waiting_facts),
    on_page("residents", "people/names", _names_facts),
    CallbackQueryHandler(on_forget_tapped, pattern=ForgetNeighbour.pattern()),
    CallbackQueryHandler(on_share_tapped, pattern=ShareLink.pattern()),
    CallbackQueryHandler(on_change_tapped, pattern=ChangeData.pattern()),
]
