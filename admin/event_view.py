"""What the page of an event shows: its fields, its texts side by side, its next times, what may be done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.event_form import Shown, Typed, shown_times
from admin.event_labels import EventLabels
from admin.service_side import Editing
from admin.staff import Staff
from knowledge.editing.errors import Clash, Conflict, FieldError, Invalid
from knowledge.events.choices import DAYS, EVERY
from knowledge.events.content import KINDS, EventContent, EventFacts, EventWords
from knowledge.events.editing import ALLOWED
from knowledge.events.listing import next_times
from knowledge.events.rules import LONGEST
from knowledge.events.working_copy import EventCopy, content_at, merged, open_event
from knowledge.vocabulary import AUDIENCES, SERVICE_LANGUAGES


@dataclass(frozen=True, slots=True)
class Column:
    """The text of one language. `open`: shown at once, not under "other languages"."""

    language: str
    tongue: str
    direction: str
    words: EventWords
    standing: str
    source: bool
    ready: bool
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """`times` are the next starts; `clashes` what somebody else has saved meanwhile, `by` whom."""

    copy: EventCopy
    content: EventContent
    base: int
    shown: Shown
    columns: tuple[Column, ...]
    times: tuple[datetime, ...]
    verbs: tuple[str, ...]
    may_write: bool
    errors: tuple[FieldError, ...]
    clashes: tuple[Clash, ...]
    by: str
    places: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...] = KINDS
    audiences: tuple[str, ...] = AUDIENCES
    languages: tuple[str, ...] = SERVICE_LANGUAGES
    every: tuple[str, ...] = EVERY
    days: tuple[str, ...] = DAYS

    @property
    def facts(self) -> EventFacts:
        return self.content.facts

    @property
    def limits(self) -> dict[str, int]:
        return LONGEST

    def wrong(self, name: str, language: str = "") -> bool:
        return any((each.field, each.language) == (name, language) for each in self.errors)


def event_page(
    session: Session,
    editing: Editing,
    labels: EventLabels,
    who: Staff,
    event_id: str,
    error: Conflict | Invalid | None = None,
    typed: Typed | None = None,
) -> EventPage:
    """With what was typed, where it could not be saved. Raises NotFound."""
    copy = open_event(session, event_id)
    content = typed.content if typed else copy.content
    conflict = error if isinstance(error, Conflict) else None
    if typed and conflict:  # what only the other one has changed is theirs, as in saving
        content = merged(content_at(session, event_id, typed.base), copy.content, typed.content)
    named = (
        (place.name(labels.services.language), place.code) for place in editing.catalogue().municipalities
    )
    return EventPage(
        copy=copy,
        content=content,
        base=typed.base if typed and not conflict else copy.revision,
        shown=shown_times(content.facts),
        columns=tuple(_column(content, code, labels) for code in _languages(content, editing)),
        times=next_times(content, editing.now()),
        verbs=_verbs(copy, who),
        may_write=may_write(who, copy),
        errors=error.errors if isinstance(error, Invalid) else (),
        clashes=conflict.clashes if conflict else (),
        by=conflict.by if conflict else "",
        places=tuple(sorted(named)),
    )


def may_write(who: Staff, copy: EventCopy) -> bool:
    """Whether a form can be saved: not in the archive."""
    return who.role != "counsellor" and who.actor.owns(copy.provider) and copy.state in ALLOWED["save"]


def _languages(content: EventContent, editing: Editing) -> tuple[str, ...]:
    """The source first, then what has a text, then all on offer."""
    own = content.facts.source_language
    return tuple(dict.fromkeys((own, *content.texts, *editing.languages)))


def _column(content: EventContent, code: str, labels: EventLabels) -> Column:
    text = content.texts.get(code)
    status = "stale" if content.stale(code) else text.status if text else "missing"
    return Column(
        language=code,
        tongue=labels.tongue(code),
        direction=labels.services.direction(code),
        words=text.words if text else EventWords(),
        standing=status,
        source=code == content.facts.source_language,
        ready=text is not None and text.status == "reviewed",
        open=text is not None or code in ("fi", "sv", "en"),
    )


def _verbs(copy: EventCopy, who: Staff) -> tuple[str, ...]:
    """Nouns below the event's address, the next step first."""
    if who.role == "counsellor" or not who.actor.owns(copy.provider):
        return ()
    named = {
        "publication": "publish",
        "withdrawal": "withdraw",
        "archive": "archive",
        "restoration": "restore",
    }
    nothing_new = copy.state == "published" and not copy.unpublished_changes
    found = [noun for noun, verb in named.items() if copy.state in ALLOWED[verb]]
    return tuple(noun for noun in (*found, "duplicate") if not (noun == "publication" and nothing_new))
