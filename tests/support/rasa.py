"""Both engines over the shipped project: the embedded one, and a real Rasa server with our callbacks."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import uvicorn
from fastapi import FastAPI

from admin import rasa_routes
from admin.rasa_server import HERE, Rasa, Serving, running
from admin.rasa_side import RasaSide, client_of
from bot.limits import BodyLimit
from dialogues.conversation.actions import LocalActions
from dialogues.conversation.responses import LocalResponses
from dialogues.conversation.texts import Texts
from dialogues.embedded.engine import EmbeddedEngine
from dialogues.on_rasa.callback import RasaCallbacks
from dialogues.on_rasa.engine import RasaEngine
from dialogues.on_rasa.fallback import Health
from dialogues.project.blueprint import Project
from dialogues.project.reading import load_project
from dialogues.understanding.facts import FactReader
from dialogues.understanding.intents import Understanding
from tests.knowledge.shipped import NOW, TODAY, names
from tests.knowledge.some_events import catalogue_with_events as catalogue
from tests.support.postgres import free_port
from tests.support.trained import trained
from tests.transcripts.player import CITIES, PROJECT

MODELS = Path(os.environ.get("RASA_MODELS", Path(gettempdir()) / "osaamo-test-rasa"))
"""Trained models are kept between runs; their names tell what they were trained on."""
TOKEN = "a secret between the tests and Rasa"
INSTALL = Path(__file__).parents[2] / "scripts" / "rasa-environment"


@dataclass(frozen=True, slots=True)
class Parts:
    """What both engines of the shipped project are made of."""

    project: Project
    embedded: EmbeddedEngine
    callbacks: RasaCallbacks
    understanding: Understanding

    @classmethod
    def load(cls) -> "Parts":
        texts, nlu, project = Texts.load(), PROJECT / "nlu", load_project(PROJECT)
        facts = FactReader.load(nlu, catalogue().municipalities)
        actions = LocalActions(
            catalogue, texts, CITIES, lambda: TODAY, facts, lambda: names().occupations, lambda: NOW
        )
        responses = LocalResponses.load(texts)
        understanding, _ = trained()
        return cls(
            project,
            EmbeddedEngine(project, actions, responses, understanding),
            RasaCallbacks(project, actions, responses, understanding.knows),
            understanding,
        )


@dataclass(frozen=True, slots=True)
class RealRasa:
    """A trained model, and where our callbacks answer; `serving` a server that runs for the whole session."""

    rasa: Rasa
    model: Path
    parts: Parts
    serving: Serving

    def engine(self, serving: Serving | None = None) -> RasaEngine:
        chosen = serving or self.serving
        return RasaEngine(self.parts.project, client_of(chosen.url, chosen.token), limit=20)


def install() -> str | None:
    """Makes Rasa's environment; the reason when there is no Python 3.10 for it."""
    done = subprocess.run([INSTALL], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"


@contextmanager
def real_rasa(work: Path) -> Iterator[RealRasa]:
    rasa, parts = Rasa.at(HERE), Parts.load()
    model = rasa.model(MODELS)
    with callbacks_served(parts.callbacks) as callback:
        serving = Serving(free_port(), callback, TOKEN)
        with running(rasa, model, serving, work):
            yield RealRasa(rasa, model, parts, serving)


@contextmanager
def callbacks_served(callbacks: RasaCallbacks) -> Iterator[str]:
    """The routes that Rasa calls, on a free port; yields their address."""
    app, port = FastAPI(), free_port()
    client = client_of("http://127.0.0.1:9", TOKEN)
    rasa_routes.add(app, RasaSide(RasaEngine(load_project(PROJECT), client), callbacks, Health(), TOKEN))
    app.add_middleware(BodyLimit)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
