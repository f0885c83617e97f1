"""A translation server that speaks LibreTranslate's interface: one text in, one text out."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal, cast

import httpx

SECONDS: Final = httpx.Timeout(30, connect=5)
LARGEST_ANSWER: Final = 200_000
LONGEST_WAIT: Final = 120.0
"""Seconds; a server that asks for more is asked again after this."""

Trouble = Literal["unreachable", "busy", "refused", "nonsense", "unsupported"]

_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_NAMES: Final = {"zh": ("zh", "zh-Hans"), "prs": ("prs", "fa")}
"""Codes under which servers have a language of ours, best first."""


class TranslationFailed(Exception):  # noqa: N818 - what the caller met
    """No translation. `code` is for the panel's words, `wait` the seconds that a busy server asked for."""

    def __init__(self, code: Trouble, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.wait = wait


class TranslationServer:
    """Sends nothing but the text and the two languages. `url` is where `/translate` is found."""

    def __init__(self, client: httpx.Client, url: str, key: str = "") -> None:
        self._client = client
        self._url = url.rstrip("/")
        self._key = key
        self._pairs: Mapping[str, frozenset[str]] | None = None

    @classmethod
    def connect(cls, url: str, key: str = "") -> "TranslationServer":
        """Opens no connection before the first text."""
        return cls(httpx.Client(timeout=SECONDS, follow_redirects=False), url, key)

    def translate(self, text: str, source: str, target: str) -> str:
        """Raises TranslationFailed: also for an answer that cannot be a translation of the text."""
        code, other = self._pair(source, target)
        asked = {"q": text, "source": code, "target": other, "format": "text"}
        answer = self._ask("POST", "/translate", {**asked, "api_key": self._key} if self._key else asked)
        said = answer.get("translatedText") if isinstance(answer, dict) else None
        why = nonsense(text, said.strip()) if isinstance(said, str) else "no text"
        if not isinstance(said, str) or why:
            raise TranslationFailed("nonsense", f"the answer is no translation ({why})")
        return said.strip()

    def translates(self, source: str, target: str) -> bool:
        """Whether the server knows this pair. Raises TranslationFailed when it does not answer."""
        try:
            self._pair(source, target)
        except TranslationFailed as failed:
            if failed.code != "unsupported":
                raise
            return False
        return True

    def _pair(self, source: str, target: str) -> tuple[str, str]:
        """The server's codes of two languages; what it can do is asked once."""
        self._pairs = self._pairs or _languages(self._ask("GET", "/languages"))
        for code in _NAMES.get(source, (source,)):
            for other in _NAMES.get(target, (target,)):
                if other in self._pairs.get(code, ()):
                    return code, other
        raise TranslationFailed("unsupported", f"the server does not translate {source} into {target}")

    def _ask(self, method: str, path: str, body: Mapping[str, str] | None = None) -> object:
        try:
            with self._client.stream(method, f"{self._url}{path}", json=body) as response:
                _require_good(response)
                return _json(response)
        except httpx.HTTPError as error:
            raise TranslationFailed("unreachable", f"no answer ({type(error).__name__})") from error
        except ValueError as error:
            raise TranslationFailed("nonsense", "the answer is not JSON") from error


def nonsense(text: str, said: str) -> str:
    """Why an answer cannot be a translation: models fall silent, stutter, or give the text back."""
    if not said:
        return "empty"
    if len(said) > 4 * len(text) + 60:
        return "far too long"
    if len(text) > 40 and said == text:
        return "unchanged"
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]", said):
        return "unseen signs"
    return "stutters" if re.search(r"(\S+(?:\s+\S+){0,3})(?:\s+\1){4,}", said) else ""


def _require_good(response: httpx.Response) -> None:
    status = response.status_code
    if status in _BUSY:
        raise TranslationFailed("busy", f"HTTP {status}", _wait(response.headers.get("retry-after", "")))
    if status != 200:
        raise TranslationFailed("refused", f"HTTP {status}")


def _json(response: httpx.Response) -> object:
    content = bytearray()
    for part in response.iter_bytes():
        content += part
        if len(content) > LARGEST_ANSWER:
            raise TranslationFailed("nonsense", "the answer is far too long")
    return cast(object, httpx.Response(200, content=bytes(content)).json())


def _languages(answer: object) -> Mapping[str, frozenset[str]]:
    """Each language's targets; a server that does not tell them translates between all of its languages."""
    rows: list[dict[str, Any]] = (
        [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    )
    codes = [code for row in rows if isinstance(code := row.get("code"), str)]
    if not codes:
        raise TranslationFailed("nonsense", "the server does not tell its languages")
    return {row["code"]: frozenset(_targets(row, codes)) for row in rows if row.get("code") in codes}


def _targets(row: Mapping[str, Any], codes: list[str]) -> list[str]:
    told = row.get("targets")
    targets = [code for code in told if isinstance(code, str)] if isinstance(told, list) else codes
    return [code for code in targets if code != row["code"]]


def _wait(header: str) -> float | None:
    """Seconds or a date (RFC 9110, 10.2.3)."""
    try:
        seconds = float(header)
    except ValueError:
        seconds = _until(header)
    return min(max(0.0, seconds), LONGEST_WAIT) if math.isfinite(seconds) else None


def _until(header: str) -> float:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return math.nan
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return (moment - datetime.now(UTC)).total_seconds()
