"""The channels, organisations and general descriptions that services name, each asked for once."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from knowledge.sources.ptv_calls import Calls, Record, What
from knowledge.sources.ptv_parsing import id_of
from knowledge.sources.ptv_shapes import (
    Part,
    PtvChannel,
    PtvGeneralDescription,
    PtvOrganization,
    PtvService,
    ShapeError,
    read_part,
)

AT_ONCE: Final = 20

Shape = TypeVar("Shape", bound=Part)


class Neighbours:
    """What is missing or cannot be read is left out: the services stand without it."""

    def __init__(self, calls: Calls) -> None:
        self.organizations: dict[str, PtvOrganization] = {}
        self.channels: dict[str, PtvChannel] = {}
        self.general: dict[str, PtvGeneralDescription] = {}
        self._calls = calls
        self._asked: set[tuple[What, str]] = set()

    def meet(self, records: Iterable[Record]) -> None:
        """Asks for what these services name and nobody has asked for yet. Raises SourceError."""
        services = [part for record in records if (part := _read(record, PtvService, "service"))]
        links = (link.id for service in services for link in service.links)
        organizers = (each.id for service in services for each in service.organizers[:1])
        general = (service.general_description or "" for service in services)
        self.channels.update(self._new("channel", links, PtvChannel))
        self.organizations.update(self._new("organization", organizers, PtvOrganization))
        self.general.update(self._new("general_description", general, PtvGeneralDescription))

    def _new(self, what: What, keys: Iterable[str], shape: type[Shape]) -> Mapping[str, Shape]:
        new = [key for key in dict.fromkeys(keys) if key and (what, key) not in self._asked]
        self._asked.update((what, key) for key in new)
        found: dict[str, Shape] = {}
        for start in range(0, len(new), AT_ONCE):
            for record in self._calls.some(what, new[start : start + AT_ONCE]):
                if part := _read(record, shape, what):
                    found[id_of(record)] = part
        return found


def _read(record: Record, shape: type[Shape], what: What) -> Shape | None:
    try:
        part = read_part(what, record)
    except ShapeError:
        return None
    return part if isinstance(part, shape) else None
