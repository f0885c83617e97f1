"""Passwords: how they are made, stored and checked."""

import secrets
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM_LENGTH: Final = 12
"""Characters; NIST SP 800-63B asks for length and against rules of composition."""

_hasher = PasswordHasher()  # argon2id with the library's defaults (RFC 9106, low memory)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread aloud


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Takes as long for an account that does not exist as for one that does."""
    try:
        return _hasher.verify(stored or _hash_of_nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(secrets.token_hex())


def one_time_password() -> str:
    """Four groups of four letters: about 79 bits, readable aloud."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def weakness(password: str, email: str) -> str | None:
    """The code of what is wrong with a chosen password (`password_...` in admin/texts), or None."""
    if len(password) < MINIMUM_LENGTH:
        return "password_short"
    if len(set(password)) < 5 or email.split("@")[0].lower() in password.lower():
        return "password_weak"
    return None
