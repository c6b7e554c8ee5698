"""Announcements that can be accounted for: reactions, plans, rule cards, groups, mutes, dated windows."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kelurahan_id", sa.Integer(), nullable=False),
        sa.Column("title", storage.columns.Sealed(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("repeat", sa.String(length=12), nullable=False),
        sa.Column("first_at", storage.columns.Moment(), nullable=False),
        sa.Column("next_at", storage.columns.Moment(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_campaigns_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["kelurahan_id"], ["areas.id"], name=op.f("fk_campaigns_kelurahan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaigns_kelurahan_id"), ["kelurahan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaigns_next_at"), ["next_at"], unique=False)

    op.create_table(
        "groups",
        sa.Column("chat_id", storage.columns.BigId, autoincrement=False, nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("title", storage.columns.Sealed(), nullable=True),
        sa.Column("topic_id", storage.columns.BigId, nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_groups_area_id")),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["people.id"], name=op.f("fk_groups_linked_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_groups")),
    )
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_groups_area_id"), ["area_id"], unique=False)

    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mutes_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
    )
    with op.batch_alter_table("mutes", schema=None) as batch_op:
        batch_op.create_index("uq_mutes_person_id_kind", ["person_id", "kind"], unique=True)

    op.create_table(
        "announcement_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("repeat", sa.String(length=12), nullable=True),
        sa.Column("first_at", storage.columns.Moment(), nullable=False),
        sa.Column("next_at", storage.columns.Moment(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("created_at", storage.columns.Moment(), nullable=False),
        sa.Column("kelurahan_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("text", storage.columns.Sealed(), nullable=True),
        sa.Column("marks", storage.columns.Facts(), nullable=True),
        sa.Column("place", storage.columns.Facts(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("audience", storage.columns.Facts(), nullable=True),
        sa.Column("route", sa.String(length=24), nullable=False),
        sa.Column("asks_read", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_announcement_plans_area_id")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_announcement_plans_file_id")),
        sa.ForeignKeyConstraint(
            ["kelurahan_id"], ["areas.id"], name=op.f("fk_announcement_plans_kelurahan_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["people.id"], name=op.f("fk_announcement_plans_sender_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_plans")),
    )
    with op.batch_alter_table("announcement_plans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_plans_area_id"), ["area_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_announcement_plans_kelurahan_id"), ["kelurahan_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_announcement_plans_next_at"), ["next_at"], unique=False)

    op.create_table(
        "rule_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", storage.columns.Sealed(), nullable=False),
        sa.Column("text", storage.columns.Sealed(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("asks_clear", sa.Boolean(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", storage.columns.Moment(), nullable=False),
        sa.Column("published_at", storage.columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_rule_cards_campaign_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_rule_cards_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_rule_cards_file_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["rule_cards.id"], name=op.f("fk_rule_cards_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_cards")),
    )
    with op.batch_alter_table("rule_cards", schema=None) as batch_op:
        batch_op.create_index("ix_rule_cards_campaign_id_position", ["campaign_id", "position"], unique=False)

    op.create_table(
        "announcement_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", storage.columns.Sealed(), nullable=True),
        sa.Column("marks", storage.columns.Facts(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_announcement_revisions_announcement_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["people.id"], name=op.f("fk_announcement_revisions_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_revisions")),
    )
    with op.batch_alter_table("announcement_revisions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_announcement_revisions_announcement_id_number", ["announcement_id", "number"], unique=True
        )

    op.create_table(
        "reactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", storage.columns.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"], ["announcements.id"], name=op.f("fk_reactions_announcement_id")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_reactions_area_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reactions_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reactions")),
    )
    with op.batch_alter_table("reactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reactions_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_reactions_announcement_id_person_id", ["announcement_id", "person_id"], unique=True
        )

    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rule_card_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(
            sa.Column("state", sa.String(length=24), nullable=False, server_default="published")
        )
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("corrected_at", storage.columns.Moment(), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", storage.columns.Moment(), nullable=True))
        batch_op.add_column(sa.Column("reminded_at", storage.columns.Moment(), nullable=True))
        batch_op.add_column(sa.Column("repeat_at", storage.columns.Moment(), nullable=True))
        batch_op.add_column(
            sa.Column("office", sa.String(length=24), nullable=False, server_default="kelurahan")
        )
        batch_op.add_column(sa.Column("marks", storage.columns.Facts(), nullable=True))
        batch_op.add_column(sa.Column("place", storage.columns.Facts(), nullable=True))
        batch_op.add_column(sa.Column("audience", storage.columns.Facts(), nullable=True))
        batch_op.add_column(
            sa.Column("route", sa.String(length=24), nullable=False, server_default="private")
        )
        batch_op.add_column(sa.Column("asks_read", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column(
            "progress_shown",
            existing_type=sa.VARCHAR(length=60),
            type_=sa.String(length=120),
            existing_nullable=True,
        )
        batch_op.create_index(batch_op.f("ix_announcements_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcements_repeat_at"), ["repeat_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_announcements_rule_card_id"), ["rule_card_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_announcements_plan_id"), "announcement_plans", ["plan_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_announcements_rule_card_id"), "rule_cards", ["rule_card_id"], ["id"]
        )

    op.execute(
        "UPDATE announcements SET office = (SELECT CASE kind WHEN 'rt' THEN 'rt_head' "
        "WHEN 'rw' THEN 'rw_head' ELSE 'kelurahan' END FROM areas WHERE areas.id = announcements.area_id)"
    )
    with op.batch_alter_table("closed_windows", schema=None) as batch_op:
        batch_op.add_column(sa.Column("valid_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("valid_to", sa.Date(), nullable=True))

    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("payload", storage.columns.Sealed(), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("area_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("news", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("topic_id", storage.columns.BigId, nullable=True))
        batch_op.add_column(sa.Column("bundle_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_bundle_id"), ["bundle_id"], unique=False)
        batch_op.drop_index("ix_outbox_card")
        batch_op.create_index("ix_outbox_card", ["card", "chat_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_counted",
            ["chat_id", "settled_at"],
            unique=False,
            sqlite_where=sa.text("news IS NOT NULL AND settled_at IS NOT NULL"),
            postgresql_where=sa.text("news IS NOT NULL AND settled_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_expiring",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL AND expires_at IS NOT NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND expires_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_leased",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("lease_until IS NOT NULL"),
            postgresql_where=sa.text("lease_until IS NOT NULL"),
        )
        batch_op.drop_index("ix_outbox_due")
        batch_op.create_index(
            "ix_outbox_ready",
            ["lane", "not_before", "id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_outbox_area_id"), "areas", ["area_id"], ["id"])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_outbox_area_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_outbox_ready",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_index(
            "ix_outbox_due",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index("ix_outbox_leased")
        batch_op.drop_index("ix_outbox_expiring")
        batch_op.drop_index(
            "ix_outbox_counted",
            sqlite_where=sa.text("news IS NOT NULL AND settled_at IS NOT NULL"),
            postgresql_where=sa.text("news IS NOT NULL AND settled_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_outbox_card")
        batch_op.create_index("ix_outbox_card", ["chat_id", "card"], unique=False)
        batch_op.drop_index(batch_op.f("ix_outbox_bundle_id"))
        batch_op.drop_column("bundle_id")
        batch_op.drop_column("topic_id")
        batch_op.drop_column("silent")
        batch_op.drop_column("news")
        batch_op.drop_column("area_id")

    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_column("payload")

    with op.batch_alter_table("closed_windows", schema=None) as batch_op:
        batch_op.drop_column("valid_to")
        batch_op.drop_column("valid_from")

    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_announcements_rule_card_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_announcements_plan_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_announcements_rule_card_id"))
        batch_op.drop_index(batch_op.f("ix_announcements_repeat_at"))
        batch_op.drop_index(batch_op.f("ix_announcements_plan_id"))
        batch_op.alter_column(
            "progress_shown",
            existing_type=sa.String(length=120),
            type_=sa.VARCHAR(length=60),
            existing_nullable=True,
        )
        batch_op.drop_column("asks_read")
        batch_op.drop_column("route")
        batch_op.drop_column("audience")
        batch_op.drop_column("place")
        batch_op.drop_column("marks")
        batch_op.drop_column("office")
        batch_op.drop_column("repeat_at")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("revision")
        batch_op.drop_column("state")
        batch_op.drop_column("urgent")
        batch_op.drop_column("rule_card_id")
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("reactions", schema=None) as batch_op:
        batch_op.drop_index("uq_reactions_announcement_id_person_id")
        batch_op.drop_index(batch_op.f("ix_reactions_person_id"))

    op.drop_table("reactions")
    with op.batch_alter_table("announcement_revisions", schema=None) as batch_op:
        batch_op.drop_index("uq_announcement_revisions_announcement_id_number")

    op.drop_table("announcement_revisions")
    with op.batch_alter_table("rule_cards", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_cards_campaign_id_position")

    op.drop_table("rule_cards")
    with op.batch_alter_table("announcement_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_plans_next_at"))
        batch_op.drop_index(batch_op.f("ix_announcement_plans_kelurahan_id"))
        batch_op.drop_index(batch_op.f("ix_announcement_plans_area_id"))

    op.drop_table("announcement_plans")
    with op.batch_alter_table("mutes", schema=None) as batch_op:
        batch_op.drop_index("uq_mutes_person_id_kind")

    op.drop_table("mutes")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_groups_area_id"))

    op.drop_table("groups")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaigns_next_at"))
        batch_op.drop_index(batch_op.f("ix_campaigns_kelurahan_id"))

    op.drop_table("campaigns")
