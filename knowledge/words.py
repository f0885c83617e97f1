"""Text as it is compared: without case, accents and punctuation."""

import re
import unicodedata
from itertools import filterfalse

_WORD = re.compile(r"[^\W_]+(?:[-:][^\W_]+)*")


def fold(text: str) -> str:
    """Lower case without marks: "Åbo" and "Jyväskylä" become "abo" and "jyvaskyla"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filterfalse(unicodedata.combining, decomposed))


def words(text: str) -> tuple[str, ...]:
    """The words of a text as they were written; hyphens and colons inside a word belong to it."""
    return tuple(_WORD.findall(text))


def listed(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())
