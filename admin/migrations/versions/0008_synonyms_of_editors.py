"""Synonyms of editors."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("words", JsonValue, nullable=False),
        sa.Column("services", JsonValue, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym")),
        sa.UniqueConstraint("language", "key", name=op.f("uq_synonym_language_key")),
    )


def downgrade() -> None:
    op.drop_table("synonym")
