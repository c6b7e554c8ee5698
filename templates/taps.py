"""What every button's data is made of (64 bytes at most), and how it is read again."""

from dataclasses import astuple, dataclass, fields
from typing import Any, ClassVar, Self

LONGEST_DATA = 64


class BadTap(ValueError):
    """Button data that none of our buttons carries."""


@dataclass(frozen=True)
class Tap:
    """What a button sends back: `prefix:field:field`, where a field is a number or a short code."""

    prefix: ClassVar[str]

    def pack(self) -> str:
        """The callback_data; ValueError when it would be longer than Telegram carries."""
        data = ":".join([self.prefix, *(str(part) for part in astuple(self))])
        if len(data.encode()) > LONGEST_DATA:
            raise ValueError(f"button data takes more than {LONGEST_DATA} bytes: {data}")
        return data

    @classmethod
    def parse(cls, data: str | None) -> Self:
        """Read callback_data; BadTap when it is not of this kind."""
        prefix, *parts = (data or "").split(":", len(fields(cls)))
        if prefix != cls.prefix or len(parts) != len(fields(cls)):
            raise BadTap(data)
        values: list[Any] = [
            _number(part) if field.type is int else part
            for field, part in zip(fields(cls), parts, strict=True)
        ]
        return cls(*values)

    @classmethod
    def pattern(cls) -> str:
        """The regular expression that tells this kind of button from the others."""
        return f"^{cls.prefix}(:|$)"


def chat_number(part: str) -> int:
    """A group's id, which takes more digits than any of ours."""
    if not part.isascii() or not part.removeprefix("-").isdigit() or len(part) > 16:
        raise BadTap(part)
    return int(part)


def _number(part: str) -> int:
    # longer ones are no ids of ours, and more than an INTEGER of PostgreSQL holds
    if not part.isascii() or not part.removeprefix("-").isdigit() or len(part) > 9:
        raise BadTap(part)
    return int(part)
