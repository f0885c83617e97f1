"""Canned replies, and what a machine translated at the desk."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        sa.Column("topics", JsonValue, nullable=False),
        sa.Column("team", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("source_language", sa.String(length=16), nullable=False),
        sa.Column("suggested_by", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("shortcut", name=op.f("uq_canned_replies_shortcut")),
    )
    op.create_table(
        "canned_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("content", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["canned_replies.id"],
            name=op.f("fk_canned_changes_reply_id_canned_replies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_changes")),
    )
    with op.batch_alter_table("canned_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_canned_changes_reply_id"), ["reply_id"], unique=False)

    op.create_table(
        "canned_texts",
        sa.Column("reply_id", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["canned_replies.id"],
            name=op.f("fk_canned_texts_reply_id_canned_replies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("reply_id", "language", name=op.f("pk_canned_texts")),
    )
    op.create_table(
        "read_translations",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("translated_by", sa.String(length=80), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_read_translations_message_id_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("message_id", "language", name=op.f("pk_read_translations")),
    )
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("translates_replies", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("original_text", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("original_language", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("translated_by", sa.String(length=80), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("translated_by")
        batch_op.drop_column("original_language")
        batch_op.drop_column("original_text")

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("translates_replies")

    op.drop_table("read_translations")
    op.drop_table("canned_texts")
    with op.batch_alter_table("canned_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_canned_changes_reply_id"))

    op.drop_table("canned_changes")
    op.drop_table("canned_replies")
