"""Telegram's Bot API on a port of this machine: keeps what it was sent, hands out updates, fails as told."""

import asyncio
import itertools
import json
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.support.telegram_faults import Fault
from tests.support.telegram_rules import LONGEST_ANSWER, Haste, Refused, keyboard, shown_text

TOKEN = "123456:a-token-of-the-tests"
BOT = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Osaamo",
    "username": "osaamo_test_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
Update = dict[str, Any]


@dataclass
class Shown:
    """A message of the bot as the chat shows it now. `edits` counts how often it was changed."""

    chat: int
    message_id: int
    text: str
    call: Mapping[str, str]
    keyboard: dict[str, Any] | None
    at: float
    edits: int = 0

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for row in (self.keyboard or {}).get("inline_keyboard", []) for button in row]

    @property
    def titles(self) -> list[str]:
        return [button["text"] for button in self.buttons]


@dataclass
class TelegramApi:
    """`url` is what OSAAMO_TELEGRAM_API_URL is set to, `calls` every call in the order it came.

    Everything may be called from any thread.
    """

    url: str = ""
    limited: bool = False
    sent: list[Shown] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pending: deque[Update] = field(default_factory=deque)
    webhook: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    abouts: dict[str, str] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    refused_by_webhook: Counter[int] = field(default_factory=Counter)
    last_error: str = ""
    update_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1001))
    message_ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self._faults: dict[tuple[str, int | None], deque[Fault]] = defaultdict(deque)
        self._lock = threading.RLock()
        self._haste = Haste()
        self._polling = 0
        self._posting: set[int] = set()

    def fail(self, method: str, *faults: Fault, chat: int | None = None) -> None:
        """The next calls of a method (to one chat, where it is named) meet these, one each."""
        with self._lock:
            self._faults[method.lower(), chat].extend(faults)

    def deliver(self, *updates: Update) -> None:
        """In this order; one that is given twice arrives twice."""
        with self._lock:
            self.pending.extend(updates)

    def shown(self, chat: int) -> list[Shown]:
        """What the bot has said in a chat, in order, as it stands now."""
        with self._lock:
            return [each for each in self.sent if each.chat == chat]

    def called(self, method: str) -> list[dict[str, str]]:
        with self._lock:
            return [call for name, call in self.calls if name == method.lower()]

    def wait(self, until: Callable[[], object], seconds: float = 20) -> None:
        """Until it holds. Raises AssertionError with what was said so far."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, [(each.chat, each.text) for each in self.sent]
            time.sleep(0.02)

    async def answer(self, request: Request) -> Any:
        method = request.path_params["method"].lower()
        if request.path_params["token"] != f"bot{TOKEN}":
            return _refusal(Refused(401, "Unauthorized"))
        call = {name: str(value) for name, value in (await request.form()).items()}
        fault = self._fault(method, call)
        try:
            result = None
            if fault is None or fault.accepted:
                result = await self._do(method, call)
            return await _told(fault, result)
        except Refused as refusal:
            return _refusal(refusal)

    def _fault(self, method: str, call: dict[str, str]) -> Fault | None:
        chat = int(call["chat_id"]) if call.get("chat_id", "").lstrip("-").isdigit() else None
        with self._lock:
            self.calls.append((method, call))
            for key in ((method, chat), (method, None)):
                if self._faults[key]:
                    return self._faults[key].popleft()
        return None

    async def _do(self, method: str, call: dict[str, str]) -> Any:
        """Raises Refused."""
        if method == "getupdates":
            return await self._updates(call)
        with self._lock:
            match method:
                case "getme":
                    return BOT
                case "sendmessage":
                    return self._send(call)
                case "editmessagetext" | "editmessagereplymarkup":
                    return self._edit(method, call)
                case "setwebhook":
                    self.webhook = call
                case "deletewebhook":
                    self.webhook = {}
                case "getwebhookinfo":
                    return self._webhook_info()
                case "setmycommands":
                    self.commands[call.get("language_code", "")] = json.loads(call["commands"])
                case "getmycommands":
                    return self.commands.get(call.get("language_code", ""), [])
                case "setmydescription":
                    self.descriptions[call.get("language_code", "")] = call["description"]
                case "getmydescription":
                    return {"description": self.descriptions.get(call.get("language_code", ""), "")}
                case "setmyshortdescription":
                    self.abouts[call.get("language_code", "")] = call["short_description"]
                case "getmyshortdescription":
                    return {"short_description": self.abouts.get(call.get("language_code", ""), "")}
                case "leavechat":
                    self.left.append(int(call["chat_id"]))
                case "answercallbackquery" if len(call.get("text", "")) > LONGEST_ANSWER:
                    raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    def _send(self, call: dict[str, str]) -> dict[str, Any]:
        chat = int(call["chat_id"])
        text, markup = shown_text(call), keyboard(call)
        if self.limited:
            self._haste.check(chat)
        shown = Shown(chat, next(self.message_ids), text, call, markup, time.monotonic())
        self.sent.append(shown)
        return _message(shown)

    def _edit(self, method: str, call: dict[str, str]) -> dict[str, Any]:
        wanted = (int(call["chat_id"]), int(call["message_id"]))
        shown = next((each for each in self.sent if (each.chat, each.message_id) == wanted), None)
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        text = shown_text(call) if method == "editmessagetext" else shown.text
        markup = keyboard(call)
        if (text, markup) == (shown.text, shown.keyboard):
            raise Refused(400, "Bad Request: message is not modified")
        shown.text, shown.keyboard = text, markup
        shown.edits += 1
        return _message(shown)

    async def _updates(self, call: dict[str, str]) -> list[Update]:
        """An offset confirms all before it; a second poller ends the first one's wait."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polling += 1
        mine, offset = self._polling, int(call.get("offset", 0))
        end = time.monotonic() + float(call.get("timeout", 0))
        while True:
            with self._lock:
                self.pending = deque(each for each in self.pending if each["update_id"] >= offset)
                found = list(self.pending)[: int(call.get("limit", 100))]
            if self._polling != mine:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
            if found or time.monotonic() >= end:
                return found
            await asyncio.sleep(0.01)

    def _webhook_info(self) -> dict[str, Any]:
        info: dict[str, Any] = {"url": self.webhook.get("url", ""), "has_custom_certificate": False,
                                "pending_update_count": len(self.pending)}  # fmt: skip
        if self.last_error:
            info |= {"last_error_date": int(time.time()), "last_error_message": self.last_error}
        return info

    async def post_updates(self) -> None:
        """As long as a webhook is set, up to 40 at a time; what is not answered with 2xx comes again."""
        async with httpx.AsyncClient(timeout=60) as client:
            tasks: set[asyncio.Task[None]] = set()
            while True:
                while self.webhook and self.pending and len(tasks) < 40:
                    with self._lock:
                        update = self.pending.popleft()
                    tasks.add(asyncio.create_task(self._post(client, update)))
                tasks = {task for task in tasks if not task.done()}
                await asyncio.sleep(0.005)

    async def _post(self, client: httpx.AsyncClient, update: Update) -> None:
        secret = self.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            response = await client.post(self.webhook["url"], json=update, headers=headers)
            if response.is_success:
                return
            self.last_error = f"Wrong response from the webhook: {response.status_code}"
        except httpx.TransportError as error:
            self.last_error = str(error)
        self.refused_by_webhook[update["update_id"]] += 1
        await asyncio.sleep(0.2)
        self.deliver(update)


