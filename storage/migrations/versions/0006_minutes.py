"""Minutes with their decisions, and the numbers of letters."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("chair", storage.columns.Sealed(), nullable=True),
        sa.Column("secretary", storage.columns.Sealed(), nullable=True),
        sa.Column("course", storage.columns.Sealed(), nullable=True),
        sa.Column("next_meeting", storage.columns.Sealed(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_minutes_activity_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_minutes_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_minutes_activity_id")),
    )

    op.create_table(
        "minutes_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", storage.columns.Sealed(), nullable=False),
        sa.Column("owner", storage.columns.Sealed(), nullable=True),
        sa.Column("due", storage.columns.Sealed(), nullable=True),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_decisions_minutes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_decisions")),
    )
    with op.batch_alter_table("minutes_decisions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_minutes_decisions_minutes_id_position", ["minutes_id", "position"], unique=True
        )

    op.create_table(
        "letter_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_letter_numbers_activity_id")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_letter_numbers_area_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_numbers")),
    )
    with op.batch_alter_table("letter_numbers", schema=None) as batch_op:
        batch_op.create_index("uq_letter_numbers_activity_id_kind", ["activity_id", "kind"], unique=True)
        batch_op.create_index(
            "uq_letter_numbers_area_id_year_number", ["area_id", "year", "number"], unique=True
        )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("letter_numbers")
    op.drop_table("minutes_decisions")
    op.drop_table("minutes")
