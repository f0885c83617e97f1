"""What has changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text: in both, only in the older or only in the newer one."""

    kind: Kind
    text: str


def marks(before: str, after: str) -> tuple[Mark, ...]:
    """From `before` to `after`; the words that stay are told once."""
    old, new = _words(before), _words(after)
    found: list[Mark] = []
    for verb, start, end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if verb == "equal":
            found.append(Mark("same", "".join(old[start:end])))
            continue
        if start < end:
            found.append(Mark("gone", "".join(old[start:end])))
        if new_start < new_end:
            found.append(Mark("new", "".join(new[new_start:new_end])))
    return tuple(found)


def _words(text: str) -> list[str]:
    """Words, spaces and signs: together they are the text again."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)
