"""Text that a spreadsheet would run as a formula stays text in CSV, and is read back as it was."""

import re
from typing import Final

_RUN: Final = re.compile(r"'*[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run (CSV cells have no types)."""
    return f"'{text}" if _RUN.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if _GUARDED.match(text) else text
