"""A refusal becomes polite words; anything else is kept for the dispatcher, which takes everything back."""

from contextlib import suppress

import structlog
from telegram.error import TelegramError

from actions import groups, messages
from actions.errors import NotKnown, Refusal, UnknownButton
from actions.messages import Recipient
from handlers.context import Context, Unit, unit_of_work
from templates import render
from templates.taps import BadTap

log = structlog.get_logger()
LONGEST_TOAST = 200


async def on_error(update: object, context: Context) -> None:
    """PTB swallows what handlers raise: keep it, so that the dispatcher can judge it."""
    unit_of_work.get().failure = context.error


async def answer_refusal(unit: Unit, chat_id: int, refusal: Refusal, *, tapped: bool) -> None:
    """Say why not: on the tap itself, or as a reply, with the question of the form that it came from.

    Whom we do not know is led from a group into the private chat, to the join link of the group's RT.
    """
    actor = unit.actor
    if unit.group_id is not None and isinstance(refusal, NotKnown) and not (actor and actor.roles):
        unit.open_url = await groups.find_way_in(unit.session, unit.group_id, now=unit.now)
        return
    language, salutation = (actor.language, actor.salutation) if actor else ("id", None)
    if tapped:
        unit.toast = render(refusal.template(), language, salutation=salutation, **refusal.facts)
        unit.alert = refusal.alarming
        return
    if unit.ask_again is not None and refusal.asks_again:
        with suppress(Refusal):  # the question itself cannot be put any more: an office was given up
            async with unit.session.begin_nested():
                await unit.ask_again(refusal)
            return
    recipient = Recipient(chat_id, actor.person_id if actor else None)
    await messages.reply(unit.session, recipient, refusal.template(), refusal.facts, now=unit.now)


def as_refusal(error: Exception) -> Refusal | None:
    """The refusal that an error is: button data that none of our buttons carries is one, too."""
    if isinstance(error, BadTap):
        return UnknownButton()
    return error if isinstance(error, Refusal) else None


def describe(error: BaseException) -> str:
    """What went wrong without anybody's words: the kind, and Telegram's own message."""
    return (
        f"{type(error).__name__}: {error.message}"
        if isinstance(error, TelegramError)
        else type(error).__name__
    )
