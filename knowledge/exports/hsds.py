"""Services as records of Open Referral HSDS 3.1, in one language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.exports import hsds_shapes as hsds
from knowledge.exports.columns import CodeNames
from knowledge.models import ServiceRevisionRow, ServiceRow
from knowledge.municipalities import Municipalities
from knowledge.published import published_since
from knowledge.service import Service

VERSION: Final = "3.1"
OSAAMO: Final = UUID("5f3c1a52-9a0e-5d0c-8a53-0d5aa0e0c0de")
"""The namespace of our identifiers: a service has the same one in every language and every export."""

NATIONWIDE: Final = "FI"

TAXONOMIES: Final[Mapping[str, str]] = {
    "category": "What a service is about",
    "audience": "Whom it is for: persons or employers",
    "goals": "Wishes that it helps with",
    "situations": "Situations of life that it suits",
    "required_situations": "Situations that it is only for",
    "barriers": "Difficulties that it helps with",
    "fields": "Fields of work that it is about",
    "unemployed_for": "How long its people have been without work",
    "employer_needs": "Needs of companies that it answers",
    "role": "The part it has in its area",
    "flags": "newcomers_only: only for people new in Finland; stand_in: shown where no other has its role",
    "identity": "The service's id in Osaamo",
}
"""Our code lists, as taxonomies of the standard; their terms hang on services as attributes."""


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Everything that is told in one language. `untold` is the number of services without its text."""

    language: str
    services: tuple[hsds.Service, ...]
    untold: int


def record_set(session: Session, language: str, places: Municipalities, names: CodeNames) -> RecordSet:
    """What the chat shows, in this language alone: translations are sets of their own."""
    shown = sorted(published_since(session, -1).shown, key=lambda service: service.id)
    moments = _published_at(session)
    told = [service for service in shown if language in service.texts]
    services = tuple(hsds_service(each, language, places, names, moments.get(each.id)) for each in told)
    return RecordSet(language, services, len(shown) - len(told))


def hsds_service(
    service: Service,
    language: str,
    places: Municipalities,
    names: CodeNames,
    modified: datetime | None = None,
) -> hsds.Service:
    """One service whole. Raises KeyError where it has no text in the language."""
    text = service.texts[language]
    known = service_uuid(service.id)
    return hsds.Service(
        id=known,
        name=text.name,
        description=text.summary,
        url=service.url or None,
        application_process=text.first_step or None,
        eligibility_description=text.condition or None,
        minimum_age=service.min_age,
        maximum_age=service.max_age,
        last_modified=modified,
        schedules=list(_schedules(service)),
        service_areas=list(_areas(service, places, language)),
        languages=[
            hsds.Language(id=_id("language", service.id, code), code=code) for code in service.languages
        ],
        organization=_organization(service, language),
        attributes=[_attribute(known, *term, language, names) for term in _terms(service)],
    )


def service_uuid(service_id: str) -> UUID:
    return _id("service", service_id)


def _id(*parts: str) -> UUID:
    return uuid5(OSAAMO, "/".join(parts))


def _published_at(session: Session) -> Mapping[str, datetime]:
    shown = and_(
        ServiceRevisionRow.service_id == ServiceRow.id,
        ServiceRevisionRow.number == ServiceRow.published_revision,
    )
    found = select(ServiceRow.id, ServiceRevisionRow.made_at).join(ServiceRevisionRow, shown)
    return dict(session.execute(found).all())


def _organization(service: Service, language: str) -> hsds.Organization:
    names = service.provider_names
    name = names.get(language) or names.get("fi") or next(iter(names.values()), service.provider)
    return hsds.Organization(id=_id("organization", service.provider), name=name, description=name)


def _areas(service: Service, places: Municipalities, language: str) -> Iterator[hsds.ServiceArea]:
    if service.municipalities is None:
        area = _id("area", service.id, NATIONWIDE)
        yield hsds.ServiceArea(id=area, name="Finland", extent=NATIONWIDE, extent_type="text")
    for code in sorted(service.municipalities or ()):
        place = places.get(code)
        name = place.name(language) if place else code
        yield hsds.ServiceArea(id=_id("area", service.id, code), name=name, extent=code, extent_type="text")


def _schedules(service: Service) -> Iterator[hsds.Schedule]:
    if service.valid_from or service.valid_to:
        known = _id("schedule", service.id)
        yield hsds.Schedule(id=known, valid_from=service.valid_from, valid_to=service.valid_to)


def _terms(service: Service) -> Iterator[tuple[str, str, str]]:
    """Taxonomy, code, value."""
    yield "identity", "osaamo_id", service.id
    yield "category", service.category, service.category
    for taxonomy in (
        *("audience", "goals", "situations", "required_situations", "barriers", "fields"),
        *("unemployed_for", "employer_needs"),
    ):
        for code in sorted(getattr(service, taxonomy)):
            yield taxonomy, code, code
    if service.role:
        yield "role", service.role, service.role
    for flag in ("newcomers_only", "stand_in"):
        if getattr(service, flag):
            yield "flags", flag, flag


def _attribute(
    service: UUID, taxonomy: str, code: str, value: str, language: str, names: CodeNames
) -> hsds.Attribute:
    name = names(taxonomy, code, language)
    term = hsds.TaxonomyTerm(
        id=_id("term", taxonomy, code),
        code=code,
        name=name,
        description=name,
        taxonomy=f"osaamo-{taxonomy}",
        taxonomy_detail=hsds.Taxonomy(
            id=_id("taxonomy", taxonomy),
            name=f"osaamo-{taxonomy}",
            description=TAXONOMIES[taxonomy],
            version=VERSION,
        ),
        language=language,
    )
    return hsds.Attribute(
        id=_id("attribute", str(service), taxonomy, value),
        link_id=service,
        link_type=taxonomy,
        link_entity="service",
        value=value,
        taxonomy_term=term,
    )
