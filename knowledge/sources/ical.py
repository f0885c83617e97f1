"""A calendar as a source of events: each instance that was moved is a record beside that of its series."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import icalendar

from knowledge.events.content import EventContent, EventFacts
from knowledge.events.record import CALENDAR, EventRecord
from knowledge.events.recurrence import HELSINKI, RuleError
from knowledge.municipalities import Municipalities
from knowledge.sources.ical_files import RawEvent
from knowledge.sources.ical_times import TimeError, instance, read_times, require_one_instance, wall_clock
from knowledge.sources.ical_words import Told, read_languages, read_told
from knowledge.sources.source import Gone, Known, Parsed, RawRecord, Refused, Skipped

LONGEST_ID: Final = 200


@dataclass(frozen=True, slots=True)
class CalendarWishes:
    """What a calendar does not say of its events. `municipality`: of those whose place names none."""

    provider: str
    language: str = "fi"
    kind: str = "other"
    municipality: str | None = None
    audience: tuple[str, ...] = ()
    licence: str = ""


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """`subject` is the file's name or the address; it tells which events have vanished from it."""

    subject: str
    events: Sequence[RawEvent]
    wishes: CalendarWishes
    places: Municipalities
    name: str = CALENDAR
    _moved: Mapping[str, tuple[icalendar.Event, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, subject: str, events: Sequence[RawEvent], wishes: CalendarWishes, places: Municipalities
    ) -> "CalendarSource":
        moved: dict[str, tuple[icalendar.Event, ...]] = {}
        for each in events:
            if isinstance(each.event, icalendar.Event) and "RECURRENCE-ID" in each.event:
                moved[each.uid] = (*moved.get(each.uid, ()), each.event)
        return cls(subject, events, wishes, places, _moved=moved)

    @property
    def expected(self) -> int | None:
        return len(self.events)

    def records(self, known: Known) -> Iterator[RawRecord]:
        """Of several versions of one event the newest (SEQUENCE) comes first: the others are duplicates."""
        ordered = sorted(enumerate(self.events), key=lambda pair: (-_sequence(pair[1]), pair[0]))
        for _, each in ordered:
            event = each.event
            payload = each if isinstance(event, icalendar.Event) else event
            name = "" if isinstance(event, Refused) else _first(event.get("SUMMARY"))
            yield RawRecord(_id(each), payload, each.place, name[:200])

    def parse(self, raw: RawRecord) -> Parsed:
        found = raw.payload
        if not isinstance(found, RawEvent) or not isinstance(found.event, icalendar.Event):
            return Refused("wrong_shape", raw.place)
        if not found.uid:
            return Refused("no_id", raw.place)
        try:
            return self._read(raw.id, found.uid, found.event)
        except (TimeError, RuleError, ValueError, OverflowError, TypeError, AttributeError) as error:
            return Refused("wrong_value", f"{raw.place}: {error}"[:500])

    def _read(self, source_id: str, uid: str, event: icalendar.Event) -> Parsed:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return Gone("STATUS:CANCELLED")
        if str(event.get("CLASS", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
            return Skipped("not_public", str(event.get("CLASS")))
        require_one_instance(event)
        told = read_told(event, self.wishes.language, self.places)
        if not told.texts:
            return Refused("no_text", "SUMMARY: missing")
        facts = self._facts(uid, event, told)
        if facts.municipality is None and not facts.online:
            return Refused(
                "missing_field", f"LOCATION: {told.where[:100] or 'missing'} names no municipality"
            )
        return EventRecord(source_id, EventContent(facts, told.texts), _modified(event), self.wishes.licence)

    def _facts(self, uid: str, event: icalendar.Event, told: Told) -> EventFacts:
        times = read_times(event)
        instances = () if "RECURRENCE-ID" in event else self._moved.get(uid, ())
        moved = {when for each in instances if (when := instance(each, times.zone))}
        language = self.wishes.language if self.wishes.language in told.texts else next(iter(told.texts))
        return EventFacts(
            provider=self.wishes.provider,
            kind=told.kind or self.wishes.kind,
            audience=self.wishes.audience,
            municipality=told.municipality or (None if told.online else self.wishes.municipality),
            place=told.place,
            address=told.address,
            online=told.online,
            url=told.url,
            languages=read_languages(event, told),
            starts=times.starts,
            ends=times.ends,
            all_day=times.all_day,
            rule=times.rule,
            without=tuple(sorted({*times.without, *moved})),
            extra=times.extra,
            zone=times.zone,
            group=_shortened(uid),
            source_language=language,
        )


def _id(each: RawEvent) -> str:
    """The UID; of an instance with the time it stands for, always told in Helsinki's."""
    event = each.event
    if not each.uid or isinstance(event, Refused) or "RECURRENCE-ID" not in event:
        return _shortened(each.uid)
    value = getattr(event["RECURRENCE-ID"], "dt", None)
    when = wall_clock(value, HELSINKI).isoformat() if value else str(event["RECURRENCE-ID"])
    return _shortened(f"{each.uid}#{when}")


def _shortened(uid: str) -> str:
    return uid if len(uid) <= LONGEST_ID else hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()


def _sequence(each: RawEvent) -> int:
    if isinstance(each.event, Refused):
        return -1
    number = str(each.event.get("SEQUENCE", "0"))
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _modified(event: icalendar.Event) -> datetime | None:
    value = getattr(event.get("LAST-MODIFIED"), "dt", None)
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _first(found: object) -> str:
    return str(found[0] if isinstance(found, list) else found or "")
