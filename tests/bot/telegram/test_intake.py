"""How updates come in: by webhook and by fetching; none is lost, none blocks the others."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.channels.leases import Leases
from bot.metrics import Metrics
from bot.telegram import polling, window
from bot.telegram.addresses import PATH
from bot.telegram.connection import Line
from bot.telegram.health import Health
from bot.telegram.intake import ENDING_SECONDS, PATIENCE, Failed, Intake
from bot.telegram.polling import Polling
from bot.telegram.webhook import routes, secret_token
from knowledge.database import Database
from tests.bot.conftest import Clock
from tests.support.telegram_api import TOKEN, TelegramApi, telegram_api
from tests.support.telegram_faults import BROKEN, CUT, Fault
from tests.support.telegram_person import TelegramPerson

pytestmark = pytest.mark.anyio
SECRET = secret_token(b"a secret of the tests")
AWAY = OperationalError("SELECT 1", None, Exception("connection refused"), connection_invalidated=True)
Take = Callable[[Update], Awaitable[None]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramApi]:
    monkeypatch.setattr(window, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(polling, "RENEWED_EVERY", 0.05)
    with telegram_api() as running:
        yield running


class Taken:
    """What was taken in, in order; it fails where it is told to."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.failures: dict[str, list[Exception]] = {}

    async def __call__(self, update: Update) -> None:
        text = str(update.message.text)
        await asyncio.sleep(0)
        if self.failures.get(text):
            raise self.failures[text].pop(0)
        self.texts.append(text)


@asynccontextmanager
async def polled(
    api: TelegramApi, take: Take, database: Database, token: str = TOKEN
) -> AsyncIterator[Health]:
    line, health = Line.to(token, api.url), Health()
    intake = Intake(line.bot, take, Metrics())
    task = asyncio.create_task(Polling(line.bot, intake, Leases(database, Clock(), "me"), health).run())
    try:
        yield health
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await line.close()


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


async def test_those_of_one_chat_are_taken_in_order(api: TelegramApi, sqlite_database: Database) -> None:
    taken, person = Taken(), TelegramPerson(api)
    updates = [person.write_update(f"{number:02}") for number in range(20)]
    api.deliver(*reversed(updates))
    async with polled(api, taken, sqlite_database):
        await until(lambda: len(taken.texts) == 20)
    assert taken.texts == sorted(taken.texts)


async def test_nothing_is_confirmed_before_it_is_stored(api: TelegramApi, sqlite_database: Database) -> None:
    taken, person = Taken(), TelegramPerson(api)
    taken.failures = {"first": [AWAY, AWAY]}
    first = person.write("first")
    person.write("second")
    async with polled(api, taken, sqlite_database):
        await until(lambda: not taken.failures["first"])
        confirmed = [int(call.get("offset", 0)) for call in api.called("getUpdates")]
        assert max(confirmed) <= first["update_id"]
        await until(lambda: not api.pending)
    assert taken.texts == ["first", "second"]


async def test_a_database_that_is_away_passes_nothing_over(
    api: TelegramApi, sqlite_database: Database
) -> None:
    taken = Taken()
    taken.failures = {"Hello": [AWAY] * (PATIENCE + 2)}
    TelegramPerson(api).write("Hello")
    async with polled(api, taken, sqlite_database):
        await until(lambda: taken.texts == ["Hello"])


