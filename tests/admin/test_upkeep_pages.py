"""The page "needs you" and the dictionary: who sees and does what, and that it can be undone."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.keys import new_id
from bot.models import Conversation, StoredUnmetNeed
from knowledge.editing.content import Words
from tests.admin.guide_editors import guide_office
from tests.admin.panel import Browser, Panel, seen_in, today
from tests.knowledge.editing.make import providers
from tests.knowledge.upkeep.make import asked, due, shown

LIST = "/admin/needs-you"
OVERDUE = today() - timedelta(days=5)
SOON = (today() + timedelta(days=30)).isoformat()


@pytest.fixture
def city(small_panel: Panel) -> Panel:
    """An overdue service with an outdated word at the city, an overdue one at Kela."""
    providers(small_panel.database)
    texts = {"fi": Words("Vanha neuvonta", "Kysy TE-toimistosta.")}
    shown(small_panel.database, "old", texts, OVERDUE)
    shown(small_panel.database, "theirs", {"fi": Words("Kelan palvelu", "Apua.")}, OVERDUE, provider="kela")
    return small_panel


def needs(browser: Browser, query: str = "") -> list[tuple[str, str]]:
    """Kind and name of each need on the page, in its order."""
    answer = browser.client.get(f"{LIST}?{query}" if query else LIST)
    assert answer.status_code == 200, answer.text
    return re.findall(r'<li class="need (\w+)">.*?<h2><a [^>]*>([^<]+)</a>', answer.text, re.S)


def send(browser: Browser, path: str, **fields: object) -> str:
    """Where it leads."""
    answer = browser.client.post(path, data={"csrf_token": browser.csrf, **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_an_editor_sees_what_waits_at_home_the_most_harmful_first(city: Panel) -> None:
    found = needs(city.browser("eeva", "editor", "city"))
    assert found == [
        ("overdue", "Vanha neuvonta"),
        ("outdated_word", "Vanha neuvonta"),
        ("missing", "Vanha neuvonta"),
    ]
    assert needs(city.browser("nobody", "editor")) == []


def test_a_coordinator_sees_all_and_filters_in_the_address(city: Panel) -> None:
    browser = city.browser("kai", "coordinator")
    assert len(needs(browser)) == 5
    assert needs(browser, "kind=overdue&provider=kela") == [("overdue", "Kelan palvelu")]
    assert {kind for kind, _ in needs(browser, "language=fi")} == {"outdated_word"}
    assert needs(browser, "kind=nonsense&page=99") == []


def test_one_click_confirms_and_another_takes_it_back(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    done = send(browser, f"{LIST}/confirmations?kind=overdue", only="old")
    assert due(city.database, "old") != OVERDUE
    page = browser.client.get(done).text
    undo = re.search(r'action="([^"]+/removal[^"]*)"', page)
    assert undo is not None
    assert send(browser, undo[1].replace("&amp;", "&")) == f"{LIST}?kind=overdue"
    assert due(city.database, "old") == OVERDUE
    assert needs(browser, "kind=overdue") == [("overdue", "Vanha neuvonta")]


def test_many_are_confirmed_in_one_go_and_none_chosen_changes_nothing(city: Panel) -> None:
    browser = city.browser("kai", "coordinator")
    assert send(browser, f"{LIST}/confirmations?provider=city") == f"{LIST}?provider=city"
    send(browser, f"{LIST}/confirmations", service=["old", "theirs"])
    assert needs(browser, "kind=overdue") == []


def test_others_services_are_not_confirmed(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    fields = {"csrf_token": browser.csrf, "service": ["old", "theirs"]}
    assert browser.client.post(f"{LIST}/confirmations", data=fields).status_code == 403
    assert due(city.database, "old") == due(city.database, "theirs") == OVERDUE


def test_a_finding_is_set_aside_and_taken_up_again(city: Panel) -> None:
    browser = city.browser("eeva", "editor", "city")
    what = {"kind": "outdated_word", "subject": "old"}
    done = send(browser, f"{LIST}/set-aside", **what, until=SOON, reason="A name of a building.")
    assert [kind for kind, _ in needs(browser)] == ["overdue", "missing"]
    assert f"{LIST}/set-aside/removal" in browser.client.get(done).text
    send(browser, f"{LIST}/set-aside/removal", **what)
    assert [kind for kind, _ in needs(browser)] == ["overdue", "outdated_word", "missing"]


@pytest.mark.parametrize("until", ["", "tomorrow", "2020-01-01", "2999-01-01"])
def test_a_day_that_makes_no_sense_is_told_and_changes_nothing(city: Panel, until: str) -> None:
    browser = city.browser("eeva", "editor", "city")
    fields = {"csrf_token": browser.csrf, "kind": "missing", "subject": "old", "until": until}
    answer = browser.client.post(f"{LIST}/set-aside", data=fields)
    assert answer.status_code == 422
    assert len(needs(browser)) == 3


def test_what_five_people_searched_in_vain_is_told_as_a_word(city: Panel) -> None:
    now = datetime.now(UTC)
    with city.database.write() as session:
        for _ in range(5):
            person = Conversation(id=new_id(), language="fi", created_at=now, last_message_at=now)
            session.add(person)
            session.flush()
            query = "haluan verhoilijaksi"
            session.add(StoredUnmetNeed(conversation_id=person.id, language="fi", at=now, query=query))
    browser = city.browser("kai", "coordinator")
    assert needs(browser, "kind=not_found") == [("not_found", "“verhoilijaksi”")]
    assert needs(city.browser("eeva", "editor", "city"), "kind=not_found") != []
    assert needs(browser, "kind=not_found&language=sv") == []
    send(browser, f"{LIST}/set-aside", kind="not_found", subject="verhoi", until=SOON)
    assert needs(browser, "kind=not_found") == []


def test_a_coordinators_word_is_found_in_texts_from_now_on(city: Panel) -> None:
    editor, coordinator = city.browser("eeva", "editor", "city"), city.browser("kai", "coordinator")
    assert send(coordinator, "/admin/outdated-words", word="Apua", language="fi", instead="tukea")
    assert ("outdated_word", "Kelan palvelu") in needs(coordinator)
    send(coordinator, "/admin/outdated-words/removal", word="apua", language="fi")
    assert ("outdated_word", "Kelan palvelu") not in needs(coordinator)
    assert "te-toimisto" in editor.client.get("/admin/outdated-words").text
    assert 'action="/admin/outdated-words"' not in editor.client.get("/admin/outdated-words").text


def test_what_another_coordinator_says_instead_is_shown_and_not_overwritten(city: Panel) -> None:
    browser = city.browser("kai", "coordinator")
    form = {"csrf_token": browser.csrf, "word": "Apua", "language": "fi"}
    assert browser.client.post("/admin/outdated-words", data={**form, "instead": "tukea"}).status_code == 303
    late = browser.client.post("/admin/outdated-words", data={**form, "instead": "neuvoja"})
    assert late.status_code == 409
    assert '<td dir="auto">tukea</td><td dir="auto">neuvoja</td>' in late.text
    again = {**form, "instead": "neuvoja", "seen": seen_in(late.text)}
    assert browser.client.post("/admin/outdated-words", data=again).status_code == 303


def test_a_word_that_is_too_short_is_told_with_what_was_typed(city: Panel) -> None:
    browser = city.browser("kai", "coordinator")
    fields = {"csrf_token": browser.csrf, "word": "te", "language": "fi", "instead": "kunta"}
    answer = browser.client.post("/admin/outdated-words", data=fields)
    assert answer.status_code == 422
    assert 'value="kunta"' in answer.text


def test_the_hints_on_a_service_know_the_coordinators_words(city: Panel) -> None:
    browser = city.browser("kai", "coordinator")
    send(browser, "/admin/outdated-words", word="neuvonta", language="fi", instead="ohjaus")
    assert "ohjaus" in browser.client.get("/admin/services/old").text


def test_long_lists_have_pages_that_keep_the_filters(city: Panel) -> None:
    for number in range(51):
        shown(city.database, f"s{number:02}", {"fi": Words(f"Palvelu {number}", "Apua.")}, OVERDUE)
    browser = city.browser("eeva", "editor", "city")
    browser.client.get(LIST)
    assert len(needs(browser, "kind=overdue")) == 50
    assert f'href="{LIST}?kind=overdue&amp;page=2"' in browser.client.get(f"{LIST}?kind=overdue").text
    assert len(needs(browser, "kind=overdue&page=2")) == 2


def test_a_dead_link_of_a_guide_leads_to_the_guide_and_can_be_set_aside(small_panel: Panel) -> None:
    office = guide_office(small_panel, shown=True)
    days = [today() - timedelta(days=each) for each in (2, 1, 0)]
    asked(small_panel.database, "https://example.org/one", "gone", *days)
    browser = small_panel.browser("eeva", "editor", "city")
    assert needs(browser, "kind=dead_link") == [("dead_link", "Ensimmäinen CV")]
    page = browser.client.get(f"{LIST}?kind=dead_link").text
    assert f'href="{office.path}"' in page
    assert "There is no such page (error 404)." in page
    subject = html.unescape(page.partition('name="subject" value="')[2].partition('"')[0])
    where = send(browser, f"{LIST}/set-aside", kind="dead_link", subject=subject, until=SOON)
    assert needs(browser, "kind=dead_link") == []
    assert subject in html.unescape(browser.client.get(where).text)
    send(browser, f"{LIST}/set-aside/removal", kind="dead_link", subject=subject)
    assert len(needs(browser, "kind=dead_link")) == 1
