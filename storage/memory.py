"""Small things worth remembering over a restart, such as the bot's username."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Session, Table, insert


class Memory(Table):
    """One thing by its name."""

    __tablename__ = "memories"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(255))


async def recall(session: Session, name: str) -> str | None:
    """What was remembered under this name."""
    found = await session.get(Memory, name)
    return found.value if found else None


async def remember(session: Session, name: str, value: str) -> None:
    """Keep `value` under this name, in place of what was there."""
    statement = insert(session, Memory).values(name=name, value=value)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Memory.name], set_={"value": statement.excluded.value}
        )
    )
