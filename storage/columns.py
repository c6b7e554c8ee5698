"""The column types that keep promises: aware UTC times, sealed personal text, sealed facts, wide ids."""

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, NoReturn, Protocol

from sqlalchemy import BigInteger, ColumnElement, DateTime, Dialect, Enum, Integer, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator, TypeEngine

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""Telegram's ids take up to 52 bits; SQLite only counts upwards by itself in an INTEGER."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused on the way in, and none ever comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment (ValueError), turn any other into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give SQLite's naive values their UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Cipher(Protocol):
    """What seals personal text; `cryptography.fernet.MultiFernet` is one."""

    def encrypt(self, data: bytes) -> bytes:
        """Seal."""

    def decrypt(self, token: bytes) -> bytes:
        """Open; raises when the token is not ours."""


class _Opaque(TypeEngine.Comparator[Any]):
    """Sealed text cannot be sorted or searched by SQL, sealed or not: only "is there any" is a question."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        is_null = op in (operators.is_, operators.is_not) and other and other[0] is None
        looks_for_column = op is operators.eq and isinstance(other[0], ColumnElement)  # its lists
        if is_null or looks_for_column:
            return super().operate(op, *other, **kwargs)
        return self._refuse(op)

    def reverse_operate(self, op: Any, other: Any, **kwargs: Any) -> Any:
        self._refuse(op)

    def _refuse(self, op: Any) -> NoReturn:
        raise TypeError(f"no SQL sorts or searches by sealed text (operator {op.__name__})")


class Sealed(TypeDecorator[str]):
    """Names, household labels and free text: plain until a cipher is set for the whole process."""

    impl = Text
    cache_ok = True
    cipher: ClassVar[Cipher | None] = None

    class comparator_factory(_Opaque, TypeDecorator.Comparator[str]):  # noqa: N801 (SQLAlchemy's name)
        """Refuses every comparison but IS NULL."""

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in; a NUL, which PostgreSQL refuses, is dropped."""
        if value is None:
            return None
        value = value.replace("\x00", "")
        return value if Sealed.cipher is None else Sealed.cipher.encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        if value is None or Sealed.cipher is None:
            return value
        return Sealed.cipher.decrypt(value.encode()).decode()


class Facts(TypeDecorator[dict[str, Any]]):
    """A JSON object that may hold personal text, sealed like any other."""

    impl = Text
    cache_ok = True

    class comparator_factory(_Opaque, TypeDecorator.Comparator[dict[str, Any]]):  # noqa: N801
        """Refuses every comparison but IS NULL."""

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        """Write as compact JSON, then seal."""
        if value is None:
            return None
        return Sealed().process_bind_param(json.dumps(value, ensure_ascii=True), dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> dict[str, Any] | None:
        """Open, then read the JSON."""
        text = Sealed().process_result_value(value, dialect)
        if text is None:
            return None
        found: dict[str, Any] = json.loads(text)
        return found


def one_of(names: type[StrEnum]) -> Enum:
    """A text column that holds the values of `names` and reads back as them."""
    return Enum(names, native_enum=False, length=24, create_constraint=False, values_callable=list)
