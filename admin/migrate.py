"""Brings a database to today's tables."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

import admin.models
import bot.canned_models
import bot.channels.delivery_models
import bot.channels.door_models
import bot.desk_models
import bot.models
import bot.notice_models
import bot.pause_models
import bot.team_models
import bot.throttle_models
import knowledge.desk_reports.models
import knowledge.events.models
import knowledge.guides.models
import knowledge.models
import knowledge.reference_models
import knowledge.sources.models
import knowledge.synonyms_table
import knowledge.translation.models
import knowledge.upkeep.models
from knowledge.database import Base, Database

ROOMS: Final = (
    knowledge.desk_reports.models,
    knowledge.events.models,
    knowledge.guides.models,
    knowledge.models,
    knowledge.reference_models,
    knowledge.sources.models,
    knowledge.synonyms_table,
    knowledge.translation.models,
    knowledge.upkeep.models,
    bot.models,
    bot.notice_models,
    bot.canned_models,
    bot.channels.delivery_models,
    bot.channels.door_models,
    bot.desk_models,
    bot.pause_models,
    bot.team_models,
    bot.throttle_models,
    admin.models,
)
"""Imported so that `METADATA` holds the tables of every room."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"
METADATA: Final = Base.metadata


def migrate(database: Database, to: str = "head") -> None:
    """Runs the migrations that are missing. Raises SQLAlchemyError when the database cannot be used."""
    with database.rebuild() as connection:
        command.upgrade(_config(connection), to)


def draft(database: Database, message: str) -> None:
    """Writes a new migration from the difference between the tables and the models (for developers)."""
    with database.engine.begin() as connection:
        number = 1 + sum(1 for _ in (MIGRATIONS / "versions").glob("[0-9]*.py"))
        command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")


def check(database: Database) -> None:
    """Raises alembic.util.CommandError when the migrations do not lead to the models."""
    with database.engine.begin() as connection:
        command.check(_config(connection))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
