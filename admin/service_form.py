"""The form of a service's page, read: what was typed, and which versions it was typed over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from starlette.datastructures import FormData

from admin.service_area import codes_of
from knowledge.editing.content import CODE_LISTS, WORD_FIELDS, Facts, Words, normal, normal_words
from knowledge.editing.errors import FieldError
from knowledge.municipalities import Municipalities
from knowledge.vocabulary import SERVICE_LANGUAGES

LONGEST_VALUE: Final = 4_000
THEIRS: Final = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`facts_base` and the `bases` of the languages are the versions that the writer had before them.

    `ready` are translations that may be shown, `source_seen` is the hash of the source beside them.
    `theirs` are the places (language, field) where the writer gives way to somebody else. `errors` are
    values that could not be read.
    """

    facts: Facts
    facts_base: int
    texts: Mapping[str, Words]
    bases: Mapping[str, int]
    ready: frozenset[str] = frozenset()
    source_seen: str = ""
    theirs: frozenset[tuple[str, str]] = frozenset()
    errors: tuple[FieldError, ...] = field(default=())


def read_form(form: FormData, places: Municipalities) -> Written:
    """Never raises: what makes no sense is among the errors."""
    errors: list[FieldError] = []
    languages = [code for code in SERVICE_LANGUAGES if f"base.{code}" in form]
    return Written(
        facts=normal(_facts(form, places, errors)),
        facts_base=whole(one(form, "base.facts")) or 0,
        texts={code: _words(form, code) for code in languages},
        bases={code: whole(one(form, f"base.{code}")) or 0 for code in languages},
        ready=frozenset(code for code in languages if f"ready.{code}" in form),
        source_seen=one(form, "source_seen"),
        theirs=frozenset(theirs_in(form)),
        errors=tuple(errors),
    )


def _facts(form: FormData, places: Municipalities, errors: list[FieldError]) -> Facts:
    lists = {name: many(form, f"facts.{name}") for name in CODE_LISTS}
    return Facts(
        provider=one(form, "facts.provider"),
        category=one(form, "facts.category"),
        url=one(form, "facts.url"),
        municipalities=_area(form, places, errors),
        min_age=_number(form, "min_age", errors),
        max_age=_number(form, "max_age", errors),
        newcomers_only="facts.newcomers_only" in form,
        role=one(form, "facts.role") or None,
        stand_in="facts.stand_in" in form,
        languages=many(form, "facts.languages"),
        keywords={
            code: tuple(one(form, f"keywords.{code}").split(","))
            for code in SERVICE_LANGUAGES
            if one(form, f"keywords.{code}")
        },
        valid_from=_day(form, "valid_from", errors),
        valid_to=_day(form, "valid_to", errors),
        evidence=one(form, "facts.evidence") or "D",
        note=one(form, "facts.note").replace("\r\n", "\n"),
        source_language=one(form, "facts.source_language") or "fi",
        **lists,
    )


def _words(form: FormData, language: str) -> Words:
    """Browsers end lines in their own way."""
    said = (one(form, f"text.{language}.{name}").replace("\r\n", "\n") for name in WORD_FIELDS)
    return normal_words(Words(*said))


def _area(form: FormData, places: Municipalities, errors: list[FieldError]) -> tuple[str, ...] | None:
    if one(form, "facts.area") != "places":
        return None
    codes, unknown = codes_of(one(form, "facts.municipalities"), places)
    errors.extend(FieldError("municipalities", "unknown_code", name[:60]) for name in unknown)
    return codes


def _number(form: FormData, name: str, errors: list[FieldError]) -> int | None:
    typed = one(form, f"facts.{name}")
    found = whole(typed)
    if typed and found is None:
        errors.append(FieldError(name, "bad_number", typed[:20]))
    return found


def _day(form: FormData, name: str, errors: list[FieldError]) -> date | None:
    typed = one(form, f"facts.{name}")
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        errors.append(FieldError(name, "bad_date", typed[:20]))
        return None


def theirs_in(form: FormData) -> Iterator[tuple[str, str]]:
    """Places where the writer gives way: `choice.<language>.<field>`, without a language for facts."""
    for key, value in form.multi_items():
        if key.startswith("choice.") and value == THEIRS:
            language, _, name = key.removeprefix("choice.").partition(".")
            yield language, name


def whole(typed: str) -> int | None:
    """None where it is no whole number."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def one(form: FormData, name: str) -> str:
    """What was typed into a field, without spaces around; nothing for one that is not there."""
    value = form.get(name, "")
    return value.strip()[:LONGEST_VALUE] if isinstance(value, str) else ""


def many(form: FormData, name: str) -> tuple[str, ...]:
    """What was ticked."""
    return tuple(value for value in form.getlist(name) if isinstance(value, str) and value)[:100]
