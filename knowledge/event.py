"""An event at a place and a time, as the bot sees it: one occurrence of what may recur."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class EventText:
    """The words of an event in one language. `status` is draft, machine or reviewed."""

    language: str
    name: str
    summary: str
    status: str = "machine"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time an event takes place. `starts` and `ends` are aware; of an `all_day` one the days count.

    `municipality` is its three-digit code, None where it is held online only. `languages` are those it is
    held in; `url` "" where there is none.
    """

    event_id: str
    provider: str
    provider_names: Mapping[str, str]
    kind: str
    starts: datetime
    ends: datetime
    texts: Mapping[str, EventText]
    all_day: bool = False
    municipality: str | None = None
    place: str = ""
    address: str = ""
    online: bool = False
    languages: tuple[str, ...] = ()
    audience: frozenset[str] = field(default_factory=frozenset)
    url: str = ""
