"""`osaamo telegram check` tells what is wrong, and what to do about it."""

import sys
from collections.abc import Iterator

import pytest

from admin import cli
from bot.telegram.commands import SHOWN
from tests.support.telegram_api import BOT, TOKEN, TelegramApi, telegram_api
from tests.support.telegram_faults import BROKEN


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramApi]:
    with telegram_api() as running:
        monkeypatch.setenv("OSAAMO_TELEGRAM_API_URL", running.url)
        monkeypatch.setenv("OSAAMO_TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("OSAAMO_LANGUAGES", "fi,en")
        monkeypatch.setattr(sys, "argv", ["osaamo", "telegram", "check"])
        shown = [{"command": name, "description": name} for name in SHOWN]
        running.commands.update({"": shown, "fi": shown, "en": shown})
        yield running


def refusal() -> str:
    with pytest.raises(SystemExit) as end:
        cli.main()
    return str(end.value.code)


def test_without_a_token_it_says_how_to_get_one(api: TelegramApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OSAAMO_TELEGRAM_TOKEN")
    assert "@BotFather and send /newbot" in refusal()


def test_all_is_well(api: TelegramApi, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main()
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert f"https://t.me/{BOT['username']}" in lines[0]


def test_a_wrong_token_is_told_and_never_shown(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSAAMO_TELEGRAM_TOKEN", "1:another-token")
    assert refusal() == "osaamo: The bot does not work in Telegram yet."
    told = capsys.readouterr()
    assert "Telegram does not know the token." in told.out
    assert "another-token" not in told.out + told.err


def test_that_telegram_does_not_answer_is_told(api: TelegramApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.fail("getMe", BROKEN)
    refusal()
    assert "Telegram does not answer." in capsys.readouterr().out


def test_a_webhook_at_another_place_is_told(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSAAMO_TELEGRAM_WEBHOOK_URL", "https://osaamo.example.fi/")
    refusal()
    assert "https://osaamo.example.fi/telegram/updates and is nowhere" in capsys.readouterr().out
    api.webhook = {"url": "https://osaamo.example.fi/telegram/updates"}
    cli.main()
    assert "look" not in capsys.readouterr().out


def test_why_telegram_could_not_bring_an_update_is_told(
    api: TelegramApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OSAAMO_TELEGRAM_WEBHOOK_URL", "https://osaamo.example.fi")
    api.webhook = {"url": "https://osaamo.example.fi/telegram/updates"}
    api.last_error = "Connection timed out"
    cli.main()
    assert "Connection timed out" in capsys.readouterr().out


def test_a_list_of_commands_that_is_not_shown_is_told(
    api: TelegramApi, capsys: pytest.CaptureFixture[str]
) -> None:
    del api.commands["fi"]
    cli.main()
    assert "not shown in fi." in capsys.readouterr().out
