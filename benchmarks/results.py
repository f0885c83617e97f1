"""The table of results: one section a topic, each replaced as a whole when it is measured again."""

import re
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


def write(topic: str, note: str, rows: list[Row]) -> None:
    """Prints the section and puts it into RESULTS.md."""
    lines = [f"## {topic}", "", note, "", "| what | measured | target |", "|---|---|---|"]
    lines += [f"| {row.what} | {row.figure} | {row.target} |" for row in rows]
    section = "\n".join(lines) + "\n"
    print(section)
    content = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _HEAD
    old = re.search(rf"^## {re.escape(topic)}\n.*?(?=^## |\Z)", content, re.MULTILINE | re.DOTALL)
    if old:
        content = content[: old.start()] + section + "\n" + content[old.end() :].lstrip("\n")
    else:
        content = f"{content.rstrip()}\n\n{section}"
    RESULTS.write_text(content.rstrip() + "\n", encoding="utf-8")
