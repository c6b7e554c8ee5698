"""Which activity a poll about times has become."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("time_polls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("activity_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_time_polls_activity_id"), ["activity_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_time_polls_activity_id"), "activities", ["activity_id"], ["id"]
        )


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("time_polls", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_time_polls_activity_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_time_polls_activity_id"))
        batch_op.drop_column("activity_id")
