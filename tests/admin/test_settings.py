"""Settings: documented, and refused with one sentence that names the broken one."""

import re
from pathlib import Path

import pytest

from admin.errors import CannotRun
from admin.settings import ServiceSettings, read_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def variables() -> set[str]:
    fields = ServiceSettings.model_fields.items()
    return {str(field.validation_alias or f"OSAAMO_{name.upper()}") for name, field in fields}


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == variables()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eight"),
        ("PORT", "70000"),
        ("OSAAMO_HOST", "not an address"),
        ("OSAAMO_LANGUAGES", "fi,klingon"),
        ("OSAAMO_RETENTION_DAYS", "0"),
        ("OSAAMO_SHARED_MINUTES", "1"),
        ("OSAAMO_OPENING_HOURS", "sometimes"),
        ("OSAAMO_TIME_ZONE", "Europe/Atlantis"),
        ("OSAAMO_RATE_MESSAGES", "-1"),
    ],
)
def test_a_broken_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(CannotRun, match=name) as refusal:
        read_settings()
    assert len(str(refusal.value).splitlines()) == 1


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSAAMO_MUNICIPALITIES", "Vantaa, Kerava")
    assert read_settings().municipalities == ("Vantaa", "Kerava")
