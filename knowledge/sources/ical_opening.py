"""Opens a calendar: a file, or an address of the public internet."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeAlias

import httpx

from knowledge.sources.ical_files import RawEvent, read_events
from knowledge.sources.polite import SECONDS, NotThere, Polite
from knowledge.sources.source import LARGEST_FILE, SourceError
from knowledge.upkeep.addresses import Address, is_public

LookUp: TypeAlias = Callable[[str, int], list[Address]]

HEADERS: Final = {"User-Agent": "Osaamo", "Accept": "text/calendar, */*;q=0.1"}


def calendar_file(path: Path) -> tuple[RawEvent, ...]:
    """Raises SourceError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SourceError(f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}") from error
    return read_events(data, path.name)


def calendar_address(url: str) -> str:
    """With https for webcal. Raises SourceError for what is no address of a calendar."""
    known = "https" + url[len("webcal") :] if url.lower().startswith("webcal://") else url
    if not known.lower().startswith("https://") or len(known) > 500:
        raise SourceError(f"{url[:80]} is no address that begins with https:// or webcal://")
    return known


def calendar_at(url: str, http: Polite) -> tuple[RawEvent, ...]:
    """Raises SourceError, after some patience with a server that is busy."""
    try:
        return read_events(http.content(url), url)
    except NotThere as error:
        raise SourceError(f"{url}: there is no such calendar") from error


def public_client(look_up: LookUp | None = None) -> httpx.Client:
    """Asks addresses of the public internet only, where redirects lead too."""
    transport = PublicTransport(httpx.HTTPTransport(), look_up or addresses_of)
    return httpx.Client(timeout=SECONDS, headers=HEADERS, transport=transport, follow_redirects=True)


class PublicTransport(httpx.BaseTransport):
    """Looks a host up and connects to the very address that was judged: a second look-up could differ."""

    def __init__(self, transport: httpx.BaseTransport, look_up: LookUp) -> None:
        self._transport = transport
        self._look_up = look_up

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises SourceError, httpx.HTTPError."""
        url = request.url
        try:
            found = self._look_up(url.raw_host.decode(), url.port or (443 if url.scheme == "https" else 80))
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"no address of {url.host}: {error}") from error
        if url.scheme != "https" or not found or not all(map(is_public, found)):
            raise SourceError(f"{url.scheme}://{url.host} is no https address of the public internet")
        bound = httpx.Request(
            request.method,
            url.copy_with(host=str(found[0])),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return self._transport.handle_request(bound)

    def close(self) -> None:
        self._transport.close()


def addresses_of(host: str, port: int) -> list[Address]:
    """IPv4 first. Raises OSError."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = {ip_address(str(place[0]).partition("%")[0]) for *_, place in found}
    return sorted(addresses, key=lambda each: (each.version, int(each)))
