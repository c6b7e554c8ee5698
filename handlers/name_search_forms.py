"""`Cari nama`: somebody in a long list of names is found by some of their name, or by their house."""

from typing import Any

from actions import attendance_lists, forms
from actions.attendance_windows import access_meeting
from actions.errors import Gone
from actions.forms import Form
from actions.name_search import find_listed
from actions.names import LONGEST_NAME
from handlers.activity_times import pick
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.said import Said
from handlers.walk_in_forms import on_walk_in

Data = dict[str, Any]


async def on_search(context: Context, session_id: int) -> None:
    """`Cari nama` under the list of a meeting."""
    await access_meeting(context.session, context.actor, session_id=session_id, now=context.now)
    await start_anew(context, SEARCH, {"session": session_id})


async def _hear(context: Context, form: Form, data: Data, said: Said) -> None:
    """Some of a name, or a house; a name that is found is ticked as in the list, where it then stands."""
    if pick(said, {"walk_in": "attend.walk_in"}):
        forms.finish(form)
        await on_walk_in(context, data["session"])
        return
    if said.choice is not None:
        raise Gone
    plan = await access_meeting(context.session, context.actor, session_id=data["session"], now=context.now)
    listed = await attendance_lists.list_people(context.session, context.actor, plan)
    matches = find_listed(listed, said.text)
    shown = matches[: attendance_lists.PAGE]
    await context.reply(
        "attendance/found",
        session=plan.meeting.id,
        items=[{**one.listed.facts(), "page": one.page} for one in shown],
        found=len(matches),
    )


async def _again(_context: Context) -> None:
    """Somebody is looked for in the list of a meeting, never from a form that was left."""
    raise Gone


SEARCH = register(
    FormKind(
        "name_search",
        (Step("words", "attendance/ask_search", _hear, longest=LONGEST_NAME),),
        restart=_again,
    )
)
