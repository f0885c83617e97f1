"""Passwords: how they are made, stored and checked."""

import re
import secrets
from functools import cache
from importlib import import_module
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM_LENGTH: Final = 12
"""Characters; NIST SP 800-63B asks for length and against rules of composition."""

_LOOKED_AT: Final = 72
_SAFELY_UNGUESSABLE: Final = 3
"""Of zxcvbn's 0 to 4: at least 10^8 guesses."""
_COMMON_HERE: Final = (
    *("salasana", "osaamo", "perkele", "suomi", "finland", "tervetuloa", "työllisyys", "työllisyyspalvelut"),
    *("rakkaus", "kissa", "koira", "aurinko", "kesä", "talvi", "syksy", "kevät", "lösenord", "sommar"),
)
"""zxcvbn knows 30,000 of the commonest passwords, nearly all English."""

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


def weakness(password: str, *own: str) -> str | None:
    """The code of what is wrong with a chosen password (`password_...` in admin/texts), or None.

    `own` are the person's name and e-mail address: a password made of them counts as guessed.
    """
    if len(password) < MINIMUM_LENGTH:
        return "password_short"
    if not password.isprintable():
        return "password_weak"
    words = [part.lower() for each in own for part in re.split(r"[^\w]+", each) if len(part) > 2]
    if any(len(word) > 3 and word in password.lower() for word in words):
        return "password_weak"
    library = import_module("zxcvbn")  # 13 MB of common words, read when somebody first chooses a password
    guessed = library.zxcvbn(
        password[:_LOOKED_AT], user_inputs=[*words, *_COMMON_HERE], max_length=_LOOKED_AT
    )
    return "password_weak" if guessed["score"] < _SAFELY_UNGUESSABLE else None
