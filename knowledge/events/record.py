"""An event as an outside calendar or an editor's table has it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from knowledge.events.content import EventContent

CALENDAR: Final = "ical"
TABLE: Final = "event_table"
SYSTEMS: Final = (CALENDAR, TABLE)


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One record in our words. `modified`: when its source changed it last, None where it does not say."""

    source_id: str
    content: EventContent
    modified: datetime | None = None
    licence: str = ""
