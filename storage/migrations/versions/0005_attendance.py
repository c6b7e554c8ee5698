"""Attendance by name: how it is known, who brought whom, who came instead; codes and where they are shown."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "attendance_keys",
        sa.Column("session_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", storage.columns.Sealed(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["activity_sessions.id"], name=op.f("fk_attendance_keys_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_attendance_keys")),
    )
    op.create_table(
        "code_screens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", storage.columns.BigId, nullable=False),
        sa.Column("next_at", storage.columns.Moment(), nullable=False),
        sa.Column("until", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["activity_sessions.id"], name=op.f("fk_code_screens_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_screens")),
    )
    with op.batch_alter_table("code_screens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_screens_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_screens_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_code_screens_session_id"), ["session_id"], unique=False)

    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.add_column(sa.Column("area_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("state", sa.String(length=24), nullable=False, server_default="present")
        )
        batch_op.add_column(sa.Column("method", sa.String(length=24), nullable=False, server_default="tick"))
        batch_op.add_column(sa.Column("party", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("recorded_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("instead_of_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_attendances_area_id"), "areas", ["area_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_attendances_recorded_by_id"),
            "people",
            ["recorded_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_attendances_instead_of_id"),
            "people",
            ["instead_of_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_index(
            "uq_attendances_session_id_instead_of_id", ["session_id", "instead_of_id"], unique=True
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index("uq_attendances_session_id_instead_of_id")
        for column in ("instead_of_id", "recorded_by_id", "area_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_attendances_{column}"), type_="foreignkey")
        for column in ("instead_of_id", "recorded_by_id", "party", "method", "state", "area_id"):
            batch_op.drop_column(column)

    with op.batch_alter_table("code_screens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_screens_session_id"))
        batch_op.drop_index(batch_op.f("ix_code_screens_next_at"))
        batch_op.drop_index(batch_op.f("ix_code_screens_chat_id"))

    op.drop_table("code_screens")
    op.drop_table("attendance_keys")
