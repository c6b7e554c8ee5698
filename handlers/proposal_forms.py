"""How an idea is told: what it is, for which sector, a look at it, and off it goes."""

from typing import Any

from actions import forms
from actions.attachments import Attachment
from actions.errors import Gone, NotUnderstood, TextTooLong
from actions.forms import Form
from actions.messages import Lane, Post
from actions.proposals import is_long, list_sectors, submit_proposal
from actions.replies import agrees, read_courtesy
from actions.texts import count_units, has_words
from handlers.context import Context
from handlers.forms import FormKind, Step, on_said, register, start, start_anew
from handlers.previews import change, send_value, wants_to_send
from handlers.said import Said
from templates.formats import proposal_number

LONGEST = 4096
MOST_FILES = 10


async def begin(context: Context) -> None:
    """`Kirim usulan`"""
    context.actor.require_resident()
    await start(context, PROPOSE)


async def _begin_anew(context: Context) -> None:
    context.actor.require_resident()
    await start_anew(context, PROPOSE)


async def begin_unasked(context: Context) -> None:
    """A voice note or a photo with words came by itself: it is taken for an idea, and they may say no."""
    context.actor.require_resident()
    form = await forms.begin(
        context.session,
        context.actor,
        kind=PROPOSE.name,
        step="idea",
        data={"unasked": True},
        now=context.now,
    )
    await on_said(context, form)


def _following(data: dict[str, Any]) -> str:
    """The first step that still has something to ask."""
    kinds = [one["kind"] for one in data.get("files", [])]
    if not data.get("text") and "voice" not in kinds:
        return "words" if kinds else "idea"
    return "preview" if data.get("sector") else "sector"


async def _hear_idea(_context: Context, _form: Form, data: dict[str, Any], said: Said) -> str | None:
    if said.kind == "choice":
        if said.choice not in ("sector", "back") or _following(data) in ("idea", "words"):
            raise Gone
        return "sector" if said.choice == "sector" else _following(data)
    _take(data, said)
    return _following(data)


async def _hear_words(_context: Context, _form: Form, data: dict[str, Any], said: Said) -> str | None:
    if said.kind == "choice":
        raise Gone
    files = [one for one in data.get("files", []) if one["kind"] != said.kind]
    _take(data, said)
    data["files"] = [*files, *data["files"]]
    return _following(data)


def _take(data: dict[str, Any], said: Said) -> None:
    if said.kind == "text" and not has_words(said.text):
        raise NotUnderstood
    found = said.photo or said.voice
    change(
        data,
        text=said.text.strip() if has_words(said.text) else "",
        files=[{"kind": said.kind, "file_id": found, "size": said.size}] if found else [],
    )


def _add_photo(step: str, data: dict[str, Any], said: Said) -> str | None:
    """Words under a later photo of an album count as well: they may have been asked for, or shown without."""
    photo = {"kind": "photo", "file_id": said.photo, "size": said.size}
    data["files"] = [*data["files"], photo][:MOST_FILES]
    if not has_words(said.text):
        return None
    change(data, text=_join(data["text"], said.text))
    return _following(data) if step in ("words", "preview") else None


async def _hear_sector(context: Context, _form: Form, data: dict[str, Any], said: Said) -> str | None:
    wanted = said.text.casefold()
    for sector in await list_sectors(context.session, context.actor, now=context.now):
        if str(sector.id) == said.choice or sector.label.casefold() == wanted:
            change(data, sector={"id": sector.id, "label": sector.label})
            return _following(data)
    if said.kind == "choice":
        raise Gone
    _add_words(data, said.text)
    return "sector"


def _add_words(data: dict[str, Any], more: str) -> None:
    """People tell an idea in two messages; what is no more than "ya" or thanks is none of it."""
    if not has_words(more) or agrees(more) or read_courtesy(more):
        raise NotUnderstood
    change(data, text=_join(data["text"], more), added=True)


def _join(text: str, more: str) -> str:
    joined = f"{text}\n{more.strip()}".strip()
    if count_units(joined) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    return joined


async def _sector_facts(context: Context, _form: Form, data: dict[str, Any]) -> dict[str, Any]:
    found = await list_sectors(context.session, context.actor, now=context.now)
    sectors = [{"id": sector.id, "label": sector.label} for sector in found]
    return {"sectors": sectors, "added": data.get("added"), "unasked": data.get("unasked")}


async def _idea_facts(_context: Context, _form: Form, data: dict[str, Any]) -> dict[str, Any]:
    return {"again": bool(data.get("sector"))}


async def _preview_facts(context: Context, _form: Form, data: dict[str, Any]) -> dict[str, Any]:
    """A long text goes ahead in a message of its own, whole."""
    if is_long(data["text"]):
        await context.send(Post("proposals/text", {"text": data["text"]}, lane=Lane.REPLY))
    kinds = [one["kind"] for one in data["files"]]
    return {
        "text": data["text"],
        "long": is_long(data["text"]),
        "sector": data["sector"]["label"],
        "photo": "photo" in kinds,
        "voice": "voice" in kinds,
        "send": send_value(data),
    }


async def _hear_preview(context: Context, form: Form, data: dict[str, Any], said: Said) -> str | None:
    if not wants_to_send(data, said, context.actor.language):
        return "idea"
    if _following(data) != "preview":
        raise Gone
    submitted = await submit_proposal(
        context.session,
        context.actor,
        text=data["text"],
        sector_id=data["sector"]["id"],
        attachments=[Attachment(**one) for one in data["files"]],
        now=context.now,
    )
    proposal = submitted.proposal
    forms.finish(form, outcome=proposal_number(proposal.number))
    await context.reply("proposals/received", number=proposal.number, text=proposal.text, step=submitted.step)
    return None


PROPOSE = register(
    FormKind(
        "propose",
        (
            Step("idea", "proposals/ask_idea", _hear_idea, ("text", "photo", "voice"), facts=_idea_facts),
            Step("words", "proposals/ask_words", _hear_words, ("text", "photo", "voice")),
            Step("sector", "proposals/ask_sector", _hear_sector, facts=_sector_facts, by_button=True),
            Step("preview", "proposals/preview", _hear_preview, facts=_preview_facts, by_button=True),
        ),
        restart=_begin_anew,
        add_photo=_add_photo,
    )
)
