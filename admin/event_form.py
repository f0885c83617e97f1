"""The form of an event's page, read and filled: days, hours and choices instead of rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from starlette.datastructures import FormData

from admin.service_form import many, one, whole
from knowledge.editing.errors import FieldError
from knowledge.events.choices import EVERY, Repeat, repeat_of, rule_of
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords, words_hash
from knowledge.vocabulary import SERVICE_LANGUAGES

KEPT: Final = "kept"
"""A rule that nobody can choose: it stays as it is while this is chosen."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says. `errors` are values that could not be read."""

    content: EventContent
    base: int
    errors: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The times of an event as the fields show them."""

    day: str
    start: str
    end_day: str
    end: str
    every: str
    days: tuple[str, ...]
    until: str
    left_out: str


def read_event(form: FormData, before: EventContent) -> Typed:
    """Never raises. What the form does not speak of stays as it was."""
    errors: list[FieldError] = []
    facts = _times(form, before.facts, errors)
    facts = replace(
        facts,
        provider=one(form, "provider") or before.facts.provider,
        kind=one(form, "kind"),
        audience=many(form, "audience"),
        municipality=one(form, "municipality") or None,
        place=one(form, "place"),
        address=one(form, "address"),
        online="online" in form,
        url=one(form, "url"),
        languages=many(form, "languages"),
        source_language=one(form, "source_language") or before.facts.source_language,
    )
    texts = {**before.texts, **_texts(form, before, facts.source_language)}
    return Typed(EventContent(facts, texts), base_of(form), tuple(errors))


def base_of(form: FormData) -> int:
    """The version that the writer had before them."""
    return whole(one(form, "base")) or 0


def shown_times(facts: EventFacts) -> Shown:
    last = facts.ends - timedelta(days=1) if facts.ends and facts.all_day else facts.ends
    repeat = repeat_of(facts.rule, facts.starts)
    return Shown(
        day=facts.starts.date().isoformat() if facts.starts else "",
        start=f"{facts.starts:%H:%M}" if facts.starts and not facts.all_day else "",
        end_day=last.date().isoformat() if last else "",
        end=f"{last:%H:%M}" if last and not facts.all_day else "",
        every=repeat.every if repeat else KEPT,
        days=repeat.days if repeat else (),
        until=repeat.until.isoformat() if repeat and repeat.until else "",
        left_out=", ".join(each.date().isoformat() for each in facts.without),
    )


def _times(form: FormData, before: EventFacts, errors: list[FieldError]) -> EventFacts:
    day, last = _day(form, "date", "starts", errors), _day(form, "end_date", "ends", errors)
    begins, ends = _hour(form, "start", "starts", errors), _hour(form, "end", "ends", errors)
    if day is None:
        return replace(before, starts=None, ends=None)
    all_day = begins is None
    starts = datetime.combine(day, begins or time())
    if all_day:
        stops = datetime.combine(last or day, time()) + timedelta(days=1)
    else:
        stops = datetime.combine(last or day, ends) if ends else starts + timedelta(hours=1)
    return replace(
        before,
        starts=starts,
        ends=stops,
        all_day=all_day,
        rule=_rule(form, before, starts, errors),
        without=_left_out(form, before, starts, errors),
    )


def _rule(form: FormData, before: EventFacts, starts: datetime, errors: list[FieldError]) -> str:
    every = one(form, "every")
    if every == KEPT:
        return before.rule
    if every not in EVERY:
        errors.append(FieldError("rule", "unknown_code", every[:20]))
        return before.rule
    repeat = Repeat(every, many(form, "days"), _day(form, "until", "rule", errors))
    same = repeat_of(before.rule, before.starts)
    return before.rule if same == repeat and starts == before.starts else rule_of(repeat, starts)


def _left_out(
    form: FormData, before: EventFacts, starts: datetime, errors: list[FieldError]
) -> tuple[datetime, ...]:
    """Days that are typed as before keep their hours: those of a calendar may be others."""
    typed = one(form, "left_out")
    if typed == shown_times(before).left_out and before.starts and before.starts.time() == starts.time():
        return before.without
    days = (_read_day(part.strip()) for part in typed.split(",") if part.strip())
    found = tuple(days)
    if None in found:
        errors.append(FieldError("without", "bad_date", typed[:40]))
    return tuple(datetime.combine(day, starts.time()) for day in found if day)


def _texts(form: FormData, before: EventContent, source_language: str) -> Mapping[str, EventTongue]:
    """A translation that is changed or marked ready has today's source before its writer."""
    said = {
        code: EventWords(one(form, f"text.{code}.name"), one(form, f"text.{code}.summary"))
        for code in SERVICE_LANGUAGES
        if f"text.{code}.name" in form
    }
    source = words_hash(said.get(source_language) or before.source or EventWords())
    texts: dict[str, EventTongue] = {}
    for code, words in said.items():
        old = before.texts.get(code)
        ready, changed = f"ready.{code}" in form, old is None or old.words != words
        if code == source_language:
            texts[code] = EventTongue(words, old.status if old else "draft")
        elif old is None or changed or ready != (old.status == "reviewed") or f"fresh.{code}" in form:
            machine = old is not None and old.status == "machine"
            status = "reviewed" if ready else "machine" if machine else "draft"
            texts[code] = EventTongue(words, status, source)
    return texts


def _day(form: FormData, name: str, field: str, errors: list[FieldError]) -> date | None:
    typed = one(form, name)
    found = _read_day(typed)
    if typed and found is None:
        errors.append(FieldError(field, "bad_date", typed[:20]))
    return found


def _read_day(typed: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _hour(form: FormData, name: str, field: str, errors: list[FieldError]) -> time | None:
    typed = one(form, name).replace(".", ":")
    try:
        return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None) if typed else None
    except ValueError:
        errors.append(FieldError(field, "bad_date", typed[:20]))
        return None
