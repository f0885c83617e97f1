"""The table of results: one section a topic, each replaced as a whole when it is measured again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEAD = """# Results

Measured by `make bench` on two shared cores. Absolute times depend on the machine and on what else it does;
ratios are between things measured in the same run.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """`target` is that of docs or design, "" where there is none."""

    what: str
    figure: str
    target: str = ""


def write(topic: str, note: str, rows: Sequence[Row]) -> None:
    """Prints the section and puts it into RESULTS.md."""
    write_table(topic, note, ("what", "measured", "target"), [(r.what, r.figure, r.target) for r in rows])


def write_table(topic: str, note: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The same for a table with columns of its own."""
    lines = [f"## {topic}", "", note, "", _line(columns), _line(["---"] * len(columns), "")]
    lines += [_line(row) for row in rows]
    section = "\n".join(lines) + "\n"
    print(section)
    content = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _HEAD
    old = re.search(rf"^## {re.escape(topic)}\n.*?(?=^## |\Z)", content, re.MULTILINE | re.DOTALL)
    if old:
        content = content[: old.start()] + section + "\n" + content[old.end() :].lstrip("\n")
    else:
        content = f"{content.rstrip()}\n\n{section}"
    RESULTS.write_text(content.rstrip() + "\n", encoding="utf-8")


def _line(cells: Sequence[str], space: str = " ") -> str:
    return "|" + "|".join(f"{space}{cell}{space}" for cell in cells) + "|"
