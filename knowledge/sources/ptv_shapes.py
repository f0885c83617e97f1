"""The Finnish Service Catalogue's records as its interfaces v7-v12 write them, read into one shape."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from knowledge.sources.ptv_v12 import pages_of_v12, service_of_v12, texts_of_v12

OLD_TYPES: Final = {
    "ShortDescription": "Summary",
    "ServiceUserInstruction": "UserInstruction",
    "AlternateName": "AlternativeName",
    "BackgroundDescription": "Description",
}
"""v7's names of text types, by what they are called since v8."""


class ShapeError(ValueError):
    """A record that is none of the catalogue's; the message names the field."""


def _nothing(value: object) -> object:
    return [] if value is None else value


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


Moment = Annotated[datetime, AfterValidator(_utc)]
"""A time without a zone is UTC here."""


class Part(BaseModel):
    """Unknown fields do not matter: each version has some that we do not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Localized(Part):
    """A text in one language, of some type."""

    language: str = Field("", validation_alias=AliasChoices("language", "Lang"))
    value: str = Field("", validation_alias=AliasChoices("value", "Label"))
    type: str = ""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if value is not None} if _is(data) else data

    def is_a(self, wanted: str) -> bool:
        return OLD_TYPES.get(self.type, self.type) == wanted


Texts: TypeAlias = Annotated[tuple[Localized, ...], BeforeValidator(_nothing)]


class WebPage(Part):
    """An address. v7 called it `value`; later versions have a name there."""

    url: str = ""
    language: str = ""

    @model_validator(mode="before")
    @classmethod
    def _any_age(cls, data: Any) -> Any:
        if not _is(data):
            return {"url": data} if isinstance(data, str) else data
        return {"url": data.get("url") or data.get("value") or "", "language": data.get("language") or ""}


Pages: TypeAlias = Annotated[tuple[WebPage, ...], BeforeValidator(_nothing)]


class Term(Part):
    """A code of a list, or its address."""

    code: str = Field("", validation_alias=AliasChoices("code", "uri", "Key"))
    name: Texts = ()

    @model_validator(mode="before")
    @classmethod
    def _any_age(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"code": data}
        if _is(data):
            names = data.get("name") if isinstance(data.get("name"), list) else []
            return {"code": data.get("code") or data.get("uri") or data.get("Key") or "", "name": names}
        return data


Terms: TypeAlias = Annotated[tuple[Term, ...], BeforeValidator(_nothing)]


class Area(Part):
    """A part of the country with the codes of its municipalities, or of the areas that these make up."""

    type: str | None = None
    code: str | None = None
    municipalities: Terms = ()


Areas: TypeAlias = Annotated[tuple[Area, ...], BeforeValidator(_nothing)]


class Organizer(Part):
    """What an organisation does for a service. v7 has the id alone."""

    id: str = Field("", validation_alias=AliasChoices(AliasPath("organization", "id"), "organizationId"))
    name: str | None = Field(None, validation_alias=AliasPath("organization", "name"))
    role: str | None = Field(None, validation_alias="roleType")


class Link(Part):
    """A channel that a service is reached by."""

    id: str = Field("", validation_alias=AliasPath("serviceChannel", "id"))


class PtvService(Part):
    """One service. `status` and `type` are the catalogue's words."""

    id: str = Field("", validation_alias=AliasChoices("id", "contentId", "sourceId"))
    names: Texts = Field((), validation_alias=AliasChoices("serviceNames", "names"))
    descriptions: Texts = Field((), validation_alias=AliasChoices("serviceDescriptions", "descriptions"))
    requirements: Texts = ()
    keywords: Texts = ()
    type: str | None = Field(None, validation_alias=AliasChoices("type", "serviceType"))
    status: str | None = Field(None, validation_alias="publishingStatus")
    general_description: str | None = Field(
        None,
        validation_alias=AliasChoices(
            "generalDescriptionId", "generalDescriptionContentId", "statutoryDescriptionId"
        ),
    )
    area_type: str | None = Field(None, validation_alias="areaType")
    areas: Areas = ()
    languages: Annotated[tuple[str, ...], BeforeValidator(_nothing)] = Field(
        (), validation_alias=AliasChoices("serviceLanguages", "languages")
    )
    classes: Terms = Field((), validation_alias="serviceClasses")
    ontology_terms: Terms = Field((), validation_alias="ontologyTerms")
    target_groups: Terms = Field((), validation_alias="targetGroups")
    life_events: Terms = Field((), validation_alias="lifeEvents")
    industries: Terms = Field((), validation_alias="industrialClasses")
    organizers: Annotated[tuple[Organizer, ...], BeforeValidator(_nothing)] = Field(
        (), validation_alias="organizations"
    )
    links: Annotated[tuple[Link, ...], BeforeValidator(_nothing)] = Field(
        (), validation_alias="serviceChannels"
    )
    modified: Moment | None = Field(None, validation_alias=AliasChoices("modified", "publishedAt"))

    @model_validator(mode="before")
    @classmethod
    def _any_age(cls, data: Any) -> Any:
        if not _is(data):
            return data
        if _is(data.get("languageVersions")):
            return service_of_v12(data)
        return data if "serviceChannels" in data else {**data, "serviceChannels": _old_links(data)}


