"""What an editor has corrected no import touches; all other fields follow their source."""

from dataclasses import replace

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.errors import NotFound, NotYours
from knowledge.editing.importing import Applied, apply_source
from knowledge.editing.overrides import drop_override, overrides_of
from knowledge.editing.sources import EVERYTHING, SourceRecord
from knowledge.editing.workflow import publish
from knowledge.editing.writing import mark_reviewed, remove_text, write_facts, write_text
from tests.knowledge.editing.make import EEVA, FINNISH, KELA, NOW, TODAY, ask, do, now_is, record

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


def test_a_corrected_field_is_never_touched_and_shown_beside_the_newer_one(database: Database) -> None:
    apply(database)
    correct(database)
    newer = record(
        facts=replace(record().facts, goals=("study",), min_age=18),
        texts={"fi": replace(FINNISH, summary="Lähteen uusi.", first_step="Tule käymään."), "sv": SWEDISH},
    )
    applied = apply(database, newer)
    assert applied.kept == (("", "goals"), ("fi", "summary"))
    after = now_is(database, "ptv-7").content
    assert (after.facts.goals, after.facts.min_age) == (("job",), 18)
    assert after.texts["fi"].words == replace(CORRECTED, first_step="Tule käymään.")
    beside = ask(database, overrides_of, "ptv-7")
    assert [(each.field, each.language, each.ours, each.theirs) for each in beside] == [
        ("goals", "", ("job",), ("study",)),
        ("summary", "fi", "Selkeämpi tiivistelmä.", "Lähteen uusi."),
    ]
    assert {each.made_by_name for each in beside} == {"Eeva"}


def test_an_import_publishes_no_unpublished_correction(database: Database) -> None:
    apply(database)
    correct(database)
    apply(database, record(facts=replace(record().facts, min_age=18)))
    assert ask(database, load_catalogue, TODAY).by_id["ptv-7"].texts["fi"].summary == FINNISH.summary


def test_a_published_correction_stays_published_while_the_rest_follows(database: Database) -> None:
    apply(database)
    correct(database)
    do(database, publish, EDITOR, "ptv-7", now_is(database, "ptv-7").revision, NOW)
    apply(database, record(facts=replace(record().facts, min_age=18)))
    seen = ask(database, load_catalogue, TODAY).by_id["ptv-7"]
    assert (seen.min_age, seen.texts["fi"].summary) == (18, "Selkeämpi tiivistelmä.")


def test_a_source_that_says_what_the_editor_said_changes_nothing(database: Database) -> None:
    apply(database)
    correct(database)
    said = record(facts=replace(record().facts, goals=("job",)), texts=fi(CORRECTED.summary))
    assert apply(database, said).outcome == "same"
    assert apply(database, record(texts=fi("Vielä uudempi."))).kept == (("", "goals"), ("fi", "summary"))


def test_a_dropped_correction_takes_the_sources_value_and_follows_it(database: Database) -> None:
    apply(database)
    correct(database)
    apply(database, record(texts=fi("Lähteen uusi.")))
    with pytest.raises(NotYours):
        do(database, drop_override, KELA, "ptv-7", "summary", "fi", NOW)
    after = do(database, drop_override, EDITOR, "ptv-7", "summary", "fi", NOW)
    assert after.content.texts["fi"].words.summary == "Lähteen uusi."
    do(database, drop_override, EDITOR, "ptv-7", "goals", "", NOW)
    assert ask(database, overrides_of, "ptv-7") == ()
    apply(database, record(texts=fi("Ja uudempi.")))
    assert now_is(database, "ptv-7").content.texts["fi"].words.summary == "Ja uudempi."
    with pytest.raises(NotFound):
        do(database, drop_override, EDITOR, "ptv-7", "summary", "fi", NOW)


def test_correcting_back_to_the_source_is_no_correction(database: Database) -> None:
    apply(database)
    correct(database)
    copy = now_is(database, "ptv-7")
    do(database, write_text, EDITOR, copy.id, "fi", FINNISH, copy.text_versions["fi"], NOW)
    assert [each.field for each in ask(database, overrides_of, "ptv-7")] == ["goals"]


