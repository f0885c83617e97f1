"""A smoke run against a Bot API server by somebody else: what we send is what it takes."""

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.support.service import service
from tests.support.telegram_api import TOKEN, Shown, TelegramApi
from tests.support.telegram_emulator import Emulator, emulator
from tests.support.telegram_person import TelegramPerson


def buttons(running: Emulator) -> list[dict[str, Any]]:
    """Of the last message."""
    sent = [fields for method, fields in running.accepted if method == "sendMessage"]
    return [button for row in json.loads(sent[-1]["reply_markup"])["inline_keyboard"] for button in row]


def test_a_conversation_with_buttons_over_another_ones_server(tmp_path: Path) -> None:
    me = TelegramPerson(TelegramApi(), language="en")
    with emulator() as (running, url, loop):

        def arrives(update: dict[str, Any]) -> None:
            asyncio.run_coroutine_threadsafe(running.enqueue_update(update, token=TOKEN), loop).result(10)

        settings = {"OSAAMO_TELEGRAM_TOKEN": TOKEN, "OSAAMO_TELEGRAM_API_URL": url}
        with service(tmp_path, settings):
            arrives(me.write_update("/start"))
            running.wait(lambda: running.said())
            assert "guidance bot" in running.said()[0]
            arrives(me.write_update("I want to start a business"))
            running.wait(lambda: len(running.said()) > 1 and buttons(running))
            said = len(running.said())
            keyboard = {"inline_keyboard": [[button] for button in buttons(running)]}
            message = Shown(me.chat, said, "?", {}, keyboard, 0)
            arrives(me.callback_update(message, buttons(running)[0]["callback_data"]))
            running.wait(lambda: len(running.said()) > said)
            running.wait(lambda: {"answerCallbackQuery", "editMessageReplyMarkup"} <= running.methods())
    assert running.refused() == []
