"""The Finnish Service Catalogue through its open interface: page by page, and politely."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl

from knowledge.sources.polite import Polite
from knowledge.sources.ptv_area import Places
from knowledge.sources.ptv_calls import Calls, Newest, Older, Page, Record
from knowledge.sources.ptv_neighbours import Neighbours
from knowledge.sources.ptv_parsing import id_of, name_of, parse_service
from knowledge.sources.ptv_record import SYSTEM, Around
from knowledge.sources.ptv_shapes import kind_of
from knowledge.sources.source import Gone, Known, Parsed, RawRecord, Refused, SourceError

GROUP: Final = 20
"""Records asked for at once: some 400 kB, and the most that v12 takes."""

_ADDRESS: Final = re.compile(
    r"(?P<root>https?://[^?#\s]+?/api/v(?P<version>\d+))(?:/(?P<path>[^?#\s]*))?(?:\?(?P<query>\S*))?"
)


class PtvApi:
    """All services, or those of a list: the address may go on after the version.

    `https://.../api/v11/Service/list/area/Municipality/code/564` are those of one town.
    """

    name = SYSTEM

    def __init__(self, url: str, http: Polite, around: Around, since: datetime | None = None) -> None:
        """With `since` only what has changed after it. Raises SourceError for an address of no interface."""
        self.subject = url
        self.expected: int | None = None
        self._since = since
        self._calls = _calls(url, http)
        self._neighbours = Neighbours(self._calls)
        self._around = around

    def records(self, known: Known) -> Iterator[RawRecord]:
        """What was imported before and is not in the list any more is looked up one by one: 404 is archived.

        Raises SourceError.
        """
        counties = self._calls.counties()
        self._around = replace(
            self._around,
            places=Places(self._around.places.municipalities, counties),
            organizations=self._neighbours.organizations,
            channels=self._neighbours.channels,
            general=self._neighbours.general,
        )
        seen: set[str] = set()
        for page in self._calls.services(self._since):
            self._expect(page)
            fresh = [item for item in page.items if id_of(item) not in seen]  # lists move while one reads
            seen.update(map(id_of, fresh))
            yield from self._whole([item for item in fresh if id_of(item) not in known.done])
        doubtful = known.imported - seen - known.done
        if self._since is not None:
            doubtful &= frozenset(self._calls.archived(self._since))
        yield from self._whole([{"id": key} for key in sorted(doubtful)])

    def parse(self, raw: RawRecord) -> Parsed:
        return parse_service(raw, self._around, self._calls.address(raw.id))

    def _expect(self, page: Page) -> None:
        self.expected = self.expected or page.total or page.pages * len(page.items)

    def _whole(self, items: Sequence[Record]) -> Iterator[RawRecord]:
        """Ids and names become records, these get their channels and organisations beside them."""
        for start in range(0, len(items), GROUP):
            group = items[start : start + GROUP]
            found = {id_of(item): item for item in group if kind_of(item) == "service"}
            wanted = [key for item in group if (key := id_of(item)) and key not in found]
            if wanted:
                found.update({id_of(record): record for record in self._calls.some("service", wanted)})
            found.update(self._one_by_one(key for key in wanted if key not in found))
            linked = {id_of(each): each for each in self._calls.with_links([*found.values()])}
            self._neighbours.meet(linked.values())
            for item in group:
                key = id_of(item)
                yield RawRecord(key, self._payload(key, linked), name=name_of(linked.get(key)))

    def _one_by_one(self, keys: Iterable[str]) -> Iterator[tuple[str, Record]]:
        for key in keys:
            record = self._calls.one("service", key)
            if record is not None:
                yield key, record or {"id": key}

    def _payload(self, key: str, found: dict[str, Record]) -> object:
        if not key:
            return Refused("no_id", "an entry of the list has no id")
        return found.get(key) or Gone("HTTP 404")


def _calls(url: str, http: Polite) -> Calls:
    found = _ADDRESS.fullmatch(url)
    if found is None:
        raise SourceError(f"{url} is no address of an interface such as https://.../api/v11/")
    generation = Newest if int(found["version"]) >= 12 else Older
    path, query = (found["path"] or "").rstrip("/"), dict(parse_qsl(found["query"] or ""))
    return generation(http, f"{found['root']}/", path, query)
