"""Asks whether links lead somewhere: one at a time, a second apart, and says who asks."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final

import httpx

from knowledge.upkeep.addresses import Forbidden, LookUp, PublicOnly
from knowledge.upkeep.link_outcomes import Answer, outcome_of

PAUSE_SECONDS: Final = 1.0
LIMIT_SECONDS: Final = 10.0
MOST_HOPS: Final = 5
USER_AGENT: Final = "OsaamoLinkCheck/1 (a city's service guide makes sure that its links work)"
_FOR_GOOD: Final = (301, 308)
"""Redirects that ask for the link to be changed (RFC 9110, 15.4)."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How we behave. `inside` lets requests into private networks: for tests alone."""

    pause: float = PAUSE_SECONDS
    limit: float = LIMIT_SECONDS
    inside: bool = False
    look_up: LookUp | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class LinkAsker:
    """Asks for the head of a page, and for the page where a site does not answer that well."""

    def __init__(self, manners: Manners = Manners()) -> None:
        transport = httpx.AsyncHTTPTransport(retries=0, limits=httpx.Limits(max_keepalive_connections=0))
        self._manners = manners
        self._client = httpx.AsyncClient(
            transport=PublicOnly(transport, inside=manners.inside, look_up=manners.look_up),
            timeout=manners.limit,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            trust_env=False,
        )

    async def __aenter__(self) -> "LinkAsker":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def ask(self, url: str) -> Answer:
        """What becomes of whoever follows the link."""
        try:
            async with asyncio.timeout(self._manners.limit * MOST_HOPS):
                return await self._followed(url)
        except Forbidden:
            return Answer("unsure")
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL):
            return Answer("unreachable")
        except (httpx.HTTPError, TimeoutError):
            return Answer("unsure")

    async def _followed(self, url: str) -> Answer:
        """Hop by hop, so that each is as polite as a first one."""
        here, lasting, moved_to = url, True, ""
        for _ in range(MOST_HOPS):
            response = await self._asked(here)
            if not response.has_redirect_location:
                return Answer(outcome_of(response.status_code), response.status_code, moved_to)
            lasting = lasting and response.status_code in _FOR_GOOD
            here = str(response.url.join(response.headers["location"]))
            moved_to = here if lasting else moved_to
        return Answer("endless", response.status_code)

    async def _asked(self, url: str) -> httpx.Response:
        head = await self._one("HEAD", url)
        refused = head.status_code >= 400 and head.status_code != 429
        return await self._one("GET", url) if refused else head

    async def _one(self, method: str, url: str) -> httpx.Response:
        """Nothing of a page is read but its head."""
        await self._manners.sleep(self._manners.pause)
        async with self._client.stream(method, url) as response:
            return response
