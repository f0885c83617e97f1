"""A service that runs proposes from a new edition of ESCO within seconds of its import."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.catalogue_version import ESCO, current_version
from knowledge.database import Database
from knowledge.embedding import Embedding
from knowledge.live_occupations import LiveOccupations
from knowledge.sources.esco import import_esco, read_esco
from tests.knowledge.test_occupations_by_meaning import Meanings

CARVER = "http://data.europa.eu/esco/occupation/1"


@pytest.fixture
def bring_in(tmp_path: Path) -> Callable[[Database, str], None]:
    """Imports an edition that has one occupation, by this name."""

    def bring(database: Database, name: str, dry_run: bool = False) -> None:
        edition = [{"uri": CARVER, "notation": "7.1", "prefLabel": {"fi": name, "en": "animal doctor"}}]
        (tmp_path / "occupations.json").write_text(json.dumps(edition), encoding="utf-8")
        skills = [{"uri": "http://data.europa.eu/esco/skill/1", "prefLabel": {"fi": "veistää lunta"}}]
        (tmp_path / "skills.json").write_text(json.dumps(skills), encoding="utf-8")
        with database.write() as session:
            import_esco(session, read_esco(tmp_path), dry_run)

    return bring


def live(database: Database) -> LiveOccupations:
    with database.read() as session:
        return LiveOccupations.load(session)


def test_an_import_is_taken_in_once_by_every_process(
    database: Database, bring_in: Callable[..., None]
) -> None:
    processes = [live(database), live(database)]
    before = processes[0].current
    assert before.get(CARVER) is None
    bring_in(database, "lumenveistäjä")
    for process in processes:
        assert process.refresh(database)
        assert process.current.named("lumenveistäjä", "fi") == process.current.get(CARVER)
        assert not process.refresh(database)
    assert before.get(CARVER) is None, "who holds the earlier one goes on with it"


def test_what_changes_nothing_is_no_new_edition(database: Database, bring_in: Callable[..., None]) -> None:
    bring_in(database, "lumenveistäjä")
    process = live(database)
    with database.read() as session:
        known = (current_version(session), current_version(session, ESCO))
    bring_in(database, "lumenveistäjä")
    bring_in(database, "jäänveistäjä", dry_run=True)
    assert not process.refresh(database)
    with database.read() as session:
        assert known == (current_version(session), current_version(session, ESCO))
    bring_in(database, "jäänveistäjä")
    assert process.refresh(database)


def test_names_of_a_later_edition_are_learned_by_meaning_too(
    sqlite_database: Database, bring_in: Callable[..., None], tmp_path: Path
) -> None:
    process = live(sqlite_database)
    assert not process.learn_more(), "nothing is learned before it is asked for"
    process.learn_meanings(Embedding(Meanings()), tmp_path / "vectors")
    assert not process.learn_more(), "the shipped words are no classification"
    bring_in(sqlite_database, "eläinten lääkäri")
    process.refresh(sqlite_database)
    assert process.learn_more()
    while process.learn_more():
        pass
    assert process.current._near.keys() == {"occupation", "skill"}
