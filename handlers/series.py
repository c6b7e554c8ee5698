"""What an organiser decides about an activity that comes back: invite, move or skip its next time; end it."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import series, series_ends
from handlers.activity_forms import start_again
from handlers.context import Context
from templates.activity_buttons import ManageSeries
from templates.taps import BadTap

OnVerb = Callable[[Context, int, int], Awaitable[None]]


async def on_series_tapped(_update: object, context: Context) -> None:
    """A button under a proposed turn."""
    tap = ManageSeries.parse(context.query.data)
    if tap.verb not in _VERBS:
        raise BadTap(tap.verb)
    await _VERBS[tap.verb](context, tap.series, tap.turn)


async def _facts(context: Context, series_id: int, turn: int) -> dict[str, Any]:
    proposal = await series.access_proposal(context.session, context.actor, series_id, turn, now=context.now)
    return await series.describe(context.session, proposal)


async def _invite(context: Context, series_id: int, turn: int) -> None:
    facts = await _facts(context, series_id, turn)
    made = await series.invite_again(context.session, context.actor, series_id, turn, now=context.now)
    opens = made.goes_out.isoformat() if made.goes_out > context.now else None
    await context.edit_tapped("series/invited", **facts, **made.turns.facts(), opens=opens)


async def _move(context: Context, series_id: int, turn: int) -> None:
    """`Ubah waktu`: the form of a new activity, filled in from the last one, asks when."""
    proposal = await series.access_proposal(context.session, context.actor, series_id, turn, now=context.now)
    model, details = proposal.last.activity, await series.details_of(context.session, proposal)
    data = {
        "area_id": model.area_id,
        "area": proposal.last.area.name,
        "zone": proposal.last.area.zone,
        "kind": model.kind.value,
        "title": model.title,
        "place": model.place,
        "quota": details.quota,
        "bring": details.bring,
        "point": details.point,
        "topic": details.topic.value if details.topic else None,
        "parts": {str(person_id): part.value for person_id, part in details.parts.items()},
        "series": series_id,
        "turn": turn,
        "following": proposal.series.next_at.isoformat(),
    }
    await start_again(context, data)


async def _skip(context: Context, series_id: int, turn: int) -> None:
    facts = await _facts(context, series_id, turn)
    await series.skip_turn(context.session, context.actor, series_id, turn, now=context.now)
    await context.edit_tapped("series/skipped", **facts)


async def _ask_to_end(context: Context, series_id: int, turn: int) -> None:
    await context.edit_tapped("series/ask_end", **await _facts(context, series_id, turn))


async def _keep(context: Context, series_id: int, turn: int) -> None:
    await context.edit_tapped("series/proposal", **await _facts(context, series_id, turn))


async def _end(context: Context, series_id: int, turn: int) -> None:
    facts = await _facts(context, series_id, turn)
    await series.end_series(context.session, context.actor, series_id, turn, now=context.now)
    await context.edit_tapped("series/ended", **facts)


async def on_series(context: Context, activity_id: int) -> None:
    """`Berulang` under an activity: how often it comes back, and whether it still is to."""
    await context.reply("series/ask_stop", **await _repeated(context, activity_id))


async def on_series_kept(context: Context, activity_id: int) -> None:
    """`Tetap berulang`"""
    await context.edit_tapped("series/kept", **await _repeated(context, activity_id))


async def on_series_ended(context: Context, activity_id: int) -> None:
    """`Ya, hentikan` under an activity."""
    found = await series_ends.end_repeating(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    await context.edit_tapped("series/ended", **found.facts())


async def _repeated(context: Context, activity_id: int) -> dict[str, Any]:
    found = await series_ends.access_repeated(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    return found.facts()


_VERBS: dict[str, OnVerb] = {
    "invite": _invite,
    "move": _move,
    "skip": _skip,
    "end": _ask_to_end,
    "end_yes": _end,
    "keep": _keep,
}
HANDLERS = [CallbackQueryHandler(on_series_tapped, pattern=ManageSeries.pattern())]
