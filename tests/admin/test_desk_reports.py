"""From the desk to the editors: what is told, whose list it is on, what becomes of it, what is forgotten."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from admin.models import AuditRow
from bot import privacy
from bot.schemas import message_json
from knowledge.desk_reports.models import DeskReportRow
from knowledge.desk_reports.reporting import Report, open_reports, reports_of
from knowledge.editing.content import Words
from tests.admin.panel import SERVICE, Browser, Panel, from_bot, from_person, today
from tests.knowledge.editing.make import providers
from tests.knowledge.upkeep.make import shown

LIST = "/admin/needs-you"
OTHER = replace(SERVICE, id="s2", name="Toinen palvelu")
SAID = (
    from_person("hei"),
    from_person("soita minulle 040 123 4567, olen kotona"),
    from_bot("Tässä.", SERVICE),
    from_bot("Tai näistä.", SERVICE, OTHER),
)


@pytest.fixture
def city(panel: Panel) -> Panel:
    """One service of Kela's and one of the city's."""
    providers(panel.database)
    shown(panel.database, "s1", {"fi": Words("Työvoimapalvelut", "Apua.")}, today(), provider="kela")
    shown(panel.database, "s2", {"fi": Words("Toinen palvelu", "Apua.")}, today())
    return panel


def tell(browser: Browser, conversation: str, seq: int, status: int = 204, **body: str) -> None:
    path = f"/admin/api/conversations/{conversation}/messages/{seq}/reports"
    answer = browser.client.post(path, headers=browser.headers, json={"kind": "wrong", **body})
    assert answer.status_code == status, answer.text


def stored(panel: Panel) -> tuple[Report, ...]:
    with panel.database.read() as session:
        return open_reports(session, None)


def told(browser: Browser, query: str = "") -> list[str]:
    """The kinds of the list, in its order."""
    answer = browser.client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    return [kind for kind in re.findall(r'<li class="need (\w+)">', answer.text) if kind.startswith("told")]


def verb(browser: Browser, report: Report, noun: str, status: int = 303, **fields: str) -> None:
    path = f"{LIST}/reports/{report.id}/{noun}"
    answer = browser.client.post(path, headers=browser.headers, data=fields)
    assert answer.status_code == status, answer.text


def test_the_message_and_the_one_before_it_are_told_without_personal_data(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID)
    tell(aino, conversation, 3, comment="numero on aino@example.fi")
    (report,) = stored(city)
    assert (report.words, report.before) == ("Tässä.", "soita minulle [puhelinnumero], olen kotona")
    assert report.comment == "numero on [sähköposti]"
    assert (report.language, report.municipality, report.reported_by) == ("fi", "564", "Aino")
    assert (report.service_id, report.provider) == ("s1", "kela")


def test_of_several_services_one_is_picked(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID)
    page = aino.client.get(f"/admin/desk/{conversation}").text
    assert 'value="wrong:s2">Wrong: Toinen palvelu' in page
    tell(aino, conversation, 4, service="s2")
    assert [each.service_id for each in stored(city)] == ["s2"]
    tell(aino, conversation, 4, status=404, service="s3")
    tell(aino, conversation, 3, status=404, service="s2")


def test_what_the_desk_does_not_see_cannot_be_told(city: Panel) -> None:
    aino, hidden = city.browser("aino"), city.waiting(said=SAID, left_out=("situation",))
    tell(aino, hidden, 3, status=404)
    tell(aino, "nowhere", 1, status=404)
    assert stored(city) == ()


def test_what_was_left_out_is_not_told_with_a_later_message(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID, left_out=("municipality",))
    city.says(conversation, "tästä saa puhua")
    tell(aino, conversation, 5, kind="missing")
    (report,) = stored(city)
    assert (report.words, report.before, report.municipality) == ("tästä saa puhua", "", None)


def test_the_same_message_twice_is_one_item_with_a_count(city: Panel) -> None:
    aino, bo, conversation = city.browser("aino"), city.browser("bo"), city.waiting(said=SAID)
    tell(aino, conversation, 3, comment="väärä numero")
    tell(bo, conversation, 3, comment="väärä osoite")
    (report,) = stored(city)
    assert (report.count, report.comment) == (2, "väärä numero\nväärä osoite")
    with city.database.read() as session:
        assert [len(reports_of(session, each.staff_id)) for each in (aino, bo)] == [1, 1]


def test_by_form_it_is_told_too_and_the_way_back_is_shown(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID)
    path = f"/admin/desk/{conversation}/messages/3/reports"
    answer = aino.client.post(path, headers=aino.headers, data={"about": "wrong", "comment": "väärin"})
    assert answer.headers["location"] == f"/admin/desk-reports?back={conversation}"
    page = aino.client.get(answer.headers["location"]).text
    assert f"/admin/desk/{conversation}?list=mine" in page
    assert "It is with the editors of" in page
    assert aino.client.post(path, headers=aino.headers, data={"about": "nonsense"}).status_code == 422


def test_each_owner_has_their_own_and_the_city_what_is_missing(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID)
    tell(aino, conversation, 3)
    tell(aino, conversation, 2, kind="missing")
    kela, ed = city.browser("keijo", "editor", "kela"), city.browser("ed", "editor", "city")
    assert told(kela) == ["told_wrong"]
    assert told(ed) == []
    assert told(city.browser("kaisa", "coordinator")) == ["told_wrong", "told_missing"]
    assert told(kela, "kind=told_missing") == []
    assert told(kela, "language=sv") == []
    assert told(kela, "language=fi") == ["told_wrong"]


def test_what_is_done_or_declined_leaves_the_list_and_answers_the_counsellor(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID)
    tell(aino, conversation, 3)
    tell(aino, conversation, 2, kind="missing")
    kaisa = city.browser("kaisa", "coordinator")
    wrong, missing = stored(city)
    verb(kaisa, wrong, "answer", state="done", answer="Numero korjattu.")
    verb(kaisa, missing, "answer", status=422, state="declined")
    verb(kaisa, missing, "answer", state="declined", answer="Palvelu on lopetettu.")
    assert told(kaisa) == []
    page = aino.client.get("/admin/desk-reports").text
    assert all(words in page for words in ("Numero korjattu.", "Palvelu on lopetettu.", "Kaisa"))
    verb(kaisa, wrong, "answer", status=404, state="done")
    tell(aino, conversation, 3)
    assert [(each.state, each.answer, each.count) for each in stored(city)] == [("open", "", 2)]


def test_not_ours_goes_to_the_city_and_from_there_to_whose_it_is(city: Panel) -> None:
    tell(city.browser("aino"), city.waiting(said=SAID), 3)
    kela, ed = city.browser("keijo", "editor", "kela"), city.browser("ed", "editor", "city")
    (report,) = stored(city)
    verb(ed, report, "answer", status=403, state="done")
    verb(ed, report, "provider", status=403)
    verb(kela, report, "provider", provider="city")
    assert [each.provider for each in stored(city)] == [None]
    verb(kela, report, "answer", status=403, state="done")
    kaisa = city.browser("kaisa", "coordinator")
    verb(kaisa, report, "provider", status=404, provider="nobody")
    verb(kaisa, report, "provider", provider="city")
    assert (told(kela), told(ed)) == ([], ["told_wrong"])


def test_with_the_conversation_the_words_and_the_way_back_to_it_are_gone(city: Panel) -> None:
    aino, conversation = city.browser("aino"), city.waiting(said=SAID)
    tell(aino, conversation, 3, comment="väärä numero")
    with city.database.read() as session:
        exported = privacy.export(session, conversation, message_json)["told_to_editors"]
    assert [(each["kind"], each["comment"]) for each in exported] == [("wrong", "väärä numero")]
    city.erases(conversation)
    with city.database.read() as session:
        (row,) = session.scalars(select(DeskReportRow))
    assert (row.conversation_id, row.words, row.before, row.count) == (None, "", "", 1)
    assert told(city.browser("kaisa", "coordinator")) == ["told_wrong"]
    assert "words are gone" in aino.client.get("/admin/desk-reports").text


def test_every_step_is_in_the_audit_log(city: Panel) -> None:
    conversation = city.waiting(said=SAID)
    tell(city.browser("aino"), conversation, 3)
    kaisa = city.browser("kaisa", "coordinator")
    (report,) = stored(city)
    verb(kaisa, report, "provider", provider="city")
    verb(kaisa, report, "answer", state="done")
    with city.database.read() as session:
        rows = [(row.action, row.subject) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    assert rows[-3:] == [
        ("tell_editors", conversation),
        ("pass_on_report", str(report.id)),
        ("answer_desk", str(report.id)),
    ]


def test_told_by_many_at_the_same_moment_it_is_still_one_item(city: Panel) -> None:
    staff, conversation = [city.browser(f"c{number}") for number in range(4)], city.waiting(said=SAID)
    with ThreadPoolExecutor(len(staff)) as pool:
        list(pool.map(lambda browser: tell(browser, conversation, 3), staff))
    assert [each.count for each in stored(city)] == [4]
