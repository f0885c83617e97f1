"""What we read of a service in Open Referral HSDS 3.x; every other field, and every null, does not matter."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")


def _text(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _nothing_of_list(value: object) -> object:
    return [] if value in (None, "") else value


def _nothing(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
Age: TypeAlias = Annotated[Annotated[float, Field(ge=0, le=1_000)] | None, BeforeValidator(_nothing)]
Day: TypeAlias = Annotated[date | None, BeforeValidator(_nothing)]
Moment: TypeAlias = Annotated[Annotated[datetime, AfterValidator(_utc)] | None, BeforeValidator(_nothing)]


class Part(BaseModel):
    """A null is as if the field were not there."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        return (
            {key: each for key, each in data.items() if each is not None} if isinstance(data, dict) else data
        )


class Term(Part):
    code: Text = ""
    name: Text = ""
    taxonomy: Text = ""


class Attribute(Part):
    value: Text = ""
    taxonomy_term: Term = Term()


class Area(Part):
    name: Text = ""
    extent: Text = ""


class Language(Part):
    name: Text = ""
    code: Text = ""


class Schedule(Part):
    valid_from: Day = None
    valid_to: Day = None


class Organization(Part):
    name: Text = ""
    website: Text = ""


class Service(Part):
    id: Annotated[Text, Field(min_length=1, max_length=200)]
    name: Annotated[Text, Field(min_length=1)]
    status: Text = "active"
    description: Text = ""
    url: Text = ""
    application_process: Text = ""
    eligibility_description: Text = ""
    minimum_age: Age = None
    maximum_age: Age = None
    last_modified: Moment = None
    organization: Organization | None = None
    service_areas: Annotated[tuple[Area, ...], BeforeValidator(_nothing_of_list)] = ()
    languages: Annotated[tuple[Language, ...], BeforeValidator(_nothing_of_list)] = ()
    schedules: Annotated[tuple[Schedule, ...], BeforeValidator(_nothing_of_list)] = ()
    attributes: Annotated[tuple[Attribute, ...], BeforeValidator(_nothing_of_list)] = ()
