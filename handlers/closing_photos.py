"""How photos of an activity, or of its signed list, are attached: one by one or as an album, then kept."""

from typing import Any

from actions import closings
from actions.attachments import Attachment
from actions.closings import ActivityFileKind
from actions.errors import Gone, NotUnderstood, WrongKind
from actions.forms import Form
from actions.replies import agrees
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.previews import change, refusal_of, send_value
from handlers.said import Said
from templates.labels import find_said

MOST_PHOTOS = 10
Data = dict[str, Any]


async def start_event(context: Context, activity_id: int) -> None:
    """`Foto kegiatan`"""
    await _start(context, activity_id, ActivityFileKind.EVENT)


async def start_list(context: Context, activity_id: int) -> None:
    """`Foto daftar hadir`"""
    await _start(context, activity_id, ActivityFileKind.SIGNED_LIST)


async def _start(context: Context, activity_id: int, kind: ActivityFileKind) -> None:
    summary = await closings.access_closing(
        context.session, context.actor, activity_id=activity_id, now=context.now
    )
    title = summary.plan.activity.title
    data: Data = {"activity": activity_id, "kind": kind.value, "title": title, "files": []}
    await start_anew(context, PHOTOS, data)


async def _facts(_context: Context, _form: Form, data: Data) -> Data:
    count = len(data["files"])
    return {"title": data["title"], "kind": data["kind"], "count": count, "send": send_value(data)}


async def _hear(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if said.photo is not None:
        _add(data, said)
        return "photos"
    if said.choice is not None and said.choice != send_value(data):
        raise refusal_of(said.choice)
    if said.choice is None and find_said(said.text, "form") != "keep" and not agrees(said.text):
        raise NotUnderstood
    if not data["files"]:
        raise WrongKind(wanted="photo")
    await _keep(context, data)
    return None


def _add(data: Data, said: Said) -> None:
    photo = {"kind": "photo", "file_id": said.photo, "size": said.size}
    change(data, files=[*data["files"], photo][:MOST_PHOTOS])


def _add_photo(_step: str, data: Data, said: Said) -> str | None:
    """More photos of an album change nothing of what was said: how many they are is counted when kept."""
    photo = {"kind": "photo", "file_id": said.photo, "size": said.size}
    data["files"] = [*data["files"], photo][:MOST_PHOTOS]
    return None


async def _keep(context: Context, data: Data) -> None:
    summary = await closings.attach_photos(
        context.session,
        context.actor,
        activity_id=data["activity"],
        kind=ActivityFileKind(data["kind"]),
        photos=[Attachment(**one) for one in data["files"]],
        now=context.now,
    )
    await context.reply(
        "closings/card", **await closings.card_facts(context.session, summary, now=context.now)
    )


async def _from_the_card(_context: Context) -> None:
    """Photos begin at their activity, never at a form that was left."""
    raise Gone


PHOTOS = register(
    FormKind(
        "photos",
        (Step("photos", "closings/ask_photos", _hear, ("photo", "text"), facts=_facts),),
        restart=_from_the_card,
        add_photo=_add_photo,
    )
)
