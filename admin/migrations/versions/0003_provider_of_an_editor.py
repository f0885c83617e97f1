"""Editors write the services of one provider."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KEY = "fk_staff_provider_id_provider"


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("provider_id", sa.String(80), nullable=True))
        staff.create_foreign_key(KEY, "provider", ["provider_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(KEY, type_="foreignkey")
        staff.drop_column("provider_id")
