"""The parts of Open Referral HSDS 3.1 that we write, as its API gives a whole service."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from knowledge.editing.validation import is_link


def _link(value: str) -> str:
    if not is_link(value):
        raise ValueError(f"{value} is no web address")
    return value


Text = Annotated[str, Field(min_length=1)]
Link = Annotated[str, AfterValidator(_link)]
Age = Annotated[int, Field(ge=0, le=120)]


class Shape(BaseModel):
    """Nothing but the fields of the standard."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID


class Taxonomy(Shape):
    name: Text
    description: Text
    version: Text


class TaxonomyTerm(Shape):
    code: Text
    name: Text
    description: Text
    taxonomy: Text
    taxonomy_detail: Taxonomy
    language: Text


class Attribute(Shape):
    link_id: UUID
    link_type: Text
    link_entity: Literal["service"]
    value: Text
    taxonomy_term: TaxonomyTerm


class Organization(Shape):
    name: Text
    description: Text


class Language(Shape):
    code: Text


class ServiceArea(Shape):
    name: Text
    extent: Text
    extent_type: Literal["text"]


class Schedule(Shape):
    valid_from: date | None = None
    valid_to: date | None = None


class Service(Shape):
    name: Text
    description: Text
    url: Link | None = None
    status: Literal["active"] = "active"
    application_process: Text | None = None
    eligibility_description: Text | None = None
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    last_modified: datetime | None = None
    schedules: list[Schedule] = []
    service_areas: list[ServiceArea]
    languages: list[Language] = []
    organization: Organization
    attributes: list[Attribute] = []
