"""Published services for the tests of upkeep, and what is asked of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from knowledge.database import Database
from knowledge.editing.actor import OSAAMO
from knowledge.editing.content import Words
from knowledge.editing.workflow import publish
from knowledge.editing.writing import draft
from knowledge.models import ServiceRow
from knowledge.upkeep.examining import examine, keep_showings
from knowledge.upkeep.link_outcomes import Answer
from knowledge.upkeep.link_round import note
from knowledge.upkeep.needs import WantedNeeds, needs_of
from tests.knowledge.editing.make import FACTS, FINNISH, NOW, TODAY, ask, do

ALL = WantedNeeds()


def shown(
    database: Database,
    service_id: str,
    texts: Mapping[str, Words] | None = None,
    review_due: date | None = None,
    when: datetime = NOW,
    **facts: Any,
) -> str:
    """A service in the chat, of the city unless said otherwise; reviewed until next year."""
    said = texts or {"fi": FINNISH}
    due = review_due or date(2027, 11, 21)
    whole = replace(FACTS, **facts)
    do(database, draft, OSAAMO, whole, said, when, service_id=service_id, review_due=due)
    do(database, publish, OSAAMO, service_id, 1, when)
    return service_id


def found(
    database: Database, wanted: WantedNeeds = ALL, today: date = TODAY, languages: tuple[str, ...] = ("fi",)
) -> list[tuple[str, str]]:
    """Kind and subject of everything that needs somebody, after what is published was examined."""
    examine(database, languages, NOW)
    return sorted((each.kind, each.subject) for each in ask(database, needs_of, wanted, today))


def met(database: Database, **counts: int) -> None:
    """People were shown services so often; underscores stand for hyphens."""
    do(database, keep_showings, {key.replace("_", "-"): count for key, count in counts.items()})


def asked(database: Database, url: str, outcome: str, *days: date) -> None:
    """The link was asked once on each of these days."""
    for day in days:
        do(database, note, {url: Answer(outcome, 404 if outcome == "gone" else None)}, NOW, day)


def due(database: Database, service_id: str) -> date | None:
    with database.read() as session:
        return session.get_one(ServiceRow, service_id).review_due
