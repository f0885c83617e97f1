"""Links that stand beside services: in the steps of guides, and those of events to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.editing.validation import LONGEST_URL
from knowledge.events.models import EventRow
from knowledge.events.published import published_events
from knowledge.guides.published import published_guides
from knowledge.upkeep.details import CheckedLink, links_of
from knowledge.upkeep.harm import OF_A_LINK, Need
from knowledge.upkeep.models import SetAsideRow
from knowledge.upkeep.needs import WantedNeeds

PARTED: Final = " "
"""Between noun, id and link in the subject of a need; none of them has it."""


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A published link and where it stands. `language` is that of the `name`."""

    noun: Literal["guide", "event"]
    id: str
    provider: str
    name: str
    language: str
    url: str

    @property
    def key(self) -> str:
        return PARTED.join((self.noun, self.id, self.url))


@dataclass(frozen=True, slots=True)
class LinkInNeed:
    """A link that leads nowhere, or elsewhere by now."""

    need: Need
    placed: PlacedLink
    link: CheckedLink


def placed_links(session: Session, now: datetime) -> tuple[PlacedLink, ...]:
    """Each once for each guide or event that leads there."""
    found = (*_of_guides(session), *_of_events(session, now))
    usable = (each for each in found if each.url and len(each.url) <= LONGEST_URL)
    return tuple({each.key: each for each in usable}.values())


def links_in_need(
    session: Session, wanted: WantedNeeds, today: date, now: datetime
) -> tuple[LinkInNeed, ...]:
    """Of the wanted providers; what was set aside is left out. A link is of no language."""
    if wanted.language:
        return ()
    placed = [each for each in placed_links(session, now) if _wanted(each, wanted)]
    links = links_of(session, {each.url for each in placed})
    aside = _aside(session, today)
    return tuple(
        LinkInNeed(Need(kind, each.key, each.provider, link.since, 0), each, link)
        for each in placed
        if (link := links.get(each.url)) is not None
        for kind in OF_A_LINK
        if link.is_so(kind) and (kind, each.url) not in aside
    )


def _of_guides(session: Session) -> Iterator[PlacedLink]:
    for guide in published_guides(session).values():
        text = guide.texts.get("fi") or next(iter(guide.texts.values()))
        for step in guide.steps:
            yield PlacedLink("guide", guide.id, guide.provider, text.title, text.language, step.url)


def _of_events(session: Session, now: datetime) -> Iterator[PlacedLink]:
    to_come = or_(EventRow.ends.is_(None), EventRow.ends > now)
    ids = frozenset(session.scalars(select(EventRow.id).where(to_come)))
    for event in (series.first for series in published_events(session)):
        if event.event_id in ids:
            text = event.texts.get("fi") or next(iter(event.texts.values()))
            yield PlacedLink("event", event.event_id, event.provider, text.name, text.language, event.url)


def _wanted(placed: PlacedLink, wanted: WantedNeeds) -> bool:
    return wanted.providers is None or placed.provider in wanted.providers


def _aside(session: Session, today: date) -> frozenset[tuple[str, str]]:
    """Kind and link."""
    found = select(SetAsideRow).where(SetAsideRow.kind.in_(OF_A_LINK), SetAsideRow.until >= today)
    return frozenset((row.kind, row.subject) for row in session.scalars(found))
