"""Refusals: how a rule says no. Each has its words in `templates/<language>/refusals/<name>.txt`.

Refusal
├── NotKnown, NotJoined, NotYours      who speaks may not do this
├── LinkUnknown, LinkUsed, LinkExpired  what let them in does not
├── Gone, FormIsOver, TooLate           the thing is not what the button thought
└── NotUnderstood, WrongKind, TextTooLong, ContainsIdNumber, ...   what was said cannot be used
"""

import re
from typing import Any, ClassVar

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class Refusal(Exception):
    """A rule said no; nothing happened. `facts` fill its words; `alarming` ones have to be closed by hand.

    Within a form, the question is put again together with those that `asks_again`.
    """

    alarming: ClassVar[bool] = True
    asks_again: ClassVar[bool] = False

    def __init__(self, **facts: Any) -> None:
        """Facts are what the words need, such as `limit=100`."""
        super().__init__(type(self).__name__)
        self.facts = facts

    @classmethod
    def template(cls) -> str:
        """The template with its words: `TextTooLong` -> "refusals/text_too_long"."""
        return f"refusals/{_WORD_START.sub('_', cls.__name__).lower()}"


class NotKnown(Refusal):
    """Somebody without a place here; they need their RT's link."""


class NotJoined(Refusal):
    """They asked to be counted, and nobody has accepted them yet."""


class NotYours(Refusal):
    """They do not hold the office that this takes, or it is about somebody else."""


class LinkUnknown(Refusal):
    """No link has this payload."""


class LinkUsed(Refusal):
    """A link for one officer was used already."""


class LinkExpired(Refusal):
    """A link is older than it may be."""


class Gone(Refusal):
    """A button speaks of something that is not there any more, or never was."""


class UnknownButton(Refusal):
    """Button data that none of our buttons carries."""


class FormIsOver(Refusal):
    """A button of a form that was finished, cancelled or given up."""

    alarming = False


class NothingToCancel(Refusal):
    """No form is being filled in."""


class NotUnderstood(Refusal):
    """None of what this step of a form can use."""

    asks_again = True


class WrongKind(Refusal):
    """A sticker, a poll, a document where something else was asked; `wanted` names it."""

    asks_again = True


class TextTooLong(Refusal):
    """A text of more than `limit` characters."""

    asks_again = True


class ContainsIdNumber(Refusal):
    """A text with a number of 16 digits (NIK, KK), which is never kept (R45)."""
