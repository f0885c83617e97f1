"""Events and their versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue, UtcDateTime

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("municipality", sa.String(length=3), nullable=True),
        sa.Column("starts", UtcDateTime(), nullable=True),
        sa.Column("ends", UtcDateTime(), nullable=True),
        sa.Column("content", JsonValue, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_revision", sa.Integer(), nullable=True),
        sa.Column("published_digest", sa.String(length=64), nullable=True),
        sa.Column("catalogue_version", sa.Integer(), nullable=False),
        sa.Column("source_system", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("calendar", sa.String(length=500), nullable=False),
        sa.Column("licence", sa.String(length=80), nullable=False),
        sa.Column("source_modified", UtcDateTime(), nullable=True),
        sa.Column("source_record", JsonValue, nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'withdrawn', 'archived')", name=op.f("ck_event_state")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_event_provider_id_provider"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("source_system", "source_id", name=op.f("uq_event_source_system_source_id")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_catalogue_version"), ["catalogue_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_ends"), ["ends"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_municipality"), ["municipality"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_provider_id"), ["provider_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_starts"), ["starts"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_state"), ["state"], unique=False)

    op.create_table(
        "event_revision",
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("change", sa.String(length=40), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("snapshot", JsonValue, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_revision_event_id_event"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_revision")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_event_revision_event_id_number")),
    )
    with op.batch_alter_table("event_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_revision_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_table("event_revision")
    op.drop_table("event")
