"""kill -9 while messages are on their way to Telegram: nothing is lost, and one at most comes twice."""

import signal
from pathlib import Path

from tests.support.service import service
from tests.support.telegram_api import TOKEN, TelegramApi, telegram_api
from tests.support.telegram_faults import slow
from tests.support.telegram_person import TelegramPerson

CHATS = range(7001, 7007)


def settings(api: TelegramApi) -> dict[str, str]:
    return {"OSAAMO_TELEGRAM_TOKEN": TOKEN, "OSAAMO_TELEGRAM_API_URL": api.url}


def test_a_killed_service_repeats_one_message_a_chat_at_most(tmp_path: Path) -> None:
    with telegram_api() as api:
        people = [TelegramPerson(api, chat, "en") for chat in CHATS]
        with service(tmp_path, settings(api)) as first:
            for each in people:
                each.write("/start")
            api.wait(lambda: all(each.seen for each in people), 60)
            for each in people[:3]:
                api.fail("sendMessage", slow(60), chat=each.chat)
            for each in people:
                each.write("I lost my job")
            api.wait(lambda: all(len(each.seen) >= 2 for each in people), 60)
            first.process.send_signal(signal.SIGKILL)
            first.process.wait(10)
        before = {each.chat: [shown.text for shown in each.seen] for each in people}
        with service(tmp_path, settings(api)):
            for each in people:
                each.write("/privacy")
            api.wait(lambda: all(len(each.seen) > len(before[each.chat]) + 1 for each in people[:3]), 60)
            api.wait(lambda: all(len(each.seen) > len(before[each.chat]) for each in people), 60)
        for each in people:
            told = [shown.text for shown in each.seen]
            repeated = [text for text in dict.fromkeys(told) if told.count(text) > 1]
            assert len(repeated) <= 1, told
            assert told[: len(before[each.chat])] == before[each.chat]
            again = told[len(before[each.chat]) :]
            if each in people[:3]:
                assert again[0] == before[each.chat][-1], told


def test_two_services_over_one_database_send_everything_once_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shared = {
        "OSAAMO_DATABASE_URL": f"sqlite:///{tmp_path / 'shared.db'}",
        "OSAAMO_SECRET_KEY": "a shared secret",
    }
    with telegram_api() as api, service(tmp_path, settings(api) | shared):
        with service(tmp_path / "other", settings(api) | shared):
            people = [TelegramPerson(api, chat, "en") for chat in CHATS]
            for each in people:
                each.write("/start")
            api.wait(lambda: all(each.seen for each in people), 60)
            for each in people:
                each.write("/help")
                each.write("/menu")
            api.wait(lambda: all(len(each.seen) >= 3 for each in people), 60)
            # where /menu was there first, the help before it has no buttons any more
            firsts = {tuple(shown.text.partition("\n\n\u2022")[0] for shown in each.seen) for each in people}
        assert len(firsts) == 1
