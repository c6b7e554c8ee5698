"""Interests, the topic of a training, and polls about times."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "interest_consents",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interest_consents_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_interest_consents")),
    )
    op.create_table(
        "interests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=24), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("words", storage.columns.Sealed(), nullable=True),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_interests_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
    )
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.create_index("ix_interests_topic", ["topic"], unique=False)
        batch_op.create_index(
            "uq_interests_person_id_wish_topic", ["person_id", "wish", "topic"], unique=True
        )

    op.create_table(
        "time_polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kelurahan_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("organizer_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", storage.columns.Sealed(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("everybody", sa.Boolean(), nullable=False),
        sa.Column("closes_at", storage.columns.Moment(), nullable=True),
        sa.Column("created_at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_time_polls_area_id")),
        sa.ForeignKeyConstraint(["kelurahan_id"], ["areas.id"], name=op.f("fk_time_polls_kelurahan_id")),
        sa.ForeignKeyConstraint(
            ["organizer_id"], ["people.id"], name=op.f("fk_time_polls_organizer_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_polls")),
    )
    with op.batch_alter_table("time_polls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_polls_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_polls_closes_at"), ["closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_polls_organizer_id"), ["organizer_id"], unique=False)

    op.create_table(
        "time_poll_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("answered_at", storage.columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_time_poll_people_person_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["time_polls.id"], name=op.f("fk_time_poll_people_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_poll_people")),
    )
    with op.batch_alter_table("time_poll_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_poll_people_person_id"), ["person_id"], unique=False)
        batch_op.create_index("uq_time_poll_people_poll_id_person_id", ["poll_id", "person_id"], unique=True)

    op.create_table(
        "time_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", storage.columns.Moment(), nullable=False),
        sa.Column("ends_at", storage.columns.Moment(), nullable=True),
        sa.Column("said", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["time_polls.id"], name=op.f("fk_time_slots_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_slots")),
    )
    with op.batch_alter_table("time_slots", schema=None) as batch_op:
        batch_op.create_index("uq_time_slots_poll_id_position", ["poll_id", "position"], unique=True)

    op.create_table(
        "time_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["asked_id"], ["time_poll_people.id"], name=op.f("fk_time_answers_asked_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["time_slots.id"], name=op.f("fk_time_answers_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_answers")),
    )
    with op.batch_alter_table("time_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_answers_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index("uq_time_answers_slot_id_asked_id", ["slot_id", "asked_id"], unique=True)

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("topic", sa.String(length=24), nullable=True))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("topic")

    with op.batch_alter_table("time_answers", schema=None) as batch_op:
        batch_op.drop_index("uq_time_answers_slot_id_asked_id")
        batch_op.drop_index(batch_op.f("ix_time_answers_asked_id"))

    op.drop_table("time_answers")
    with op.batch_alter_table("time_slots", schema=None) as batch_op:
        batch_op.drop_index("uq_time_slots_poll_id_position")

    op.drop_table("time_slots")
    with op.batch_alter_table("time_poll_people", schema=None) as batch_op:
        batch_op.drop_index("uq_time_poll_people_poll_id_person_id")
        batch_op.drop_index(batch_op.f("ix_time_poll_people_person_id"))

    op.drop_table("time_poll_people")
    with op.batch_alter_table("time_polls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_polls_organizer_id"))
        batch_op.drop_index(batch_op.f("ix_time_polls_closes_at"))
        batch_op.drop_index(batch_op.f("ix_time_polls_area_id"))

    op.drop_table("time_polls")
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.drop_index("uq_interests_person_id_wish_topic")
        batch_op.drop_index("ix_interests_topic")

    op.drop_table("interests")
    op.drop_table("interest_consents")
