"""Requests to addresses that somebody typed: over https, and never into a network of our own."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import TypeAlias

import httpx

from knowledge.sources.source import SourceError
from knowledge.upkeep.addresses import Address, is_public

LookUp: TypeAlias = Callable[[str, int], list[Address]]


class PublicHttps(httpx.BaseTransport):
    """Looks a host up, and connects to the very address that was judged: a second look-up could differ."""

    def __init__(self, transport: httpx.BaseTransport, look_up: LookUp | None = None) -> None:
        self._transport = transport
        self._look_up = look_up or addresses_of

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises SourceError, httpx.HTTPError."""
        url = request.url
        if url.scheme != "https":
            raise SourceError(f"{url.host}: only https addresses are asked")
        try:
            found = self._look_up(url.raw_host.decode(), url.port or 443)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"no address of {url.host}: {error}") from error
        if not found or not all(map(is_public, found)):
            raise SourceError(f"{url.host} is no address of the public internet")
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
