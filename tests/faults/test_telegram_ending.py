"""The service ends while Telegram brings updates: what is not stored is refused, and the log stays clean."""

from pathlib import Path

from bot.telegram.addresses import PATH
from tests.support.service import service
from tests.support.telegram_api import TOKEN, telegram_api
from tests.support.telegram_person import TelegramPerson

MANY = 300


def test_updates_under_way_are_asked_for_again_and_the_log_stays_clean(tmp_path: Path) -> None:
    with telegram_api() as api:
        settings = {
            "OSAAMO_TELEGRAM_TOKEN": TOKEN,
            "OSAAMO_TELEGRAM_API_URL": api.url,
            "OSAAMO_TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:9",
        }
        with service(tmp_path, settings) as running:
            api.wait(lambda: api.webhook, 60)
            api.webhook = api.webhook | {"url": f"{running.url}{PATH}"}
            for number in range(MANY):
                TelegramPerson(api, 5_000 + number, "en").write("I have lost my job")
            api.wait(lambda: len(api.pending) < MANY - 40)
            running.interrupt()
            api.wait(lambda: api.refused_by_webhook)
            printed = running.printed.read_text()
    assert "Traceback" not in printed
    assert "Cancel " not in printed
    assert api.refused_by_webhook
