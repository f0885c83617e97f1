"""An HSDS service in our words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from knowledge import vocabulary
from knowledge.editing.content import Facts, Words
from knowledge.editing.sources import SourceProvider, SourceRecord
from knowledge.editing.validation import LONGEST, is_link
from knowledge.exports.hsds import NATIONWIDE
from knowledge.municipalities import Municipalities
from knowledge.sources.code_table import LISTS
from knowledge.sources.hsds_shapes import Area, Attribute, Language, Organization, Service
from knowledge.sources.plain_text import plain, shortened
from knowledge.sources.source import Refused

SYSTEM: Final = "hsds"
_OURS: Final = "osaamo-"
_SPOKEN: Final = frozenset(
    ("name", "summary", "first_step", "condition", "url", "municipalities", "min_age", "max_age")
) | {"languages", "valid_from", "valid_to", "source_language"}
"""What every set speaks of. Our own codes are there only in sets that Osaamo has written."""

_CODES: Final = {
    **LISTS,
    "category": vocabulary.CATEGORIES,
    "required_situations": vocabulary.SITUATIONS,
    "unemployed_for": vocabulary.UNEMPLOYED_FOR,
    "role": vocabulary.ROLES,
    "flags": ("newcomers_only", "stand_in"),
}
_LANGUAGE_NAMES: Final = {
    "finnish": "fi", "suomi": "fi", "swedish": "sv", "ruotsi": "sv", "svenska": "sv", "english": "en",
    "englanti": "en", "russian": "ru", "ukrainian": "uk", "estonian": "et", "arabic": "ar", "persian": "fa",
    "farsi": "fa", "somali": "so",
}  # fmt: skip


def record_of(
    services: Mapping[str, Service],
    names: Mapping[str, Mapping[str, str]],
    places: Municipalities,
    languages: frozenset[str],
) -> SourceRecord | Refused:
    """`services` are one service by language; facts are those of the first one.

    `names` are those of organisations, by their ids and by language; `languages` are those of the sets.
    """
    language, service = next(iter(services.items()))
    if service.organization is None or not service.organization.id:
        return Refused("no_provider", "organization")
    codes = _own_codes(service.attributes)
    facts = Facts(
        **{"audience": ("person",), **_facts(codes)},
        url=service.url if is_link(service.url) else "",
        municipalities=_municipalities(service.service_areas, places),
        min_age=_age(service.minimum_age, 0),
        max_age=_age(service.maximum_age, 120),
        languages=tuple(_languages(service.languages)),
        valid_from=next((each.valid_from for each in service.schedules if each.valid_from), None),
        valid_to=next((each.valid_to for each in service.schedules if each.valid_to), None),
        source_language=language,
    )
    own = {name for name in _CODES if name != "flags"} | set(_CODES["flags"]) if codes else set()
    return SourceRecord(
        system=SYSTEM,
        source_id=service.id,
        provider=_provider(service.organization, names),
        facts=facts,
        texts={each: _words(told) for each, told in services.items()},
        gives=_SPOKEN | own,
        languages=languages,
        modified=service.last_modified,
    )


def _provider(organization: Organization, names: Mapping[str, Mapping[str, str]]) -> SourceProvider:
    told = {language: plain(name)[:200] for language, name in names.get(organization.id, {}).items()}
    website = organization.website if is_link(organization.website) else ""
    return SourceProvider(organization.id, {key: name for key, name in told.items() if name}, website)


def _words(service: Service) -> Words:
    return Words(
        shortened(plain(service.name), LONGEST["name"]),
        shortened(plain(service.description), LONGEST["summary"]),
        shortened(plain(service.application_process), LONGEST["first_step"]),
        shortened(plain(service.eligibility_description), LONGEST["condition"]),
    )


def _own_codes(attributes: Iterable[Attribute]) -> Mapping[str, tuple[str, ...]]:
    """Of our taxonomies, as far as the codes are ours."""
    found: dict[str, tuple[str, ...]] = {}
    for attribute in attributes:
        term = attribute.taxonomy_term
        codes = term.taxonomy.removeprefix(_OURS)
        if term.taxonomy.startswith(_OURS) and term.code in _CODES.get(codes, ()):
            found[codes] = (*found.get(codes, ()), term.code)
    return found


def _facts(codes: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
    facts: dict[str, Any] = {name: each for name, each in codes.items() if name != "flags"}
    facts |= {name: facts[name][0] for name in ("category", "role") if name in facts}
    return facts | dict.fromkeys(codes.get("flags", ()), True)


def _municipalities(areas: Iterable[Area], places: Municipalities) -> tuple[str, ...] | None:
    """Nowhere when no area is one that we know: an editor decides then."""
    found: list[str] = []
    for area in areas:
        if area.extent == NATIONWIDE or area.name.strip().casefold() in ("finland", "suomi", "koko suomi"):
            return None
        place = places.get(area.extent)
        named = {
            each.code
            for each in places
            if area.name.strip().casefold() in (each.fi.casefold(), each.sv.casefold())
        }
        found += [place.code] if place else sorted(named)
    return tuple(found)


def _languages(languages: Iterable[Language]) -> Iterator[str]:
    for language in languages:
        code = language.code.strip() or _LANGUAGE_NAMES.get(language.name.strip().casefold(), "")
        if code in vocabulary.SERVICE_LANGUAGES:
            yield code


def _age(age: float | None, none: int) -> int | None:
    """Ages that everybody has are no limit."""
    if age is None or (none == 0 and age <= 0) or (none > 0 and age >= 100):
        return None
    return int(age)
