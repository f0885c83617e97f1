"""`python -m benchmarks.diet [sets]`: our understanding beside Rasa's DIET, taught and asked the same.

Sets: few, all, home_assistant, voice_skills. Needs Rasa's environment (`scripts/rasa-environment`), the
packages of `requirements/public-sets.txt`, and from five minutes to half an hour for each.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.diet_models import Answered, by_characters, by_diet, with_vectors
from benchmarks.public_sets import home_assistant, voice_skills
from benchmarks.results import write_table
from benchmarks.understanding import PROJECT, TESTS, Quality, quality
from dialogues.understanding.examples import Example, read_examples
from dialogues.understanding.spelling import plain

LANGUAGES: Final = ("fi", "sv", "en")
FEW: Final = 15
EPOCHS: Final = 100
EPOCHS_FOR_ALL: Final = 30
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "TF_INTRA_OP_PARALLELISM_THREADS": "1"}
_SPENT: Final = ("training", "memory of training", "memory of what answers", "processor time a message")
_COLUMNS: Final = ("what", "ours by characters", "ours with vectors", "DIET")


@dataclass(frozen=True, slots=True)
class Contest:
    """What all models learn, and what they are then asked. `ours`: our own intents, not other people's."""

    title: str
    learned: Sequence[Example]
    asked: Mapping[str, Sequence[Example]]
    epochs: int = EPOCHS
    ours: bool = False


def few() -> Contest:
    random = Random(0)
    every = _our_sentences()
    kinds = sorted({(example.intent, example.language) for example in every})
    groups = [[e for e in every if (e.intent, e.language) == kind] for kind in kinds]
    learned = [e for group in groups for e in random.sample(group, min(FEW, len(group)))]
    return Contest(f"our sentences, {FEW} of an intent in a language", learned, _unseen(), ours=True)


def all_of_ours() -> Contest:
    return Contest("all our sentences", _our_sentences(), _unseen(), EPOCHS_FOR_ALL, ours=True)


def at_home() -> Contest:
    divided = home_assistant(LANGUAGES)
    return Contest("home-assistant-intents", divided.learned, {"unseen": divided.asked})


def by_voice() -> Contest:
    divided = voice_skills()
    return Contest("ovos-skill-weather and -date-time", divided.learned, {"unseen": divided.asked})


SETS: Final[Mapping[str, Callable[[], Contest]]] = {
    "few": few,
    "all": all_of_ours,
    "home_assistant": at_home,
    "voice_skills": by_voice,
}


def main(names: Sequence[str]) -> None:
    os.environ |= _ONE_THREAD
    for name in names:
        contest = SETS[name]()
        asked = [example for each in contest.asked.values() for example in each]
        with tempfile.TemporaryDirectory(prefix="osaamo-diet-") as folder:
            work = Path(folder)
            answered = (
                by_characters(contest.learned, asked, work),
                with_vectors(contest.learned, asked, work),
                by_diet(contest.learned, asked, work, contest.epochs),
            )
        _report(contest, answered)


def _our_sentences() -> list[Example]:
    return [example for example in read_examples(PROJECT / "nlu") if example.language in LANGUAGES]


def _unseen() -> dict[str, list[Example]]:
    """Sentences of the evaluation and of the probe that are not among any training sentences."""
    trained = {(e.language, plain(e.text)) for e in _our_sentences()}
    return {
        kind: [
            e
            for e in read_examples(TESTS / kind)
            if e.language in LANGUAGES and (e.language, plain(e.text)) not in trained
        ]
        for kind in ("evaluation", "probe")
    }


def _report(contest: Contest, answered: Sequence[Answered | None]) -> None:
    rows = []
    for kind, asked in contest.asked.items():
        for language in sorted({example.language for example in asked}):
            own = [example for example in asked if example.language == language]
            cells = [_right(contest, own, each) for each in answered]
            rows.append([f"{kind} {language}, {len(own)} sentences", *cells])
    spent = [_spent(each) if each else [""] * len(_SPENT) for each in answered]
    rows += [list(row) for row in zip(_SPENT, *spent, strict=True)]
    intents = len({example.intent for example in contest.learned})
    languages = ", ".join(sorted({example.language for example in contest.learned}))
    note = (
        f"{date.today():%Y-%m-%d}. {len(contest.learned)} sentences of {intents} intents in {languages} "  # noqa: DTZ011
        f"learned by each, DIET for {contest.epochs} epochs (else as `dialogues/config.diet.yml`), on one "
        "thread each. Best: the likeliest intent is right; kept: and it was not refused as too uncertain."
    )
    write_table(f"Beside DIET: {contest.title}", note, _COLUMNS, rows)


def _spent(answered: Answered) -> list[str]:
    training = answered.training
    return [
        f"{training.seconds:.0f} s ({training.processor:.0f} s of processor)",
        f"{training.memory:.0f} MB",
        f"{answered.memory:.0f} MB",
        f"{answered.processor * 1000:.1f} ms",
    ]


def _right(contest: Contest, asked: Sequence[Example], answered: Answered | None) -> str:
    if answered is None:
        return "not installed"
    best: Quality = quality(asked, lambda e: answered.guesses[e].best)
    kept: Quality = quality(asked, lambda e: answered.guesses[e].kept)
    figure = f"best {best.right:.1%}, kept {kept.right:.1%}, macro F1 {kept.macro_f1:.2f}"
    return f"{figure}, wrong action {kept.wrong_action:.1%}" if contest.ours else figure


if __name__ == "__main__":
    main(sys.argv[1:] or list(SETS))
