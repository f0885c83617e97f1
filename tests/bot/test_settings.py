"""Settings from the environment, and the words of this room."""

import string
from pathlib import Path

import pytest
from pydantic import ValidationError

import bot
from bot.settings import Settings, secret_of
from dialogues.conversation.texts import Texts


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSAAMO_LANGUAGES", "sv, fi")
    monkeypatch.setenv("OSAAMO_ALLOWED_ORIGINS", "https://a.example,https://b.example")
    settings = Settings(_env_file=None)
    assert settings.languages == ("sv", "fi")
    assert settings.allowed_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANGUAGES", "klingon"),
        ("LANGUAGES", ""),
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "soon"),
        ("OPENING_HOURS", "always"),
        ("TIME_ZONE", "Mars/Base"),
        ("RATE_MESSAGES", "-1"),
    ],
)
def test_a_broken_setting_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"OSAAMO_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings(_env_file=None)


def test_the_database_is_sqlite_in_the_data_folder_unless_set(tmp_path: Path) -> None:
    assert Settings(_env_file=None, data=tmp_path).database == f"sqlite:///{tmp_path / 'osaamo.db'}"
    assert Settings(_env_file=None, database_url="postgresql://x/y").database == "postgresql://x/y"


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data=tmp_path)
    secret = secret_of(settings)
    assert len(secret) >= 32
    assert secret_of(settings) == secret
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert secret_of(Settings(_env_file=None, secret_key="mine")) == b"mine"


def test_every_language_has_every_text_with_the_same_places_to_fill() -> None:
    texts = Texts.load(Path(bot.__file__).parent / "texts").by_language
    assert {"fi", "sv", "en"} <= texts.keys()
    english = {key: _places(text.text) for key, text in texts["en"].texts.items()}
    for language in texts.values():
        assert {key: _places(text.text) for key, text in language.texts.items()} == english, language.language


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
