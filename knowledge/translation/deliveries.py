"""Takes what a translation office has delivered: weighed part by part first, then written text by text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Words
from knowledge.editing.errors import NotFound
from knowledge.editing.working_copy import WorkingCopy, open_copy, taken
from knowledge.editing.writing import write_text
from knowledge.revisions import content_at
from knowledge.translation.office import DeliveredText, Delivery
from knowledge.translation.weighing import PartReport, Weighed, refused, weigh

STATUSES: Final = ("draft", "reviewed")
"""What delivered texts become. `draft` unless told otherwise: people see a file from outside only after an
editor has read it beside its source. `reviewed` is for offices whose proofreading the city relies on."""


@dataclass(frozen=True, slots=True)
class TextReport:
    """What became, or would become, of one service's text. `stale`: taken, but its source has changed."""

    service_id: str
    written: bool
    stale: bool
    parts: tuple[PartReport, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Of a whole file. `unknown` are parts that are none of ours."""

    language: str
    texts: tuple[TextReport, ...]
    unknown: tuple[str, ...] = ()

    @property
    def written(self) -> int:
        return sum(text.written for text in self.texts)


def preview(session: Session, actor: Actor, delivery: Delivery) -> Report:
    """What `take` would do now; changes nothing."""
    return Report(delivery.language, tuple(_previewed(session, actor, delivery)), delivery.unknown)


def take(
    database: Database, actor: Actor, delivery: Delivery, status: str, now: datetime, comment: str = ""
) -> Report:
    """Each text in a transaction of its own: what is refused stops nothing, a second time changes nothing."""
    texts = []
    for text in _once(delivery):
        with database.write() as session:
            weighed = _weighed(session, actor, delivery, text)
            if weighed.words:
                _write(session, actor, delivery, text, weighed, status, now, comment)
        texts.append(_report(text, weighed))
    return Report(delivery.language, (*texts, *_doubles(delivery)), delivery.unknown)


def _previewed(session: Session, actor: Actor, delivery: Delivery) -> Iterator[TextReport]:
    for text in _once(delivery):
        yield _report(text, _weighed(session, actor, delivery, text, locked=False))
    yield from _doubles(delivery)


def _weighed(
    session: Session, actor: Actor, delivery: Delivery, text: DeliveredText, locked: bool = True
) -> Weighed:
    try:
        copy = open_copy(session, text.service_id)
        if not actor.owns(copy.provider):
            return refused(text, "not_yours")
        if locked:
            taken(session, text.service_id, actor)
            copy = open_copy(session, text.service_id)
        return weigh(copy, text, delivery, _before(session, copy, text, delivery.language))
    except NotFound:
        return refused(text, "unknown_service")


def _before(session: Session, copy: WorkingCopy, text: DeliveredText, language: str) -> Words | None:
    """The words that the office had before them; raises NotFound for a version that never was."""
    if not text.base:
        return None
    found = content_at(session, copy.id, text.base).texts.get(language)
    return found.words if found else None


def _write(
    session: Session,
    actor: Actor,
    delivery: Delivery,
    text: DeliveredText,
    weighed: Weighed,
    status: str,
    now: datetime,
    comment: str,
) -> None:
    assert weighed.words is not None
    write_text(
        session,
        actor,
        text.service_id,
        delivery.language,
        weighed.words,
        weighed.version,
        now,
        status=status,
        translated_from=text.source_hash,
        comment=comment,
    )


def _report(text: DeliveredText, weighed: Weighed) -> TextReport:
    return TextReport(text.service_id, weighed.words is not None, weighed.stale, weighed.parts)


def _once(delivery: Delivery) -> list[DeliveredText]:
    """The first text of each service."""
    return list({text.service_id: text for text in reversed(delivery.texts)}.values())[::-1]


def _doubles(delivery: Delivery) -> Iterator[TextReport]:
    seen: set[str] = set()
    for text in delivery.texts:
        if text.service_id in seen:
            yield _report(text, refused(text, "twice"))
        seen.add(text.service_id)
