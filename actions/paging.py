"""Lists that are longer than a screen: which page is shown, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page (0 is the first) of a list: its items, how many stand before them, and how many there are."""

    items: tuple[T, ...]
    first: int
    total: int
    number: int
    pages: int


def turn_to(page: int, total: int, length: int) -> tuple[int, int]:
    """The page (0 is the first) and how many there are; one that is not there becomes the nearest that is."""
    pages = max(1, -(-total // length))
    return min(max(page, 0), pages - 1), pages


def cut(found: Sequence[T], page: int, length: int) -> Page[T]:
    """The page of a list that is known as a whole; one that is not there becomes the nearest that is."""
    number, pages = turn_to(page, len(found), length)
    first = number * length
    return Page(tuple(found[first : first + length]), first, len(found), number, pages)
