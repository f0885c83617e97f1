"""A guide goes to the chat and out of it, by whom it may, and every version of it is kept."""

import pytest

from admin.audit import latest
from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.editing.providers import write_provider
from knowledge.editing.workflow import next_review
from tests.admin.guide_editors import GuideOffice, guide_office
from tests.admin.panel import Panel
from tests.knowledge.editing.make import NOW, TODAY, ask, do


@pytest.fixture
def city(panel: Panel) -> GuideOffice:
    return guide_office(panel)


def live(city: GuideOffice) -> LiveCatalogue:
    """The catalogue of another process."""
    return LiveCatalogue(ask(city.panel.database, load_catalogue, TODAY))


def test_a_publication_is_in_another_processes_catalogue_at_its_next_look(city: GuideOffice) -> None:
    other, editor = live(city), city.editor()
    assert other.current.guides == {}
    assert city.seen(editor, "publication").status_code == 303
    guide = other.refresh(city.panel.database, TODAY).guides[city.service_id]
    assert guide.texts["fi"].title == "Ensimmäinen CV"
    assert guide.texts["fi"].status == "reviewed", "who publishes stands for the source text"
    assert [step.texts["en"].title for step in guide.steps] == ["Gather", "Put together"]
    assert guide.steps[0].services == ("paja",)
    city.save(editor, city.form(editor), text__fi__title="Kesken")
    assert other.refresh(city.panel.database, TODAY).guides[city.service_id] is guide
    city.seen(editor, "publication")
    assert other.refresh(city.panel.database, TODAY).guides[city.service_id].texts["fi"].title == "Kesken"
    assert city.send(editor, "withdrawal").status_code == 303
    assert other.refresh(city.panel.database, TODAY).guides == {}
    assert city.send(editor, "withdrawal").status_code == 409
    with city.panel.database.read() as session:
        actions = [row.action for row in latest(session)][:4]
    assert actions == ["withdraw_guide", "publish_guide", "save_guide", "publish_guide"]


def test_a_confirmation_and_a_providers_new_name_are_followed(city: GuideOffice) -> None:
    editor = city.editor()
    city.seen(editor, "publication")
    other = live(city)
    due = other.current.guides[city.service_id].review_due
    assert city.send(editor, "confirmation").status_code == 303
    confirmed = other.refresh(city.panel.database, TODAY).guides[city.service_id].review_due
    assert due is not None
    assert confirmed == next_review(city.guide.updated_at.date())
    assert confirmed >= due
    do(city.panel.database, write_provider, "city", {"fi": "Uusi kaupunki"}, "", False, NOW)
    names = other.refresh(city.panel.database, TODAY).guides[city.service_id].provider_names
    assert names == {"fi": "Uusi kaupunki"}


def test_what_a_person_would_miss_keeps_a_guide_from_being_published(city: GuideOffice) -> None:
    editor = city.editor()
    city.save(editor, city.form(editor), **{"text.fi.link.first": "", "text.en.body.second": ""})
    city.save(editor, city.form(editor), facts__kind="career_path")
    answer = city.seen(editor, "publication")
    assert answer.status_code == 422
    for told in (
        "Fields of work is missing",
        "Step 1: Name of the link (Finnish) is missing",
        "Step 2: Text (English) is missing",
    ):
        assert told in answer.text
    assert city.guide.state == "draft"


def test_nobody_publishes_what_they_have_not_seen(city: GuideOffice) -> None:
    eeva, otso = city.editor(), city.editor("otso")
    seen = city.guide.revision
    city.save(eeva, city.form(eeva), text__fi__title="Eevan nimi")
    answer = city.send(otso, "publication", seen=seen)
    assert answer.status_code == 409
    assert "The guide has changed since you opened the page" in answer.text
    assert city.guide.state == "draft"


def test_where_four_eyes_are_asked_another_person_publishes(panel: Panel) -> None:
    city = guide_office(panel, four_eyes=True)
    eeva, otso = city.editor(), city.editor("otso")
    city.save(eeva, city.form(eeva), text__fi__title="Eevan nimi")
    assert city.seen(eeva, "publication").status_code == 409
    assert city.guide.state == "draft"
    assert city.seen(otso, "publication").status_code == 303
    assert city.guide.state == "published"


def test_every_version_is_kept_compared_and_brought_back(city: GuideOffice) -> None:
    editor = city.editor()
    before = city.guide
    city.save(editor, city.form(editor), text__fi__body__first="Aivan muuta.", do="up.second")
    page = editor.client.get(f"{city.path}/history")
    assert page.status_code == 200
    for shown in ("Steps", "Step 2: Text (Finnish)", "Aivan", "Roll back to version 2"):
        assert shown in page.text
    answer = city.send(editor, "rollback", number=before.revision, seen=city.guide.revision)
    assert answer.status_code == 303
    assert city.guide.content == before.content
    assert city.guide.revision == before.revision + 2
    assert city.send(editor, "rollback", number=1, seen=before.revision).status_code == 303
    assert city.send(editor, "rollback", number=99, seen=city.guide.revision).status_code == 404


def test_the_preview_shows_every_step_in_a_language_or_the_nearest(city: GuideOffice) -> None:
    client = city.editor().client
    english = client.get(f"{city.path}/preview?language=en").text
    for shown in ("Write a list.", "Example: https://example.org/one", "Työpaja", 'lang="en" dir="ltr"'):
        assert shown in english
    assert "Kirjoita lista." in client.get(f"{city.path}/preview?language=fi-x-selko").text


def test_a_published_guide_that_lacks_a_language_is_on_its_editors_list(city: GuideOffice) -> None:
    editor, kela = city.editor(), city.editor("kaisa", "kela")
    assert "Guides that need you" not in editor.client.get("/admin/needs-you").text, "it is a draft"
    city.seen(editor, "publication")
    assert city.path in editor.client.get("/admin/needs-you").text
    assert city.path not in editor.client.get("/admin/needs-you?kind=overdue").text
    assert city.path not in kela.client.get("/admin/needs-you").text


def test_a_guide_in_the_archive_is_neither_shown_listed_nor_written_until_it_is_restored(
    city: GuideOffice,
) -> None:
    editor = city.editor()
    city.seen(editor, "publication")
    other, form = live(city), city.form(editor)
    assert city.send(editor, "archive").status_code == 303
    assert other.refresh(city.panel.database, TODAY).guides == {}
    assert city.path not in editor.client.get("/admin/guides").text
    assert city.path in editor.client.get("/admin/guides?state=archived").text
    page = editor.client.get(city.path).text
    assert "Restore as a draft" in page
    assert 'id="editor"' not in page
    assert city.save(editor, form, text__fi__title="Kesken").status_code == 409
    for verb in ("publication", "confirmation", "archive"):
        assert city.seen(editor, verb).status_code == 409
    assert city.send(editor, "restoration").status_code == 303
    assert (city.guide.state, city.guide.published_revision) == ("draft", None)
    assert city.send(editor, "restoration").status_code == 409
    assert city.seen(editor, "publication").status_code == 303
    assert list(other.refresh(city.panel.database, TODAY).guides) == [city.service_id]
