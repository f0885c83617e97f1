"""Cuts an iCalendar file into its events, each on its own: a broken one spoils no other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import icalendar

from knowledge.sources.source import LARGEST_FILE, Refused, SourceError

LARGEST_EVENT: Final = 200_000
"""Bytes of one event: descriptions with pictures inside are no descriptions."""

MOST_EVENTS: Final = 5_000

_BEGIN: Final = re.compile(rb"^\s*BEGIN:(\w+)\s*$", re.IGNORECASE)
_END: Final = re.compile(rb"^\s*END:(\w+)\s*$", re.IGNORECASE)
_UID: Final = re.compile(rb"^UID[^:]*:(.+)$", re.IGNORECASE | re.MULTILINE)
_TIMES: Final = frozenset({"DTSTART", "DTEND", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID"})
"""What nobody can guess: an event with one of these broken is refused."""


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An event as it stands, or why it cannot be read. `place` says where: "line 12"."""

    uid: str
    place: str
    event: icalendar.Event | Refused


def read_events(data: bytes, name: str) -> tuple[RawEvent, ...]:
    """In the order of the file. Raises SourceError where it is no calendar, or one without an event."""
    if len(data) > LARGEST_FILE:
        raise SourceError(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(f"{name} is in UTF-16; iCalendar is UTF-8")
    if b"BEGIN:VCALENDAR" not in data[:10_000].upper():
        raise SourceError(f"{name} is no iCalendar file")
    blocks = list(_blocks(data))
    for kind, _, block in blocks:
        if kind == b"VTIMEZONE" and block is not None:
            _learn_zone(block)
    events = [(line, block) for kind, line, block in blocks if kind == b"VEVENT"]
    if not events:
        raise SourceError(f"{name} has no events")
    return tuple(
        _read(line, block) if number < MOST_EVENTS else _refused(line, block, "too_large", str(MOST_EVENTS))
        for number, (line, block) in enumerate(events)
    )


def _blocks(data: bytes) -> Iterator[tuple[bytes, int, bytes | None]]:
    """Kind, first line and text of events and time zones; no text for one that does not end."""
    kind, first, lines, inner = b"", 0, [], b""
    for number, line in _lines(data.removeprefix(b"\xef\xbb\xbf")):
        begins, ends = _BEGIN.match(line), _END.match(line)
        if begins and begins[1].upper() in (b"VEVENT", b"VTIMEZONE"):
            if kind:
                yield kind, first, None
            kind, first, lines, inner = begins[1].upper(), number, [line], b""
        elif kind and ends and ends[1].upper() == kind:
            yield kind, first, b"\r\n".join([*lines, line])
            kind = b""
        elif kind == b"VEVENT" and begins:
            inner = begins[1].upper()
        elif inner and ends and ends[1].upper() == inner:
            inner = b""
        elif kind and not inner:
            lines.append(line)
    if kind:
        yield kind, first, None


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Unfolded (RFC 5545, 3.1), before they are decoded: a fold may cut a letter in two."""
    parts: list[bytes] = []
    first = 1
    for number, line in enumerate(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        if line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield first, b"".join(parts)
        parts, first = [line], number
    yield first, b"".join(parts)


def _learn_zone(block: bytes) -> None:
    """The library knows it by its name from now on; one that cannot be read is told with its events."""
    calendar = b"BEGIN:VCALENDAR\r\n" + block + b"\r\nEND:VCALENDAR\r\n"
    try:
        icalendar.Calendar.from_ical(calendar.decode())
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return


def _read(line: int, block: bytes | None) -> RawEvent:
    if block is None:
        return _refused(line, b"", "unreadable", "the event has no end")
    if len(block) > LARGEST_EVENT:
        return _refused(line, block, "too_large", f"{LARGEST_EVENT} bytes")
    try:
        event = icalendar.Event.from_ical(block.decode())
    except UnicodeDecodeError:
        return _refused(line, block, "wrong_encoding", "not in UTF-8")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError) as error:
        return _refused(line, block, "unreadable", str(error)[:200])
    broken = [f"{name}: {why}" for name, why in event.errors if name in _TIMES]
    if broken or not isinstance(event, icalendar.Event):
        return _refused(line, block, "wrong_value", "; ".join(broken)[:500])
    return RawEvent(str(event.get("UID", "")).strip(), f"line {line}", event)


def _refused(line: int, block: bytes | None, reason: str, detail: str) -> RawEvent:
    found = _UID.search((block or b"").replace(b"\r\n", b"\n"))
    uid = found[1].decode("utf-8", "replace").strip() if found else ""
    return RawEvent(uid, f"line {line}", Refused(reason, detail))
