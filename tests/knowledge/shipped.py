"""The shipped starter, loaded into a database once and read back as the bot reads it."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.database import Base, Database
from knowledge.everyday_work import everyday_sayings
from knowledge.municipalities import read_municipalities
from knowledge.names import Names
from knowledge.occupations import Occupations
from knowledge.starter.entries import read_starter
from knowledge.starter.load import load_starter

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@cache
def catalogue() -> Catalogue:
    with TemporaryDirectory(prefix="osaamo-shipped-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'starter.db'}")
        Base.metadata.create_all(database.engine)
        with database.write() as session:
            load_starter(session, read_starter(), NOW)
        with database.read() as session:
            loaded = load_catalogue(session, TODAY)
        database.close()
    return loaded


@cache
def names() -> Names:
    """With the shipped words of everyday work alone, as long as nobody has imported ESCO."""
    return Names(read_municipalities(), Occupations((), everyday_sayings()))
