"""The shipped list of words that the reforms of 2024-2026 have made wrong."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Outdated:
    """A word that a reform has made wrong, as its beginning: endings may follow. No language: in all."""

    word: str
    instead: str = ""
    language: str = ""


@cache
def past_reforms() -> tuple[Outdated, ...]:
    """What every installation begins with: employment areas 1.1.2025, economic development centres 1.1.2026,
    general social security benefit 1.5.2026, the end of the adult education allowance 1.8.2024.
    """
    with files("knowledge.upkeep").joinpath("outdated_words.csv").open(encoding="utf-8") as file:
        return tuple(Outdated(row["word"], row["instead"], row["language"]) for row in csv.DictReader(file))
