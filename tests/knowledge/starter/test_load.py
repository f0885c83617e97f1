"""Loading the starter never undoes an editor's work, and loses nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Words
from knowledge.editing.working_copy import open_copy
from knowledge.editing.writing import write_facts, write_text
from knowledge.models import ServiceRevisionRow, ServiceSourceRow
from knowledge.service import Service
from knowledge.starter.entries import Starter, read_starter
from knowledge.starter.load import LoadReport, StarterError, load_starter
from tests.knowledge.starter.test_check import GOOD, PROVIDERS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
EDITOR = Actor("e1", "Eeva", frozenset({"kela"}))


def starter(folder: Path, services: str) -> Starter:
    (folder / "services").mkdir(parents=True, exist_ok=True)
    (folder / "providers.yml").write_text(PROVIDERS, encoding="utf-8")
    (folder / "services" / "a.yml").write_text(services, encoding="utf-8")
    return read_starter(folder)


def load(database: Database, what: Starter, later: int = 0) -> LoadReport:
    with database.write() as session:
        return load_starter(session, what, NOW + timedelta(days=later))


def shown(session: Session) -> Service:
    return load_catalogue(session, TODAY).by_id["debt-advice"]


def revisions(database: Database) -> list[tuple[int, str]]:
    with database.read() as session:
        kept = session.scalars(select(ServiceRevisionRow).order_by(ServiceRevisionRow.number))
        return [(revision.number, revision.change) for revision in kept]


CHANGED = GOOD.replace("Apua velkoihin.", "Maksutonta apua velkoihin.").replace(
    "goals: [money]", "goals: [job]"
)


def test_the_whole_shipped_starter_is_loaded_and_comes_back_the_same(database: Database) -> None:
    shipped = read_starter()
    first = load(database, shipped)
    again = load(database, shipped, later=1)
    assert sorted(first.inserted) == sorted(entry.id for _, entry in shipped.services)
    assert again.inserted == again.updated == again.withdrawn == []
    assert sorted(again.unchanged) == sorted(first.inserted)


def test_what_the_starter_changes_is_updated_and_the_earlier_revision_kept(
    database: Database, tmp_path: Path
) -> None:
    load(database, starter(tmp_path, GOOD))
    assert load(database, starter(tmp_path, CHANGED), later=1).updated == ["debt-advice"]
    with database.read() as session:
        assert shown(session).goals == {"job"}
        assert shown(session).texts["fi"].summary == "Maksutonta apua velkoihin."
    assert revisions(database) == [
        (1, "imported"),
        (2, "published"),
        (3, "imported"),
        (4, "published"),
    ]


def test_what_an_editor_has_corrected_is_kept_and_the_rest_follows(
    database: Database, tmp_path: Path
) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        copy = open_copy(session, "debt-advice")
        facts = replace(copy.content.facts, goals=("health",))
        write_facts(session, EDITOR, copy.id, facts, copy.facts_version, NOW)
        words = replace(copy.content.texts["fi"].words, summary="Editorin sanat.")
        write_text(session, EDITOR, copy.id, "fi", words, copy.text_versions["fi"], NOW)
    changed = CHANGED.replace("Varaa aika.", "Soita.").replace("Help with debts.", "Free help with debts.")
    assert load(database, starter(tmp_path, changed), later=1).kept == ["debt-advice"]
    with database.read() as session:
        kept = open_copy(session, "debt-advice").content
    assert kept.facts.goals == ("health",)
    assert kept.texts["fi"].words == Words("Velkaneuvonta", "Editorin sanat.", "Soita.")
    assert kept.texts["en"].words.summary == "Free help with debts."


def test_unpublished_changes_of_an_editor_are_not_published_by_a_later_starter(
    database: Database, tmp_path: Path
) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        words = Words("Velkaneuvonta", "Editorin sanat.")
        write_text(session, EDITOR, "debt-advice", "fi", words, 1, NOW)
    load(database, starter(tmp_path, CHANGED), later=1)
    with database.read() as session:
        assert shown(session).texts["fi"].summary == "Apua velkoihin."


def test_what_the_starter_drops_is_archived_never_deleted(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    report = load(database, starter(tmp_path, "services: []\n"), later=1)
    assert report.withdrawn == ["debt-advice"]
    assert revisions(database) == [(1, "imported"), (2, "published"), (3, "archived")]
    with database.read() as session:
        assert open_copy(session, "debt-advice").state == "archived"
        assert load_catalogue(session, TODAY).services == ()
    load(database, starter(tmp_path, GOOD), later=2)
    with database.read() as session:
        assert shown(session).id == "debt-advice"


def test_an_editors_service_dropped_by_the_starter_stays(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        write_text(session, EDITOR, "debt-advice", "fi", Words("Velka", "Apua."), 1, NOW)
    assert load(database, starter(tmp_path, "services: []\n"), later=1).kept == ["debt-advice"]
    with database.read() as session:
        assert open_copy(session, "debt-advice").state == "published"


def test_a_service_of_another_source_is_left_alone(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        session.get_one(ServiceSourceRow, "debt-advice").system = "ptv"
    assert load(database, starter(tmp_path, "services: []\n"), later=1).withdrawn == []


def test_a_faulty_starter_changes_nothing(database: Database, tmp_path: Path) -> None:
    faulty = starter(tmp_path, GOOD.replace("goals: [money]", "goals: [cash]"))
    with pytest.raises(StarterError, match="unknown code 'cash'"):
        load(database, faulty)
    assert revisions(database) == []


def test_a_failed_refresh_keeps_the_old_catalogue(sqlite_database: Database, tmp_path: Path) -> None:
    load(sqlite_database, starter(tmp_path, GOOD))
    with sqlite_database.read() as session:
        live = LiveCatalogue(load_catalogue(session, TODAY))
    gone = Database(f"sqlite:///{tmp_path / 'nowhere' / 'gone.db'}")
    with pytest.raises(Exception, match="unable to open"):
        live.refresh(gone, TODAY)
    assert set(live.current.by_id) == {"debt-advice"}


def test_a_service_past_its_last_day_is_left_out(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD.replace("goals: [money]", "valid: {to: 2026-12-31}")))
    with database.read() as session:
        assert load_catalogue(session, date(2026, 12, 31)).services
        assert not load_catalogue(session, date(2027, 1, 1)).services
