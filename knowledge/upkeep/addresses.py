"""Where a request of ours may go: only to addresses of the public internet, looked up once and kept to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

import httpx

Address: TypeAlias = IPv4Address | IPv6Address
LookUp: TypeAlias = Callable[[str, int], Awaitable[list[Address]]]

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
"""IPv4 behind a translator (RFC 6052)."""


class Forbidden(Exception):  # noqa: N818 - what the caller met, not a fault
    """The host has an address inside some network, where no request of ours may go."""


class PublicOnly(httpx.AsyncBaseTransport):
    """Looks a host up, and connects to the very address that was judged: a second look-up could differ.

    Each hop of a redirect comes through here too. `inside` lets private addresses through (for tests).
    """

    def __init__(
        self, transport: httpx.AsyncBaseTransport, *, inside: bool = False, look_up: LookUp | None = None
    ) -> None:
        self._transport = transport
        self._inside = inside
        self._look_up = look_up or addresses_of

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises Forbidden, httpx.HTTPError."""
        url = request.url
        address = await self._address(url)
        bound = httpx.Request(
            request.method,
            url.copy_with(host=str(address)),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": url.host},
        )
        return await self._transport.handle_async_request(bound)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def _address(self, url: httpx.URL) -> Address:
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            found = await self._look_up(url.raw_host.decode(), port)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"no address of {url.host}: {error}") from error
        if not self._inside and not all(map(is_public, found)):
            raise Forbidden(url.host)
        return found[0]


def is_public(address: Address) -> bool:
    """Also of the IPv4 address that an IPv6 one stands for."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


async def addresses_of(host: str, port: int) -> list[Address]:
    """IPv4 first: not every server of a city has the other kind. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = {ip_address(str(place[0]).partition("%")[0]) for *_, place in found}
    return sorted(addresses, key=lambda each: (each.version, int(each)))
