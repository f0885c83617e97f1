"""`osaamo rasa`: the service with its dialogues on a Rasa server, both started and ended together."""

import secrets
import signal
import socket
import sys
from pathlib import Path
from typing import Final, Never

from admin.first_start import prepare_folder
from admin.rasa_server import Rasa, Serving, running
from admin.running import run_with
from admin.settings import ServiceSettings, read_settings

_EVERYWHERE: Final = ("0.0.0.0", "::")


def run_on_rasa(environment: Path, config: Path) -> None:
    """`environment` is where Rasa is installed, `config` the pipeline it trains. Raises CannotRun."""
    settings = read_settings()
    prepare_folder(settings.data)
    rasa, models = Rasa.at(environment, config), settings.data / "models"
    _tell("Checking and training the dialogues with Rasa, if they have changed (about a minute) ...")
    model = rasa.model(models)
    serving = Serving(_free_port(), _address(settings), secrets.token_urlsafe(24))
    signal.signal(signal.SIGTERM, _leave)
    _tell("Starting Rasa (about 15 seconds) ...")
    with running(rasa, model, serving, models / "rasa"):
        run_with(settings.model_copy(update={"rasa_url": serving.url, "rasa_token": serving.token}))


def _address(settings: ServiceSettings) -> str:
    """Where Rasa, on the same machine, finds the application."""
    host = "127.0.0.1" if settings.host in _EVERYWHERE else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def _leave(*_: object) -> Never:
    """The serving puts this back after it has ended at a signal: leaving so ends Rasa, too."""
    sys.exit(143)


def _tell(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
