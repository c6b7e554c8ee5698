"""Helping in other ways, the card of the day, and how many are silent two days before."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WAYS = sa.Enum("food", "tools", "deputy", "freely", name="way", native_enum=False, length=24)


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recap_at", storage.columns.Moment(), nullable=True))
        batch_op.add_column(sa.Column("nudged_at", storage.columns.Moment(), nullable=True))
        batch_op.create_index(batch_op.f("ix_activities_recap_at"), ["recap_at"], unique=False)
    with op.batch_alter_table("activity_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organizer_at", storage.columns.Moment(), nullable=True))
        batch_op.create_index(batch_op.f("ix_activity_sessions_organizer_at"), ["organizer_at"], unique=False)
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("way", _WAYS, nullable=True))
        batch_op.add_column(sa.Column("gift", storage.columns.Sealed(), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_column("gift")
        batch_op.drop_column("way")
    with op.batch_alter_table("activity_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_sessions_organizer_at"))
        batch_op.drop_column("organizer_at")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activities_recap_at"))
        batch_op.drop_column("nudged_at")
        batch_op.drop_column("recap_at")
