"""`python -m benchmarks.danger`: how surely danger is seen, by rules, characters and vectors."""

import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml

from benchmarks.results import Row, write
from benchmarks.understanding import PROJECT, TESTS
from dialogues.understanding.danger_model import Danger
from dialogues.understanding.examples import read_examples
from dialogues.understanding.safety import Safety
from dialogues.understanding.sentences import read_sentences
from dialogues.understanding.spelling import plain
from knowledge.embedding import BundledModel, Embedding, EmbeddingChoice

RULES: Final = PROJECT / "safety"
TARGET: Final = ">= 98 % seen, < 1 % false"
_NOTE: Final = """Written by somebody who had read neither rules nor sentences; half of the harmless sentences
only sound like danger. Surely: danger alone is answered. At least perhaps: the message is answered, after one
gentle line with the numbers. Ordinary messages are the evaluation and both probes of the understanding."""

Texts = Mapping[str, Mapping[str, list[str]]]


def main() -> None:
    unseen = _unseen()
    rows = _rows("rules alone", Safety.read(RULES), unseen)
    with tempfile.TemporaryDirectory(prefix="osaamo-danger-") as folder:
        begun = time.perf_counter()
        safety = Safety.load(RULES, PROJECT / "nlu", Path(folder))
        rows.append(Row("training by characters", f"{time.perf_counter() - begun:.0f} s"))
        rows += _rows("and characters", safety, unseen)
        if BundledModel.is_installed():
            begun = time.perf_counter()
            embedding = Embedding(BundledModel(), remembered=0)
            arguments = (RULES, PROJECT / "nlu", Path(folder), EmbeddingChoice(), embedding)
            safety.learn_meaning(*arguments, aloud=True)
            trained = f"{time.perf_counter() - begun:.0f} s"
            rows.append(Row("training over vectors, in the background", trained))
            rows += _rows("and vectors", safety, unseen)
    write("Danger", f"{date.today():%Y-%m-%d}. {_NOTE}", rows)  # noqa: DTZ011


def _unseen() -> Texts:
    """Without the few short sentences that were also learned from."""
    learned = {plain(sentence.text) for sentence in read_sentences(RULES / "sentences")}
    files = sorted((TESTS / "probe" / "unseen_danger").glob("*.yml"))
    contents: dict[str, Any] = {file.stem: yaml.safe_load(file.read_bytes()) for file in files}
    return {
        language: {
            part: [text for text in texts if plain(text) not in learned] for part, texts in each.items()
        }
        for language, each in contents.items()
    }


def _rows(how: str, safety: Safety, unseen: Texts) -> list[Row]:
    rows = []
    whole: dict[str, list[Danger | None]] = {"dangerous": [], "harmless": []}
    for language, parts in unseen.items():
        found = {part: [safety.signs_of_danger(text) for text in parts[part]] for part in whole}
        rows.append(Row(f"{language}, {how}", _figure(found["dangerous"], found["harmless"]), TARGET))
        for part, dangers in found.items():
            whole[part] += dangers
    rows.append(Row(f"all, {how}", _figure(whole["dangerous"], whole["harmless"]), TARGET))
    return [*rows, *_ordinary(how, safety)]


def _ordinary(how: str, safety: Safety) -> list[Row]:
    kinds = ("evaluation", "probe", "probe/second")
    messages = [example for kind in kinds for example in read_examples(TESTS / kind)]
    begun = time.process_time()
    found = [safety.signs_of_danger(example.text) for example in messages]
    cpu = (time.process_time() - begun) / len(messages)
    false = f"{_surely(found):.2%} surely, {_perhaps(found):.2%} at least perhaps, of {len(found)}"
    return [
        Row(f"false alarms in ordinary messages, {how}", false, "< 1 %"),
        Row(f"processor time a message, {how}", f"{cpu * 1000:.1f} ms"),
    ]


def _figure(dangerous: list[Danger | None], harmless: list[Danger | None]) -> str:
    return (
        f"{_surely(dangerous):.1%} surely, {_perhaps(dangerous):.1%} at least perhaps of {len(dangerous)}; "
        f"false {_surely(harmless):.1%} and {_perhaps(harmless):.1%} of {len(harmless)}"
    )


def _surely(found: list[Danger | None]) -> float:
    return float(np.mean([danger is not None and danger.sure for danger in found]))


def _perhaps(found: list[Danger | None]) -> float:
    return float(np.mean([danger is not None for danger in found]))


if __name__ == "__main__":
    main()
