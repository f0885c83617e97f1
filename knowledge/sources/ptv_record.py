"""A service of the Finnish Service Catalogue in our words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from knowledge import vocabulary
from knowledge.editing.content import Facts, Words
from knowledge.editing.sources import SourceProvider, SourceRecord
from knowledge.editing.validation import LONGEST, LONGEST_URL, is_link
from knowledge.editing.workflow import next_review
from knowledge.sources.code_table import CodeTable
from knowledge.sources.plain_text import plain, shortened, whole_sentences
from knowledge.sources.ptv_area import Places, Reach, reach_of
from knowledge.sources.ptv_meaning import Understood, understood
from knowledge.sources.ptv_shapes import (
    Localized,
    PtvChannel,
    PtvGeneralDescription,
    PtvOrganization,
    PtvService,
    WebPage,
)
from knowledge.sources.source import Gone, Parsed, Refused, Skipped

SYSTEM: Final = "ptv"
LICENCE: Final = "PTV open data (Suomi.fi)"
GIVES: Final = frozenset(
    (
        *("provider", "category", "audience", "url", "municipalities", "situations", "goals", "barriers"),
        *("fields", "employer_needs", "languages", "keywords", "source_language"),
        *("name", "summary", "first_step", "condition"),
    )
)
"""What the catalogue speaks of; age limits, roles and the like belong to our editors."""

EVIDENCE: Final = "B"
"""A public register (knowledge/starter/README.md)."""

MOST_KEYWORDS: Final = 20
_SIGN_LANGUAGE: Final = "sgn-fi"
_CHANNELS: Final = ("WebPage", "EChannel", "EService", "ServiceLocation", "Phone")
"""The best address first: a page about the service before a form to fill in."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the services: by their ids. `everything`: out of scope too."""

    table: CodeTable
    places: Places
    organizations: Mapping[str, PtvOrganization] = field(default_factory=dict)
    channels: Mapping[str, PtvChannel] = field(default_factory=dict)
    general: Mapping[str, PtvGeneralDescription] = field(default_factory=dict)
    everything: bool = False


def record_of(service: PtvService, around: Around, page: str = "") -> Parsed:
    """Skipped when it is outside of what Osaamo guides to, unless `around.everything`."""
    if service.status not in (None, "", "Published"):
        return Gone(f"publishingStatus {service.status}")
    general = around.general.get(service.general_description or "")
    meaning = understood(service, general, around.table)
    if not meaning.in_scope and not around.everything:
        return Skipped("out_of_scope", meaning.why)
    texts, notes = _texts(service, general)
    if not texts:
        return Refused("no_text", "no name in a language that services have here")
    organizer = next((each for each in service.organizers if each.role in (None, "Responsible")), None)
    if organizer is None or not organizer.id:
        return Refused("no_provider", "organizations: nobody is responsible")
    organization = around.organizations.get(organizer.id)
    names = _names(organization, organizer.name)
    if not names:
        return Refused("no_provider", f"organizations: {organizer.id} has no name")
    language = next((each for each in ("fi", "sv", "en") if each in texts), next(iter(texts)))
    reach = reach_of(service, organization, around.places)
    facts = _facts(service, around, meaning, reach, language, organization, notes)
    return SourceRecord(
        system=SYSTEM,
        source_id=service.id,
        provider=SourceProvider(organizer.id, names, _url(organization, language)),
        facts=facts,
        texts=texts,
        gives=GIVES,
        url=page if is_link(page) and len(page) <= LONGEST_URL else "",
        licence=LICENCE,
        modified=service.modified,
        review_due=next_review(service.modified.date()) if service.modified else None,
    )


