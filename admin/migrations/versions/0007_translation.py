"""Translation: words of the glossary, files of translation offices, runs of the translation server."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _create_glossary()
    _create_run()
    _create_delivery()


def downgrade() -> None:
    op.drop_table("translation_delivery")
    op.drop_table("machine_translation_run")
    op.drop_table("glossary_term")


def _create_glossary() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("source_language", sa.String(length=20), nullable=False),
        sa.Column("term", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("translation", sa.String(length=100), nullable=False),
        sa.Column("forbidden", JsonValue, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_name", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "status IN ('machine', 'reviewed', 'official')", name=op.f("ck_glossary_term_status")
        ),
        sa.PrimaryKeyConstraint("source_language", "term", "language", name=op.f("pk_glossary_term")),
    )


def _create_run() -> None:
    op.create_table(
        "machine_translation_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("translated", sa.Integer(), nullable=False),
        sa.Column("refused", JsonValue, nullable=False),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("active_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("started_by", sa.String(length=80), nullable=False),
        sa.Column("started_by_name", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'failed')", name=op.f("ck_machine_translation_run_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_translation_run")),
    )
    op.create_index(op.f("ix_machine_translation_run_language"), "machine_translation_run", ["language"])


def _create_delivery() -> None:
    op.create_table(
        "translation_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("texts", JsonValue, nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("added_by_name", sa.String(length=80), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("report", JsonValue, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_delivery")),
    )
