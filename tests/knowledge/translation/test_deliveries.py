"""Taking what an office delivers: never over a human's later work, always with a report of each part."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Words
from knowledge.editing.workflow import archive
from knowledge.editing.writing import draft, mark_reviewed, write_text
from knowledge.translation.deliveries import Report, preview, take
from knowledge.translation.delivery_store import delivery_lines, keep, kept, note_taken
from knowledge.translation.office import Delivery
from knowledge.translation.ordering import order
from knowledge.translation.worklist import KINDS
from knowledge.translation.xliff_reading import read_xliff
from knowledge.translation.xliff_writing import write_xliff
from tests.knowledge.editing.make import EEVA, FACTS, KELA, NOW, OTSO, ask, do, now_is, providers
from tests.knowledge.translation.office import fill, without_metadata

FINNISH = Words("Työpaja", "Apua työnhakuun.", "Soita.")
SWEDISH = Words("Verkstad", "Hjälp att söka jobb.", "Ring.")
TRANSLATED = {"name": SWEDISH.name, "summary": SWEDISH.summary, "first_step": SWEDISH.first_step}


@pytest.fixture
def shop(database: Database) -> Database:
    """One Finnish service."""
    providers(database)
    do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="shop")
    return database


def ordered(database: Database) -> bytes:
    return write_xliff(ask(database, order, "sv", "fi", "", KINDS))


def delivered(content: bytes, said: Callable[[str, str], str] = lambda name, _: TRANSLATED[name]) -> Delivery:
    return read_xliff(fill(content, said))


def write(database: Database, language: str, words: Words, status: str = "draft", by: Actor = OTSO) -> None:
    version = now_is(database, "shop").text_versions.get(language, 0)
    do(database, write_text, by, "shop", language, words, version, NOW, status=status)


def outcomes(report: Report) -> list[str]:
    return [f"{part.field} {part.outcome} {part.reason}".strip() for part in report.texts[0].parts]


def taken(database: Database, delivery: Delivery, status: str = "draft") -> list[str]:
    """The same is told before as afterwards, and a second time nothing changes."""
    before = ask(database, preview, EEVA, delivery)
    report = take(database, EEVA, delivery, status, NOW)
    assert report == before
    revision = now_is(database, "shop").revision
    take(database, EEVA, delivery, status, NOW)
    assert now_is(database, "shop").revision == revision
    return outcomes(report)


def test_a_new_translation_waits_for_an_editor(shop: Database) -> None:
    assert taken(shop, delivered(ordered(shop))) == ["name taken", "summary taken", "first_step taken"]
    copy = now_is(shop, "shop")
    assert copy.content.texts["sv"].words == SWEDISH
    assert (copy.content.texts["sv"].status, copy.stale) == ("draft", ())


def test_or_is_reviewed_where_the_office_is_trusted(shop: Database) -> None:
    taken(shop, delivered(ordered(shop)), "reviewed")
    assert now_is(shop, "shop").content.texts["sv"].status == "reviewed"


def test_a_translation_of_an_older_source_is_taken_as_stale(shop: Database) -> None:
    content = ordered(shop)
    write(shop, "fi", replace(FINNISH, summary="Apua kaikille."))
    report = ask(shop, preview, EEVA, delivered(content))
    assert (report.written, report.texts[0].stale) == (1, True)
    taken(shop, delivered(content), "reviewed")
    assert now_is(shop, "shop").stale == ("sv",)


def test_but_not_over_a_human_who_has_the_newer_source(shop: Database) -> None:
    write(shop, "sv", Words("Gammal", "Gammal."))
    content = ordered(shop)
    write(shop, "fi", replace(FINNISH, summary="Apua kaikille."))
    do(shop, mark_reviewed, OTSO, "shop", "sv", now_is(shop, "shop").text_versions["sv"], NOW)
    assert set(taken(shop, delivered(content))) == {f"{name} skipped newer_here" for name in TRANSLATED}


def test_what_somebody_wrote_here_meanwhile_stays(shop: Database) -> None:
    content = ordered(shop)
    write(shop, "sv", Words("Otsos", "Otsos text."))
    assert set(taken(shop, delivered(content))) == {f"{name} skipped changed_here" for name in TRANSLATED}
    assert now_is(shop, "shop").content.texts["sv"].words.name == "Otsos"


def test_what_a_machine_wrote_here_meanwhile_does_not(shop: Database) -> None:
    content = ordered(shop)
    write(shop, "sv", Words("Maskin", "Maskinens text."), "machine")
    taken(shop, delivered(content))
    assert now_is(shop, "shop").content.texts["sv"].words == SWEDISH


def test_without_our_metadata_a_human_text_is_left_alone(shop: Database) -> None:
    write(shop, "sv", Words("Otsos", "Otsos text."))
    content = without_metadata(ordered(shop))
    assert set(taken(shop, delivered(content))) == {f"{name} skipped no_version" for name in TRANSLATED}


def test_without_our_metadata_a_missing_text_is_taken(shop: Database) -> None:
    taken(shop, delivered(without_metadata(ordered(shop))))
    assert now_is(shop, "shop").content.texts["sv"].words == SWEDISH


def test_an_old_translation_that_came_back_untouched_changes_nothing(shop: Database) -> None:
    write(shop, "sv", SWEDISH, "reviewed")
    write(shop, "fi", replace(FINNISH, first_step="Kirjoita."))
    delivery = read_xliff(ordered(shop))
    assert set(taken(shop, delivery)) == {f"{name} skipped untranslated" for name in TRANSLATED}
    assert now_is(shop, "shop").stale == ("sv",)


def test_an_old_translation_that_the_office_confirms_is_no_longer_stale(shop: Database) -> None:
    write(shop, "sv", SWEDISH, "reviewed")
    write(shop, "fi", replace(FINNISH, first_step="Soittele."))
    assert set(taken(shop, delivered(ordered(shop)), "reviewed")) == {f"{name} same" for name in TRANSLATED}
    assert now_is(shop, "shop").stale == ()


def test_an_untouched_target_never_replaces_what_a_machine_wrote_meanwhile(shop: Database) -> None:
    write(shop, "sv", Words("Gammal", "Gammal."), "machine")
    content = ordered(shop)
    write(shop, "sv", Words("Ny", "Nyare."), "machine")
    take(shop, EEVA, read_xliff(content), "draft", NOW)
    assert now_is(shop, "shop").content.texts["sv"].words.name == "Ny"


@pytest.mark.parametrize(
    ("changed", "report"),
    [
        (
            {"summary": "a" * 151},
            ["name skipped held_back", "summary skipped too_long", "first_step skipped held_back"],
        ),
        (
            {"summary": ""},
            ["name skipped held_back", "summary skipped untranslated", "first_step skipped held_back"],
        ),
        ({"first_step": ""}, ["name taken", "summary taken", "first_step skipped untranslated"]),
        ({"summary": "a" * 150}, ["name taken", "summary taken", "first_step taken"]),
    ],
)
def test_a_part_that_does_not_fit_holds_back_the_text(
    shop: Database, changed: dict[str, str], report: list[str]
) -> None:
    said = {**TRANSLATED, **changed}
    assert taken(shop, delivered(ordered(shop), lambda name, _: said[name])) == report


def test_who_may_not_write_the_service_is_told(shop: Database) -> None:
    delivery = delivered(ordered(shop))
    assert outcomes(ask(shop, preview, KELA, delivery))[0] == "name skipped not_yours"
    assert outcomes(take(shop, KELA, delivery, "draft", NOW))[0] == "name skipped not_yours"
    assert "sv" not in now_is(shop, "shop").content.texts


def test_what_is_no_service_of_ours_stops_nothing(shop: Database) -> None:
    delivery = delivered(ordered(shop))
    strange = replace(delivery.texts[0], service_id="nobody")
    old = replace(delivery.texts[0], base=99)
    report = take(shop, EEVA, replace(delivery, texts=(strange, delivery.texts[0], old)), "draft", NOW)
    assert [text.written for text in report.texts] == [False, True, False]
    assert [text.parts[0].reason for text in report.texts] == ["unknown_service", "", "twice"]


@pytest.mark.parametrize(("field", "reason"), [("language", "original"), ("source_language", "other_source")])
def test_a_file_of_other_languages(shop: Database, field: str, reason: str) -> None:
    delivery = replace(delivered(ordered(shop)), **{field: "fi" if field == "language" else "en"})
    assert outcomes(take(shop, EEVA, delivery, "draft", NOW))[0] == f"name skipped {reason}"


def test_the_archive_is_not_written(shop: Database) -> None:
    delivery = delivered(ordered(shop))
    do(shop, archive, EEVA, "shop", NOW)
    assert outcomes(take(shop, EEVA, delivery, "draft", NOW))[0] == "name skipped archived"


def test_a_file_is_kept_between_the_look_and_the_taking(shop: Database) -> None:
    delivery = delivered(ordered(shop))
    key = do(shop, keep, EEVA, delivery, "svenska.xlf", NOW)
    found = ask(shop, kept, key)
    assert found is not None
    assert (found.delivery, found.report) == (delivery, None)
    report = take(shop, EEVA, found.delivery, "draft", NOW)
    do(shop, note_taken, key, report, NOW)
    again = ask(shop, kept, key)
    assert again is not None
    assert (again.report, again.taken_at) == (report, NOW)
    assert [(line.file_name, line.language) for line in ask(shop, delivery_lines)] == [("svenska.xlf", "sv")]
    assert ask(shop, kept, 99) is None
