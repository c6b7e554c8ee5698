"""Finding somebody in a list of names by what is typed: some of a name, or a house. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.attendance_lists import PAGE, Listed
from actions.errors import NotUnderstood, Refusal
from actions.names import normalise_household, normalise_name, tidy_name

__all__ = ["Match", "NobodyFound", "find_listed"]


class NobodyFound(Refusal):
    """Nobody in the list is called, or lives, like what was typed: `typed`."""

    asks_again = True


@dataclass(frozen=True)
class Match:
    """Somebody who was found, and on which page of the list they stand."""

    listed: Listed
    page: int


def find_listed(found: Sequence[Listed], text: str) -> list[Match]:
    """Who in a list is called or lives like this, those who are not there yet first; else NobodyFound.

    Each word that was typed begins a word of their name, or all together are in the label of their house.
    """
    typed = tidy_name(text)
    if not any(sign.isalnum() for sign in typed):
        raise NotUnderstood
    words, house = normalise_name(typed).split(), normalise_household(typed)
    matches = [
        Match(one, place // PAGE)
        for place, one in enumerate(found)
        if _is_called(one, words) or _lives_at(one, house)
    ]
    if not matches:
        raise NobodyFound(typed=typed)
    return sorted(matches, key=lambda match: match.listed.here)


def _is_called(one: Listed, words: Sequence[str]) -> bool:
    named = normalise_name(one.name).split()
    return all(any(part.startswith(word) for part in named) for word in words)


def _lives_at(one: Listed, house: str) -> bool:
    return one.house is not None and f" {house} " in f" {normalise_household(one.house)} "
