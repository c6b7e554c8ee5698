"""How Alembic reaches the database: the URL is handed in, never read from a file."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum, create_engine, pool

from storage import columns
from storage.schema import metadata


def _name_type(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types by name, and enumerations as the plain text that they are stored as."""
    if kind != "type":
        return False
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if item is columns.BigId or repr(item) == repr(columns.BigId):
        return "storage.columns.BigId"
    if isinstance(item, (columns.Moment, columns.Sealed, columns.Facts)):
        return f"storage.columns.{type(item).__name__}()"
    return False


def _run() -> None:
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata(),
            render_as_batch=True,
            render_item=_name_type,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


_run()