def _facts(
    service: PtvService,
    around: Around,
    meaning: Understood,
    reach: Reach,
    language: str,
    organization: PtvOrganization | None,
    notes: tuple[str, ...],
) -> Facts:
    channels = [around.channels[link.id] for link in service.links if link.id in around.channels]
    unknown = f"Unknown areas: {', '.join(reach.unknown)}." if reach.unknown else ""
    return Facts(
        category=meaning.category,
        audience=meaning.audience,
        url=_address(channels, language) or _url(organization, language),
        municipalities=reach.codes,
        situations=meaning.situations,
        goals=meaning.goals,
        barriers=meaning.barriers,
        fields=meaning.fields,
        employer_needs=meaning.employer_needs,
        languages=tuple(_languages(service.languages)),
        keywords=_keywords(service),
        evidence=EVIDENCE,
        note=" ".join(filter(None, (*notes, unknown)))[:2000],
        source_language=language,
    )


def _texts(
    service: PtvService, general: PtvGeneralDescription | None
) -> tuple[Mapping[str, Words], tuple[str, ...]]:
    """Words by language, and what an editor should know of them."""
    names = _by_language(each for each in service.names if each.type == "" or each.is_a("Name"))
    summaries = _of_type(service, "Summary")
    shared = _by_language(general.summaries) if general else {}
    bodies, steps = _of_type(service, "Description"), _of_type(service, "UserInstruction")
    conditions = _by_language(service.requirements)
    texts, notes = {}, []
    for language, name in names.items():
        summary = summaries.get(language) or shared.get(language) or bodies.get(language, "")
        if len(summary) > LONGEST["summary"] or len(name) > LONGEST["name"]:
            notes.append(f"Shortened on import: {language}.")
        texts[language] = Words(
            shortened(name, LONGEST["name"]),
            shortened(summary, LONGEST["summary"]),
            whole_sentences(steps.get(language, ""), LONGEST["first_step"]),
            whole_sentences(conditions.get(language, ""), LONGEST["condition"]),
        )
    complete = {language: words for language, words in texts.items() if words.summary}
    return complete or texts, tuple(notes)


def _of_type(service: PtvService, wanted: str) -> Mapping[str, str]:
    return _by_language(each for each in service.descriptions if each.is_a(wanted))


def _by_language(texts: Iterable[Localized]) -> Mapping[str, str]:
    """The first text that says something in each language that services have here."""
    found: dict[str, str] = {}
    for text in texts:
        words = plain(text.value) if text.language in vocabulary.SERVICE_LANGUAGES else ""
        if words:
            found.setdefault(text.language, words)
    return found


def _names(organization: PtvOrganization | None, name: str | None) -> Mapping[str, str]:
    own = organization.names if organization else ()
    names = _by_language(each for each in own if each.type == "" or each.is_a("Name"))
    alone = plain(name or "")
    return names or ({"fi": alone} if alone else {})


def _url(organization: PtvOrganization | None, language: str) -> str:
    return _page(organization.pages, language) if organization else ""


def _address(channels: Iterable[PtvChannel], language: str) -> str:
    ordered = sorted(
        channels, key=lambda each: _CHANNELS.index(each.type) if each.type in _CHANNELS else len(_CHANNELS)
    )
    return next((page for channel in ordered if (page := _page(channel.pages, language))), "")


def _page(pages: Iterable[WebPage], language: str) -> str:
    links = [each for each in pages if is_link(each.url.strip()) and len(each.url) <= LONGEST_URL]
    own = [each for each in links if each.language == language]
    return next((each.url.strip() for each in (*own, *links)), "")


def _languages(codes: Iterable[str]) -> Iterator[str]:
    ours = ("fi-sgn" if code == _SIGN_LANGUAGE else code for code in codes)
    return (code for code in ours if code in vocabulary.SERVICE_LANGUAGES)


def _keywords(service: PtvService) -> Mapping[str, tuple[str, ...]]:
    """The provider's own words and those of the ontology: what people may search by."""
    words: dict[str, list[str]] = {}
    for text in (*service.keywords, *(name for term in service.ontology_terms for name in term.name)):
        word = plain(text.value)
        if text.language in vocabulary.SERVICE_LANGUAGES and word and len(word) <= LONGEST["name"]:
            words.setdefault(text.language, []).append(word)
    return {language: tuple(dict.fromkeys(each))[:MOST_KEYWORDS] for language, each in words.items()}
