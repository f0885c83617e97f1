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
    """From `before` to `after`: words that stay are told once, a space between changes is part of them."""
    old, new = _words(before), _words(after)
    steps = SequenceMatcher(None, old, new, False).get_opcodes()
    found: list[Mark] = []
    gone = fresh = ""
    for place, (verb, start, end, new_start, new_end) in enumerate(steps):
        was, now = "".join(old[start:end]), "".join(new[new_start:new_end])
        if verb != "equal" or (was.isspace() and 0 < place < len(steps) - 1):
            gone, fresh = gone + was, fresh + now
            continue
        found += [Mark("gone", gone), Mark("new", fresh), Mark("same", was)]
        gone = fresh = ""
    found += [Mark("gone", gone), Mark("new", fresh)]
    return tuple(mark for mark in found if mark.text)


def _words(text: str) -> list[str]:
    """Words, spaces and signs: together they are the text again."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)