class PtvChannel(Part):
    """A way to a service; what matters here is its address on the web."""

    id: str = Field("", validation_alias=AliasChoices("id", "contentId"))
    type: str = Field("", validation_alias="serviceChannelType")
    pages: Pages = Field((), validation_alias=AliasChoices("webPages", "urls"))

    @model_validator(mode="before")
    @classmethod
    def _newest(cls, data: Any) -> Any:
        if not _is(data) or not _is(data.get("languageVersions")):
            return data
        return {**data, "webPages": list(pages_of_v12(data["languageVersions"]))}


class PtvOrganization(Part):
    """Who is responsible for services. `municipality` is the code of the town that it is, or is in."""

    id: str = Field("", validation_alias=AliasChoices("id", "contentId"))
    names: Texts = Field((), validation_alias=AliasChoices("organizationNames", "names"))
    pages: Pages = Field((), validation_alias="webPages")
    type: str | None = Field(None, validation_alias="organizationType")
    municipality: str | None = Field(None, validation_alias=AliasPath("municipality", "code"))

    @model_validator(mode="before")
    @classmethod
    def _newest(cls, data: Any) -> Any:
        if not _is(data) or not _is(data.get("languageVersions")):
            return data
        pages = list(pages_of_v12(data["languageVersions"]))
        return {**data, "names": texts_of_v12(data["languageVersions"])["names"], "webPages": pages}


class PtvGeneralDescription(Part):
    """What services of many municipalities have in common; its codes and texts complete theirs."""

    id: str = Field("", validation_alias=AliasChoices("Id", "id", "contentId"))
    descriptions: Texts = Field((), validation_alias=AliasChoices("ShortDescription", "descriptions"))
    classes: Terms = Field((), validation_alias=AliasChoices("ServiceClass", "serviceClasses"))
    target_groups: Terms = Field((), validation_alias=AliasChoices("TargetGroup", "targetGroups"))
    life_events: Terms = Field((), validation_alias=AliasChoices("LifeEvent", "lifeEvents"))
    industries: Terms = Field((), validation_alias=AliasChoices("IndustrialClass", "industrialClasses"))

    @model_validator(mode="before")
    @classmethod
    def _newest(cls, data: Any) -> Any:
        if not _is(data) or not _is(data.get("languageVersions")):
            return data
        return {**data, **texts_of_v12(data["languageVersions"])}

    @property
    def summaries(self) -> tuple[Localized, ...]:
        return tuple(each for each in self.descriptions if each.type == "" or each.is_a("Summary"))


Kind: TypeAlias = Literal["service", "channel", "organization", "general_description", "unknown"]

_SHAPES: Final[Mapping[Kind, type[Part]]] = {
    "service": PtvService,
    "channel": PtvChannel,
    "organization": PtvOrganization,
    "general_description": PtvGeneralDescription,
}
_SIGNS: Final[tuple[tuple[Kind, tuple[str, ...]], ...]] = (
    ("channel", ("serviceChannelType", "serviceChannelNames", "urls", "allowedConnectionType")),
    ("organization", ("organizationNames", "organizationType", "businessCode", "businessName")),
    ("general_description", ("ReferenceCode", "BackgroundDescription")),
    ("service", ("serviceNames", "serviceClasses", "fundingType", "serviceType")),
    ("channel", ("formIdentifier", "supportEmails", "phoneServiceCharge")),
)


def kind_of(record: object) -> Kind:
    """By the fields that only one kind has."""
    if not isinstance(record, dict):
        return "unknown"
    return next((kind for kind, signs in _SIGNS if any(sign in record for sign in signs)), "unknown")


def read_part(kind: Kind, record: object) -> Part:
    """Raises ShapeError that names the first wrong fields."""
    try:
        return _SHAPES[kind].model_validate(record)
    except (ValidationError, RecursionError) as error:
        raise ShapeError(_told(error)) from error


def _told(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    places = (".".join(map(str, each["loc"])) + ": " + each["msg"] for each in error.errors()[:3])
    return "; ".join(places).replace("a valid tuple", "a list").replace("a valid dictionary", "a record")


def _is(data: object) -> bool:
    return isinstance(data, dict)


def _old_links(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """v7 has a list of ids for each type of channel."""
    lists = (data[key] for key in sorted(data) if key.endswith("ServiceChannelIds"))
    return [{"serviceChannel": {"id": each}} for ids in lists if isinstance(ids, list) for each in ids]
