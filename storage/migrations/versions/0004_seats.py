"""Seats: who holds one, who waits for one, to whom one is offered."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("release_at", storage.columns.Moment(), nullable=True))
        batch_op.create_index(batch_op.f("ix_activities_release_at"), ["release_at"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("chair", sa.Integer(), nullable=True),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", storage.columns.Moment(), nullable=True),
        sa.Column("offer_until", storage.columns.Moment(), nullable=True),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.Column("ending", sa.String(length=24), nullable=True),
        sa.Column("ended_at", storage.columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_seats_activity_id")),
        sa.ForeignKeyConstraint(["after_id"], ["seats.id"], name=op.f("fk_seats_after_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_seats_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_offer_until"), ["offer_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_seats_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_seats_activity_id_chair_open",
            ["activity_id", "chair"],
            unique=True,
            sqlite_where=sa.text("state != 'ended'"),
            postgresql_where=sa.text("state != 'ended'"),
        )
        batch_op.create_index(
            "uq_seats_activity_id_person_id_open",
            ["activity_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state != 'ended'"),
            postgresql_where=sa.text("state != 'ended'"),
        )


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_seats_activity_id_person_id_open",
            sqlite_where=sa.text("state != 'ended'"),
            postgresql_where=sa.text("state != 'ended'"),
        )
        batch_op.drop_index(
            "uq_seats_activity_id_chair_open",
            sqlite_where=sa.text("state != 'ended'"),
            postgresql_where=sa.text("state != 'ended'"),
        )
        batch_op.drop_index(batch_op.f("ix_seats_person_id"))
        batch_op.drop_index(batch_op.f("ix_seats_offer_until"))

    op.drop_table("seats")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activities_release_at"))
        batch_op.drop_column("release_at")