def test_what_the_source_does_not_speak_of_belongs_to_the_editors(database: Database) -> None:
    silent = EVERYTHING - {"goals", "first_step"}
    apply(database, record(gives=silent))
    copy = now_is(database, "ptv-7")
    facts = replace(copy.content.facts, goals=("job",))
    words = replace(FINNISH, first_step="Varaa aika.")
    do(database, write_facts, EDITOR, copy.id, facts, copy.facts_version, NOW)
    do(database, write_text, EDITOR, copy.id, "fi", words, copy.text_versions["fi"], NOW)
    assert ask(database, overrides_of, "ptv-7") == ()
    apply(database, record(gives=silent, texts=fi("Muuttunut.")))
    after = now_is(database, "ptv-7").content
    assert after.facts.goals == ("job",)
    assert after.texts["fi"].words == Words("Työpaja", "Muuttunut.", "Varaa aika.")


def test_a_translation_made_here_stays_and_becomes_stale(database: Database) -> None:
    apply(database)
    do(database, write_text, EDITOR, "ptv-7", "en", Words("Workshop", "Help."), 0, NOW)
    apply(database, record(texts=fi("Muuttunut.")))
    copy = now_is(database, "ptv-7")
    assert copy.content.texts["en"].words == Words("Workshop", "Help.")
    assert copy.stale == ("en",)


def test_a_language_the_source_begins_does_not_replace_ours(database: Database) -> None:
    apply(database)
    ours = Words("Workshop", "Help.")
    do(database, write_text, EDITOR, "ptv-7", "en", ours, 0, NOW)
    applied = apply(database, record(texts={**record().texts, "en": Words("Shop", "Help.")}))
    assert applied.kept == (("en", "name"),)
    assert now_is(database, "ptv-7").content.texts["en"].words == ours


def test_a_language_the_source_gives_up_goes_unless_it_was_corrected(database: Database) -> None:
    apply(database)
    correct(database)
    apply(database, record(texts={"fi": FINNISH}))
    assert set(now_is(database, "ptv-7").content.texts) == {"fi"}
    apply(database, record(texts={"fi": FINNISH, "sv": SWEDISH}))
    version = now_is(database, "ptv-7").text_versions["sv"]
    do(database, write_text, EDITOR, "ptv-7", "sv", Words("Egen", "Hjälp."), version, NOW)
    apply(database, record(texts={"fi": FINNISH}))
    assert now_is(database, "ptv-7").content.texts["sv"].words.name == "Egen"
    assert {each.language for each in ask(database, overrides_of, "ptv-7")} == {"", "fi"}


def test_a_language_an_editor_took_away_does_not_come_back(database: Database) -> None:
    apply(database)
    version = now_is(database, "ptv-7").text_versions["sv"]
    do(database, remove_text, EDITOR, "ptv-7", "sv", version, NOW)
    apply(database, record(texts=fi("Muuttunut.")))
    assert set(now_is(database, "ptv-7").content.texts) == {"fi"}


def test_a_reviewed_machine_text_stays_reviewed_until_its_words_change(database: Database) -> None:
    apply(database, record(status="machine"))
    copy = now_is(database, "ptv-7")
    do(database, mark_reviewed, EDITOR, copy.id, "fi", copy.text_versions["fi"], NOW)
    apply(database, record(status="machine", facts=replace(record().facts, min_age=18)))
    assert now_is(database, "ptv-7").content.texts["fi"].status == "reviewed"
    apply(database, record(status="machine", texts=fi("Muuttunut.")))
    assert now_is(database, "ptv-7").content.texts["fi"].status == "machine"


def test_a_corrected_text_is_never_more_trusted_than_its_least_trusted_part(database: Database) -> None:
    apply(database)
    version = now_is(database, "ptv-7").text_versions["fi"]
    do(database, write_text, EDITOR, "ptv-7", "fi", CORRECTED, version, NOW)
    apply(database, record(texts={"fi": replace(FINNISH, name="Uusi nimi"), "sv": SWEDISH}))
    after = now_is(database, "ptv-7").content.texts["fi"]
    assert (after.words.name, after.status) == ("Uusi nimi", "draft")
