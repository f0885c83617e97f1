"""The published versions of events, read from their snapshots as the chat sees them."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.event import EventText, Occurrence
from knowledge.events.content import CONTENT, EventContent
from knowledge.events.models import EventRevisionRow, EventRow
from knowledge.events.recurrence import moment
from knowledge.events.series import EventSeries
from knowledge.models import ProviderRow


def published_events(session: Session) -> tuple[EventSeries, ...]:
    """All by id, those over too: they are archived some weeks later, and finding leaves them out until then.

    Drafts of texts stay out, and an event without any text too.
    """
    shown = and_(
        EventRevisionRow.event_id == EventRow.id, EventRevisionRow.number == EventRow.published_revision
    )
    found = select(EventRow.id, EventRevisionRow.snapshot).join(EventRevisionRow, shown).order_by(EventRow.id)
    names = dict(session.execute(select(ProviderRow.id, ProviderRow.names)).all())
    events = (
        as_shown(event_id, content, names[content.facts.provider])
        for event_id, snapshot in session.execute(found)
        for content in (CONTENT.validate_python(snapshot),)
    )
    return tuple(event for event in events if event and event.first.texts)


def newest_events(session: Session, known: tuple[EventSeries, ...], version: int) -> tuple[EventSeries, ...]:
    """`known` itself while no event has changed after this version of the catalogue."""
    changed = session.scalar(select(EventRow.id).where(EventRow.catalogue_version > version).limit(1))
    return published_events(session) if changed else known


def as_shown(event_id: str, content: EventContent, provider_names: Mapping[str, str]) -> EventSeries | None:
    """A version as the chat would show it; None for a draft without its times."""
    facts = content.facts
    if facts.starts is None or facts.ends is None:
        return None
    texts = {
        language: EventText(language, text.words.name, text.words.summary, text.status)
        for language, text in sorted(content.texts.items())
        if text.status != "draft" and text.words.name
    }
    first = Occurrence(
        event_id=event_id,
        provider=facts.provider,
        provider_names=MappingProxyType(dict(provider_names)),
        kind=facts.kind,
        starts=moment(facts.starts, facts.zone),
        ends=moment(facts.ends, facts.zone),
        texts=MappingProxyType(texts),
        all_day=facts.all_day,
        municipality=facts.municipality,
        place=facts.place,
        address=facts.address,
        online=facts.online,
        languages=facts.languages,
        audience=frozenset(facts.audience),
        url=facts.url,
    )
    return EventSeries(first, facts.group or event_id, facts.recurrence)
