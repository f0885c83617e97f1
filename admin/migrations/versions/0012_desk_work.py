"""The desk's steps, tags, mentions and follow-ups; for whom a conversation waits."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "desk_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("to_name", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_desk_steps_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_steps")),
    )
    with op.batch_alter_table("desk_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_steps_conversation_id"), ["conversation_id"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_follow_ups_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "staff_id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_ups_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "tags",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_tags_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "name", name=op.f("pk_tags")),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tags_name"), ["name"], unique=False)

    op.create_table(
        "mentions",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_mentions_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["notes.id"], name=op.f("fk_mentions_note_id_notes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("note_id", "staff_id", name=op.f("pk_mentions")),
    )
    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentions_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentions_staff_id"), ["staff_id"], unique=False)

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("meant_for", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("meant_for_team", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("meant_for_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("meant_since", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("passed_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("interpreter", sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("interpreter")
        batch_op.drop_column("passed_by")
        batch_op.drop_column("meant_since")
        batch_op.drop_column("meant_for_name")
        batch_op.drop_column("meant_for_team")
        batch_op.drop_column("meant_for")

    with op.batch_alter_table("mentions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentions_staff_id"))
        batch_op.drop_index(batch_op.f("ix_mentions_conversation_id"))

    op.drop_table("mentions")
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tags_name"))

    op.drop_table("tags")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_ups_staff_id"))

    op.drop_table("follow_ups")
    with op.batch_alter_table("desk_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_steps_conversation_id"))

    op.drop_table("desk_steps")
