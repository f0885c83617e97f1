"""An outside channel's address, what has come in, leases."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "seen_arrivals",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("erased", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_seen_arrivals")),
    )
    with op.batch_alter_table("seen_arrivals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_arrivals_at"), ["at"], unique=False)

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel_address", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_column("channel_address")

    with op.batch_alter_table("seen_arrivals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seen_arrivals_at"))

    op.drop_table("seen_arrivals")
    op.drop_table("leases")
