"""The page of a guide: saved as a whole, never over somebody else's work, its steps by buttons alone."""

from dataclasses import replace

import pytest

from admin.audit import latest
from knowledge.guides.content import StepFacts, StepWords
from tests.admin.guide_editors import CONTENT, GuideOffice, guide_office
from tests.admin.panel import Panel


@pytest.fixture
def city(small_panel: Panel) -> GuideOffice:
    return guide_office(small_panel)


def steps(city: GuideOffice) -> list[str]:
    return [step.id for step in city.guide.content.facts.steps]


def said(city: GuideOffice, language: str, step: str) -> StepWords:
    return city.guide.content.texts[language].words.steps[step]


def test_the_page_sent_back_unchanged_changes_nothing(city: GuideOffice) -> None:
    editor, before = city.editor(), city.guide
    answer = city.save(editor, city.form(editor))
    assert answer.status_code == 303, answer.text
    assert city.guide == before


def test_facts_texts_and_steps_are_saved_together_with_their_trace(city: GuideOffice) -> None:
    editor = city.editor()
    answer = city.save(
        editor,
        city.form(editor),
        text__fi__summary="Uusi rivi.\r\nToinen.",
        text__fi__body__first="Kirjoita pitkä lista.",
        text__sv__title="Första CV",
        text__sv__body__second="Gör en sida.",
        facts__kind="career_path",
        facts__fields=["care"],
        facts__occupations="53, 2221",
        facts__area="places",
        facts__municipalities="Oulu, Tampere",
        facts__short="everywhere",
        url__second="https://example.org/two",
        more__second="paja",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{city.path}?show=fi,en")
    copy = city.guide
    facts, texts = copy.content.facts, copy.content.texts
    assert (facts.kind, facts.fields, facts.occupations) == ("career_path", ("care",), ("53", "2221"))
    assert (facts.municipalities, facts.short_of_staff) == (("564", "837"), None)
    assert facts.steps[1] == StepFacts("second", "https://example.org/two", ("paja",))
    assert texts["fi"].words.summary == "Uusi rivi.\nToinen."
    assert said(city, "fi", "first") == StepWords("Kerää", "Kirjoita pitkä lista.", "Malli")
    assert (texts["sv"].words.title, texts["sv"].status) == ("Första CV", "draft")
    assert copy.stale == ("en",), "its source has another summary now"
    with city.panel.database.read() as session:
        assert (latest(session)[0].action, latest(session)[0].subject) == ("save_guide", copy.id)


def test_steps_are_added_moved_and_removed_by_buttons_that_save(city: GuideOffice) -> None:
    editor = city.editor()
    assert city.save(editor, city.form(editor), do="down.first", text__fi__title="Oma CV").status_code == 303
    assert steps(city) == ["second", "first"]
    assert city.guide.content.texts["fi"].words.title == "Oma CV"
    city.save(editor, city.form(editor), do="up.first")
    city.save(editor, city.form(editor), do="add")
    *old, new = steps(city)
    assert old == ["first", "second"]
    city.save(editor, city.form(editor), do=f"up.{new}", **{f"text.fi.title.{new}": "Väliaskel"})
    assert steps(city) == ["first", new, "second"]
    assert said(city, "fi", new).title == "Väliaskel"
    city.save(editor, city.form(editor), do="remove.second")
    assert steps(city) == ["first", new]
    assert "second" not in city.guide.content.texts["en"].words.steps
    first = editor.client.get(city.path).text
    assert 'value="up.first"' not in first
    assert 'value="down.first"' in first


def test_a_step_taken_away_makes_no_translation_stale(city: GuideOffice) -> None:
    editor = city.editor()
    city.save(editor, city.form(editor), do="remove.second")
    assert not city.guide.stale
    assert city.guide.content.texts["en"].status == "reviewed"
    city.save(editor, city.form(editor), text__fi__title="Aivan muu")
    assert city.guide.stale == ("en",)
    city.save(editor, city.form(editor), do="review.en")
    assert not city.guide.stale
    city.save(editor, city.form(editor), do="drop.en")
    assert set(city.guide.content.texts) == {"fi"}


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(city: GuideOffice) -> None:
    editor, before = city.editor(), city.guide
    answer = city.save(
        editor,
        city.form(editor),
        text__fi__body__first="a" * 401,
        url__second="http://example.org",
        more__first="no-such-service",
        facts__occupations="cook",
        text__en__title="Kept",
    )
    assert answer.status_code == 422
    for told in (
        "Step 1: Text (Finnish) is too long, at most 400 characters",
        "Step 2: Web address is not a web address",
        "Step 1: Services of this step is not known: no-such-service",
        "Occupations is not known: cook",
    ):
        assert told in answer.text
    assert ">\nKept</textarea>" in answer.text
    assert city.guide == before


def test_two_who_write_different_fields_do_not_meet(city: GuideOffice) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    first, second = city.form(eeva), city.form(otso)
    assert city.save(eeva, first, text__fi__body__first="Eevan teksti.").status_code == 303
    assert city.save(otso, second, text__fi__body__second="Otson teksti.", do="up.second").status_code == 303
    assert said(city, "fi", "first").body == "Eevan teksti."
    assert said(city, "fi", "second").body == "Otson teksti."
    assert steps(city) == ["second", "first"]


def test_the_second_of_two_who_save_sees_both_and_chooses(city: GuideOffice) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    first, second = city.form(eeva), city.form(otso)
    city.save(eeva, first, text__fi__body__first="Eevan teksti.", facts__goals=["study"])
    answer = city.save(
        otso, second, text__fi__body__first="Otson teksti.", facts__goals=["money"], text__en__title="Own CV"
    )
    assert answer.status_code == 409
    assert "Eeva saved the same guide" in answer.text
    for shown in ("Eevan", "Otson", "Kirjoita lista.", "Step 1: Text (Finnish)", 'name="choice..goals"'):
        assert shown in answer.text
    assert said(city, "fi", "first").body == "Eevan teksti."
    chosen = {
        **second,
        "base": city.guide.revision,
        "text.en.title": "Own CV",
        "text.fi.body.first": "Molempien teksti.",
        "choice.fi.body.first": "mine",
        "choice..goals": "theirs",
    }
    assert city.save(otso, chosen).status_code == 303
    assert said(city, "fi", "first").body == "Molempien teksti."
    assert city.guide.content.texts["en"].words.title == "Own CV"
    assert city.guide.content.facts.goals == ("study",)


def test_a_step_that_one_removes_while_another_writes_in_it_is_not_lost(city: GuideOffice) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    first, second = city.form(eeva), city.form(otso)
    city.save(eeva, first, do="remove.second")
    answer = city.save(otso, second, text__fi__body__second="Otson teksti.")
    assert answer.status_code == 409
    assert "Otson teksti." in answer.text
    assert steps(city) == ["first"]


def test_hints_come_with_the_page_and_while_one_types(city: GuideOffice) -> None:
    editor = city.editor()
    form = city.form(editor)
    typed = {**form, "text.fi.body.second": "Mene TE-toimistoon."}
    answer = city.send(editor, "hints", **{**typed, "csrf_token": editor.csrf})
    assert "Step 2: Text:" in answer.text
    assert "Outdated word: “TE-toimistoon”" in answer.text
    city.save(editor, form, text__fi__summary="Soita 08 558 410.")
    assert "Contact data in the text: “08 558 410”" in editor.client.get(city.path).text


def test_every_text_has_its_language_and_direction(city: GuideOffice) -> None:
    page = city.editor().client.get(f"{city.path}?show=fi,ar").text
    assert 'name="text.ar.body.first" rows="6" lang="ar" dir="rtl"' in page
    assert 'name="text.fi.title" rows="1" lang="fi" dir="ltr"' in page
    assert 'id="text-en" data-language="en" aria-labelledby="text-en-heading" hidden>' in page


def test_a_new_guide_is_a_draft_of_ones_own_provider(city: GuideOffice) -> None:
    editor, foreign = city.editor(), city.editor("kaisa", "kela")
    fields = {"title": "Uusi polku", "kind": "career_path", "language": "fi", "provider": "city"}
    answer = editor.client.post("/admin/guides", data={**fields, "csrf_token": editor.csrf})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/guides/uusi-polku")
    assert (
        foreign.client.post("/admin/guides", data={**fields, "csrf_token": foreign.csrf}).status_code == 403
    )
    empty = editor.client.post("/admin/guides", data={**fields, "title": " ", "csrf_token": editor.csrf})
    assert (empty.status_code, "Title is missing" in empty.text) == (422, True)
    assert city.panel.browser("nobody", "editor").client.get("/admin/new-guide").status_code == 403


def test_others_read_and_cannot_write(city: GuideOffice) -> None:
    counsellor, kela = city.panel.browser("pekka"), city.editor("kaisa", "kela")
    for reader in (counsellor, kela):
        page = reader.client.get(city.path)
        assert (page.status_code, 'id="editor"' in page.text) == (200, False)
        assert "Kirjoita lista." in page.text
    editor, before = city.editor(), city.guide
    form = city.form(editor)
    assert city.save(kela, {**form, "csrf_token": kela.csrf}, text__fi__title="Kelan").status_code == 403
    assert city.save(editor, form, facts__provider="kela").status_code == 403
    assert city.seen(kela, "publication").status_code == 403
    assert city.guide == before
    assert counsellor.client.get("/admin/guides/nothing").status_code == 404


def test_texts_are_only_ever_text(city: GuideOffice) -> None:
    editor = city.editor()
    city.save(editor, city.form(editor), text__fi__title="<script>alert(1)</script>")
    for view in ("", "/preview", "/history"):
        page = editor.client.get(city.path + view)
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.text
    assert "<script>alert(1)" not in editor.client.get("/admin/guides").text


def test_the_list_is_filtered(city: GuideOffice) -> None:
    client = city.editor().client
    page = client.get("/admin/guides").text
    for shown in ("Ensimmäinen CV", "Self-coaching", "Kaupunki", "Swedish: Missing", "English: Reviewed"):
        assert shown in page
    for address, there in (
        ("kind=career_path", False),
        ("kind=self_coaching", True),
        ("provider=kela", False),
        ("state=missing", True),
        ("state=stale", False),
        ("state=overdue", False),
    ):
        assert ("Ensimmäinen CV" in client.get(f"/admin/guides?{address}").text) is there, address


def test_the_content_of_the_office_is_what_was_written(city: GuideOffice) -> None:
    texts = {key: text.words for key, text in city.guide.content.texts.items()}
    assert texts == {key: text.words for key, text in CONTENT.texts.items()}
    assert city.guide.content.facts == replace(CONTENT.facts)
