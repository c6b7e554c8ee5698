"""The delivery finds what is ready, too late or lost by an index; messages may arrive silently."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_outbox_ready", ["lane", "not_before", "id"], "settled_at IS NULL"),
    ("ix_outbox_expiring", ["expires_at"], "settled_at IS NULL AND expires_at IS NOT NULL"),
    ("ix_outbox_leased", ["lease_until"], "lease_until IS NOT NULL"),
)


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("outbox", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_index("ix_outbox_due", "outbox")
    for name, columns, where in _INDEXES:
        op.create_index(name, "outbox", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    """Take it back."""
    for name, _, _ in _INDEXES:
        op.drop_index(name, "outbox")
    where = sa.text("settled_at IS NULL")
    op.create_index("ix_outbox_due", "outbox", ["not_before"], sqlite_where=where, postgresql_where=where)
    op.drop_column("outbox", "silent")
