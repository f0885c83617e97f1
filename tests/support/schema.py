"""All tables of all rooms."""

import admin.models
import bot.canned_models
import bot.channels.delivery_models
import bot.desk_models
import bot.models
import bot.notice_models
import knowledge.events.models
import knowledge.guides.models
import knowledge.models
import knowledge.reference_models
import knowledge.sources.models
import knowledge.synonyms_table
import knowledge.translation.models
import knowledge.upkeep.models
from knowledge.database import Base, Database

ROOMS = (
    knowledge.events.models,
    knowledge.guides.models,
    knowledge.models,
    knowledge.reference_models,
    knowledge.sources.models,
    knowledge.synonyms_table,
    knowledge.translation.models,
    knowledge.upkeep.models,
    bot.canned_models,
    bot.channels.delivery_models,
    bot.desk_models,
    bot.models,
    bot.notice_models,
    admin.models,
)


def create(database: Database) -> None:
    Base.metadata.create_all(database.engine)
