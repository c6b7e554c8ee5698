"""`Tanpa nama`: what somebody gives who is not to be named, as two more steps of `Catat warga lain`."""

from typing import Any

from actions import gifts, proxies
from actions.errors import Gone, NotUnderstood
from actions.forms import Form
from actions.ways import Way
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import Step
from handlers.said import Said

Data = dict[str, Any]
NAMELESS = {"nameless": "proxy.nameless"}
_WAYS = {way.value: f"way.{way.value}" for way in gifts.NAMELESS_WAYS}


async def _hear_way(_context: Context, _form: Form, data: Data, said: Said) -> str:
    chosen = pick(said, _WAYS)
    if chosen is None:
        raise Gone if said.choice is not None else NotUnderstood
    data["way"] = chosen
    return "gift"


async def _hear_gift(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if "way" not in data:  # a question further up, whose answer was given up since
        raise Gone
    plan = await proxies.access_plan(
        context.session, context.actor, activity_id=data["activity"], now=context.now
    )
    noted = await gifts.record_gift(
        context.session, context.actor, plan, way=Way(data["way"]), gift=said.text, now=context.now
    )
    await context.reply("proxies/gift_recorded", activity=plan.activity.id, gift=noted.gift, way=data["way"])
    return None


STEPS = (
    Step("way", "proxies/ask_way", _hear_way),
    Step("gift", "proxies/ask_gift", _hear_gift, longest=gifts.LONGEST_GIFT),
)
