"""Guides in the archive, calendars that are asked every day."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import UtcDateTime

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _let_guides_be("'draft', 'published', 'withdrawn', 'archived'")
    op.create_table(
        "calendar_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("municipality", sa.String(length=3), nullable=True),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("added_by_name", sa.String(length=80), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("failed_since", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_calendar_address_provider_id_provider"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("address", name=op.f("uq_calendar_address_address")),
    )
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_address_provider_id"), ["provider_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("calendar_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_address_provider_id"))
    op.drop_table("calendar_address")
    op.execute("UPDATE guide SET state = 'withdrawn' WHERE state = 'archived'")
    _let_guides_be("'draft', 'published', 'withdrawn'")


def _let_guides_be(states: str) -> None:
    with op.batch_alter_table("guide", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_guide_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_guide_state"), f"state IN ({states})")
