"""Corrections: `Ralat`, `Tarik` and `Hentikan` under an announcement's card."""

from typing import Any

from actions import corrections, succession
from actions.announcements import Announcement
from actions.errors import Gone
from actions.forms import Form
from actions.urgent_changes import is_aloud
from handlers.context import Context
from handlers.forms import FormKind, Step, register, start_anew
from handlers.previews import change, send_value, wants_to_send
from handlers.said import Said

Data = dict[str, Any]


async def on_correct(context: Context, announcement_id: int) -> None:
    """`Ralat`"""
    found = await _access(context, {"announcement": announcement_id})
    await start_anew(context, CORRECT, {"announcement": found.id, "area_id": found.area_id})


async def _access(context: Context, data: Data) -> Announcement:
    return await corrections.access_changeable(context.session, context.actor, data["announcement"])


async def _words_facts(context: Context, _form: Form, data: Data) -> Data:
    """With the words as they are, to be copied."""
    found = await _access(context, data)
    text = data.get("text") or found.text or ""
    return {
        "text": text,
        "file": found.file_id is not None,
        "rule": found.rule_card_id is not None,
        "again": bool(data.get("text")),
    }


async def _hear_words(context: Context, _form: Form, data: Data, said: Said) -> str:
    if said.kind == "choice":
        if said.choice != "back" or not data.get("text"):
            raise Gone
        return "preview"
    text = corrections.require_words(await _access(context, data), said.text)
    change(data, text=text, marks=list(said.marks))
    return "preview"


async def _preview_facts(context: Context, _form: Form, data: Data) -> Data:
    """The corrected message goes ahead, as people will have it."""
    found = await _access(context, data)
    seen = await corrections.preview_correction(
        context.session, found, text=data["text"], marks=data["marks"], now=context.now
    )
    await context.send(seen)
    aloud = is_aloud(found, context.now)
    return {"send": send_value(data), "asks_read": found.asks_read, "aloud": aloud}


async def _hear_preview(context: Context, _form: Form, data: Data, said: Said) -> str | None:
    if not wants_to_send(data, said, context.actor.language):
        return "words"
    if not data.get("text"):
        raise Gone
    changed = await corrections.correct_announcement(
        context.session,
        context.actor,
        announcement_id=data["announcement"],
        text=data["text"],
        marks=data["marks"],
        now=context.now,
    )
    await context.reply("announcements/corrected", count=changed)
    return None


async def _begin_again(_context: Context) -> None:
    """A correction begins at its announcement, never at a form that was left."""
    raise Gone


CORRECT = register(
    FormKind(
        "correct",
        (
            Step("words", "announcements/ask_correction", _hear_words, facts=_words_facts),
            Step(
                "preview",
                "announcements/confirm_correction",
                _hear_preview,
                facts=_preview_facts,
                by_button=True,
            ),
        ),
        restart=_begin_again,
    )
)


async def on_recall(context: Context, announcement_id: int) -> None:
    """`Tarik`: asks first."""
    found = await _access(context, {"announcement": announcement_id})
    old = await succession.find_predecessor(context.session, found)
    facts: dict[str, Any] = {
        "announcement": found.id,
        "text": found.text or "",
        "aloud": is_aloud(found, context.now),
        "valid_again": old and {"title": old.title, "year": old.year},
    }
    await context.reply("announcements/ask_recall", **facts)


async def on_delete(context: Context, announcement_id: int) -> None:
    """`Hapus`"""
    recalled = await corrections.recall_announcement(
        context.session, context.actor, announcement_id=announcement_id, now=context.now
    )
    await context.edit_tapped("announcements/recalled", **recalled._asdict())


async def on_keep(context: Context, announcement_id: int) -> None:
    """`Tidak jadi`"""
    await _access(context, {"announcement": announcement_id})
    await context.edit_tapped("announcements/kept")


async def on_stop(context: Context, announcement_id: int) -> None:
    """`Hentikan`: at once, because every second counts."""
    half_way = await corrections.stop_announcement(
        context.session, context.actor, announcement_id=announcement_id, now=context.now
    )
    context.toast("announcements/stopped_toast", half_way=half_way)


VERBS = {
    "correct": on_correct,
    "recall": on_recall,
    "delete": on_delete,
    "keep": on_keep,
    "stop": on_stop,
}
