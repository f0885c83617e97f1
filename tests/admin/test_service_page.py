"""The page of a service: saved as a whole, never over somebody else's work, in the roles' limits."""

from dataclasses import replace

import pytest

from admin.audit import latest
from knowledge.editing.importing import apply_source
from tests.admin.editors import Office, office, words
from tests.admin.panel import Panel
from tests.knowledge.editing.make import FINNISH, NOW, do, record


@pytest.fixture
def city(small_panel: Panel) -> Office:
    return office(small_panel)


def actions(city: Office) -> list[tuple[str, str]]:
    with city.panel.database.read() as session:
        return [(row.action, row.subject) for row in latest(session)]


def test_the_page_sent_back_unchanged_changes_nothing(city: Office) -> None:
    editor, before = city.editor(), city.copy
    answer = city.save(editor, city.form(editor))
    assert answer.status_code == 303, answer.text
    assert city.copy == before


def test_facts_and_texts_are_saved_together_with_their_trace(city: Office) -> None:
    editor = city.editor()
    answer = city.save(
        editor,
        city.form(editor),
        text__fi__summary="Uusi tiivistelmä.\r\nToinen rivi.",
        text__sv__name="Verkstad",
        ready__sv="on",
        facts__goals=["job", "study"],
        facts__area="places",
        facts__municipalities="Oulu, Tampere",
        facts__min_age="18",
        keywords__fi="paja, työ",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{city.path}?show=fi,en")
    copy = city.copy
    assert words(copy, "fi") == replace(FINNISH, summary="Uusi tiivistelmä.\nToinen rivi.")
    assert (words(copy, "sv").name, copy.content.texts["sv"].status) == ("Verkstad", "reviewed")
    facts = copy.content.facts
    assert (facts.goals, facts.municipalities, facts.min_age) == (("job", "study"), ("564", "837"), 18)
    assert facts.keywords == {"fi": ("paja", "työ")}
    assert copy.stale == ("en",)
    assert actions(city)[0] == ("save_service", city.service_id)


def test_a_region_stands_for_its_municipalities(city: Office) -> None:
    editor = city.editor()
    city.save(editor, city.form(editor), facts__municipalities="Ahvenanmaa", facts__area="places")
    assert len(city.copy.content.facts.municipalities or ()) == 16


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(city: Office) -> None:
    editor, before = city.editor(), city.copy
    answer = city.save(
        editor,
        city.form(editor),
        text__fi__summary="a" * 151,
        facts__min_age="paljon",
        facts__valid_to="huomenna",
        facts__municipalities="Oulu, Atlantis",
        facts__area="places",
        text__en__name="Kept",
    )
    assert answer.status_code == 422
    for told in (
        "Youngest age is not a valid number: paljon",
        "Area is not known: Atlantis",
        "is not a date",
    ):
        assert told in answer.text
    assert ">\nKept</textarea>" in answer.text
    long = city.save(editor, city.form(editor), text__fi__summary="a" * 151, text__en__name="Kept")
    assert "too long, at most 150 characters" in long.text
    assert city.copy == before


def test_the_second_of_two_who_save_sees_both_and_chooses(city: Office) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    first, second = city.form(eeva), city.form(otso)
    city.save(eeva, first, text__fi__summary="Eevan teksti.", text__fi__name="Eevan nimi")
    answer = city.save(otso, second, text__fi__summary="Otson teksti.", facts__goals=["study"])
    assert answer.status_code == 409
    for shown in ("Eevan", "Otson", FINNISH.summary.split()[0], "Eeva saved the same service"):
        assert shown in answer.text
    assert words(city.copy, "fi").summary == "Eevan teksti."
    assert city.copy.content.facts.goals == ("job",), "all of the page or nothing"
    chosen = {
        **second,
        "base.fi": city.copy.text_versions["fi"],
        "facts.goals": ["study"],
        "text.fi.summary": "Molempien teksti.",
        "choice.fi.summary": "mine",
        "choice.fi.name": "theirs",
    }
    assert city.save(otso, chosen).status_code == 303
    assert words(city.copy, "fi") == replace(FINNISH, name="Eevan nimi", summary="Molempien teksti.")
    assert city.copy.content.facts.goals == ("study",)


def test_facts_clash_too_and_can_be_given_way(city: Office) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    first, second = city.form(eeva), city.form(otso)
    city.save(eeva, first, facts__goals=["money"], facts__min_age="20")
    answer = city.save(otso, second, facts__goals=["study"], facts__max_age="30")
    assert answer.status_code == 409
    assert 'name="choice..goals"' in answer.text
    assert 'name="choice..max_age" value="mine" checked' in answer.text
    assert 'name="choice..min_age" value="theirs" required checked' in answer.text
    chosen = {
        **second,
        "base.facts": city.copy.facts_version,
        "facts.max_age": "30",
        "choice..goals": "theirs",
        "choice..min_age": "theirs",
        "choice..max_age": "mine",
    }
    assert city.save(otso, chosen).status_code == 303
    facts = city.copy.content.facts
    assert (facts.goals, facts.min_age, facts.max_age) == (("money",), 20, 30)


def test_two_who_write_different_languages_do_not_meet(city: Office) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    first, second = city.form(eeva), city.form(otso)
    assert city.save(eeva, first, text__fi__name="Eeva").status_code == 303
    assert city.save(otso, second, text__en__name="Otso").status_code == 303
    assert (words(city.copy, "fi").name, words(city.copy, "en").name) == ("Eeva", "Otso")
    assert city.copy.stale == ("en",), "Otso translated from the source that he saw"


def test_the_review_of_a_text_is_one_tick_and_a_corrected_machine_text_stays_one(city: Office) -> None:
    editor = city.editor()
    city.save(editor, city.form(editor), ready__en="on")
    assert city.copy.content.texts["en"].status == "reviewed"
    assert (
        city.verb(editor, "texts/en/removal", **{"base.en": city.copy.text_versions["en"]}).status_code == 303
    )
    assert set(city.copy.content.texts) == {"fi"}


def test_hints_come_with_the_page_and_while_one_types(city: Office) -> None:
    editor = city.editor()
    form = city.form(editor)
    answer = city.send(
        editor, "hints", **{**form, "text.fi.summary": "Mene TE-toimistoon.", "csrf_token": editor.csrf}
    )
    assert "Outdated word: “TE-toimistoon”. Today: työllisyyspalvelut." in answer.text
    assert words(city.copy, "fi") == FINNISH
    city.save(editor, form, text__fi__summary="Soita 08 558 410.")
    assert "Contact data in the text: “08 558 410”" in editor.client.get(city.path).text


def test_every_text_has_its_language_and_direction(city: Office) -> None:
    page = city.editor().client.get(f"{city.path}?show=fi,ar").text
    assert 'name="text.ar.summary" rows="4" lang="ar" dir="rtl"' in page
    assert 'name="text.fi.summary" rows="4" lang="fi" dir="ltr"' in page
    assert 'id="text-ar" data-language="ar" aria-labelledby="text-ar-heading">' in page
    assert 'id="text-en" data-language="en" aria-labelledby="text-en-heading" hidden>' in page


def test_a_new_service_is_a_draft_of_ones_own_provider(city: Office) -> None:
    editor, foreign = city.editor(), city.editor("kaisa", "kela")
    fields = {"name": "Uusi kurssi", "language": "fi", "provider": "city"}
    answer = editor.client.post("/admin/services", data={**fields, "csrf_token": editor.csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/services/uusi-kurssi")
    assert (
        foreign.client.post("/admin/services", data={**fields, "csrf_token": foreign.csrf}).status_code == 403
    )
    empty = editor.client.post("/admin/services", data={**fields, "name": " ", "csrf_token": editor.csrf})
    assert (empty.status_code, "Name is missing" in empty.text) == (422, True)
    nobody = city.panel.browser("nobody", "editor").client.get("/admin/new-service")
    assert nobody.status_code == 403


def test_others_read_and_cannot_write(city: Office) -> None:
    counsellor, kela = city.panel.browser("pekka"), city.editor("kaisa", "kela")
    page = counsellor.client.get(city.path)
    assert (page.status_code, 'id="editor"' in page.text) == (200, False)
    assert FINNISH.summary in page.text
    form = city.form(kela)
    assert city.save(kela, form, text__fi__name="Kelan nimi").status_code == 403
    assert words(city.copy, "fi") == FINNISH
    assert counsellor.client.get("/admin/services/nothing").status_code == 404


def test_a_corrected_field_shows_the_sources_newer_value_and_can_follow_it_again(small_panel: Panel) -> None:
    database = small_panel.database
    do(database, apply_source, record(), NOW)
    city = Office(small_panel, "ptv-7")
    editor = city.editor("eeva", "ptv-org-1")
    city.save(editor, city.form(editor), text__fi__summary="Selkeämpi.", facts__goals=["job"])
    newer = {"fi": replace(FINNISH, summary="Lähteen uusi teksti.")}
    do(database, apply_source, record(texts=newer), NOW)
    page = editor.client.get(city.path).text
    assert "Corrected by Eeva. Imports leave it alone." in page
    assert "Lähteen uusi teksti." in page
    assert city.send(editor, "source-values", place="fi.summary").status_code == 303
    assert words(city.copy, "fi").summary == "Lähteen uusi teksti."
    assert city.send(editor, "source-values", place=".goals").status_code == 303
    assert city.copy.content.facts.goals == ()
    assert city.send(editor, "source-values", place=".goals").status_code == 404


def test_texts_are_only_ever_text(city: Office) -> None:
    editor = city.editor()
    city.save(editor, city.form(editor), text__fi__name="<script>alert(1)</script>")
    for view in ("", "/preview", "/history", "/trial?tried=true"):
        page = editor.client.get(city.path + view)
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.text
    assert "<script>alert(1)" not in editor.client.get("/admin/services").text
