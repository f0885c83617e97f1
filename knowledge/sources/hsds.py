"""Open Referral HSDS 3.x as a source: one record set for each language, joined by the services' ids."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from knowledge.municipalities import Municipalities
from knowledge.sources.hsds_files import Raw, read_services
from knowledge.sources.hsds_record import SYSTEM, record_of
from knowledge.sources.hsds_shapes import STATUSES, Service
from knowledge.sources.source import Gone, Known, Parsed, RawRecord, Refused, Skipped, SourceError

_ID: Final = "id"


class HsdsFiles:
    """`sets` maps a language to the file or folder that tells the services in it; the first one leads."""

    name = SYSTEM

    def __init__(self, sets: Mapping[str, Path], places: Municipalities) -> None:
        self.subject = ", ".join(f"{language}={path.name}" for language, path in sets.items())
        self.expected: int | None = None
        self._sets = sets
        self._places = places
        self._names: dict[str, dict[str, str]] = {}

    def records(self, known: Known) -> Iterator[RawRecord]:
        """Raises SourceError when a set cannot be read, or none holds a service."""
        first, *others = self._sets
        translations = {language: self._by_id(language) for language in others}
        led = list(read_services(self._sets[first]))
        if not led:
            raise SourceError(f"{self.subject} holds no services")
        self.expected = len(led)
        self._note_names(first, (raw for _, raw in led if isinstance(raw, Mapping)))
        for place, raw in led:
            yield _raw(place, raw, first, translations)

    def parse(self, raw: RawRecord) -> Parsed:
        if not isinstance(raw.payload, dict):
            return Refused("wrong_shape", raw.place)
        if not raw.id:
            return Refused("no_id", raw.place)
        services: dict[str, Service] = {}
        for language, told in raw.payload.items():
            try:
                services[language] = Service.model_validate(told)
            except ValidationError as error:
                return Refused("wrong_shape", f"{language}: {_first(error)}")
        return self._unwanted(services) or record_of(
            services, self._names, self._places, frozenset(self._sets)
        )

    def _unwanted(self, services: Mapping[str, Service]) -> Parsed | None:
        status = next(iter(services.values())).status
        if status == "temporarily closed":
            return Skipped("not_public", status)
        if status in STATUSES[1:3]:
            return Gone(status)
        return None if status == "active" else Refused("wrong_value", f"status: {status[:40]}")

    def _by_id(self, language: str) -> Mapping[str, Mapping[str, Any]]:
        read = [raw for _, raw in read_services(self._sets[language]) if isinstance(raw, Mapping)]
        self._note_names(language, read)
        return {str(raw.get(_ID)): raw for raw in read}

    def _note_names(self, language: str, services: Iterable[Mapping[str, Any]]) -> None:
        """An organisation has its name in every language, though a service of it may have fewer."""
        for service in services:
            told = service.get("organization")
            if isinstance(told, dict) and isinstance(told.get("name"), str):
                self._names.setdefault(str(told.get(_ID)), {}).setdefault(language, told["name"])


def _raw(
    place: str, raw: Raw, first: str, translations: Mapping[str, Mapping[str, Mapping[str, Any]]]
) -> RawRecord:
    if isinstance(raw, Refused):
        return RawRecord("", raw, place)
    key = str(raw.get(_ID) or "").strip()[:200]
    told = {first: raw} | {language: each[key] for language, each in translations.items() if key in each}
    return RawRecord(key, told, place, str(raw.get("name") or "")[:200])


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
