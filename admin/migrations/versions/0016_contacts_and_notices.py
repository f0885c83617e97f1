"""Contacts left by choice; who has been told that somebody waits."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "notice_boxes",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_notice_boxes")),
    )
    op.create_table(
        "contacts",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_contacts_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_left_at"), "contacts", ["left_at"])
    op.add_column("conversations", sa.Column("here_at", UtcDateTime(), nullable=True))
    op.add_column("handoffs", sa.Column("person_told_at", UtcDateTime(), nullable=True))
    op.add_column("handoffs", sa.Column("desk_told_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    for table, column in (
        ("handoffs", "desk_told_at"),
        ("handoffs", "person_told_at"),
        ("conversations", "here_at"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
    op.drop_index(op.f("ix_contacts_left_at"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_table("notice_boxes")
