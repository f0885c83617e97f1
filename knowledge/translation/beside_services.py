"""What there is to translate besides services: guides that are shown or written, events that are to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.events.models import EventRow
from knowledge.events.working_copy import content_of as event_of
from knowledge.guides.listing import standings, title_of
from knowledge.guides.models import GuideRow
from knowledge.guides.working_copy import content_of as guide_of
from knowledge.translation.worklist import KINDS


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text of a guide or an event that waits for a translator or a reader; `kind` is one of KINDS.

    `name` is in the source language.
    """

    what: Literal["guide", "event"]
    id: str
    name: str
    provider: str
    kind: str
    source_language: str
    published: bool


def waiting(
    session: Session,
    language: str,
    now: datetime,
    kinds: Sequence[str] = KINDS,
    provider: str = "",
    own: frozenset[str] | None = None,
) -> tuple[Waiting, ...]:
    """Own ones first, then published ones. `own` are the asker's providers, None where all are alike."""
    found = (
        each
        for each in (*_guides(session, language), *_events(session, language, now))
        if each.kind in kinds and provider in ("", each.provider)
    )
    mine = own or frozenset()
    return tuple(sorted(found, key=lambda each: _need(each, mine)))


def _guides(session: Session, language: str) -> Iterator[Waiting]:
    for row in session.scalars(select(GuideRow).where(GuideRow.state.in_(("draft", "published")))):
        content = guide_of(row)
        source, published = content.facts.source_language, row.published_revision is not None
        if language != source:
            kind = standings(content, (language,))[language]
            yield Waiting("guide", row.id, title_of(content), row.provider_id, kind, source, published)


def _events(session: Session, language: str, now: datetime) -> Iterator[Waiting]:
    to_come = or_(EventRow.ends.is_(None), EventRow.ends > now)
    found = select(EventRow).where(EventRow.state.in_(("draft", "published")), to_come)
    for row in session.scalars(found):
        content = event_of(row)
        source, published = content.facts.source_language, row.published_revision is not None
        if language != source and content.source:
            text = content.texts.get(language)
            kind = "missing" if text is None else "stale" if content.stale(language) else text.status
            yield Waiting("event", row.id, content.name, row.provider_id, kind, source, published)


def _need(each: Waiting, own: frozenset[str]) -> tuple[object, ...]:
    order = KINDS.index(each.kind)
    return (each.provider not in own, not each.published, order, each.what, each.name.casefold(), each.id)
