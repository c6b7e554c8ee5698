"""Series that propose their next activity, and the holidays that a time is measured against."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; nothing has made a series before, so no row lacks what is new."""
    op.create_table(
        "holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
    )
    with op.batch_alter_table("holidays", schema=None) as batch_op:
        batch_op.create_index("uq_holidays_day_name", ["day", "name"], unique=True)

    with op.batch_alter_table("activity_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=24), nullable=False))
        batch_op.add_column(sa.Column("first_at", storage.columns.Moment(), nullable=False))
        batch_op.add_column(sa.Column("next_at", storage.columns.Moment(), nullable=False))
        batch_op.add_column(sa.Column("ask_at", storage.columns.Moment(), nullable=False))
        batch_op.add_column(sa.Column("proposed_at", storage.columns.Moment(), nullable=True))
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False))
        batch_op.create_index(batch_op.f("ix_activity_series_ask_at"), ["ask_at"], unique=False)

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activities_series_id"), ["series_id"], unique=False)


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activities_series_id"))

    with op.batch_alter_table("activity_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_series_ask_at"))
        for column in ("turn", "proposed_at", "ask_at", "next_at", "first_at", "state"):
            batch_op.drop_column(column)

    op.drop_table("holidays")
