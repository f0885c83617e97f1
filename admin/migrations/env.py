"""Alembic's entry: migrates over the connection that `admin.migrate` hands in."""

from alembic import context

from admin.migrate import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
