"""Everything of an installation that has to do with a Rasa server."""

from dataclasses import dataclass
from typing import Final, Self

import httpx

from admin.settings import ServiceSettings
from dialogues.on_rasa.callback import RasaCallbacks
from dialogues.on_rasa.engine import RasaEngine
from dialogues.on_rasa.fallback import Health
from dialogues.project.blueprint import Project

LONGEST_SECONDS: Final = 20.0
"""Of one request; the engine limits a whole turn."""


@dataclass(frozen=True, slots=True)
class RasaSide:
    """`token` is the secret shared with Rasa: it opens Rasa to us, and our callbacks to Rasa."""

    engine: RasaEngine
    callbacks: RasaCallbacks
    health: Health
    token: str

    @classmethod
    def connect(cls, settings: ServiceSettings, project: Project, callbacks: RasaCallbacks) -> Self:
        """Nothing is sent yet. `settings` must have an address of Rasa, and then has a token."""
        token = settings.rasa_token or ""
        client = client_of(settings.rasa_url or "", token)
        return cls(RasaEngine(project, client, settings.rasa_seconds), callbacks, Health(), token)


def client_of(url: str, token: str) -> httpx.AsyncClient:
    """Proxies of the environment are passed over: words go to this server only."""
    return httpx.AsyncClient(base_url=url, params={"token": token}, timeout=LONGEST_SECONDS, trust_env=False)
