"""The starter's files as values: what one entry of a service file may hold, and reading them all."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge import vocabulary
from knowledge.starter.entry_types import Address, Code, Language, Strict, Text, one_of
from knowledge.starter.guide_entries import GuideEntry

SHIPPED = Path(__file__).parent
LANGUAGES = ("fi", "sv", "en")

SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's reads ten times as fast, where the installed PyYAML has it; both refuse to make objects."""


Situation = Annotated[str, one_of(vocabulary.SITUATIONS)]


class SourceEntry(Strict):
    id: str | None = None
    page: Address | None = None
    seen: str | None = None
    evidence: Literal["A", "B", "C", "D"] = "D"


class AgeEntry(Strict):
    min: int | None = Field(None, ge=0, le=120)
    max: int | None = Field(None, ge=0, le=120)


class ValidEntry(Strict):
    from_: datetime.date | None = Field(None, alias="from")
    to: datetime.date | None = None


class TextEntry(Strict):
    name: Annotated[Text, StringConstraints(max_length=80)]
    summary: Annotated[Text, StringConstraints(max_length=150)]
    first_step: Annotated[str, StringConstraints(max_length=140)] = ""
    condition: Annotated[str, StringConstraints(max_length=140)] = ""


class ServiceEntry(Strict):
    """One service as it is written in a file; README.md beside it says what each key means."""

    id: Annotated[str, Code]
    source: SourceEntry
    provider: str
    category: Annotated[str, one_of(vocabulary.CATEGORIES)]
    audience: list[Annotated[str, one_of(vocabulary.AUDIENCES)]] = Field(min_length=1)
    area: Literal["nationwide"] | list[str]
    age: AgeEntry = Field(default_factory=lambda: AgeEntry(min=None, max=None))
    newcomers_only: bool = False
    required_situations: tuple[Situation, ...] = ()
    situations: tuple[Situation, ...] = ()
    goals: tuple[Annotated[str, one_of(vocabulary.GOALS)], ...] = ()
    barriers: tuple[Annotated[str, one_of(vocabulary.BARRIERS)], ...] = ()
    fields: tuple[Annotated[str, one_of(vocabulary.FIELDS)], ...] = ()
    unemployed_for: tuple[Annotated[str, one_of(vocabulary.UNEMPLOYED_FOR)], ...] = ()
    employer_needs: tuple[Annotated[str, one_of(vocabulary.EMPLOYER_NEEDS)], ...] = ()
    role: Annotated[str, one_of(vocabulary.ROLES)] | None = None
    stand_in: bool = False
    languages: tuple[Language, ...] = ()
    valid: ValidEntry = Field(default_factory=lambda: ValidEntry.model_validate({}))
    url: Address
    review_due: datetime.date
    note: str = ""
    texts: dict[Language, TextEntry]
    keywords: dict[Language, list[str]] = Field(default_factory=dict)


class ProviderEntry(BaseModel):
    """An organisation: its name per language beside its address."""

    model_config = ConfigDict(extra="allow", frozen=True)

    url: Address | None = None

    @property
    def names(self) -> dict[str, str]:
        return {language: str(name) for language, name in (self.model_extra or {}).items()}


EntryType = TypeVar("EntryType", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where. `entry` is a service's or provider's id, or its place in the file."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.message}"


@dataclass(frozen=True, slots=True)
class Starter:
    """All that could be read, with the file each entry stands in, and what could not be read."""

    services: tuple[tuple[str, ServiceEntry], ...]
    providers: Mapping[str, ProviderEntry]
    unreadable: tuple[Problem, ...] = ()
    guides: tuple[tuple[str, GuideEntry], ...] = ()


def read_starter(folder: Path = SHIPPED) -> Starter:
    """What `providers.yml` and every file under `services/` and `guides/` hold. Raises OSError only."""
    reading = _Reading()
    reading.providers_of("providers.yml", reading.parsed(folder, "providers.yml"))
    for path in sorted((folder / "services").rglob("*.yml")):
        file = path.relative_to(folder).as_posix()
        data = reading.parsed(folder, file)
        reading.providers_of(file, data.get("providers") or {})
        reading.services_of(file, data.get("services") or [])
    for path in sorted((folder / "guides").glob("*.yml")):
        reading.guide_of(path.relative_to(folder).as_posix(), folder)
    services, guides = tuple(reading.services), tuple(reading.guides)
    return Starter(services, reading.providers, tuple(reading.problems), guides)


def read_guide(file: Path) -> Starter:
    """One guide's file, with the providers that it declares. Raises OSError, UnicodeDecodeError."""
    reading = _Reading()
    reading.guide_of(file.name, file.parent)
    return Starter((), reading.providers, tuple(reading.problems), tuple(reading.guides))


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self.services: list[tuple[str, ServiceEntry]] = []
        self.guides: list[tuple[str, GuideEntry]] = []
        self.providers: dict[str, ProviderEntry] = {}
        self.problems: list[Problem] = []

    def parsed(self, folder: Path, file: str) -> dict[str, Any]:
        try:
            data = yaml.load((folder / file).read_text(encoding="utf-8"), Loader=SAFE_LOADER)
        except yaml.YAMLError as error:
            self.problems.append(Problem(file, "file", " ".join(str(error).split())))
            return {}
        if not isinstance(data, dict):
            self.problems.append(Problem(file, "file", "must hold keys, not a list or a text"))
            return {}
        return data

    def providers_of(self, file: str, entries: dict[str, Any]) -> None:
        for key, raw in entries.items():
            if key in self.providers:
                self.problems.append(Problem(file, key, "this provider is defined twice"))
            elif entry := self._entry(ProviderEntry, file, key, raw):
                self.providers[key] = entry

    def services_of(self, file: str, entries: list[Any]) -> None:
        for place, raw in enumerate(entries, start=1):
            name = str(raw["id"]) if isinstance(raw, dict) and "id" in raw else f"service {place}"
            if entry := self._entry(ServiceEntry, file, name, raw):
                self.services.append((file, entry))

    def guide_of(self, file: str, folder: Path) -> None:
        if data := self.parsed(folder, file):
            self.providers_of(file, data.pop("providers", None) or {})
            if entry := self._entry(GuideEntry, file, str(data.get("id", "guide")), data):
                self.guides.append((file, entry))

    def _entry(self, kind: type[EntryType], file: str, name: str, raw: object) -> EntryType | None:
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            for detail in error.errors():
                place = ".".join(str(part) for part in detail["loc"])
                self.problems.append(Problem(file, name, f"{place}: {detail['msg']}"))
            return None
