"""Loading the starter never undoes an editor's work, and loses nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.database import Database
from knowledge.models import ServiceRevisionRow, ServiceRow, ServiceTextRow
from knowledge.starter.entries import Starter, read_starter
from knowledge.starter.load import LoadReport, StarterError, load_starter
from tests.knowledge.starter.test_check import GOOD, PROVIDERS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def starter(folder: Path, services: str) -> Starter:
    (folder / "services").mkdir(parents=True, exist_ok=True)
    (folder / "providers.yml").write_text(PROVIDERS, encoding="utf-8")
    (folder / "services" / "a.yml").write_text(services, encoding="utf-8")
    return read_starter(folder)


def load(database: Database, what: Starter, later: int = 0) -> LoadReport:
    with database.write() as session:
        return load_starter(session, what, NOW + timedelta(days=later))


def row(session: Session) -> ServiceRow:
    return session.scalars(select(ServiceRow).options(selectinload(ServiceRow.texts))).one()


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
        assert row(session).goals == ["job"]
        assert row(session).texts[1].summary == "Maksutonta apua velkoihin."
    assert revisions(database) == [(1, "loaded"), (2, "updated")]


def test_what_an_editor_has_changed_is_kept(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        edited = row(session)
        edited.goals, edited.facts_edited_at = ["health"], NOW
        finnish = next(text for text in edited.texts if text.language == "fi")
        finnish.summary, finnish.edited_at = "Editorin sanat.", NOW
    assert load(database, starter(tmp_path, CHANGED), later=1).kept == ["debt-advice"]
    with database.read() as session:
        kept = row(session)
        assert kept.goals == ["health"]
        assert {text.language: text.summary for text in kept.texts}["fi"] == "Editorin sanat."


def test_the_untouched_language_of_an_edited_service_is_still_updated(
    database: Database, tmp_path: Path
) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        finnish = next(text for text in row(session).texts if text.language == "fi")
        finnish.edited_at = NOW
    load(database, starter(tmp_path, GOOD.replace("Help with debts.", "Free help with debts.")), later=1)
    with database.read() as session:
        assert {text.language: text.summary for text in row(session).texts}["en"] == "Free help with debts."


def test_what_the_starter_drops_is_withdrawn_never_deleted(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    report = load(database, starter(tmp_path, "services: []\n"), later=1)
    assert report.withdrawn == ["debt-advice"]
    assert revisions(database) == [(1, "loaded"), (2, "withdrawn")]
    with database.read() as session:
        assert row(session).state == "withdrawn"
        assert load_catalogue(session, TODAY).services == ()


def test_an_editors_service_dropped_by_the_starter_stays(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        row(session).facts_edited_at = NOW
    assert load(database, starter(tmp_path, "services: []\n"), later=1).kept == ["debt-advice"]
    with database.read() as session:
        assert row(session).state == "published"


def test_a_service_of_another_source_is_left_alone(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.write() as session:
        row(session).source_system = "ptv"
    assert load(database, starter(tmp_path, "services: []\n"), later=1).withdrawn == []


def test_a_faulty_starter_changes_nothing(database: Database, tmp_path: Path) -> None:
    faulty = starter(tmp_path, GOOD.replace("goals: [money]", "goals: [cash]"))
    with pytest.raises(StarterError, match="unknown code 'cash'"):
        load(database, faulty)
    assert revisions(database) == []


def test_a_draft_is_never_in_the_catalogue(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.read() as session:
        assert set(load_catalogue(session, TODAY).by_id["debt-advice"].texts) == {"fi", "sv", "en"}
    with database.write() as session:
        session.get_one(ServiceTextRow, ("debt-advice", "en")).status = "draft"
    with database.read() as session:
        assert set(load_catalogue(session, TODAY).by_id["debt-advice"].texts) == {"fi", "sv"}
    with database.write() as session:
        row(session).state = "draft"
    with database.read() as session:
        assert load_catalogue(session, TODAY).services == ()


def test_a_refresh_swaps_the_catalogue_whole(database: Database, tmp_path: Path) -> None:
    load(database, starter(tmp_path, GOOD))
    with database.read() as session:
        live = LiveCatalogue(load_catalogue(session, TODAY))
    before = live.current
    with database.write() as session:
        row(session).state = "withdrawn"
    after = live.refresh(database, TODAY)
    assert set(before.by_id) == {"debt-advice"}
    assert not after.by_id
    assert live.current is after


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
