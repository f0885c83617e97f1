"""The page about the service tells what the settings say."""

import pytest

from admin.leaflet_side import about_of, unsaid
from admin.settings import ServiceSettings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))


def test_others_who_get_messages_are_those_of_the_settings() -> None:
    settings = ServiceSettings(
        telegram_token="1234567:abcdefghijklmnop",
        translate_url="https://translate.example:5000",
        embedding_url="http://vectors.example/v1",
        retention_days=7,
        contact_days=3,
    )
    about = about_of(settings)
    assert about.telegram
    assert (about.translation, about.meaning) == ("translate.example", "vectors.example")
    assert (about.retention_days, about.contact_days) == (7, 3)


def test_by_default_nobody_else_gets_a_message() -> None:
    about = about_of(ServiceSettings())
    assert (about.telegram, about.translation, about.meaning) == (False, "", "")


def test_the_start_tells_what_people_miss_on_the_page() -> None:
    assert "OSAAMO_CONTROLLER, OSAAMO_CONTROLLER_CONTACT, OSAAMO_HOSTING" in unsaid(ServiceSettings())
    said = ServiceSettings(
        controller="Oulun kaupunki", controller_contact="a@b.example", hosting="CSC, Kajaani"
    )
    assert unsaid(said) == ""
