"""Closing an activity: its figures, its photos, and the questions that are asked some time after it."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("activity_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wrap_up_at", storage.columns.Moment(), nullable=True))
        batch_op.create_index(batch_op.f("ix_activity_sessions_wrap_up_at"), ["wrap_up_at"], unique=False)
    op.execute("UPDATE activity_sessions SET wrap_up_at = evaluate_at")  # an open hour after the end, too

    op.create_table(
        "activity_files",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_files_activity_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_activity_files_file_id")),
        sa.PrimaryKeyConstraint("activity_id", "file_id", name=op.f("pk_activity_files")),
    )
    op.create_table(
        "closings",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", storage.columns.Moment(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("excused", sa.Integer(), nullable=False),
        sa.Column("absent", sa.Integer(), nullable=False),
        sa.Column("walk_ins", sa.Integer(), nullable=False),
        sa.Column("helpers", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("organizers", sa.Integer(), nullable=False),
        sa.Column("mentors", sa.Integer(), nullable=False),
        sa.Column("meetings", storage.columns.Facts(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_closings_activity_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["people.id"], name=op.f("fk_closings_closed_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_closings")),
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("question", sa.String(length=24), nullable=False),
        sa.Column("due_at", storage.columns.Moment(), nullable=True),
        sa.Column("closes_at", storage.columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_follow_ups_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index("uq_follow_ups_activity_id_kind", ["activity_id", "kind"], unique=True)
        batch_op.create_index(batch_op.f("ix_follow_ups_due_at"), ["due_at"], unique=False)

    op.create_table(
        "follow_up_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("choice", sa.String(length=24), nullable=True),
        sa.Column("lacking", sa.String(length=24), nullable=True),
        sa.Column("answered_at", storage.columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_follow_up_answers_follow_up_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_follow_up_answers_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_answers")),
    )
    with op.batch_alter_table("follow_up_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_answers_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_follow_up_answers_follow_up_id_person_id", ["follow_up_id", "person_id"], unique=True
        )


def downgrade() -> None:
    """Take the schema back."""
    for table in ("follow_up_answers", "follow_ups", "closings", "activity_files"):
        op.drop_table(table)
    with op.batch_alter_table("activity_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_sessions_wrap_up_at"))
        batch_op.drop_column("wrap_up_at")
