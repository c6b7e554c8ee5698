"""Conversations of several steps, kept as a row: begun, left, resumed, cancelled, given up after a day."""

from datetime import datetime, timedelta
from typing import Any

from actions.access import Actor, find_actor
from actions.errors import FormIsOver, Gone, NothingToCancel, Refusal
from actions.messages import Hours, Post, Recipient, send
from storage import agenda, areas, forms
from storage.database import Session
from storage.forms import UNFINISHED, Form, FormState

__all__ = [
    "Form",
    "FormState",
    "NewerBelow",
    "access_form",
    "begin",
    "cancel",
    "expire_forms",
    "finish",
    "leave",
    "resume",
]

_LASTS = timedelta(days=1)


class NewerBelow(Refusal):
    """The button that sends stands under a preview that was changed since."""


async def begin(
    session: Session, actor: Actor, *, kind: str, step: str, data: dict[str, Any], now: datetime
) -> Form:
    """Start a form; another one that is open in this chat is left."""
    await leave(session, actor.chat_id)
    form = Form(
        chat_id=actor.chat_id,
        person_id=actor.person_id,
        kind=kind,
        step=step,
        data=data,
        state=FormState.OPEN,
        started_at=now,
        expires_at=now + _LASTS,
    )
    session.add(form)
    await session.flush()
    return form


async def find_open(session: Session, chat_id: int) -> Form | None:
    """The form that hears what is said in this chat."""
    return await forms.find_open(session, chat_id)


async def find_unfinished(session: Session, chat_id: int, kind: str | None = None) -> Form | None:
    """The newest form of this chat that can be resumed."""
    return await forms.find_unfinished(session, chat_id, kind)


async def access_form(session: Session, form_id: int, chat_id: int) -> Form:
    """The form behind a button: Gone when it is somebody else's, FormIsOver when nothing more can be said."""
    form = await forms.find_form(session, form_id)
    if form is None or form.chat_id != chat_id:
        raise Gone
    if form.state not in UNFINISHED:
        raise FormIsOver(state=form.state.value, outcome=form.outcome)
    return form


async def leave(session: Session, chat_id: int) -> Form | None:
    """Put the open form aside; it can be resumed. Gives what was left."""
    form = await forms.find_open(session, chat_id)
    if form is not None:
        form.state = FormState.LEFT
    return form


async def resume(session: Session, form: Form, *, now: datetime) -> None:
    """Let a left form hear again; whatever else is open in its chat is left."""
    if form.state is FormState.LEFT:
        await leave(session, form.chat_id)
    form.state = FormState.OPEN
    form.expires_at = now + _LASTS


def keep(form: Form, *, step: str, data: dict[str, Any], now: datetime) -> None:
    """Remember what was said and which step is next."""
    form.step, form.data, form.expires_at = step, dict(data), now + _LASTS


def finish(form: Form, *, outcome: str | None = None) -> None:
    """It did what it was for; `outcome` (such as "U-001") is what its old buttons say became of it."""
    form.state, form.data, form.outcome = FormState.DONE, None, outcome


def cancel(form: Form) -> None:
    """The person gave it up."""
    form.state, form.data = FormState.CANCELLED, None


async def cancel_newest(session: Session, chat_id: int) -> Form:
    """Cancel what is being filled in here, or raise NothingToCancel."""
    form = await forms.find_open(session, chat_id) or await forms.find_unfinished(session, chat_id)
    if form is None:
        raise NothingToCancel
    cancel(form)
    return form


async def expire_forms(session: Session, *, now: datetime) -> bool:
    """Give up one form whose day is over, with a kind word, unless its owner is at it; False without."""
    form = await agenda.find_first(session, agenda.EXPIRIES, now, lock=True)
    if form is None:
        return False
    recipient = Recipient(form.chat_id, form.person_id, await _find_kelurahan(session, form))
    form.state, form.data = FormState.EXPIRED, None
    post = Post("forms/expired", {"kind": form.kind}, subject=f"form:{form.id}", hours=Hours.OPEN)
    await send(session, [recipient], post, now=now)
    return True


async def _find_kelurahan(session: Session, form: Form) -> int | None:
    """Whose windows are minded: where the form is about, else where its owner lives or serves."""
    owner = await find_actor(session, form.chat_id)
    held = [owner.area_id, *(role.area_id for role in owner.roles)] if owner else []
    area_id = next(filter(None, [(form.data or {}).get("area_id"), *held]), None)
    if area_id is None:
        return None
    area = await areas.get_area(session, area_id)
    return area.kelurahan_id or area.id
