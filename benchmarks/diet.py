"""`python -m benchmarks.diet [languages]`: our understanding beside Rasa's DIET on the same sentences.

Needs Rasa's environment (`scripts/rasa-environment`) and a quarter of an hour.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import httpx

from admin.rasa_server import HERE, Rasa, Serving, running
from benchmarks.results import Row, write
from benchmarks.understanding import PROJECT, TESTS, Quality, quality
from dialogues.understanding.examples import Example, read_examples
from dialogues.understanding.intents import Understanding
from knowledge.embedding import BundledModel, Embedding, EmbeddingChoice

LANGUAGES: Final = ("fi", "sv", "en")
PORT: Final = 15_905
TOKEN: Final = "measured-on-one-machine"

Guess = Callable[[Example], str]


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of the processor, and the most memory of a process in MB."""

    seconds: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s ({self.processor:.0f} s of processor), {self.memory:.0f} MB at most"


def main(languages: Sequence[str]) -> None:
    rasa = Rasa.at(HERE)
    with tempfile.TemporaryDirectory(prefix="osaamo-diet-") as folder:
        nlu, work = Path(folder) / "nlu", Path(folder)
        nlu.mkdir()
        for language in languages:
            shutil.copy(PROJECT / "nlu" / f"{language}.yml", nlu)
        sentences = len(read_examples(nlu))
        rows = [*_ours(nlu, work, languages), *_diet(rasa, nlu, work, languages)]
    note = (
        f"{date.today():%Y-%m-%d}. {sentences} training sentences in {', '.join(languages)}, "  # noqa: DTZ011
        "`dialogues/config.diet.yml`; sentences of the evaluation and the probe as under Understanding."
    )
    write("Beside Rasa's DIET", note, rows)


def _ours(nlu: Path, work: Path, languages: Sequence[str]) -> Iterator[Row]:
    with _spending() as spent:
        understanding = Understanding.load(nlu, work / "ours")
    yield Row("training, ours by characters", str(spent()))
    yield from _quality(
        "ours by characters", languages, lambda e: understanding.parse(e.text, e.language).intent
    )
    if not BundledModel.is_installed():
        return
    with _spending() as spent:
        understanding.learn_meaning(
            nlu, work / "ours", EmbeddingChoice(), Embedding(BundledModel()), aloud=True
        )
    yield Row("training, ours with vectors", str(spent()))
    yield from _quality(
        "ours with vectors", languages, lambda e: understanding.parse(e.text, e.language).intent
    )


def _diet(rasa: Rasa, nlu: Path, work: Path, languages: Sequence[str]) -> Iterator[Row]:
    command: list[str | Path] = [
        rasa.command, "train", "nlu", "--config", PROJECT / "config.diet.yml", "--nlu", nlu, "--out", work,
        "--fixed-model-name", "diet",
    ]  # fmt: skip
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    with _spending() as spent:
        subprocess.run(command, cwd=work, env=quiet, stdout=subprocess.DEVNULL, check=True)
    yield Row("training, DIET", str(spent()))
    serving = Serving(PORT, "http://127.0.0.1:9", TOKEN)
    with (
        running(rasa, work / "diet.tar.gz", serving, work) as process,
        httpx.Client(base_url=serving.url, params={"token": TOKEN}, timeout=30, trust_env=False) as client,
    ):

        def guess(example: Example) -> str:
            answer = client.post("/model/parse", json={"text": example.text}).json()
            return str(answer["intent"]["name"])

        yield from _quality("DIET", languages, guess, process.pid)
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        yield Row("memory, DIET's server", f"{pages * resource.getpagesize() / 1e6:.0f} MB")


def _quality(what: str, languages: Sequence[str], guess: Guess, server: int | None = None) -> Iterator[Row]:
    """Quality by kind and language; processor time of this process, or of the server's."""
    for kind in ("evaluation", "probe"):
        for language in languages:
            unseen = [e for e in read_examples(TESTS / kind) if e.language == language]
            begun = _processor(server)
            found: Quality = quality(unseen, guess)
            each = (_processor(server) - begun) / len(unseen)
            yield Row(f"{kind} {language}, {what}", f"{found}; {each * 1000:.1f} ms of processor a message")


def _processor(server: int | None) -> float:
    if server is None:
        return time.process_time()
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _spending() -> Iterator[Callable[[], Spent]]:
    """What the processes started inside spend; the memory is that of the largest one up to then."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)

    def spent() -> Spent:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Spent(seconds, processor, after.ru_maxrss * 1024 / 1e6)

    yield spent
    seconds = time.perf_counter() - begun


if __name__ == "__main__":
    main(sys.argv[1:] or LANGUAGES)
