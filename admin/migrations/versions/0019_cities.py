"""Whose conversation it is where several cities share an installation, and whose the staff sees."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from knowledge.database import JsonValue

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OF_ONE = ("conversations", "feedback", "handoffs", "shown_services", "unmet_needs")
OF_SEVERAL = ("desk_presence", "staff", "teams")


def upgrade() -> None:
    for table in OF_ONE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("city", sa.String(length=32), nullable=True))
    for table in OF_SEVERAL:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("cities", JsonValue, server_default="[]", nullable=False))


def downgrade() -> None:
    for table in OF_SEVERAL:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("cities")
    for table in OF_ONE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("city")
