"""getUpdates: long polling with one poller at a time."""

from simulator.clock import ticking_seconds
from simulator.errors import ApiError
from simulator.methods.answers import remember_allowed
from simulator.params import Json, Params
from simulator.telegram import Telegram

MOST_SECONDS = 50
MOST_UPDATES = 100
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(telegram: Telegram, params: Params) -> list[Json]:
    """Confirm below `offset`, then answer at once with what waits, or as soon as something comes."""
    _refuse_beside_a_webhook(telegram)
    remember_allowed(telegram, params)
    updates = telegram.updates
    if "offset" in params:
        updates.confirm_before(params.integer("offset"))
    limit = params.integer("limit", MOST_UPDATES)
    limit = limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES
    end = ticking_seconds() + max(0, min(MOST_SECONDS, params.integer("timeout")))
    updates.poller += 1
    mine = updates.poller
    telegram.bell.ring()
    while not (waiting := updates.waiting()):
        remaining = end - ticking_seconds()
        if remaining <= 0 or telegram.closing or telegram.failure.mode == "down":
            break
        await telegram.bell.wait(remaining)
        if updates.poller != mine:
            raise ApiError(409, OTHER_POLLER)
        _refuse_beside_a_webhook(telegram)
    return [each.body for each in waiting[:limit]]


def _refuse_beside_a_webhook(telegram: Telegram) -> None:
    if telegram.webhook.address:
        raise ApiError(409, WEBHOOK_ACTIVE)
