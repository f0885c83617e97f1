"""An import brings what is new, and does it once."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.content import Facts, Words
from knowledge.editing.errors import Invalid, NotFound
from knowledge.editing.importing import Applied, apply_source, archive_source, preview_source
from knowledge.editing.providers import write_provider
from knowledge.editing.sources import SourceProvider, SourceRecord, known_ids
from knowledge.editing.workflow import archive
from knowledge.editing.writing import write_facts, write_text
from knowledge.models import ProviderRow, ServiceRow, ServiceSourceRow
from knowledge.revisions import Change, history
from tests.knowledge.editing.make import EEVA, FINNISH, NOW, OTSO, TODAY, ask, do, now_is, record

EDITOR = replace(EEVA, providers=frozenset({"ptv-org-1"}))
SWEDISH = Words("Verkstad", "Hjälp.", "Ring.")
CORRECTED = replace(FINNISH, summary="Selkeämpi tiivistelmä.")


def apply(database: Database, what: SourceRecord | None = None, publish: bool = True) -> Applied:
    return do(database, apply_source, what or record(), NOW, publish=publish)


def correct(database: Database) -> None:
    """An editor corrects a fact and a text of the imported service."""
    copy = now_is(database, "ptv-7")
    facts = replace(copy.content.facts, goals=("job",))
    do(database, write_facts, EDITOR, copy.id, facts, copy.facts_version, NOW)
    do(database, write_text, EDITOR, copy.id, "fi", CORRECTED, copy.text_versions["fi"], NOW)


def fi(summary: str) -> dict[str, Words]:
    return {"fi": replace(FINNISH, summary=summary), "sv": SWEDISH}


def test_a_new_record_is_a_published_service_of_a_new_provider(database: Database) -> None:
    applied = apply(database)
    assert (applied.service_id, applied.outcome, applied.state) == ("ptv-7", "new", "published")
    seen = ask(database, load_catalogue, TODAY).by_id["ptv-7"]
    assert (seen.provider, seen.provider_names) == ("ptv-org-1", {"fi": "Oulun kaupunki"})
    assert {language: text.status for language, text in seen.texts.items()} == {
        "fi": "reviewed",
        "sv": "reviewed",
    }


def test_without_publishing_it_waits_as_a_draft(database: Database) -> None:
    assert apply(database, publish=False).state == "draft"
    assert ask(database, load_catalogue, TODAY).services == ()


def test_an_incomplete_record_is_taken_as_a_draft_and_the_reason_told(database: Database) -> None:
    applied = apply(database, record(facts=Facts(audience=("person",), url="https://example.org")))
    assert (applied.outcome, applied.state) == ("new", "draft")
    assert [str(error) for error in applied.missing] == ["category: missing"]


def test_where_the_provider_asks_for_four_eyes_it_waits_in_review(database: Database) -> None:
    apply(database, record("6"))
    do(database, write_provider, "ptv-org-1", {"fi": "Oulu"}, "", True, NOW)
    assert apply(database).state == "in_review"
    assert apply(database, record("6", texts=fi("Muuttunut."))).state == "in_review"
    assert ask(database, load_catalogue, TODAY).by_id["ptv-6"].texts["fi"].summary == FINNISH.summary


def test_doing_it_twice_is_doing_it_once(database: Database) -> None:
    apply(database)
    again = apply(database)
    assert (again.outcome, again.changes, again.state) == ("same", (), "published")
    assert len(ask(database, history, "ptv-7")) == 2


def test_a_changed_record_is_published_again(database: Database) -> None:
    apply(database)
    applied = apply(database, record(texts=fi("Muuttunut.")))
    assert applied.outcome == "changed"
    assert applied.changes == (Change("summary", "fi", "Apua työnhakuun.", "Muuttunut."),)
    assert ask(database, load_catalogue, TODAY).by_id["ptv-7"].texts["fi"].summary == "Muuttunut."


def test_a_record_that_is_gone_archives_its_service_and_brings_it_back(database: Database) -> None:
    apply(database)
    assert ask(database, known_ids, "ptv") == {"7": "ptv-7"}
    assert do(database, archive_source, "ptv", "7", NOW).outcome == "archived"
    assert do(database, archive_source, "ptv", "7", NOW).outcome == "same"
    assert ask(database, known_ids, "ptv") == {}
    assert ask(database, load_catalogue, TODAY).services == ()
    assert (apply(database).outcome, apply(database).outcome) == ("changed", "same")
    assert set(ask(database, load_catalogue, TODAY).by_id) == {"ptv-7"}
    with pytest.raises(NotFound):
        do(database, archive_source, "ptv", "8", NOW)


def test_what_an_editor_archived_no_import_brings_back(database: Database) -> None:
    apply(database)
    do(database, archive, EDITOR, "ptv-7", NOW)
    assert apply(database, record(texts=fi("Muuttunut."))).state == "archived"
    assert do(database, archive_source, "ptv", "7", NOW).state == "archived"
    assert apply(database).state == "archived"


def test_an_import_takes_a_version_out_of_review(database: Database) -> None:
    apply(database, publish=False)
    with database.write() as session:
        session.get_one(ServiceRow, "ptv-7").state = "in_review"
    assert apply(database, record(texts=fi("Muuttunut."))).state == "draft"


@pytest.mark.parametrize(
    "wrong",
    [
        {"facts": Facts(category="money")},
        {"texts": {"fi": Words("Nimi", "x" * 151)}},
        {"texts": {"xx": Words("Nimi")}},
        {"status": "good"},
        {"facts": Facts(url="ftp://example.org")},
        {"facts": Facts(municipalities=("999",))},
    ],
)
def test_a_bad_record_is_refused_and_changes_nothing(database: Database, wrong: dict[str, Any]) -> None:
    for verb in (preview_source, lambda session, what: apply_source(session, what, NOW)):
        with pytest.raises(Invalid):
            do(database, verb, record(**wrong))
    assert ask(database, lambda session: session.scalar(select(ProviderRow.id))) is None


def test_a_preview_says_the_same_and_writes_nothing(database: Database) -> None:
    assert ask(database, preview_source, record()).outcome == "new"
    apply(database)
    correct(database)
    newer = record(
        facts=replace(record().facts, goals=("study",), min_age=18),
        texts={"fi": replace(FINNISH, summary="Lähteen uusi."), "en": Words("Workshop")},
    )
    before = now_is(database, "ptv-7")
    foreseen = ask(database, preview_source, newer)
    assert now_is(database, "ptv-7") == before
    done = apply(database, newer)
    assert (foreseen.outcome, foreseen.changes, foreseen.kept) == (done.outcome, done.changes, done.kept)


def test_what_is_known_of_the_source_is_kept(database: Database) -> None:
    apply(database, record(url="https://example.org/7", licence="CC BY 4.0", modified=NOW))
    with database.read() as session:
        row = session.get_one(ServiceSourceRow, "ptv-7")
    assert (row.system, row.source_id, row.url, row.licence) == (
        "ptv",
        "7",
        "https://example.org/7",
        "CC BY 4.0",
    )
    assert row.modified == NOW


def test_a_provider_is_known_by_its_source_and_keeps_the_name_that_staff_gave(database: Database) -> None:
    do(database, write_provider, "kela", {"fi": "Kela"}, "", False, NOW)
    known = record(provider=SourceProvider("org-2", {"fi": "Kansaneläkelaitos"}, id="kela"))
    apply(database, known)
    apply(database, record("8", provider=SourceProvider("org-2", {"fi": "KELA"})))
    seen = ask(database, load_catalogue, TODAY).by_id
    assert {service.provider for service in seen.values()} == {"kela"}
    assert seen["ptv-8"].provider_names == {"fi": "Kela"}


def test_the_history_names_who_ran_the_import(database: Database) -> None:
    do(database, apply_source, record(), NOW, actor=replace(OTSO, providers=None))
    assert ask(database, history, "ptv-7")[0].made_by_name == "Otso"
