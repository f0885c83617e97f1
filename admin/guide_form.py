"""The form of a guide's page: read as a whole, changed by the button that was pressed, written again."""

import secrets
from collections.abc import Iterator
from typing import Final

from starlette.datastructures import FormData

from admin.guide_services import service_named
from admin.service_area import codes_of
from admin.service_form import many, one, theirs_in, whole
from knowledge.catalogue import Catalogue
from knowledge.editing.errors import FieldError
from knowledge.guides.content import (
    STEP_FIELDS,
    GuideContent,
    GuideFacts,
    GuideWords,
    StepFacts,
    StepWords,
    Tongue,
    normal,
)
from knowledge.guides.rules import MOST_STEPS, parts
from knowledge.guides.writing import Written
from knowledge.municipalities import Municipalities
from knowledge.vocabulary import SERVICE_LANGUAGES

Pair = tuple[str, str]
_MOVES: Final = {"up": -1, "down": 1}


def read_form(form: FormData, catalogue: Catalogue) -> Written:
    """Never raises: what makes no sense is among the errors. `do` is the button: `up.<step>` and so on."""
    errors: list[FieldError] = []
    languages = frozenset(code for code in SERVICE_LANGUAGES if f"text.{code}.title" in form)
    verb, _, subject = one(form, "do").partition(".")
    ids = _moved(one(form, "steps").split(",") if one(form, "steps") else [], verb, subject)
    texts = {
        code: Tongue(_words(form, code, ids))
        for code in sorted(languages)
        if (verb, subject) != ("drop", code)
    }
    return Written(
        content=normal(GuideContent(_facts(form, catalogue, ids, errors), texts)),
        base=whole(one(form, "base")) or 0,
        languages=languages,
        ready=frozenset(code for code in languages if f"ready.{code}" in form),
        read=subject if verb == "review" else "",
        theirs=frozenset(theirs_in(form)),
        errors=tuple(errors),
    )


def fields_of(content: GuideContent) -> Iterator[Pair]:
    """The fields that `read_form` would read this from."""
    facts = content.facts
    for name in ("provider", "kind", "note", "source_language"):
        yield f"facts.{name}", getattr(facts, name)
    for name in ("goals", "fields"):
        yield from ((f"facts.{name}", code) for code in getattr(facts, name))
    yield "facts.occupations", ", ".join(facts.occupations)
    yield "facts.area", "nationwide" if facts.municipalities is None else "places"
    yield "facts.municipalities", ", ".join(facts.municipalities or ())
    yield "facts.short", "everywhere" if facts.short_of_staff is None else "places"
    yield "facts.short_of_staff", ", ".join(facts.short_of_staff or ())
    yield "steps", ",".join(step.id for step in facts.steps)
    for step in facts.steps:
        yield f"url.{step.id}", step.url
        yield from ((f"services.{step.id}", each) for each in step.services)
    for language, text in content.texts.items():
        yield from ((f"text.{language}.{name}", said) for name, said in parts(text.words).items())


def _facts(form: FormData, catalogue: Catalogue, ids: list[str], errors: list[FieldError]) -> GuideFacts:
    places = catalogue.municipalities
    return GuideFacts(
        provider=one(form, "facts.provider"),
        kind=one(form, "facts.kind"),
        goals=many(form, "facts.goals"),
        fields=many(form, "facts.fields"),
        occupations=tuple(one(form, "facts.occupations").replace("\n", ",").split(",")),
        municipalities=_named(form, "municipalities", "area", places, errors),
        short_of_staff=_short(form, places, errors),
        steps=tuple(_step(form, catalogue, key) for key in ids),
        note=one(form, "facts.note").replace("\r\n", "\n"),
        source_language=one(form, "facts.source_language") or "fi",
    )


def _short(form: FormData, places: Municipalities, errors: list[FieldError]) -> tuple[str, ...] | None:
    match one(form, "facts.short"):
        case "everywhere":
            return None
        case "places":
            return _named(form, "short_of_staff", "short", places, errors)
        case _:
            return ()


def _named(
    form: FormData, name: str, choice: str, places: Municipalities, errors: list[FieldError]
) -> tuple[str, ...] | None:
    if one(form, f"facts.{choice}") != "places":
        return None
    codes, unknown = codes_of(one(form, f"facts.{name}"), places)
    errors.extend(FieldError(name, "unknown_code", each[:60]) for each in unknown)
    return codes


def _step(form: FormData, catalogue: Catalogue, key: str) -> StepFacts:
    more = service_named(catalogue, one(form, f"more.{key}"))
    return StepFacts(key, one(form, f"url.{key}"), (*many(form, f"services.{key}"), more))


def _words(form: FormData, language: str, ids: list[str]) -> GuideWords:
    """Browsers end lines in their own way."""

    def said(name: str) -> str:
        return one(form, f"text.{language}.{name}").replace("\r\n", "\n")

    steps = {key: StepWords(*(said(f"{name}.{key}") for name in STEP_FIELDS)) for key in ids}
    return GuideWords(said("title"), said("summary"), steps)


def _moved(ids: list[str], verb: str, subject: str) -> list[str]:
    """The order of the steps after the button."""
    if verb == "add":
        return [*ids, f"step-{secrets.token_hex(3)}"] if len(ids) <= MOST_STEPS else ids
    if subject not in ids:
        return ids
    rest, at = [each for each in ids if each != subject], ids.index(subject)
    if verb == "remove":
        return rest
    to = max(0, at + _MOVES.get(verb, 0))
    return [*rest[:to], subject, *rest[to:]]
