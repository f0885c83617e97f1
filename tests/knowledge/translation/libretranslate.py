"""LibreTranslate's interface (its API of 2025: /translate, /languages) in a thread, with scripted faults."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "salainen"
CODES = ("en", "fi", "sv", "ru", "ar", "zh-Hans")


@dataclass
class Answer:
    """What the server says instead of a translation."""

    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Fake:
    """`faults` are answered first, one by one. `translate` is what it makes of a text."""

    url: str = ""
    key: str = ""
    faults: list[Answer] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    translate: Callable[[str, str], str] = lambda text, target: f"{target}: {text}"

    def answer(self, body: dict[str, Any]) -> Answer:
        self.asked.append(body)
        if self.faults:
            return self.faults.pop(0)
        if self.key and body.get("api_key") != self.key:
            return _json({"error": "Invalid API key"}, 403)
        if missing := {"q", "source", "target"} - set(body):
            return _json({"error": f"Invalid request: missing {missing} parameter"}, 400)
        if body["source"] not in CODES or body["target"] not in CODES:
            return _json({"error": f"{body['target']} is not supported"}, 400)
        return _json({"translatedText": self.translate(body["q"], body["target"])})

    def languages(self) -> Answer:
        return _json([{"code": code, "name": code, "targets": list(CODES)} for code in CODES])


def said(text: object) -> Answer:
    return _json({"translatedText": text})


def _json(body: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(body).encode())


@contextmanager
def libretranslate() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(fake.languages() if self.path == "/languages" else Answer(404, b""))

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self._send(fake.answer(json.loads(content)) if self.path == "/translate" else Answer(404, b""))

        def _send(self, answer: Answer) -> None:
            if answer.body is None and answer.status == 200:
                return self.connection.close()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body or b"")))
            self.end_headers()
            self.wfile.write(answer.body or b"")
            return None

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
