"""JSON from outside: a file or an answer, with a clear word on what is wrong with it."""

import json
from pathlib import Path

from knowledge.sources.source import LARGEST_FILE, Refused


class Unreadable(ValueError):  # noqa: N818 - what was met in the input, not a fault
    """Not JSON that can be read; `why` is for the report."""

    def __init__(self, why: Refused) -> None:
        super().__init__(f"{why.reason}: {why.detail}")
        self.why = why


def read_json_file(path: Path) -> object:
    """Raises Unreadable."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(Refused("too_large", f"more than {LARGEST_FILE // 1_000_000} MB"))
        return read_json(path.read_bytes())
    except OSError as error:
        raise Unreadable(Refused("unreadable", error.strerror or str(error))) from error


def read_json(content: bytes) -> object:
    """Raises Unreadable."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(Refused("wrong_encoding", f"not UTF-8 at byte {error.start}")) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(Refused("unreadable", f"not JSON: {error.msg} at {place}")) from error
    except RecursionError as error:
        raise Unreadable(Refused("unreadable", "nested too deep")) from error
