"""`GET /api/v1/events`: events to come, for the city's pages."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from admin.service_side import Parts
from bot.access import Address, ChatParts, Preferred
from bot.incoming import cleaned
from bot.problems import Problem, declared
from knowledge.event import EventText, Occurrence
from knowledge.events.finding import find_events
from knowledge.events.recurrence import HELSINKI
from knowledge.search import FALLBACKS
from knowledge.vocabulary import AUDIENCES

router = APIRouter(prefix="/api/v1/events", tags=["events"], responses=declared(422, 429))


class EventView(BaseModel):
    """One time an event takes place. `starts` and `ends` are in Finland's time; of whole days, days count.

    `municipality` is its code, null where it is held online only.
    """

    id: str
    name: str
    summary: str
    text_language: str
    text_status: str
    kind: str
    provider: str
    starts: datetime
    ends: datetime
    all_day: bool
    municipality: str | None
    place: str
    address: str
    online: bool
    languages: list[str]
    audience: list[str]
    url: str


class EventsView(BaseModel):
    events: list[EventView]
    time_zone: str = HELSINKI


@router.get("")
def find(
    chat: ChatParts,
    editing: Parts,
    address: Address,
    preferred: Preferred,
    q: Annotated[str, Query(max_length=200)] = "",
    language: str | None = None,
    municipality: str | None = None,
    audience: str = "person",
    from_: Annotated[date | None, Query(alias="from")] = None,
    to: date | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> EventsView:
    """Soonest first, those over never. `from` and `to` are days in Finland, both included.

    Without them what repeats is told once, with its next time.
    """
    spoken = preferred if language is None else chat.offered(language)
    if audience not in AUDIENCES:
        raise Problem(422, "invalid", detail="audience")
    if any(day and not 2000 <= day.year <= 2100 for day in (from_, to)):
        raise Problem(422, "invalid", detail="from, to")
    found = find_events(
        editing.catalogue(),
        editing.now(),
        municipality=chat.code_of(municipality),
        first=from_,
        last=to,
        audience=audience,
        words=cleaned(q) if q else "",
        language=spoken,
        limit=limit,
    )
    return EventsView(events=[_view(event, spoken) for event in found])


def _view(event: Occurrence, language: str) -> EventView:
    text = _text(event, language)
    names = event.provider_names
    return EventView(
        id=event.event_id,
        name=text.name,
        summary=text.summary,
        text_language=text.language,
        text_status=text.status,
        kind=event.kind,
        provider=names.get(language) or names.get("fi") or event.provider,
        starts=event.starts,
        ends=event.ends,
        all_day=event.all_day,
        municipality=event.municipality,
        place=event.place,
        address=event.address,
        online=event.online,
        languages=list(event.languages),
        audience=sorted(event.audience),
        url=event.url,
    )


def _text(event: Occurrence, language: str) -> EventText:
    wanted: Sequence[str] = (language, *FALLBACKS)
    known = next((code for code in wanted if code in event.texts), next(iter(event.texts)))
    return event.texts[known]
