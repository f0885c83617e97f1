"""A made-up source, and an import of it in a process of its own, to be killed in the middle."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Facts, Words
from knowledge.editing.sources import SourceProvider, SourceRecord
from knowledge.sources.importer import Plan, run_import
from knowledge.sources.source import Known, Parsed, RawRecord

IMPORTER = Actor("inka", "Inka", None)
FACTS = Facts(category="employment", audience=("person",), url="https://example.org")


@dataclass
class Made:
    """Records `r0`, `r1` ... with a pause after each; `instead` are other answers of `parse`, by id."""

    count: int
    pause: float = 0
    summary: str = "Apua työnhakuun."
    instead: dict[str, Parsed] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    name: str = "made"
    subject: str = "made up"
    maker: str = "Tekijä"

    @property
    def expected(self) -> int | None:
        return self.count

    def records(self, known: Known) -> Iterator[RawRecord]:
        for number in range(self.count):
            if f"r{number}" not in known.done:
                self.asked.append(f"r{number}")
                time.sleep(self.pause)
                yield RawRecord(f"r{number}", number)

    def parse(self, raw: RawRecord) -> Parsed:
        return self.instead.get(raw.id) or SourceRecord(
            system="made",
            source_id=raw.id,
            provider=SourceProvider("p", {"fi": self.maker}),
            facts=FACTS,
            texts={"fi": Words(f"Palvelu {raw.payload}", self.summary)},
        )


def main(url: str, count: str, summary: str) -> None:
    """Prints a line after each batch."""
    database = Database(url)
    source = Made(int(count), pause=0.01, summary=summary)
    plan = Plan(publish=True, resume=True)
    run_import(
        database,
        source,
        IMPORTER,
        plan,
        lambda: datetime.now(UTC),
        lambda run: print(run.handled, flush=True),  # noqa: T201 - how the test follows it
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
