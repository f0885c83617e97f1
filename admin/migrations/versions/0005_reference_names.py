"""Names that others give: ESCO's occupations and skills, and municipalities as imported."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "esco_concept",
        sa.Column("uri", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("labels", JsonValue, nullable=False),
        sa.Column("broader", sa.String(length=200), nullable=True),
        sa.CheckConstraint("kind IN ('occupation', 'group', 'skill')", name=op.f("ck_esco_concept_kind")),
        sa.PrimaryKeyConstraint("uri", name=op.f("pk_esco_concept")),
    )
    op.create_index(op.f("ix_esco_concept_kind"), "esco_concept", ["kind"])
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("fi", sa.String(length=80), nullable=False),
        sa.Column("sv", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("region_fi", sa.String(length=80), nullable=False),
        sa.Column("region_sv", sa.String(length=80), nullable=False),
        sa.Column("region_en", sa.String(length=80), nullable=False),
        sa.Column("employment_area", sa.String(length=80), nullable=True),
        sa.Column("successor", sa.String(length=3), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
    )


def downgrade() -> None:
    op.drop_table("municipality")
    op.drop_index(op.f("ix_esco_concept_kind"), "esco_concept")
    op.drop_table("esco_concept")
