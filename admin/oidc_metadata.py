"""What a provider of OpenID Connect says of itself: its addresses and its keys."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_SECONDS: Final = 5
_KEPT_SECONDS: Final = 3600
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """What came back is not the provider's word for this person: one sentence for the operator."""


class Away(Exception):  # noqa: N818
    """The provider does not answer, or not as OpenID Connect wants it: one sentence for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """OpenID Connect Discovery 1.0, section 3: the part that is used here."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    takes_basic: bool = True

    @classmethod
    def of(cls, told: Mapping[str, Any], issuer: str) -> "Metadata":
        """Raises Away for what is not the document of that issuer."""
        if told.get("issuer") != issuer:
            raise Away(f"{issuer} calls itself {told.get('issuer')}")
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return cls(
            issuer=issuer,
            authorization_endpoint=_address(told, "authorization_endpoint"),
            token_endpoint=_address(told, "token_endpoint"),
            jwks_uri=_address(told, "jwks_uri"),
            userinfo_endpoint=_address(told, "userinfo_endpoint") if told.get("userinfo_endpoint") else "",
            takes_basic="client_secret_basic" in methods,
        )


@dataclass(slots=True)
class Provider:
    """Asked when somebody signs in, and remembered for an hour. `client` keeps no connection of its own."""

    issuer: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=_SECONDS))
    _metadata: Metadata | None = None
    _keys: KeySet | None = None
    _asked_at: float = 0.0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def metadata(self) -> Metadata:
        """Raises Away."""
        with self._lock:
            if self._metadata is None or time.monotonic() - self._asked_at > _KEPT_SECONDS:
                told = self.ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                self._metadata = Metadata.of(told, self.issuer)
                self._keys, self._asked_at = None, time.monotonic()
            return self._metadata

    def keys(self, anew: bool = False) -> KeySet:
        """Raises Away."""
        with self._lock:
            address = self.metadata().jwks_uri
            if self._keys is None or anew:
                try:
                    self._keys = KeySet.import_key_set(_public(self.ask("GET", address)))
                except (JoseError, ValueError, TypeError) as error:
                    raise Away(f"the keys of {self.issuer} cannot be read: {error}") from error
            return self._keys

    def ask(self, method: str, address: str, **what: Any) -> Mapping[str, Any]:
        """The JSON object at an address of the provider. Raises Refused for its no, Away for no answer."""
        try:
            answer = self.client.request(method, address, **what)
            told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise Away(f"{self.issuer} does not answer: {type(error).__name__}") from error
        if answer.status_code >= 500 or not isinstance(told, dict):
            raise Away(f"{self.issuer} answered with {answer.status_code}")
        if answer.status_code >= 400:
            raise Refused(f"{self.issuer} answered with {answer.status_code} {str(told.get('error'))[:80]}")
        return told


def _address(told: Mapping[str, Any], name: str) -> str:
    """Raises Away for an address that would be asked in the clear."""
    value = str(told.get(name, ""))
    parts = urlsplit(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise Away(f"{name} is not an https address")
    return value


def _public(told: Mapping[str, Any]) -> Any:
    """The keys for signatures with a key pair: an `oct` key in a public set is no secret."""
    keys = [key for key in told.get("keys", ()) if key.get("kty") != "oct" and key.get("use", "sig") == "sig"]
    return {"keys": keys}
