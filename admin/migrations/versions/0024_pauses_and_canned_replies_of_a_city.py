"""Pauses and canned replies of one city alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.add_column(_city())
        batch_op.drop_constraint(op.f("pk_pauses"), type_="primary")
        batch_op.create_primary_key(op.f("pk_pauses"), ["what", "city"])
    with op.batch_alter_table("canned_replies", schema=None) as batch_op:
        batch_op.add_column(_city())
        batch_op.drop_constraint(op.f("uq_canned_replies_shortcut"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_canned_replies_shortcut_city"), ["shortcut", "city"])


def downgrade() -> None:
    """What belongs to one city must not become everybody's."""
    op.execute("DELETE FROM canned_replies WHERE city <> ''")
    op.execute("DELETE FROM pauses WHERE city <> ''")
    with op.batch_alter_table("canned_replies", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_canned_replies_shortcut_city"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_canned_replies_shortcut"), ["shortcut"])
        batch_op.drop_column("city")
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_pauses"), type_="primary")
        batch_op.create_primary_key(op.f("pk_pauses"), ["what"])
        batch_op.drop_column("city")


def _city() -> "sa.Column[str]":
    return sa.Column("city", sa.String(length=32), server_default="", nullable=False)
