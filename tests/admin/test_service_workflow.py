"""From a draft to the chat and back: verbs, four eyes, history, preview, who would get it, proposals."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from admin.audit import latest
from knowledge.editing.content import Words
from knowledge.editing.workflow import publish_due
from tests.admin.editors import Office, office, words
from tests.admin.panel import Browser, Panel
from tests.knowledge.editing.make import FACTS, FINNISH, do


@pytest.fixture
def city(small_panel: Panel) -> Office:
    return office(small_panel)


@pytest.fixture
def shown(small_panel: Panel) -> Office:
    return office(small_panel, shown=True)


def buttons(city: Office, browser: Browser) -> tuple[list[str], list[str]]:
    """The verbs on the page, and the filled ones."""
    page = browser.client.get(city.path).text
    return sorted(re.findall(r'id="act-([a-z-]+)"', page)), re.findall(
        r'id="act-([a-z-]+)" class="main"', page
    )


def in_the_chat(city: Office) -> str | None:
    """The Finnish summary that the chat shows."""
    service = city.panel.app.state.editing.catalogue().by_id.get(city.service_id)
    return service.texts["fi"].summary if service else None


def test_each_state_has_its_verbs_and_one_next_step(city: Office) -> None:
    editor = city.editor()
    everything = [
        "archiving",
        "confirmation",
        "duplicate",
        "planned-publication",
        "publication",
        "submission",
    ]
    assert buttons(city, editor) == (everything, ["publication"])
    city.verb(editor, "publication")
    assert buttons(city, editor) == (["archiving", "confirmation", "duplicate", "withdrawal"], [])
    city.save(editor, city.form(editor), text__fi__summary="Uusi.")
    assert buttons(city, editor) == ([*everything, "withdrawal"], ["publication"])
    city.verb(editor, "archiving")
    assert buttons(city, editor) == (["duplicate", "restoration"], ["restoration"])
    assert buttons(city, city.editor("kaisa", "kela")) == ([], [])
    assert buttons(city, city.panel.browser("pekka")) == ([], [])


def test_a_draft_is_published_withdrawn_archived_and_restored(city: Office) -> None:
    editor = city.editor()
    steps = [
        ("publication", "published", FINNISH.summary),
        ("withdrawal", "withdrawn", None),
        ("publication", "published", FINNISH.summary),
        ("archiving", "archived", None),
        ("restoration", "draft", None),
    ]
    for noun, state, told in steps:
        assert city.verb(editor, noun).status_code == 303
        assert (city.copy.state, in_the_chat(city)) == (state, told), noun
    with city.panel.database.read() as session:
        done = [row.action for row in latest(session)]
    assert done[:3] == ["restore_service", "archive_service", "publish_service"]


def test_what_is_written_is_in_the_chat_only_when_published(shown: Office) -> None:
    editor = shown.editor()
    shown.save(editor, shown.form(editor), text__fi__summary="Uusi tiivistelmä.")
    assert in_the_chat(shown) == FINNISH.summary
    shown.verb(editor, "publication")
    assert in_the_chat(shown) == "Uusi tiivistelmä."


def test_a_verb_that_the_state_does_not_have_is_refused_in_words(city: Office) -> None:
    answer = city.verb(city.editor(), "withdrawal")
    assert (answer.status_code, "cannot be done now" in answer.text) == (409, True)


def test_who_publishes_has_seen_what_is_published(city: Office) -> None:
    eeva, otso, seen = city.editor(), city.editor("otso"), city.copy.revision
    city.save(eeva, city.form(eeva), text__fi__summary="Muutettu.")
    answer = city.send(otso, "publication", seen=seen)
    assert answer.status_code == 409
    assert "has changed since you opened the page" in answer.text
    assert "<ins>Muutettu</ins>" in answer.text
    assert in_the_chat(city) is None


def test_what_is_incomplete_is_named_with_the_way_back(small_panel: Panel) -> None:
    city = office(small_panel, facts=type(FACTS)(provider="city"))
    answer = city.verb(city.editor(), "publication")
    assert answer.status_code == 422
    for told in ("Category is missing", "Audience is missing", f'href="{city.path}"'):
        assert told in answer.text


def test_four_eyes_need_another_person(small_panel: Panel) -> None:
    city = office(small_panel, four_eyes=True)
    writer, other = city.editor(), city.editor("otso")
    assert buttons(city, writer)[1] == ["submission"]
    city.save(writer, city.form(writer), text__fi__summary="Kirjoitettu.")
    assert city.verb(writer, "publication").status_code == 409
    city.verb(writer, "submission")
    refused = city.verb(writer, "approval")
    assert (refused.status_code, "Another person has to review this" in refused.text) == (409, True)
    assert city.verb(other, "return", comment="Lyhennä.").status_code == 303
    assert "Lyhennä." in writer.client.get(f"{city.path}/history").text
    told = "<q>Lyhennä.</q>"
    assert told in writer.client.get(city.path).text
    city.verb(writer, "submission")
    assert told not in writer.client.get(city.path).text
    assert city.verb(other, "approval").status_code == 303
    assert city.verb(writer, "publication").status_code == 303
    assert in_the_chat(city) == "Kirjoitettu."


def test_a_publication_can_wait_for_its_time(city: Office) -> None:
    editor = city.editor()
    assert city.verb(editor, "planned-publication", moment="huomenna").status_code == 422
    assert city.verb(editor, "planned-publication", moment="2099-01-31T12:00").status_code == 303
    moment = datetime(2099, 1, 31, 10, tzinfo=UTC)
    assert city.copy.publish_at == moment, "the clock on the wall of Finland"
    assert do(city.panel.database, publish_due, moment - timedelta(minutes=1)) == ()
    assert do(city.panel.database, publish_due, moment) == (city.service_id,)
    assert in_the_chat(city) == FINNISH.summary


def test_a_copy_belongs_to_who_made_it(shown: Office) -> None:
    answer = shown.send(shown.editor("kaisa", "kela"), "duplicate")
    copy = Office(shown.panel, answer.headers["location"].rpartition("/")[2]).copy
    assert (copy.state, copy.provider, words(copy, "fi")) == ("draft", "kela", FINNISH)


def test_confirming_moves_the_next_review_on(shown: Office) -> None:
    before = shown.copy.review_due
    assert before
    assert shown.verb(shown.editor(), "confirmation").status_code == 303
    after = shown.copy.review_due
    assert after
    assert after > before - timedelta(days=40)


def test_any_two_versions_are_compared_word_by_word_and_brought_back(shown: Office) -> None:
    editor = shown.editor()
    shown.save(editor, shown.form(editor), text__fi__summary="Apua opintoihin.", facts__goals=["study"])
    newest = shown.copy.revision
    page = editor.client.get(f"{shown.path}/history?older=1&newer={newest}").text
    assert "Apua <del>työnhakuun</del><ins>opintoihin</ins>." in page
    assert page.count('<article class="change">') == 2  # the goals and the summary
    assert shown.send(editor, "rollback", number=1, seen=newest).status_code == 303
    assert (words(shown.copy, "fi"), shown.copy.content.facts.goals) == (FINNISH, ("job",))
    assert editor.client.get(f"{shown.path}/history?older=1&newer=999").status_code == 404


def test_the_preview_is_the_chats_own_card_in_every_language(city: Office) -> None:
    page = city.panel.browser("pekka").client.get(f"{city.path}/preview").text
    assert page.count('<article class="service">') == 10
    assert 'lang="ar" dir="rtl"><template shadowrootmode="open">' in page
    assert FINNISH.summary in page, "the source text is shown as it would be once published"
    assert "Help in finding work." not in page, "a draft of a translation stays out"


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ("municipality=564&goals=job", "This person would get the service. Place 1 of 1."),
        ("municipality=853&goals=job", "The service does not serve this municipality."),
        ("municipality=564&goals=health", "The service helps with nothing that was said."),
        ("audience=employer", "The service is for another audience."),
        ("municipality=564&goals=job&situation=nonsense&language=xx", "Place 1 of 1."),
    ],
)
def test_a_needs_profile_is_tried_against_the_draft(city: Office, needs: str, told: str) -> None:
    page = city.editor().client.get(f"{city.path}/trial?tried=true&{needs}")
    assert (page.status_code, told in page.text) == (200, True)


def test_a_change_is_proposed_and_its_owner_decides(city: Office) -> None:
    kela, owner = city.editor("kaisa", "kela"), city.editor()
    form = city.form(kela)
    answer = city.send(
        kela,
        "proposals",
        **{**form, "csrf_token": kela.csrf, "text.fi.summary": "Parempi.", "comment": "Selkeämmin"},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/proposals")
    assert words(city.copy, "fi") == FINNISH
    page = owner.client.get("/admin/proposals").text
    assert "Selkeämmin" in page
    assert "<ins>Parempi</ins>" in page
    accepted = {"csrf_token": kela.csrf, "answer": ""}
    assert kela.client.post("/admin/proposals/1/acceptance", data=accepted).status_code == 403
    done = owner.client.post(
        "/admin/proposals/1/acceptance", data={"csrf_token": owner.csrf, "answer": "Kiitos"}
    )
    assert done.headers["location"] == city.path
    assert words(city.copy, "fi") == Words(FINNISH.name, "Parempi.", FINNISH.first_step)
    assert "Kiitos" in kela.client.get("/admin/proposals").text
    assert (
        owner.client.post("/admin/proposals/1/rejection", data={"csrf_token": owner.csrf}).status_code == 409
    )


def test_a_proposal_over_newer_words_is_seen_before_it_is_accepted(city: Office) -> None:
    kela, owner = city.editor("kaisa", "kela"), city.editor()
    form = {**city.form(kela), "text.fi.summary": "Parempi."}
    kela.client.post(f"{city.path}/proposals", data=form)
    city.save(owner, city.form(owner), text__fi__summary="Omistajan.")
    path, sent = "/admin/proposals/1/acceptance", {"csrf_token": owner.csrf}
    shown = owner.client.post(path, data=sent)
    assert shown.status_code == 409
    assert "<del>Omistajan</del><ins>Parempi</ins>" in shown.text
    assert owner.client.post(path, data={**sent, "over_newer": "yes"}).status_code == 303
    assert words(city.copy, "fi").summary == "Parempi."


def test_an_empty_proposal_is_none(city: Office) -> None:
    kela = city.editor("kaisa", "kela")
    answer = kela.client.post(f"{city.path}/proposals", data=city.form(kela))
    assert (answer.status_code, "Comment is missing" in answer.text) == (422, True)
