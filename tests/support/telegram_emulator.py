"""A Bot API server by somebody else (lo-bot-api-emulator), on a port of this machine."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator


class Emulator(LoBotApiEmulator):  # type: ignore[misc]  # the package has no types
    """It tells no username, without which no bot is known, and does not know that links can go unshown."""

    def __init__(self) -> None:
        super().__init__()
        self.accepted: list[tuple[str, dict[str, Any]]] = []

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        known = {name: value for name, value in fields.items() if name != "link_preview_options"}
        result = super().validate(method, known, uploads)
        self.accepted.append((method, known))
        return result | {"username": "osaamo_test_bot"} if method == "getMe" else result

    def said(self) -> list[str]:
        return [fields["text"] for method, fields in self.accepted if method == "sendMessage"]

    def methods(self) -> set[str]:
        return {method for method, _ in self.accepted}

    def refused(self) -> list[dict[str, Any]]:
        """What it did not take, but for methods that it says it does not have."""
        return [each for each in self.requests if each["status"] not in (200, 404, 501)]

    def wait(self, until: Callable[[], object], seconds: float = 30) -> None:
        """Raises AssertionError with what it was asked."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, self.requests
            time.sleep(0.05)


@contextmanager
def emulator() -> Iterator[tuple[Emulator, str, asyncio.AbstractEventLoop]]:
    """With its address, and the event loop in which updates are handed to it."""
    running, loop = Emulator(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> tuple[web.AppRunner, int]:
        runner = web.AppRunner(running.app(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, runner.addresses[0][1]

    runner, port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield running, f"http://127.0.0.1:{port}/bot", loop
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