def _message(shown: Shown) -> dict[str, Any]:
    chat = {"id": shown.chat, "type": "private", "first_name": "Aino"}
    message = {"message_id": shown.message_id, "date": int(time.time()), "chat": chat, "from": BOT,
               "text": shown.text}  # fmt: skip
    return message | ({"reply_markup": shown.keyboard} if shown.keyboard else {})


async def _told(fault: Fault | None, result: Any) -> Any:
    if fault is None:
        return JSONResponse({"ok": True, "result": result})
    await asyncio.sleep(fault.seconds)
    if fault.status == 0:
        return _cut
    if fault.status == 200:
        return JSONResponse({"ok": True, "result": result})
    return _refusal(Refused(fault.status, fault.description, fault.retry_after))


def _refusal(refusal: Refused) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
    return JSONResponse(body, refusal.status)


async def _cut(_scope: Scope, _receive: Receive, send: Send) -> None:
    """An answer that ends before it has begun: uvicorn then drops the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})


@contextmanager
def telegram_api() -> Iterator[TelegramApi]:
    """Runs in a thread of its own until the context ends."""
    api = TelegramApi()
    route: Callable[[Request], Awaitable[Any]] = api.answer
    app = Starlette(routes=[Route("/{token}/{method}", route, methods=["GET", "POST"])])
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)

    async def run() -> None:
        posting = asyncio.create_task(api.post_updates())
        await server.serve()
        posting.cancel()

    thread = threading.Thread(target=asyncio.run, args=(run(),), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    api.url = f"http://127.0.0.1:{port}/bot"
    yield api
    server.should_exit = True
    thread.join(5)
