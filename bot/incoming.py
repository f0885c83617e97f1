"""Text from outside: of bounded length, and without characters that nobody types."""

import re
import unicodedata

from bot.problems import Problem

LONGEST = 2_000
"""Characters of one message."""

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ALLOWED = frozenset("\n\t")


def cleaned(text: str, limit: int = LONGEST) -> str:
    """One form of line break and of composed letters. Raises Problem: too long, invisible, with controls."""
    if len(text) > limit:
        raise Problem(413, "too_large", limit=limit)
    text = _LINE_BREAKS.sub("\n", text)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in _ALLOWED for sign in text):
        raise Problem(422, "control")
    text = unicodedata.normalize("NFC", text).strip()
    if all(unicodedata.category(sign) == "Cf" or sign.isspace() for sign in text):
        raise Problem(422, "empty")
    return text
