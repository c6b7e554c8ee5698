"""The preview at the end of a form: its `Kirim` sends what stands above it and nothing else."""

from typing import Any

from actions.errors import Gone, NotUnderstood, Refusal
from actions.forms import NewerBelow
from actions.replies import agrees
from handlers.said import Said
from templates.labels import find_said

_SEND, _VERSION = "send-", "version"


def change(data: dict[str, Any], **changed: Any) -> None:
    """Put something else into what will be sent: an older preview sends it no more."""
    data.update(changed, version=version_of(data) + 1)


def version_of(data: dict[str, Any]) -> int:
    """How often it was changed."""
    return int(data.get(_VERSION, 0))


def send_value(data: dict[str, Any]) -> str:
    """The value of the button that sends; it names the preview that it stands under."""
    return f"{_SEND}{version_of(data)}"


def refusal_of(choice: str) -> Refusal:
    """What a tap means that this preview does not offer: an older preview's `Kirim`, or nothing we know."""
    return NewerBelow() if choice.startswith(_SEND) else Gone()


def wants_to_send(data: dict[str, Any], said: Said, language: str) -> bool:
    """True for `Kirim`, tapped or typed, or a "ya"; False for `Ubah`. NewerBelow under an older preview."""
    if said.choice in (send_value(data), "edit"):
        return said.choice != "edit"
    if said.choice is not None:
        raise refusal_of(said.choice)
    typed = find_said(said.text, "form", language)
    if typed == "send" or (typed is None and agrees(said.text)):
        return True
    if typed == "edit":
        return False
    raise NotUnderstood
