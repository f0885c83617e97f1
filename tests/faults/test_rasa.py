"""Rasa down, slow, talking nonsense, restarted: answered within five seconds, and nothing is lost."""

import asyncio
import json
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from admin.rasa_server import Serving, running
from admin.rasa_side import client_of
from dialogues.embedded.engine import EmbeddedEngine
from dialogues.engine import DialogueState, EngineError, PersonMessage, Turn
from dialogues.on_rasa.engine import RasaEngine
from dialogues.on_rasa.fallback import FallbackEngine, Health
from dialogues.on_rasa.wire import failure
from dialogues.project.reading import load_project
from tests.support.postgres import free_port
from tests.support.rasa import PROJECT, TOKEN, RealRasa
from tests.support.service import service
from tests.transcripts.player import engine

SECONDS = 5
SAID = (
    PersonMessage(payload="/start_assessment"),
    PersonMessage(payload='/inform{"municipality": "564"}'),
    PersonMessage(payload="/menu"),
    PersonMessage(payload='/inform{"situation": "unemployed"}'),
)
Answer = Callable[[str, str], Any]
"""What a broken Rasa answers to a method and a path; text is sent as it is."""


def is_webhook(path: str) -> bool:
    return path.startswith("/webhooks")


def slow(method: str, path: str) -> Any:
    time.sleep(8)
    return []


NONSENSE: dict[str, Answer] = {
    "a page": lambda method, path: "<html>It works!</html>",
    "an error": lambda method, path: {"status": "failure"},
    "another bot": lambda method, path: [{"text": "Hi, I sell pizza"}] if is_webhook(path) else {},
    "silence": lambda method, path: [] if is_webhook(path) else {"events": []},
    "events that are none": lambda method, path: [] if is_webhook(path) else {"events": [1] * 1000},
    "a message half": lambda method, path: [{"custom": {"osaamo": {"said": {}}}}],
}


@contextmanager
def broken_rasa(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = answer(self.command, self.path)
            body = (said if isinstance(said, str) else json.dumps(said)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def talk(url: str, health: Health) -> list[Turn]:
    """The whole conversation with that Rasa first; no message may take longer than allowed."""

    async def play() -> list[Turn]:
        rasa = RasaEngine(load_project(PROJECT), client_of(url, TOKEN))
        both = FallbackEngine(rasa, engine(), health)
        begun = time.monotonic()
        turns = [await both.start("one", "fi")]
        for message in SAID:
            turns.append(await both.respond("one", turns[-1].state, message))
            assert time.monotonic() - begun < SECONDS
            begun = time.monotonic()
        await rasa.close()
        return turns

    return asyncio.run(play())


def embedded_alone() -> list[Turn]:
    async def play() -> list[Turn]:
        alone: EmbeddedEngine = engine()
        turns = [await alone.start("one", "fi")]
        for message in SAID:
            turns.append(await alone.respond("one", turns[-1].state, message))
        return turns

    return asyncio.run(play())


def test_rasa_is_down() -> None:
    health = Health()
    assert talk(f"http://127.0.0.1:{free_port()}", health) == embedded_alone()
    assert not health.well


def test_rasa_is_slow_and_only_the_first_message_waits_for_it() -> None:
    health = Health()
    with broken_rasa(slow) as url:
        assert talk(url, health) == embedded_alone()
    assert health.failures == 1


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=list(NONSENSE))
def test_rasa_talks_nonsense(answer: Answer) -> None:
    health = Health(rest=0)
    with broken_rasa(answer) as url:
        assert talk(url, health) == embedded_alone()
    assert health.failures == len(SAID) + 1


class Scripted:
    """An engine that fails where told to, and counts how often it is asked."""

    def __init__(self, *outcomes: EngineError | None) -> None:
        self._outcomes = list(outcomes)
        self.asked = 0

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        return await self.respond(sender, DialogueState(language), PersonMessage())

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        self.asked += 1
        outcome = self._outcomes.pop(0) if self._outcomes else None
        if outcome:
            raise outcome
        return Turn((), state)


def test_after_a_rest_rasa_is_asked_again_and_is_well() -> None:
    now = [0.0]
    first, second = Scripted(EngineError("ill")), Scripted()
    health = Health(clock=lambda: now[0])
    both = FallbackEngine(first, second, health)

    async def play(moment: float) -> None:
        now[0] = moment
        await both.respond("one", DialogueState("fi"), PersonMessage(text="hei"))

    for moment in (0, 5, 9):
        asyncio.run(play(moment))
    assert (first.asked, second.asked, health.well) == (1, 3, False)
    asyncio.run(play(10))
    assert (first.asked, second.asked, health.well) == (2, 3, True)


def test_an_action_that_fails_is_not_rasas_illness() -> None:
    answer: Answer = lambda method, path: failure("action_menu failed.") if is_webhook(path) else {}  # noqa: E731
    health = Health()
    with broken_rasa(answer) as url, pytest.raises(EngineError, match="action_menu"):
        talk(url, health)
    assert health.well


def test_the_service_answers_and_tells_that_its_engine_is_ill(tmp_path: Path) -> None:
    settings = {"OSAAMO_RASA_URL": f"http://127.0.0.1:{free_port()}", "OSAAMO_RASA_TOKEN": TOKEN}
    with (
        service(tmp_path / "data", settings) as running_service,
        httpx.Client(base_url=running_service.url) as client,
    ):
        opened = client.post("/api/v1/conversations", json={"language": "fi"})
        assert opened.status_code == 201
        assert "Osaamo" in opened.text
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, {"status": "weakened", "failed": ["engine"]})
        assert "osaamo_rasa_well 0.0" in client.get("/metrics").text


@pytest.mark.timeout(900)
def test_rasa_is_restarted_in_the_middle(real_rasa: RealRasa, tmp_path: Path) -> None:
    serving = Serving(free_port(), real_rasa.serving.callback, TOKEN)
    server = running(real_rasa.rasa, real_rasa.model, serving, tmp_path)
    again = running(real_rasa.rasa, real_rasa.model, serving, tmp_path)
    health = Health(rest=0)

    async def play() -> list[Turn]:
        rasa = real_rasa.engine(serving)
        both = FallbackEngine(rasa, real_rasa.parts.embedded, health)
        with server:
            turns = [await both.start("one", "fi")]
            turns.append(await both.respond("one", turns[-1].state, SAID[0]))
            assert health.well
        turns.append(await both.respond("one", turns[-1].state, SAID[1]))
        assert not health.well
        with again:
            for message in SAID[2:]:
                turns.append(await both.respond("one", turns[-1].state, message))
                assert health.well
        await rasa.close()
        return turns

    assert asyncio.run(play()) == embedded_alone()


@pytest.mark.timeout(900)
def test_rasa_starts_and_ends_with_the_application(real_rasa: RealRasa, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "models").mkdir(parents=True)
    shutil.copy(real_rasa.model, data / "models")
    command = (sys.executable, "-m", "admin", "rasa")
    with service(data, command=command) as started, httpx.Client(base_url=started.url) as client:
        opened = client.post("/api/v1/conversations", json={"language": "fi"})
        assert opened.status_code == 201
        assert client.get("/readyz").json()["status"] == "ok"
        assert "osaamo_rasa_well 1.0" in client.get("/metrics").text
        below = children(started.process.pid)
        assert below
        started.interrupt()
    assert not [pid for pid in below if Path(f"/proc/{pid}").exists()]


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
