"""kill -9 in the middle of load: what was answered is stored, once and in order."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import uuid4

import httpx

from tests.support.service import Running, service

TALKERS = 6
UNLIMITED = {"OSAAMO_RATE_STARTS": "0", "OSAAMO_RATE_MESSAGES": "0", "OSAAMO_RATE_REQUESTS": "0"}
Conversation = tuple[str, str, list[str]]
"""Id, token, and the client ids that were answered, in their order."""


def talk(running: Running, killed: Event) -> Conversation:
    """Writes until the service is gone."""
    answered: list[str] = []
    with httpx.Client(base_url=f"{running.url}/api/v1", timeout=10) as client:
        started = client.post("/conversations", json={"language": "en"}).json()
        access = {"Authorization": f"Bearer {started['token']}"}
        path = f"/conversations/{started['id']}/messages"
        while not killed.is_set():
            client_id = str(uuid4())
            body = {"client_id": client_id, "text": f"I lost my job, number {len(answered)}"}
            try:
                response = client.post(path, json=body, headers=access)
            except httpx.TransportError:
                break
            assert response.status_code == 200
            answered.append(body["text"])
    return started["id"], started["token"], answered


def stored(running: Running, conversation: Conversation) -> list[dict[str, object]]:
    conversation_id, token, _answered = conversation
    response = httpx.get(
        f"{running.url}/api/v1/conversations/{conversation_id}/messages",
        headers={"Authorization": f"Bearer {token}"},
    )
    messages: list[dict[str, object]] = response.json()["messages"]
    return messages


def test_a_killed_service_loses_and_doubles_nothing(tmp_path: Path) -> None:
    killed = Event()
    with service(tmp_path, UNLIMITED) as first, ThreadPoolExecutor(TALKERS) as pool:
        talks = [pool.submit(talk, first, killed) for _ in range(TALKERS)]
        time.sleep(3)
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(10)
        killed.set()
        conversations = [each.result() for each in talks]
    assert sum(len(answered) for _id, _token, answered in conversations) > TALKERS
    with service(tmp_path, UNLIMITED) as second:
        for conversation in conversations:
            messages = stored(second, conversation)
            assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
            said = [message["text"] for message in messages if message["author"] == "person"]
            answered = conversation[2]
            # the last one may have been stored although its answer never arrived
            assert said[: len(answered)] == answered
            assert len(said) <= len(answered) + 1
            replies = [message for message in messages if message["author"] == "bot"]
            assert len(replies) >= len(said)
