"""`python -m benchmarks.skills [folder of ESCO]`: are the right occupations proposed for what people tell?

The stories of `stories.yml` have been written by us: half of them (even) helped to choose the thresholds of
knowledge/occupations.py and occupation_vectors.py. The two that part work from talk (`LEAD`, `LIKELIER`) were
chosen on all of them, so `measured on` is no longer unseen for these. The first run learns 17,000 names:
seven minutes.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Final

import yaml

from benchmarks.results import write_table
from knowledge.embedding import BundledModel, Embedding
from knowledge.everyday_work import Concept, everyday_sayings, our_names
from knowledge.occupations import Occupations
from knowledge.sources.esco import read_esco

STORIES: Final = Path(__file__).parent / "stories.yml"
ESCO: Final = Path(__file__).parents[2] / "shared" / "data" / "esco"
LANGUAGES: Final = ("fi", "sv", "en", "ru", "uk", "et", "ar", "fa", "so")
COLUMNS: Final = (
    "language",
    "found by characters",
    "with vectors",
    "chosen on",
    "measured on",
    "said in vain",
)
Stories = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """Per story of work whether it was understood; per story of none, whether anything was proposed."""

    right: Sequence[bool]
    in_vain: Sequence[bool]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ESCO
    stories: Stories = yaml.safe_load(STORIES.read_text(encoding="utf-8"))
    rows = read_esco(folder).rows.items()
    concepts = [
        Concept(uri, row["kind"], row["labels"], row["code"]) for uri, row in rows if row["kind"] != "group"
    ]
    by_characters = Occupations(concepts, everyday_sayings(), our_names())
    with_vectors = Occupations(concepts, everyday_sayings(), our_names())
    held = _memory()
    _learn(with_vectors)
    held = _memory() - held
    before = {each: _found(by_characters, stories, each) for each in LANGUAGES}
    after = {each: _found(with_vectors, stories, each) for each in LANGUAGES}
    lines = [_line(each, before[each], after[each]) for each in LANGUAGES]
    note = f"{date.today():%Y-%m-%d}, Python {platform.python_version()}. "  # noqa: DTZ011
    note += (__doc__ or "").partition("\n\n")[2].replace("\n", " ")
    note += "A story is understood when an occupation of its groups is among the four proposed. "
    note += (
        f"`In vain`: proposals for {len(after['fi'].in_vain)} stories without work, characters -> vectors. "
    )
    taken = _milliseconds(with_vectors, stories)
    note += f"A new story takes {taken:.0f} ms with vectors (median, its embedding included), "
    note += f"which hold {held:.0f} MB with the model."
    write_table("Skills", note, COLUMNS, [*lines, _line("all", _all(before), _all(after))])


def _learn(occupations: Occupations) -> None:
    kept = Path(tempfile.gettempdir()) / f"osaamo-bench-{os.getuid()}-names.vectors"
    occupations.learn_meanings(Embedding(BundledModel()), kept)
    while occupations.learn_more():
        pass


def _found(occupations: Occupations, stories: Stories, language: str) -> Found:
    right, in_vain = [], []
    for story in stories:
        found = occupations.propose(story[language], language)
        if story["codes"]:
            wanted = tuple(story["codes"])
            right.append(any(each.concept.code.startswith(wanted) for each in found.occupations))
        else:
            in_vain.append(bool(found.occupations or found.skills))
    return Found(right, in_vain)


def _all(found: Mapping[str, Found]) -> Found:
    """Every second one stays every second."""
    even = [each for one in found.values() for each in one.right[::2]]
    odd = [each for one in found.values() for each in one.right[1::2]]
    mixed = [each for pair in zip(even, odd, strict=True) for each in pair]
    return Found(mixed, [each for one in found.values() for each in one.in_vain])


def _line(language: str, before: Found, after: Found) -> tuple[str, ...]:
    return (
        language,
        _share(before.right),
        _share(after.right),
        _share(after.right[::2]),
        _share(after.right[1::2]),
        f"{sum(before.in_vain)} -> {sum(after.in_vain)}",
    )


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.0%}"


def _milliseconds(occupations: Occupations, stories: Stories) -> float:
    """Of stories that were never told before: a word more makes one new."""
    taken = []
    for number, story in enumerate(stories):
        begun = time.perf_counter()
        occupations.propose(f"{story['ru']} {number}", "ru")
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


def _memory() -> float:
    """Resident, in MB of 10^6 bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
