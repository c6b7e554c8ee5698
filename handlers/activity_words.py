"""What the forms about an activity share: words as they are taken, a place, the choice under a preview."""

from datetime import datetime
from typing import Any

from actions.errors import NotUnderstood
from actions.replies import agrees
from actions.texts import has_words, tidy_place
from handlers.activity_times import pick
from handlers.previews import refusal_of, send_value
from handlers.said import Said

Data = dict[str, Any]


def missing(data: Data) -> str:
    """The step that asks for what a new activity still lacks, else the preview."""
    if data.get("starts") and not data.get("sure"):
        return "moment"
    known = {"kind": data.get("kind"), "title": data.get("title")}
    known |= {"when": data.get("sure"), "place": data.get("place")}
    return next((step for step, value in known.items() if not value), "preview")


def words_of(said: Said) -> str:
    """What was said on one line; NotUnderstood when there is nothing to read."""
    words = " ".join(said.text.split())
    if not has_words(words):
        raise NotUnderstood
    return words


def hear_place(data: Data, said: Said) -> str | None:
    """Keep the place; a location is only its point on the map, so that the step "place" asks once more."""
    if said.place is not None:
        data["point"] = [said.place["latitude"], said.place["longitude"]]
        data["pinned"] = True
        return "place"
    if not data.pop("pinned", False):
        data.pop("point", None)
    data["place"] = tidy_place(words_of(said))
    return None


def point_of(data: Data) -> tuple[float, float] | None:
    """The point on the map, in degrees."""
    point = data.get("point")
    return (point[0], point[1]) if point else None


def decide(said: Said, data: Data, send: str, others: dict[str, str]) -> str:
    """What was chosen under a preview; a "ya" is its main button. NewerBelow under an older preview."""
    chosen = pick(said, {send_value(data): send, **others})
    if chosen is not None:
        return chosen
    if said.choice is not None:
        raise refusal_of(said.choice)
    if not agrees(said.text):
        raise NotUnderstood
    return send_value(data)


def later(opens: datetime, now: datetime) -> str | None:
    """A moment that is not now."""
    return opens.isoformat() if opens > now else None
