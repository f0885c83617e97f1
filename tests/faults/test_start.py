"""Starting and ending: one clear sentence when it cannot start, a quick end when it is told to."""

import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.support.postgres import free_port
from tests.support.service import COMMAND, Running, environment, service


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation")


def refused(data: Path, port: int, settings: dict[str, str] | None = None) -> str:
    """What a start that must fail says on stderr."""
    ended = subprocess.run(
        COMMAND,
        env=environment(data, port, settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert ended.stdout == ""
    sentence = ended.stderr.strip()
    assert sentence.startswith("osaamo: ")
    assert len(sentence.splitlines()) == 1
    assert "Traceback" not in sentence
    return sentence


def test_a_taken_port_is_said(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        assert f"Port {port}" in refused(data, port)


def test_an_unwritable_data_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "OSAAMO_DATA" in refused(tmp_path / "file" / "data", free_port())


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("OSAAMO_LANGUAGES", "klingon"),
        ("OSAAMO_MUNICIPALITIES", "Atlantis"),
        ("OSAAMO_DATABASE_URL", "postgresql://127.0.0.1:1/nobody"),
        ("OSAAMO_DATABASE_URL", "no address"),
        ("OSAAMO_ADMIN_EMAIL", "nobody"),
    ],
)
def test_a_broken_setting_is_said(tmp_path: Path, setting: str, value: str) -> None:
    said = refused(tmp_path, free_port(), {setting: value})
    assert setting in said or "administrator" in said


def open_stream(running: Running, client: httpx.Client) -> "httpx.Response":
    started = client.post(f"{running.url}/api/v1/conversations", json={"language": "en"}).json()
    request = client.build_request(
        "GET",
        f"{running.url}/api/v1/conversations/{started['id']}/events",
        headers={"Authorization": f"Bearer {started['token']}"},
    )
    return client.send(request, stream=True)


def test_the_password_is_printed_once_and_streams_do_not_hold_up_the_end(data: Path) -> None:
    with service(data) as first, httpx.Client(timeout=20) as client:
        assert first.password
        streams = [open_stream(first, client) for _ in range(5)]
        assert all(stream.status_code == 200 for stream in streams)
        assert first.interrupt() < 3
        assert first.process.returncode == 0
    with service(data) as second:
        assert "password" not in second.printed.read_text()
