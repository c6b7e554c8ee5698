"""`Salin untuk WhatsApp` and `Cetak`: an announcement or an invitation for neighbours without Telegram."""

from typing import Any

from actions import activities, sharing
from actions.messages import Lane, Post
from handlers.context import Context
from templates import whatsapp


async def on_share_activity(context: Context, activity_id: int) -> None:
    """`Bagikan` under an activity: by which way."""
    plan = await sharing.access_shared(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    view = await activities.access_activity(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    await context.reply("sharing/ways", activity=activity_id, title=plan.activity.title, manages=view.manages)


async def on_copy_activity(context: Context, activity_id: int) -> None:
    """The invitation as a message that can be copied whole."""
    facts = await _activity(context, activity_id)
    passed = whatsapp.invitation(facts, context.actor.language)
    await context.reply("sharing/whatsapp", text=passed.text, address=passed.address)


async def on_print_activity(context: Context, activity_id: int) -> None:
    """The invitation as a page to hang up."""
    await _print(context, "invitation_poster", await _activity(context, activity_id))


async def on_copy_announcement(context: Context, announcement_id: int) -> None:
    """The announcement as a message that can be copied whole."""
    facts = await _announcement(context, announcement_id)
    passed = whatsapp.announcement(facts, context.actor.language)
    await context.reply("sharing/whatsapp", text=passed.text, address=passed.address)


async def on_print_announcement(context: Context, announcement_id: int) -> None:
    """The announcement as a page to hang up."""
    await _print(context, "announcement_poster", await _announcement(context, announcement_id))


async def _activity(context: Context, activity_id: int) -> dict[str, Any]:
    return await sharing.share_activity(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )


async def _announcement(context: Context, announcement_id: int) -> dict[str, Any]:
    return await sharing.share_announcement(
        context.session, context.actor, announcement_id=announcement_id, now=context.now
    )


async def _print(context: Context, drawing: str, facts: dict[str, Any]) -> None:
    page = Post("sharing/poster", facts, method="sendDocument", file=f"draw:{drawing}", lane=Lane.REPLY)
    await context.send(page)