async def test_an_update_that_always_fails_blocks_nobody_and_is_not_quoted(
    api: TelegramApi, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    taken = Taken()
    taken.failures = {"poison": [RuntimeError("poison")] * 99}
    first, second = TelegramPerson(api, 1), TelegramPerson(api, 2)
    first.write("poison")
    first.write("after it")
    second.write("beside it")
    async with polled(api, taken, sqlite_database):
        await until(lambda: sorted(taken.texts) == ["after it", "beside it"])
    assert "poison" not in caplog.text
    assert "passed over: RuntimeError" in caplog.text


async def test_what_fails_lets_those_pass_that_come_after_it(
    api: TelegramApi, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "FIRST_PAUSE", 30.0)
    taken = Taken()
    taken.failures = {"poison": [RuntimeError("poison")]}
    first, second = TelegramPerson(api, 1), TelegramPerson(api, 2)
    poison = first.write("poison")
    async with polled(api, taken, sqlite_database):
        await until(lambda: not taken.failures["poison"])
        first.write("after it")
        for each in ("one", "two"):
            second.write(each)
            await until(lambda text=each: text in taken.texts)
        await asyncio.sleep(1.5)
        assert api.pending[0]["update_id"] == poison["update_id"]
        assert len(api.called("getUpdates")) < 12, "what waits comes again with each fetch"
    assert taken.texts == ["one", "two"], "each once, and its own chat waits"


async def test_what_cannot_be_read_hides_nothing_else(api: TelegramApi, sqlite_database: Database) -> None:
    taken = Taken()
    api.deliver({"update_id": 1, "message": {"nonsense": True}}, {"update_id": 2, "unheard_of": {}})
    TelegramPerson(api).write("Hello")
    async with polled(api, Reading(taken), sqlite_database):
        await until(lambda: taken.texts == ["Hello"] and not api.pending)


class Reading(Taken):
    """Takes what is a message."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken

    async def __call__(self, update: Update) -> None:
        if update.message:
            await self._taken(update)


CONFLICT = Fault(409, "Conflict: terminated by other getUpdates request")


@pytest.mark.parametrize(
    ("fault", "told"), [(CONFLICT, "Another program"), (BROKEN, "does not answer"), (CUT, "does not answer")]
)
async def test_trouble_is_said_once_and_overcome(
    api: TelegramApi,
    sqlite_database: Database,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    told: str,
) -> None:
    taken = Taken()
    api.fail("getUpdates", fault, fault, fault)
    TelegramPerson(api).write("Hello")
    async with polled(api, taken, sqlite_database) as health:
        await until(lambda: not health.well)
        await until(lambda: health.well and taken.texts == ["Hello"])
    errors = [each.message for each in caplog.records if each.levelno == logging.ERROR]
    assert len(errors) == 1
    assert told in errors[0]


async def test_a_wrong_token_is_said_and_never_shown(
    api: TelegramApi, sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with polled(api, Taken(), sqlite_database, "1:not-this-one") as health:
        await until(lambda: not health.well)
    assert "set OSAAMO_TELEGRAM_TOKEN" in caplog.text
    assert "not-this-one" not in caplog.text


async def test_a_webhook_of_before_is_taken_away(api: TelegramApi, sqlite_database: Database) -> None:
    taken = Taken()
    api.webhook = {"url": "http://127.0.0.1:9/telegram/updates"}
    async with polled(api, taken, sqlite_database):
        await until(lambda: not api.webhook)
        TelegramPerson(api).write("Hello")
        await until(lambda: taken.texts == ["Hello"])


async def test_who_does_not_hold_the_lease_fetches_nothing(
    api: TelegramApi, sqlite_database: Database
) -> None:
    Leases(sqlite_database, Clock(), "another").take(polling.LEASE, 60)
    async with polled(api, Taken(), sqlite_database):
        await asyncio.sleep(0.5)
    assert api.calls == []


def hook(take: Take) -> TestClient:
    line = Line.to(TOKEN, "http://127.0.0.1:9")
    app = FastAPI()
    app.include_router(routes(Intake(line.bot, take, Metrics()), SECRET))
    return TestClient(app, raise_server_exceptions=False)


def shown(secret: str = SECRET) -> dict[str, str]:
    return {"X-Telegram-Bot-Api-Secret-Token": secret}


@pytest.fixture
def hello() -> dict[str, Any]:
    return TelegramPerson(TelegramApi()).write_update("Hello")


def test_who_does_not_show_the_secret_finds_nothing(hello: dict[str, Any]) -> None:
    taken = Taken()
    client = hook(taken)
    assert client.post(PATH, json=hello).status_code == 404
    for secret in ("", SECRET[:-1], SECRET.upper(), "é"):
        assert (
            client.post(
                PATH, json=hello, headers={b"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
            ).status_code
            == 404
        )
    assert client.post(PATH, content=b"\xff", headers=shown("wrong")).status_code == 404
    assert taken.texts == []


def test_what_is_no_update_is_refused() -> None:
    client = hook(Taken())
    for body in (b"", b"{", b"[]", b'"text"', b'{"update_id": "1"}', b"\xff\xfe"):
        assert client.post(PATH, content=body, headers=shown()).status_code == 400


def test_an_update_is_asked_for_again_until_it_is_stored(hello: dict[str, Any]) -> None:
    taken = Taken()
    taken.failures = {"Hello": [AWAY, RuntimeError()]}
    client = hook(taken)
    statuses = [client.post(PATH, json=hello, headers=shown()).status_code for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert taken.texts == ["Hello"]


def test_an_update_that_always_fails_is_passed_over_at_last(hello: dict[str, Any]) -> None:
    taken = Taken()
    taken.failures = {"Hello": [RuntimeError()] * 99}
    client = hook(taken)
    statuses = [client.post(PATH, json=hello, headers=shown()).status_code for _ in range(PATIENCE)]
    assert statuses == [500] * (PATIENCE - 1) + [200]


async def test_what_waits_when_the_service_ends_is_refused_at_once_and_the_rest_soon() -> None:
    begun, taken = asyncio.Event(), Taken()

    async def take(update: Update) -> None:
        begun.set()
        await asyncio.sleep(30 if update.message.text == "slow" else 0.2)
        await taken(update)

    line = Line.to(TOKEN, "http://127.0.0.1:9")
    intake = Intake(line.bot, take, Metrics())
    api = TelegramApi()
    first, second = TelegramPerson(api, 1), TelegramPerson(api, 2)
    said = [first.write_update("slow"), first.write_update("waits"), second.write_update("quick")]
    running = [asyncio.create_task(intake.take(each)) for each in said]
    await begun.wait()
    intake.end()
    async with asyncio.timeout(ENDING_SECONDS + 1):
        results = await asyncio.gather(*running, return_exceptions=True)
    assert [type(each) for each in results] == [Failed, Failed, type(None)]
    assert taken.texts == ["quick"]
    with pytest.raises(Failed):
        await intake.take(second.write_update("too late"))
