"""The administrator's pages and the words of the panel."""

import re
from pathlib import Path

import pytest

from admin.pages import HERE
from dialogues.conversation.texts import Texts
from tests.admin.panel import Panel, seen_in

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("email", "role", "told"),
    [
        ("no address", "counsellor", "The e-mail address is not valid."),
        ("ylli@example.fi", "counsellor", "The address has an account already."),
        ("new@example.fi", "king", "There is no such role."),
    ],
)
def test_a_broken_account_is_told_in_words_and_what_was_typed_stays(
    small_panel: Panel, email: str, role: str, told: str
) -> None:
    browser = small_panel.browser("ylli", "administrator")
    form = {"email": email, "name": "Kirjoitettu", "role": role, "csrf_token": browser.csrf}
    answer = browser.client.post("/admin/staff", data=form)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Kirjoitettu"' in answer.text


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(small_panel: Panel) -> None:
    browser, other = small_panel.browser("ylli", "administrator"), small_panel.browser("aino")
    address = f"/admin/staff/{other.staff_id}"
    for active, told in (("no", "Closed"), ("yes", "aino@example.fi, Invited")):
        answer = browser.client.post(f"{address}/active", data={"active": active, "csrf_token": browser.csrf})
        assert answer.status_code == 303
        assert other.client.get("/admin/api/inbox").status_code == 401
        assert told in browser.client.get(address).text


def test_what_is_written_of_an_account_is_kept_and_a_new_role_signs_the_person_out(
    small_panel: Panel,
) -> None:
    browser, other = small_panel.browser("ylli", "administrator"), small_panel.browser("aino")
    address = f"/admin/staff/{other.staff_id}"
    form = {"name": "Aino Uusi", "role": "counsellor", "languages": ["sv", "ru", "klingon"]}
    form |= {"csrf_token": browser.csrf, "seen": browser.seen(address)}
    assert browser.client.post(address, data=form).status_code == 303
    assert other.client.get("/admin/api/inbox").status_code == 200
    page = browser.client.get(address).text
    assert 'value="Aino Uusi"' in page
    assert re.findall(r'name="languages" value="([a-z-]+)" checked', page) == ["sv", "ru"]
    form |= {"role": "coordinator", "seen": browser.seen(address)}
    assert browser.client.post(address, data=form).status_code == 303
    assert other.client.get("/admin/api/inbox").status_code == 401
    assert "Changed a role" in browser.client.get("/admin/audit?who=Ylli").text


def test_a_refused_change_changes_nothing(small_panel: Panel) -> None:
    browser = small_panel.browser("ylli", "administrator")
    opened = browser.seen(f"/admin/staff/{browser.staff_id}")
    form = {"name": "Toinen", "role": "counsellor", "csrf_token": browser.csrf, "seen": opened}
    answer = browser.client.post(f"/admin/staff/{browser.staff_id}", data=form)
    assert answer.status_code == 409
    assert "The last administrator" in answer.text
    assert 'value="Ylli"' in browser.client.get(f"/admin/staff/{browser.staff_id}").text


def test_the_last_administrator_cannot_be_closed(small_panel: Panel) -> None:
    browser = small_panel.browser("ylli", "administrator")
    form = {"active": "no", "csrf_token": browser.csrf}
    answer = browser.client.post(f"/admin/staff/{browser.staff_id}/active", data=form)
    assert answer.status_code == 409
    assert "The last administrator cannot be closed." in answer.text
    assert browser.client.get("/admin/staff").status_code == 200


def test_the_panel_speaks_the_chosen_language(small_panel: Panel) -> None:
    browser = small_panel.browser("aino")
    answer = browser.client.post(
        "/admin/language",
        data={"language": "sv", "csrf_token": browser.csrf},
        headers={"Referer": "http://testserver/admin/desk?list=mine"},
    )
    assert answer.headers["location"] == "/admin/desk?list=mine"
    assert '<html lang="sv">' in browser.client.get("/admin/desk").text


def test_every_language_has_every_word_of_the_panel() -> None:
    texts = Texts.load(HERE / "texts").by_language
    assert set(texts) == set(LANGUAGES)
    keys = {language: set(texts[language].texts) for language in LANGUAGES}
    assert keys["fi"] == keys["sv"] == keys["en"]


def test_every_word_that_a_template_names_exists() -> None:
    known = set(Texts.load(HERE / "texts").by_language["en"].texts)
    templates = "".join(path.read_text("utf-8") for path in Path(HERE / "templates").rglob("*.html"))
    named = set(re.findall(r"""\bt\(["']([a-z_.]+)["'](?: if|[,)])""", templates))
    assert len(named) > 60
    assert named - known == set()


def test_modules_stay_small_and_set_only_text() -> None:
    modules = list(Path(HERE / "static").glob("*.js"))
    assert modules
    for module in modules:
        source = module.read_text("utf-8")
        assert len(source.splitlines()) < 100, module.name
        assert "innerHTML" not in source, module.name


def test_a_second_save_of_an_account_shows_the_first_and_overwrites_nothing(small_panel: Panel) -> None:
    browser, other = small_panel.browser("ylli", "administrator"), small_panel.browser("aino")
    address = f"/admin/staff/{other.staff_id}"
    form = {"role": "counsellor", "csrf_token": browser.csrf, "seen": browser.seen(address)}
    assert browser.client.post(address, data={**form, "name": "Aino", "languages": ["sv"]}).status_code == 303
    answer = browser.client.post(address, data={**form, "name": "Aino L", "languages": ["ru"]})
    assert answer.status_code == 409
    assert '<td dir="auto">Swedish</td><td dir="auto">Russian</td>' in answer.text
    assert 'name="name" value="Aino L"' in answer.text
    assert 'value="Aino"' in browser.client.get(address).text
    again = {**form, "name": "Aino L", "languages": ["ru"], "seen": seen_in(answer.text)}
    assert browser.client.post(address, data=again).status_code == 303


def test_a_second_save_of_the_roles_with_a_code_shows_the_first(small_panel: Panel) -> None:
    browser = small_panel.browser("ylli", "administrator")
    form = {"csrf_token": browser.csrf, "seen": browser.seen("/admin/staff")}
    path = "/admin/second-step-roles"
    assert browser.client.post(path, data={**form, "roles": ["counsellor"]}).status_code == 303
    answer = browser.client.post(path, data={**form, "roles": ["editor"]})
    assert answer.status_code == 409
    assert '<td dir="auto">Counsellor</td><td dir="auto">Content editor</td>' in answer.text
    assert 'value="editor" checked' in answer.text
    assert 'name="roles" value="counsellor" checked' in browser.client.get("/admin/staff").text
