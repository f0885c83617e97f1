"""Secrets that have to be read again are sealed with the installation's secret before they are stored."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(Exception):  # noqa: N818 - what has been found, not a fault of ours
    """Not sealed here for this purpose, sealed with another secret, or sealed too long ago."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Fernet (AES-128-CBC, HMAC-SHA256) under a key of its own for each purpose (HKDF, RFC 5869)."""

    secret: bytes

    def close(self, text: str, purpose: str) -> str:
        return self._fernet(purpose).encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str, purpose: str, seconds: int | None = None) -> str:
        """The text, when it was sealed within so many seconds. Raises SealBroken."""
        try:
            return self._fernet(purpose).decrypt(sealed.encode(), ttl=seconds).decode()
        except InvalidToken as error:
            raise SealBroken from error

    @property
    def key_id(self) -> str:
        """Tells secrets apart, and nothing about them."""
        return self._key("id of the key")[:4].hex()

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(urlsafe_b64encode(self._key(purpose)))

    def _key(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=f"osaamo {purpose}".encode()).derive(self.secret)
