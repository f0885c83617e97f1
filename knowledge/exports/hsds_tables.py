"""The same records as HSDS's tables: one CSV file for each kind of thing, joined by their ids."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from knowledge.exports import hsds_shapes as hsds

Row: TypeAlias = Mapping[str, Any]

FILES: Final[Mapping[str, str]] = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "schedule": "schedules.csv",
    "service_area": "service_areas.csv",
    "language": "languages.csv",
    "attribute": "attributes.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "taxonomy": "taxonomies.csv",
}
"""The name of each table's file, as the standard gives it."""

_SHAPES: Final[Mapping[str, type[hsds.Shape]]] = {
    "organization": hsds.Organization,
    "service": hsds.Service,
    "schedule": hsds.Schedule,
    "service_area": hsds.ServiceArea,
    "language": hsds.Language,
    "attribute": hsds.Attribute,
    "taxonomy_term": hsds.TaxonomyTerm,
    "taxonomy": hsds.Taxonomy,
}
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "service": ("organization_id",),
    "schedule": ("service_id",),
    "service_area": ("service_id",),
    "language": ("service_id",),
    "attribute": ("taxonomy_term_id",),
    "taxonomy_term": ("taxonomy_id",),
}
_NESTED: Final = frozenset(
    (
        "schedules",
        "service_areas",
        "languages",
        "organization",
        "attributes",
        "taxonomy_term",
        "taxonomy_detail",
    )
)


def columns(table: str) -> tuple[str, ...]:
    """In the order of the file."""
    own = [name for name in _SHAPES[table].model_fields if name not in _NESTED]
    return (own[0], *_KEYS.get(table, ()), *own[1:])


def tables(services: Iterable[hsds.Service]) -> Mapping[str, Sequence[Row]]:
    """Each thing once, however many services have it."""
    found: dict[str, dict[Any, Row]] = {table: {} for table in FILES}
    for service in services:
        _put(found, "organization", service.organization)
        _put(found, "service", service, organization_id=str(service.organization.id))
        for table, parts in (
            ("schedule", service.schedules),
            ("service_area", service.service_areas),
            ("language", service.languages),
        ):
            for part in parts:
                _put(found, table, part, service_id=str(service.id))
        for attribute in service.attributes:
            term = attribute.taxonomy_term
            _put(found, "attribute", attribute, taxonomy_term_id=str(term.id))
            _put(found, "taxonomy_term", term, taxonomy_id=str(term.taxonomy_detail.id))
            _put(found, "taxonomy", term.taxonomy_detail)
    return {table: tuple(rows.values()) for table, rows in found.items()}


def _put(found: dict[str, dict[Any, Row]], table: str, thing: hsds.Shape, **keys: str) -> None:
    if thing.id not in found[table]:
        own = thing.model_dump(mode="json", exclude=set(_NESTED), exclude_none=True)
        found[table][thing.id] = own | keys
