"""What upkeep has found in services and links, and what editors said of it; services found by searching."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _create_findings()
    _create_judgements()
    op.create_table(
        "upkeep_turn",
        sa.Column("work", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_upkeep_turn")),
    )
    with op.batch_alter_table("shown_services") as shown:
        shown.add_column(sa.Column("recommended", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("shown_services") as shown:
        shown.drop_column("recommended")
    for table in (
        *("upkeep_turn", "confirmation", "outdated_word", "set_aside", "link_check"),
        "service_upkeep",
    ):
        op.drop_table(table)


def _create_findings() -> None:
    op.create_table(
        "service_upkeep",
        sa.Column("service_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("missing", JsonValue, nullable=False),
        sa.Column("stale", JsonValue, nullable=False),
        sa.Column("outdated", JsonValue, nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        _of_a_service("service_upkeep"),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_service_upkeep")),
    )
    op.create_index(op.f("ix_service_upkeep_url"), "service_upkeep", ["url"])
    op.create_table(
        "link_check",
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("moved_to", sa.String(length=500), nullable=False),
        sa.Column("failed_days", sa.Integer(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=True),
        sa.Column("failed_since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_link_check")),
    )
    op.create_index(op.f("ix_link_check_checked_at"), "link_check", ["checked_at"])


def _create_judgements() -> None:
    op.create_table(
        "set_aside",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_set_aside")),
    )
    op.create_table(
        "outdated_word",
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("instead", sa.String(length=200), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("language", "word", name=op.f("pk_outdated_word")),
    )
    op.create_table(
        "confirmation",
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("service_id", sa.String(length=80), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("after", sa.Date(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        _of_a_service("confirmation"),
        sa.PrimaryKeyConstraint("batch", "service_id", name=op.f("pk_confirmation")),
    )


def _of_a_service(table: str) -> sa.ForeignKeyConstraint:
    key = op.f(f"fk_{table}_service_id_service")
    return sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=key, ondelete="RESTRICT")
