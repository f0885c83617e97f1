"""Alembic's entry: migrates over the connection that `admin.migrate` hands in."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import false

from admin.migrate import METADATA
from knowledge.database import JsonValue, UtcDateTime

connection = context.config.attributes["connection"]


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types by their names, so that a migration reads the same for both databases."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    if kind == "type" and repr(item) == repr(JsonValue):
        return "JsonValue"
    if kind == "server_default" and str(getattr(item, "arg", "")) == str(false()):
        return "sa.false()"
    return False


context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
