"""Activities with several meetings: seats, what to bring, a point on the map, organisers and mentors."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bring", storage.columns.Sealed(), nullable=True))
        batch_op.add_column(sa.Column("latitude", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("quota", sa.Integer(), nullable=True))

    op.create_table(
        "activity_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_activity_roles_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_activity_roles_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_roles")),
    )
    with op.batch_alter_table("activity_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_roles_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_activity_roles_activity_id_person_id", ["activity_id", "person_id"], unique=True
        )


def downgrade() -> None:
    """Take the schema back."""
    with op.batch_alter_table("activity_roles", schema=None) as batch_op:
        batch_op.drop_index("uq_activity_roles_activity_id_person_id")
        batch_op.drop_index(batch_op.f("ix_activity_roles_person_id"))

    op.drop_table("activity_roles")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("quota")
        batch_op.drop_column("longitude")
        batch_op.drop_column("latitude")
        batch_op.drop_column("bring")
