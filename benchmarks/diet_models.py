"""The three that `benchmarks.diet` compares: each learns and answers in processes of its own."""

import os
import resource
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import httpx
import yaml

from admin.rasa_server import HERE, Rasa, Serving, running
from benchmarks.service import Service
from benchmarks.understanding import PROJECT
from dialogues.tracker import Parsed
from dialogues.understanding.examples import Example
from dialogues.understanding.intents import FALLBACK, Understanding
from knowledge.embedding import BundledModel, Embedding, EmbeddingChoice

_PORT: Final = 15_905
_TOKEN: Final = "measured-on-one-machine"

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest intent, and what is kept of it: `nlu_fallback` when the model is too uncertain."""

    best: str
    kept: str


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of the processor, and the most memory of a process in MB."""

    seconds: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Answered:
    """`processor`: seconds a message; `memory`: MB of the process that answers, after it did."""

    guesses: Mapping[Example, Guess]
    training: Spent
    processor: float
    memory: float


def by_characters(learned: Sequence[Example], asked: Sequence[Example], work: Path) -> Answered:
    nlu = _written(learned, work)
    training = _alone(_train, nlu, work / "ours")
    return _alone(_answer, nlu, work / "ours", asked, training)


def with_vectors(learned: Sequence[Example], asked: Sequence[Example], work: Path) -> Answered | None:
    """None where the package with the vectors is not installed."""
    if not BundledModel.is_installed():
        return None
    nlu = _written(learned, work)
    training = _alone(_train, nlu, work / "both", vectors=True)
    return _alone(_answer, nlu, work / "both", asked, training, vectors=True)


def by_diet(learned: Sequence[Example], asked: Sequence[Example], work: Path, epochs: int) -> Answered:
    rasa, nlu, config = Rasa.at(HERE), _written(learned, work), work / "config.yml"
    settings = yaml.safe_load((PROJECT / "config.diet.yml").read_text(encoding="utf-8"))
    for component in settings["pipeline"]:
        if component["name"] == "DIETClassifier":
            component["epochs"] = epochs
    config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    training = _alone(_train_diet, rasa, nlu, config, work)
    serving = Serving(_PORT, "http://127.0.0.1:9", _TOKEN)
    with (
        running(rasa, work / "diet.tar.gz", serving, work) as process,
        httpx.Client(base_url=serving.url, params={"token": _TOKEN}, timeout=30, trust_env=False) as client,
    ):
        server = Service(_PORT, process.pid, 0)
        begun = server.cpu_seconds()
        guesses = {example: _guess_of_rasa(client, example) for example in asked}
        processor = (server.cpu_seconds() - begun) / len(asked)
        return Answered(guesses, training, processor, server.memory_mb())


def _guess_of_rasa(client: httpx.Client, example: Example) -> Guess:
    answer = client.post("/model/parse", json={"text": example.text}).raise_for_status().json()
    real = [each["name"] for each in answer["intent_ranking"] if each["name"] != FALLBACK]
    return Guess(best=real[0] if real else FALLBACK, kept=answer["intent"]["name"])


def _written(learned: Sequence[Example], work: Path) -> Path:
    """As NLU files of Rasa's, one a language."""
    folder = work / "nlu"
    folder.mkdir(exist_ok=True)
    files: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for example in learned:
        files[example.language][example.intent].append(f"- {example.text}")
    for language, intents in files.items():
        sections = [{"intent": intent, "examples": "\n".join(lines)} for intent, lines in intents.items()]
        content = yaml.safe_dump({"version": "3.1", "nlu": sections}, allow_unicode=True)
        (folder / f"{language}.yml").write_text(content, encoding="utf-8")
    return folder


def _alone(function: Callable[Given, Result], *arguments: Given.args, **named: Given.kwargs) -> Result:
    """In a fresh process, so that nothing measured before is in its memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments, **named).result()


def _train(nlu: Path, cache: Path, *, vectors: bool = False) -> Spent:
    begun = time.perf_counter()
    _understanding(nlu, cache, vectors=vectors)
    return _spent_since(begun)


def _train_diet(rasa: Rasa, nlu: Path, config: Path, work: Path) -> Spent:
    command: list[str | Path] = [
        rasa.command, "train", "nlu", "--config", config, "--nlu", nlu, "--out", work,
        "--fixed-model-name", "diet",
    ]  # fmt: skip
    begun = time.perf_counter()
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    subprocess.run(command, cwd=work, env=quiet, stdout=subprocess.DEVNULL, check=True)
    return _spent_since(begun)


def _answer(
    nlu: Path, cache: Path, asked: Sequence[Example], training: Spent, *, vectors: bool = False
) -> Answered:
    understanding = _understanding(nlu, cache, vectors=vectors)
    begun = time.process_time()
    guesses = {example: _guess(understanding.parse(example.text, example.language)) for example in asked}
    processor = (time.process_time() - begun) / len(asked)
    return Answered(guesses, training, processor, Service(0, os.getpid(), 0).memory_mb())


def _guess(parsed: Parsed) -> Guess:
    return Guess(best=parsed.ranking[0][0] if parsed.ranking else FALLBACK, kept=parsed.intent)


def _understanding(nlu: Path, cache: Path, *, vectors: bool) -> Understanding:
    understanding = Understanding.load(nlu, cache)
    if vectors:
        understanding.learn_meaning(nlu, cache, EmbeddingChoice(), Embedding(BundledModel()))
    return understanding


def _spent_since(begun: float) -> Spent:
    """By the children of this process, which did nothing before."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(
        seconds=time.perf_counter() - begun,
        processor=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss * 1024 / 1e6,
    )
