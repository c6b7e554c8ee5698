"""Multi-step conversations whose state is a row, so that they survive restarts and can be left and resumed.

A form is a list of steps. A step asks with a template and hears one thing that was said or tapped; it puts
what it understood into the form's data and names the next step, or nothing when the form is finished. A step
that cannot use what was said raises a Refusal: its words are the answer, and the step stays.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from actions import forms
from actions.errors import ContainsIdNumber, Gone, Refusal, TextTooLong
from actions.forms import Form
from actions.names import contains_id_number
from handlers.context import Context
from handlers.said import Said, is_of_album, read_message, read_photo
from templates.buttons import FillForm, FormControl
from templates.labels import find_said

_TAPPED, _ASKED, _ALBUM, _TOLD, _ANEW = "tapped", "asked", "album", "told", "anew"


Hear = Callable[[Context, Form, dict[str, Any], Said], Awaitable[str | None]]
AddPhoto = Callable[[str, dict[str, Any], Said], str | None]
"""Hears one more photo at a step: the step to ask next, None when nothing needs to be said."""
FactsFor = Callable[[Context, Form, dict[str, Any]], Awaitable[dict[str, Any]]]


async def _no_facts(_context: Context, _form: Form, _data: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Step:
    """One question: its template, what may answer it besides a button, and how long a text may be.

    A step `by_button` hears a text only when it says what one of its buttons says.
    """

    name: str
    template: str
    hear: Hear
    accepts: tuple[str, ...] = ("text",)
    longest: int = 4096
    facts: FactsFor = _no_facts
    by_button: bool = False


@dataclass(frozen=True)
class FormKind:
    """A conversation; `restart` begins it anew when somebody asks for that, by default as `start` would have.

    `add_photo` keeps one more photo of an album whose first was heard; without it one photo fits.
    """

    name: str
    steps: tuple[Step, ...]
    restart: Callable[[Context], Awaitable[None]] | None = None
    add_photo: AddPhoto | None = None
    by_name: dict[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        """Find steps by name."""
        object.__setattr__(self, "by_name", {step.name: step for step in self.steps})


KINDS: dict[str, FormKind] = {}


def register(kind: FormKind) -> FormKind:
    """Make a form known, so that its row finds its steps again after a restart."""
    KINDS[kind.name] = kind
    return kind


async def start(context: Context, kind: FormKind, data: dict[str, Any] | None = None) -> None:
    """Begin a form, or ask first when one of this kind is unfinished."""
    unfinished = await forms.find_unfinished(context.session, context.chat_id, kind.name)
    if unfinished is not None and unfinished.step != kind.steps[0].name:
        context.unit.spoken_of = unfinished.id
        unfinished.data = {**(unfinished.data or {}), _ANEW: data or {}}
        await context.reply("forms/unfinished", form=unfinished.id, kind=kind.name)
        return
    await start_anew(context, kind, data)


async def start_anew(
    context: Context, kind: FormKind, data: dict[str, Any] | None = None, *, step: str | None = None
) -> None:
    """Begin a form, at its first step or another, in place of an unfinished one of its kind."""
    unfinished = await forms.find_unfinished(context.session, context.chat_id, kind.name)
    if unfinished is not None:
        forms.cancel(unfinished)
    form = await forms.begin(
        context.session,
        context.actor,
        kind=kind.name,
        step=step or kind.steps[0].name,
        data=data or {},
        now=context.now,
    )
    await ask(context, form)


async def take_up(context: Context, form: Form) -> None:
    """Go on with a form that was left; what an open one asks stands in the chat already."""
    if form.state is forms.FormState.LEFT:
        await forms.resume(context.session, form, now=context.now)
        await ask(context, form)


async def ask(context: Context, form: Form, **more: Any) -> None:
    """Put the question of the step that the form is at; from here on its buttons may be tapped."""
    step, data = KINDS[form.kind].by_name[form.step], dict(form.data or {})
    form.data = {**data, _ASKED: sorted({*data.get(_ASKED, ()), step.name})}
    facts = await step.facts(context, form, data)
    await context.reply(step.template, form=form.id, **facts, **more)


async def _ask_again(context: Context, form_id: int, refusal: Refusal) -> None:
    """Put the question of an open form once more, after the words of a refusal that took all else back."""
    form = await forms.access_form(context.session, form_id, context.chat_id)
    await ask(context, form, preface={"template": refusal.template(), "facts": refusal.facts})


async def on_said(context: Context, form: Form) -> None:
    """Free text, a photo or a voice note while a form is open: an answer to its step."""
    step = KINDS[form.kind].by_name[form.step]
    context.unit.ask_again = partial(_ask_again, context, form.id)
    if find_said(context.message.text or "", "form") == "cancel":
        await on_cancel(None, context)
        return
    more = is_of_album(context.message, (form.data or {}).get(_ALBUM))
    if more and KINDS[form.kind].add_photo is None:
        await _leave_out(context, form)
        return
    said = (
        read_photo(context.message) if more else read_message(context.message, step.accepts, step.by_button)
    )
    if len(said.text) > step.longest:
        raise TextTooLong(limit=step.longest)
    if contains_id_number(said.text):
        raise ContainsIdNumber
    if more:
        await _add_to_album(context, form, said)
        return
    form.data = {**(form.data or {}), _ALBUM: context.message.media_group_id}
    await _hear(context, form, step, said)


async def on_form_tapped(_update: object, context: Context) -> None:
    """A choice was tapped, perhaps in a question further up: the form goes on from there."""
    tap = FillForm.parse(context.query.data)
    form = await forms.access_form(context.session, tap.form, context.chat_id)
    step, data = KINDS[form.kind].by_name.get(tap.step), form.data or {}
    if step is None or tap.step not in data.get(_ASKED, ()):
        raise Gone
    tapped = data.get(_TAPPED, {})
    if form.step != tap.step and tapped.get(tap.step) == tap.value:
        context.toast("forms/noted")
        await take_up(context, form)
        return
    await forms.resume(context.session, form, now=context.now)
    form.data = {**data, _TAPPED: {**tapped, tap.step: tap.value}}
    await _hear(context, form, step, Said(choice=tap.value))


async def on_control_tapped(_update: object, context: Context) -> None:
    """`Batal`, `Lanjutkan` or `Mulai baru`."""
    tap = FormControl.parse(context.query.data)
    form = await forms.access_form(context.session, tap.form, context.chat_id)
    if tap.verb == "cancel":
        forms.cancel(form)
        await context.reply("forms/cancelled", kind=form.kind)
    elif tap.verb == "resume":
        await forms.resume(context.session, form, now=context.now)
        await ask(context, form)
    elif tap.verb == "restart":
        await _restart(context, form)
    else:
        raise Gone


async def _restart(context: Context, form: Form) -> None:
    kind, data = KINDS[form.kind], (form.data or {}).get(_ANEW)
    if kind.restart is not None:
        await kind.restart(context)
    elif data is not None:
        await start_anew(context, kind, data)
    else:
        raise Gone


async def on_cancel(_update: object, context: Context) -> None:
    """/batal"""
    form = await forms.cancel_newest(context.session, context.chat_id)
    await context.reply("forms/cancelled", kind=form.kind)


async def _hear(context: Context, form: Form, step: Step, said: Said) -> None:
    data = dict(form.data or {})
    following = await step.hear(context, form, data, said)
    if following is None:
        if form.state is forms.FormState.OPEN:
            forms.finish(form)
        return
    forms.keep(form, step=following, data=data, now=context.now)
    await ask(context, form)


async def _leave_out(context: Context, form: Form) -> None:
    """Where one photo fits, the rest of its album is left out, and that is said once."""
    data = form.data or {}
    if data.get(_TOLD) != data[_ALBUM]:
        form.data = {**data, _TOLD: data[_ALBUM]}
        await context.reply("forms/one_photo")


async def _add_to_album(context: Context, form: Form, said: Said) -> None:
    add_photo, data = KINDS[form.kind].add_photo, dict(form.data or {})
    assert add_photo is not None
    following = add_photo(form.step, data, said)
    forms.keep(form, step=following or form.step, data=data, now=context.now)
    if following is not None:
        await ask(context, form)


async def offer_to_resume(context: Context, left: Form | None) -> None:
    """After something else came between: say that what was begun is kept."""
    if left is not None and left.state is forms.FormState.LEFT and context.unit.spoken_of != left.id:
        still_open = await forms.find_open(context.session, context.chat_id)
        if still_open is None and left.step != KINDS[left.kind].steps[0].name:
            await context.reply("forms/resume_offer", form=left.id, kind=left.kind)
