"""Codes to scan: shown on the organiser's phone, printed, and opened by whoever scans one."""

from actions import attendance_codes
from actions.messages import Lane, Post
from handlers.context import Context


async def on_scan(context: Context, payload: str) -> None:
    """`/start` with what a code says: whoever is known is there from now on."""
    if context.unit.actor is None:
        await context.reply("attendance/stranger")
        return
    await attendance_codes.scan(context.session, context.actor, payload=payload, now=context.now)
    await context.reply("attendance/present")


async def on_show_code(context: Context, session_id: int) -> None:
    """`Tunjukkan kode`: a picture whose code changes every minute."""
    await attendance_codes.show_code(context.session, context.actor, session_id=session_id, now=context.now)


async def on_print_code(context: Context, session_id: int) -> None:
    """`Cetak kode`: a page to hang up at the door."""
    facts = await attendance_codes.print_code(
        context.session, context.actor, session_id=session_id, now=context.now
    )
    page = Post(
        "attendance/poster", facts, method="sendDocument", file="draw:attendance_poster", lane=Lane.REPLY
    )
    await context.send(page)
