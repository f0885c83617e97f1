"""Which parts of a story tell of home and free time: what somebody can do from there is no job they had."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from knowledge.label_index import parts_of
from knowledge.words import fold, words

SHIPPED: Final = Path(__file__).parent / "starter" / "at_home.yml"
_JOINED: Final = ("ar", "fa")
"""Languages that write small words and the word as one."""


def told_of_home(text: str, language: str) -> str:
    """Those parts, a line each; "" where there are none."""
    spoken = language.partition("-")[0]
    beginnings = _beginnings().get(spoken, ())
    return "\n".join(part.strip() for part in parts_of(text) if _tells(part, beginnings, spoken in _JOINED))


def _tells(part: str, beginnings: Sequence[str], joined: bool) -> bool:
    said = [fold(word) for word in words(part)]
    return any(
        beginning in word if joined else word.startswith(beginning)
        for word in said
        for beginning in beginnings
    )


@cache
def _beginnings(file: Path = SHIPPED) -> Mapping[str, Sequence[str]]:
    content: Mapping[str, Sequence[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {language: tuple(map(fold, said)) for language, said in content.items()}
