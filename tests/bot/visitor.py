"""A person at the public interface."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from httpx import Client, Response


@dataclass
class Visitor:
    http: Client
    id: str
    token: str

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, text: str, client_id: str | None = None, path: str = "/messages") -> Response:
        body = {"client_id": client_id or str(uuid4()), "text": text}
        return self.http.post(self.path + path, json=body, headers=self.key)

    def press(self, payload: str) -> Response:
        body = {"client_id": str(uuid4()), "payload": payload}
        return self.http.post(f"{self.path}/messages", json=body, headers=self.key)

    def call(self, method: str, path: str = "", **options: Any) -> Response:
        return self.http.request(method, self.path + path, headers=self.key, **options)

    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("GET", "/messages").json()["messages"]
        return found


def visit(http: Client, **body: str) -> Visitor:
    started = http.post("/api/v1/conversations", json={"language": "en", **body})
    assert started.status_code == 201, started.text
    return Visitor(http, started.json()["id"], started.json()["token"])


def texts(messages: list[dict[str, object]]) -> list[object]:
    return [message["text"] for message in messages]
