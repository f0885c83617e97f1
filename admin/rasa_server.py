"""A Rasa server of our own, beside the application: checked, trained, started and ended."""

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

import dialogues
from admin.errors import CannotRun

PROJECT: Final = Path(dialogues.__file__).parent
HERE: Final = PROJECT.parent / ".venv-rasa"
CONFIG: Final = PROJECT / "config.yml"
READY_SECONDS: Final = 180
GRACE_SECONDS: Final = 10
_QUIET: Final = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "PYTHONWARNINGS": "ignore::DeprecationWarning",
}


@dataclass(frozen=True, slots=True)
class Rasa:
    """Rasa's command in its own environment, and the pipeline that it trains."""

    command: Path
    config: Path = CONFIG

    @classmethod
    def at(cls, environment: Path, config: Path = CONFIG) -> "Rasa":
        """Raises CannotRun where there is none."""
        command = environment / "bin" / "rasa"
        if not command.exists():
            raise CannotRun(f"There is no Rasa in {environment}; make it with: scripts/rasa-environment")
        return cls(command.absolute(), config.absolute())

    def check(self, work: Path) -> None:
        """`rasa data validate`; a warning is a refusal. Raises CannotRun."""
        said = self._run(work, "data", "validate", *_project_files(self.config))
        warnings = [line for line in said.splitlines() if "UserWarning" in line]
        if warnings:
            raise CannotRun("Rasa warns of the dialogues: " + " ".join(warnings))

    def model(self, models: Path) -> Path:
        """Trained from the project, or the one that was trained when it was the same. Raises CannotRun."""
        name = f"rasa-{_fingerprint(self.config)}"
        file = models / f"{name}.tar.gz"
        if not file.exists():
            work = models / "rasa"
            work.mkdir(parents=True, exist_ok=True)
            self.check(work)
            out = ("--out", str(models.absolute()), "--fixed-model-name", name)
            self._run(work, "train", *_project_files(self.config), *out)
        return file

    def test(self, model: Path, stories: Path, work: Path) -> None:
        """`rasa test`; a wrong prediction is a refusal. Raises CannotRun."""
        work.mkdir(parents=True, exist_ok=True)
        self._run(
            work, "test", "core", "--stories", str(stories.absolute()), "--model", str(model.absolute()),
            "--out", "results", "--no-plot", "--fail-on-prediction-errors",
        )  # fmt: skip

    def _run(self, work: Path, *arguments: str) -> str:
        done = subprocess.run(
            [self.command, *arguments],
            cwd=work,
            env={**os.environ, **_QUIET},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CannotRun(f"rasa {arguments[0]} failed:\n{done.stdout[-2000:]}")
        return done.stdout


@dataclass(frozen=True, slots=True)
class Serving:
    """A Rasa server: where it listens, where it calls back, and the secret of both ways."""

    port: int
    callback: str
    token: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"OSAAMO_CALLBACK_URL": self.callback, "OSAAMO_RASA_TOKEN": self.token}


@contextmanager
def running(rasa: Rasa, model: Path, serving: Serving, work: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Ready inside, ended after it. Its log is `rasa.log` in `work`. Raises CannotRun."""
    work.mkdir(parents=True, exist_ok=True)
    command: list[str | Path] = [
        rasa.command, "run", "--enable-api", "--quiet", "-i", "127.0.0.1", "-p", str(serving.port),
        "--auth-token", serving.token, "--model", model.absolute(), "--endpoints", PROJECT / "endpoints.yml",
        "--credentials", PROJECT / "credentials.yml",
    ]  # fmt: skip
    with (work / "rasa.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=work,
            env={**os.environ, **_QUIET, **serving.environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the application, which ends Rasa
        )
    try:
        _wait(process, serving, work / "rasa.log")
        yield process
    finally:
        _end(process)


def _wait(process: "subprocess.Popen[bytes]", serving: Serving, log: Path) -> None:
    for _ in range(READY_SECONDS * 5):
        if process.poll() is not None:
            raise CannotRun(f"Rasa ended before it was ready; {log} says why.")
        if answers(serving):
            return
        time.sleep(0.2)
    raise CannotRun(f"Rasa was not ready within {READY_SECONDS} seconds; {log} may say why.")


def answers(serving: Serving) -> bool:
    """Whether it has loaded its model."""
    try:
        status = httpx.get(
            f"{serving.url}/status", params={"token": serving.token}, timeout=2, trust_env=False
        )
    except httpx.TransportError:
        return False
    return status.is_success


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _project_files(config: Path) -> list[str]:
    data = map(str, _training_files())
    return ["--data", *data, "--domain", str(PROJECT / "domain"), "--config", str(config)]


def _training_files() -> list[Path]:
    """All but the phrases of the options: our actions read those, and Rasa would warn of unused tables."""
    nlu = (path for path in (PROJECT / "nlu").glob("**/*.yml") if not path.name.startswith("options_"))
    return sorted([*nlu, *(PROJECT / "rules").glob("**/*.yml")])


def _fingerprint(config: Path) -> str:
    """Of everything that a model is trained from."""
    content = hashlib.sha256()
    for file in (config, *sorted((PROJECT / "domain").glob("**/*.yml")), *_training_files()):
        content.update(f"{file.name}\n".encode() + file.read_bytes())
    return content.hexdigest()[:16]
