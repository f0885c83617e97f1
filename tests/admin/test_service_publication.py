"""What an editor publishes in the panel is in the chat's answers within two seconds, by HTTP alone."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient

from admin import staff
from admin.app import create_app
from admin.first_start import prepare_catalogue, prepare_database
from admin.settings import ServiceSettings
from admin.wiring import install
from tests.admin.editors import fields_of
from tests.admin.panel import PASSWORD
from tests.bot.scripted import ScriptedEngine


def test_from_the_panel_to_the_public_search(tmp_path: Path) -> None:
    settings = ServiceSettings(_env_file=None, data=tmp_path, vectors=False)
    database = prepare_database(settings)
    prepare_catalogue(database, datetime.now(UTC))
    with database.write() as session:
        staff.add(session, "eeva@example.fi", "Eeva", "editor", "en", PASSWORD, "kela")
    with TestClient(create_app(install(settings, database, ScriptedEngine()))) as client:
        client.post("/admin/sign-in", data={"email": "eeva@example.fi", "password": PASSWORD})
        began = time.monotonic()
        path = write(client)
        assert found(client) == []
        page = client.get(path).text
        sent = {"csrf_token": token(page), "seen": fields_of(page)["seen"]}
        assert "Published" in client.post(f"{path}/publication", data=sent).text
        published = time.monotonic()
        while not found(client) and time.monotonic() - began < 30:
            time.sleep(0.05)
        assert found(client) == ["Hevostallin aamuryhmä"]
        assert time.monotonic() - published < 2


def write(client: TestClient) -> str:
    """A new service of one's own, with all that it needs; returns its address."""
    page = client.get("/admin/new-service").text
    named = {"name": "Hevostallin aamuryhmä", "provider": "kela", "language": "fi"}
    made = client.post("/admin/services", data={**named, "csrf_token": token(page)})
    filled = {
        "facts.category": "wellbeing",
        "facts.audience": ["person"],
        "facts.url": "https://example.org/",
        "text.fi.summary": "Aamuja tallilla.",
    }
    path = made.url.path
    assert client.post(path, data={**fields_of(made.text), **filled}).status_code == 200
    return path


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def found(client: TestClient) -> list[str]:
    answer = client.get("/api/v1/services", params={"q": "hevostallin aamuryhmä", "language": "fi"}).json()
    return [each["name"] for each in answer["services"] if each["name"].startswith("Hevostallin")]
