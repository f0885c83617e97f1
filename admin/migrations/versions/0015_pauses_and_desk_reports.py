"""What is paused; what the desk tells the editors."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "pauses",
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("texts", JsonValue, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("staff_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_pauses")),
    )
    op.create_table(
        "desk_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(length=80), nullable=True),
        sa.Column("provider_id", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("municipality", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reporters", JsonValue, nullable=False),
        sa.Column("reported_at", UtcDateTime(), nullable=False),
        sa.Column("reported_by_name", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_desk_reports_provider_id_provider"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["service.id"],
            name=op.f("fk_desk_reports_service_id_service"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_reports")),
        sa.UniqueConstraint(
            "conversation_id", "seq", "kind", name=op.f("uq_desk_reports_conversation_id_seq_kind")
        ),
    )
    with op.batch_alter_table("desk_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_reports_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("desk_reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_reports_state"))

    op.drop_table("desk_reports")
    op.drop_table("pauses")
