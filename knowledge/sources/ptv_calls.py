"""How the interfaces of the Finnish Service Catalogue are asked: v7-v11 one way, v12 another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final, Literal, Protocol, TypeAlias

from knowledge.sources.polite import NotThere, Parameters, Polite
from knowledge.sources.source import SourceError

What: TypeAlias = Literal["service", "channel", "organization", "general_description"]
Record: TypeAlias = dict[str, Any]

MOST_PAGES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `pages` is how many the catalogue says that there are now; `total` the records."""

    items: tuple[Record, ...]
    pages: int
    total: int | None = None


class Calls(Protocol):
    """One generation of interfaces."""

    def services(self, since: datetime | None) -> Iterator[Page]:
        """Of the list that was asked for: whole records, or only ids and names. Raises SourceError."""

    def archived(self, since: datetime) -> Iterator[str]:
        """Ids of services that the catalogue has taken away after this moment."""

    def some(self, what: What, ids: Sequence[str]) -> Iterator[Record]:
        """Whole records of these ids, as far as they are there."""

    def one(self, what: What, key: str) -> Record | None:
        """None when the catalogue does not have it (any more)."""

    def with_links(self, services: Sequence[Record]) -> Iterator[Record]:
        """The services with the ids of their channels."""

    def counties(self) -> Mapping[str, tuple[str, ...]]:
        """Municipalities of each wellbeing services county."""

    def address(self, key: str) -> str:
        """Of a service in the catalogue."""


class Older:
    """v7-v11: `Service?page=1` gives ids, `Service/list?guids=` records."""

    _NAMES: Final[Mapping[What, str]] = {
        "service": "Service",
        "channel": "ServiceChannel",
        "organization": "Organization",
        "general_description": "GeneralDescription",
    }

    def __init__(self, http: Polite, root: str, path: str, parameters: Mapping[str, str]) -> None:
        self._http, self._root = http, root
        self._path, self._parameters = path or "Service", parameters

    def services(self, since: datetime | None) -> Iterator[Page]:
        date = {"date": since.isoformat()} if since else {}
        return _pages(self._http, f"{self._root}{self._path}", {**self._parameters, **date})

    def archived(self, since: datetime) -> Iterator[str]:
        asked = {"date": since.isoformat(), "status": "Archived"}
        for page in _pages(self._http, f"{self._root}Service", asked):
            yield from _ids(page.items)

    def some(self, what: What, ids: Sequence[str]) -> Iterator[Record]:
        try:
            found = self._http.json(f"{self._root}{self._NAMES[what]}/list", {"guids": ",".join(ids)})
        except NotThere:
            return
        yield from _records(found)

    def one(self, what: What, key: str) -> Record | None:
        return _one(self._http, f"{self._root}{self._NAMES[what]}/{key}")

    def with_links(self, services: Sequence[Record]) -> Iterator[Record]:
        yield from services

    def counties(self) -> Mapping[str, tuple[str, ...]]:
        return {}

    def address(self, key: str) -> str:
        return f"{self._root}Service/{key}"


class Newest:
    """v12: `service/search` gives whole records; channels are found through connections."""

    _NAMES: Final[Mapping[What, str]] = {
        "service": "service",
        "channel": "service-channel",
        "organization": "organization",
        "general_description": "general-description",
    }

    def __init__(self, http: Polite, root: str, path: str, parameters: Mapping[str, str]) -> None:
        self._http, self._root = http, root
        self._path, self._parameters = path or "service/search", parameters

    def services(self, since: datetime | None) -> Iterator[Page]:
        after = {"publishedAtOrAfter": since.isoformat()} if since else {}
        asked = {"pageSize": "100", **self._parameters, **after}
        return _pages(self._http, f"{self._root}{self._path}", asked)

    def archived(self, since: datetime) -> Iterator[str]:
        asked = {"archivedAtOrAfter": since.isoformat()}
        for page in _pages(self._http, f"{self._root}service/archived", asked):
            yield from _ids(page.items)

    def some(self, what: What, ids: Sequence[str]) -> Iterator[Record]:
        for key in ids:
            if found := self.one(what, key):
                yield found

    def one(self, what: What, key: str) -> Record | None:
        return _one(self._http, f"{self._root}{self._NAMES[what]}/{key}")

    def with_links(self, services: Sequence[Record]) -> Iterator[Record]:
        links: dict[str, list[Record]] = {}
        asked = {
            "serviceContentIds": [key for each in services if isinstance(key := each.get("contentId"), str)]
        }
        for page in _pages(self._http, f"{self._root}connection/search", asked):
            for each in page.items:
                channel = {"serviceChannel": {"id": each.get("channelContentId") or ""}}
                links.setdefault(str(each.get("serviceContentId")), []).append(channel)
        for service in services:
            yield {**service, "serviceChannels": links.get(str(service.get("contentId")), [])}

    def counties(self) -> Mapping[str, tuple[str, ...]]:
        """Empty where this list cannot be had: services then tell which counties nobody knows."""
        found: dict[str, tuple[str, ...]] = {}
        try:
            for page in _pages(
                self._http, f"{self._root}wellbeing-services-county-codes", {"pageSize": "100"}
            ):
                for each in page.items:
                    codes = each.get("municipalities")
                    found[str(each.get("code"))] = tuple(codes) if isinstance(codes, list) else ()
        except SourceError:
            return {}
        return found

    def address(self, key: str) -> str:
        return f"{self._root}service/{key}"


def _pages(http: Polite, url: str, parameters: Parameters) -> Iterator[Page]:
    """Until the last page of what the catalogue says *now*: lists grow and shrink while one reads them."""
    for number in count(1):
        try:
            page = _page(http.json(url, {**parameters, "page": str(number)}), url)
        except NotThere:
            if number == 1:
                raise SourceError(f"{url}: there is no such list") from None
            return
        yield page
        if number >= min(page.pages, MOST_PAGES):
            return


def _page(found: object, url: str) -> Page:
    if isinstance(found, list):
        return Page(tuple(_records(found)), 1, len(found))
    if not isinstance(found, dict):
        raise SourceError(f"{url}: the answer is not a list of records")
    items = found.get("itemList") or found.get("items")
    pages = found.get("pageCount") or found.get("totalPages")
    total = found.get("totalItems")
    return Page(
        tuple(_records(items)),
        pages if isinstance(pages, int) else 1,
        total if isinstance(total, int) else None,
    )


def _one(http: Polite, url: str) -> Record | None:
    try:
        found = http.json(url)
    except NotThere:
        return None
    return found if isinstance(found, dict) else {}


def _records(found: object) -> Iterator[Record]:
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())


def _ids(records: Sequence[Record]) -> Iterator[str]:
    keys = (record.get("id") or record.get("contentId") for record in records)
    return (key for key in keys if isinstance(key, str))
