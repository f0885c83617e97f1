"""Asks an outside service for JSON or a file: waits when it is busy, and gives up with a clear sentence."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, TypeAlias, TypeVar

import httpx

from knowledge.sources.json_input import Unreadable, read_json
from knowledge.sources.source import LARGEST_FILE, SourceError

TRIES: Final = 6
LONGEST_WAIT: Final = 120.0
"""Seconds; whoever asks us to wait longer is asked again after this."""

SECONDS: Final = httpx.Timeout(30, connect=10)
_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})

T = TypeVar("T")
Parameters: TypeAlias = Mapping[str, str | Sequence[str]]


class NotThere(Exception):  # noqa: N818 - an answer, not a fault
    """The service has nothing at this address (404, 410)."""


class _Busy(Exception):  # noqa: N818
    """Worth asking again. `after`: seconds that the service asked for, None when it did not say."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Polite:
    """One request at a time."""

    def __init__(self, client: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep

    def json(self, url: str, parameters: Parameters | None = None) -> object:
        """Raises NotThere, and SourceError after `TRIES` or when it makes no sense to ask again."""
        return self._patiently(url, parameters or {}, read_json)

    def content(self, url: str) -> bytes:
        """What is there, as it is. Raises as `json` does."""
        return self._patiently(url, {}, bytes)

    def _patiently(self, url: str, parameters: Parameters, read: Callable[[bytes], T]) -> T:
        wait = 1.0
        for left in reversed(range(TRIES)):
            try:
                return self._asked(url, parameters, read)
            except _Busy as busy:
                if not left:
                    raise SourceError(f"{url}: {busy}, after {TRIES} tries") from busy
                self._sleep(min(wait if busy.after is None else busy.after, LONGEST_WAIT))
                wait *= 2
        raise AssertionError("the last try returns or raises")

    def _asked(self, url: str, parameters: Parameters, read: Callable[[bytes], T]) -> T:
        try:
            with self._client.stream("GET", url, params=dict(parameters)) as response:
                _require_good(response, url)
                return read(_whole(response, url))
        except httpx.TimeoutException as error:
            raise _Busy("no answer in time") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Busy(f"no connection ({type(error).__name__})") from error
        except Unreadable as error:
            raise _Busy(f"the answer cannot be read ({error})") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceError(f"{url}: {error}") from error


def _require_good(response: httpx.Response, url: str) -> None:
    status = response.status_code
    if status in (404, 410):
        raise NotThere(url)
    if status in _BUSY:
        raise _Busy(f"HTTP {status}", _asked_to_wait(response.headers.get("retry-after", "")))
    if status in (401, 403):
        raise SourceError(f"{url}: HTTP {status}, an API key is missing or wrong")
    if status != 200:
        raise SourceError(f"{url}: HTTP {status}")


def _whole(response: httpx.Response, url: str) -> bytes:
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > LARGEST_FILE:
            raise SourceError(f"{url}: the answer is larger than {LARGEST_FILE // 1_000_000} MB")
    return bytes(content)


def _asked_to_wait(header: str) -> float | None:
    """Seconds or a date (RFC 9110, 10.2.3)."""
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
