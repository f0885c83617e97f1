"""What a false provider of identities, or somebody between, could send: only a right token is taken."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from admin.oidc import Client, SignIn
from admin.oidc_metadata import Away, Provider, Refused
from tests.support.provider import CLIENT, SECRET, RealProvider


class Forge:
    """Identity tokens that are right but for one thing."""

    def __init__(self, real: RealProvider) -> None:
        self.real = real
        self.sign_in = SignIn(Client(issuer=real.issuer, client_id=CLIENT), Provider(real.issuer))
        self.right = {
            "iss": real.issuer,
            "aud": CLIENT,
            "sub": "1",
            "nonce": "n",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
        }

    def header(self, **changes: Any) -> dict[str, Any]:
        return {"alg": "RS256", "kid": self.real.key.kid, **changes}

    def token(self, key: Any = None, header: Mapping[str, Any] | None = None, **changes: Any) -> str:
        claims = {name: value for name, value in {**self.right, **changes}.items() if value is not None}
        algorithms = ["RS256", "HS256"]
        return jwt.encode(dict(header or self.header()), claims, key or self.real.key, algorithms=algorithms)

    def check(self, token: str) -> Mapping[str, Any]:
        return self.sign_in.claims(self.sign_in.provider.metadata(), token, "n")


@pytest.fixture
def forge(real: RealProvider) -> Forge:
    return Forge(real)


def test_a_right_token_is_taken_also_from_a_clock_that_is_a_little_wrong(forge: Forge) -> None:
    now = int(time.time())
    assert forge.check(forge.token())["sub"] == "1"
    assert forge.check(forge.token(exp=now - 30))["sub"] == "1"
    assert forge.check(forge.token(iat=now + 30))["sub"] == "1"
    assert forge.check(forge.token(aud=[CLIENT, "other"], azp=CLIENT))["sub"] == "1"


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"aud": "another service"},
        {"aud": ["another", "service"]},
        {"aud": None},
        {"aud": [CLIENT, "other"]},
        {"azp": "another service"},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"iat": int(time.time()) + 86_400},
        {"iat": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_now_is_refused(forge: Forge, changes: Mapping[str, Any]) -> None:
    with pytest.raises(Refused):
        forge.check(forge.token(**changes))


def test_a_token_without_a_signature_is_refused(forge: Forge) -> None:
    right = forge.token()
    header, claims, _ = right.split(".")
    none = urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
    broken = (
        f"{none}.{claims}.",
        f"{header}.{claims}.",
        f"{header}.{claims}",
        "",
        "a.b.c",
        f"{right[:-8]}AAAAAAAA",
    )
    for token in broken:
        with pytest.raises(Refused):
            forge.check(token)


def test_a_signature_of_another_key_or_kind_is_refused(forge: Forge) -> None:
    other = RSAKey.generate_key(2048, auto_kid=True)
    shared = OctKey.import_key(SECRET * 2)
    for key, header in (
        (other, forge.header()),
        (other, forge.header(kid=other.kid)),
        (shared, forge.header(alg="HS256")),
    ):
        with pytest.raises(Refused):
            forge.check(forge.token(key, header))


def test_a_provider_that_calls_itself_otherwise_is_not_asked(real: RealProvider) -> None:
    with pytest.raises(Away, match="calls itself"):
        Provider(real.issuer.replace("127.0.0.1", "localhost")).metadata()
