"""Who speaks, when, and how to answer: every Optional of an update settled once."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from telegram import CallbackQuery, Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from actions import messages
from actions.access import Actor, Session
from actions.errors import NotKnown, Refusal
from actions.messages import Post, Recipient
from templates import render


@dataclass
class Unit:
    """One update in one transaction: what is known before a handler runs, and what it leaves behind."""

    session: Session
    now: datetime
    update_id: int
    actor: Actor | None
    toast: str = ""
    alert: bool = False
    spoken_of: int | None = None
    """The unfinished form that the answer is about already."""
    ask_again: Callable[[Refusal], Awaitable[None]] | None = None
    """Puts the question of the form that heard this once more, after the words of a refusal."""
    failure: BaseException | None = None


unit_of_work: ContextVar[Unit] = ContextVar("unit_of_work")
"""The unit that the dispatcher opened; PTB gives handlers no other way to be handed something."""


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What every handler is given."""

    unit: Unit
    incoming: Update

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> Self:
        """Bind the update and the unit that it is handled in."""
        context = super().from_update(update, application)
        assert isinstance(update, Update)
        context.incoming, context.unit = update, unit_of_work.get()
        return context

    @property
    def session(self) -> Session:
        """The transaction of this update."""
        return self.unit.session

    @property
    def now(self) -> datetime:
        """When this update is handled, UTC."""
        return self.unit.now

    @property
    def actor(self) -> Actor:
        """Who speaks; NotKnown for a stranger."""
        if self.unit.actor is None:
            raise NotKnown
        return self.unit.actor

    @property
    def chat_id(self) -> int:
        """Where it was said."""
        chat = self.incoming.effective_chat
        return chat.id if chat else self.telegram_id

    @property
    def is_private(self) -> bool:
        """Whether it was said or tapped in somebody's own chat with us, not in a group."""
        return self.chat_id == self.telegram_id

    @property
    def telegram_id(self) -> int:
        """Which account spoke."""
        assert self.incoming.effective_user is not None
        return self.incoming.effective_user.id

    @property
    def message(self) -> Message:
        """What was said."""
        assert self.incoming.message is not None
        return self.incoming.message

    @property
    def sent(self) -> datetime:
        """When it was said, by Telegram's clock; now for taps, which carry no time."""
        return self.incoming.message.date if self.incoming.message else self.now

    @property
    def query(self) -> CallbackQuery:
        """The tap."""
        assert self.incoming.callback_query is not None
        return self.incoming.callback_query

    @property
    def tapped_message_id(self) -> int | None:
        """The message whose button was tapped, even when it is too old for Telegram to show it to us."""
        return self.query.message.message_id if self.query.message else None

    @property
    def recipient(self) -> Recipient:
        """The chat to answer in."""
        actor = self.unit.actor
        return Recipient(self.chat_id, actor.person_id if actor else None)

    async def reply(self, template: str, **facts: Any) -> None:
        """Answer with a template, after the commit."""
        await messages.reply(self.session, self.recipient, template, facts, now=self.now)

    async def send(self, post: Post) -> None:
        """Answer with more than a template: a file, a card."""
        await messages.send(self.session, [self.recipient], post, now=self.now)

    async def edit_tapped(self, template: str, *, subject: str | None = None, **facts: Any) -> None:
        """Let the tapped message say something else; answer with a new one when there is none to edit."""
        if self.tapped_message_id is None:
            await self.reply(template, **facts)
            return
        post = Post(template, facts, subject=subject, lane=messages.Lane.REPLY)
        await messages.edit(self.session, self.recipient, self.tapped_message_id, post, now=self.now)

    def toast(self, template: str, *, alert: bool = False, **facts: Any) -> None:
        """What the tap is answered with, after the commit; an alert has to be closed by hand."""
        actor = self.unit.actor
        language, salutation = (actor.language, actor.salutation) if actor else ("id", None)
        self.unit.toast = render(template, language, salutation=salutation, **facts)
        self.unit.alert = alert
