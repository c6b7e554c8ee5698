"""Joining: a link is opened, "Boleh" is tapped, and an officer decides who is counted."""

from typing import Any

from telegram.ext import CallbackQueryHandler

from actions import forms, joining, requests
from actions.areas import Area
from actions.errors import Gone
from actions.joining import Invitation, Standing
from actions.people import ZONE
from actions.roles import find_current
from actions.times import local
from handlers.context import Context
from handlers.joining_forms import HOUSE, JOIN, begin_house, begin_joining, finish_office
from templates.buttons import Consent, DecideResident

_DECISIONS = {"accept": True, "decline": False, "same": True}


async def on_link(context: Context, payload: str) -> None:
    """`/start PAYLOAD`: ask a stranger for consent, take somebody known further."""
    actor = context.unit.actor
    if actor is not None and await joining.holds_office_of(context.session, actor, payload):
        await _say_joined(context, None)
        return
    invitation = await joining.read_invitation(context.session, payload, now=context.now)
    if actor is not None:
        await _go_on(context, invitation)
        return
    await context.reply("joining/welcome", **_facts(context, invitation))
    await context.reply("joining/consent", payload=payload)


async def on_consent_tapped(_update: object, context: Context) -> None:
    """`Boleh`: from here on they are known. `Tidak dulu`: nothing was kept, nothing is."""
    tap = Consent.parse(context.query.data)
    if tap.answer == "no" and context.unit.actor is None:
        await context.edit_tapped("joining/no_consent")
        return
    if tap.answer != "yes":
        raise Gone
    invitation = await joining.read_invitation(context.session, tap.payload, now=context.now)
    if context.unit.actor is None:
        context.unit.actor = await joining.give_consent(
            context.session, context.telegram_id, update_id=context.unit.update_id, now=context.now
        )
        await context.edit_tapped("joining/consented")
    elif await _is_joining(context):
        context.toast("forms/noted")
        return
    await _go_on(context, invitation)


async def on_decision_tapped(_update: object, context: Context) -> None:
    """`Terima` or `Tolak` under a request; the message then says what became of it, whoever decided."""
    tap = DecideResident.parse(context.query.data)
    decided = await decide(context, tap.residency, tap.decision)
    if not decided.fresh:
        await context.edit_tapped("people/decided", **decided.facts)


async def decide(context: Context, residency: int, decision: str) -> requests.Decided:
    """Accept or decline, and say so on the tap; "same-12" accepts as the person who was written down."""
    wanted, _, same = decision.partition("-")
    if wanted not in _DECISIONS or (same and not (wanted == "same" and same.isdecimal())):
        raise Gone
    accept = _DECISIONS[wanted]
    decided = await requests.decide(
        context.session,
        context.actor,
        residency,
        accept=accept,
        same_as=int(same) if same else None,
        now=context.now,
    )
    as_wished = decided.facts["state"] == ("accepted" if accept else "declined")
    context.toast("people/decided_toast", alert=not decided.fresh and not as_wished, **decided.facts)
    return decided


async def _is_joining(context: Context) -> bool:
    kinds = (JOIN.name, HOUSE.name)
    found = [await forms.find_unfinished(context.session, context.chat_id, kind) for kind in kinds]
    return any(found)


async def _go_on(context: Context, invitation: Invitation) -> None:
    """Somebody who has given consent: ask what is not known yet, or do at once what the link is for."""
    if not context.actor.name:
        await begin_joining(context, invitation)
    elif invitation.role is not None:
        await finish_office(context, invitation.link_id, invitation.area.name if invitation.area else None)
    elif invitation.area is not None:
        await _ask_to_count(context, invitation.area)


async def _ask_to_count(context: Context, area: Area) -> None:
    standing = await joining.find_standing(context.session, context.actor, area)
    if standing is Standing.ACCEPTED:
        await _say_joined(context, area.name)
    elif standing is Standing.WAITING:
        await context.reply("joining/still_waiting", area=area.name)
    else:
        await begin_house(context, area)


async def _say_joined(context: Context, area: str | None) -> None:
    menu = await find_current(context.session, context.actor)
    await context.reply("joining/already", area=area, **(menu.facts() if menu else {}))


def _facts(context: Context, invitation: Invitation) -> dict[str, Any]:
    area, kelurahan = invitation.area, invitation.kelurahan
    return {
        "area": area.name if area else None,
        "kelurahan": kelurahan.name if kelurahan else None,
        "role": invitation.role.value if invitation.role else None,
        "hour": local(context.now, area.zone if area else ZONE).hour,
    }


HANDLERS = [
    CallbackQueryHandler(on_consent_tapped, pattern=Consent.pattern()),
    CallbackQueryHandler(on_decision_tapped, pattern=DecideResident.pattern()),
]
