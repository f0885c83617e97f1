"""OpenID Connect: who a provider says that somebody is (authorization code with PKCE)."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from admin.oidc_metadata import Metadata, Provider, Refused

_ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
"""Signatures with a key pair: neither `none` nor a secret that we know too."""
_CLOCK_SKEW: Final = 60
EVERY_CITY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """How a provider knows this service.

    `roles` and `cities` are ours by the provider's words in their claims; a city is a code or EVERY_CITY.
    `several`: the installation has several cities.
    """

    issuer: str
    client_id: str
    secret: str = ""
    role_claim: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    city_claim: str = ""
    cities: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    trust_email: bool = False
    button: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """What is remembered in the browser between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str
    next: str

    @classmethod
    def begin(cls, next: str) -> "Journey":
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), next)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is. `strong`: the provider has already asked for more than one factor (RFC 8176)."""

    subject: str
    email: str
    email_verified: bool | None
    name: str
    roles: frozenset[str]
    cities: frozenset[str]
    strong: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signing in at one provider."""

    client: Client
    provider: Provider

    def address(self, journey: Journey, redirect_uri: str) -> str:
        """Where the browser is led. Raises Away."""
        challenge = urlsafe_b64encode(sha256(journey.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid email profile",
            "state": journey.state,
            "nonce": journey.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.provider.metadata().authorization_endpoint}?{urlencode(query)}"

    def identity(self, journey: Journey, redirect_uri: str, answer: Mapping[str, str]) -> Identity:
        """Of what the provider sent back with the browser. Raises Refused and Away."""
        metadata = self.provider.metadata()
        if not secrets.compare_digest(answer.get("state", "").encode(), journey.state.encode()):
            raise Refused("the state is not that of this browser")
        if answer.get("iss", metadata.issuer) != metadata.issuer:  # RFC 9207
            raise Refused("another provider answered")
        if "code" not in answer:
            raise Refused(f"the provider said: {answer.get('error', 'nothing')[:80]}")
        tokens = self._tokens(metadata, answer["code"], journey.verifier, redirect_uri)
        claims = self.claims(metadata, str(tokens.get("id_token", "")), journey.nonce)
        return self._identity({**self._more(metadata, tokens, claims), **claims})

    def claims(self, metadata: Metadata, token: str, nonce: str) -> Mapping[str, Any]:
        """Of an identity token that was made for us, now, for this journey. Raises Refused and Away."""
        registry = jwt.JWTClaimsRegistry(
            leeway=_CLOCK_SKEW,
            iss={"essential": True, "value": metadata.issuer},
            aud={"essential": True, "value": self.client.client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            claims = self._verified(token)
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise Refused(f"the identity token is not valid: {error}") from error
        audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        party = claims.get("azp", self.client.client_id if len(audiences) == 1 else None)
        if party != self.client.client_id:
            raise Refused("the identity token was made for another service")
        return claims

    def _verified(self, token: str) -> dict[str, Any]:
        """A key that we do not know, or no longer: the provider may have changed its keys."""
        try:
            return _decoded(token, self.provider.keys())
        except (InvalidKeyIdError, BadSignatureError):
            return _decoded(token, self.provider.keys(anew=True))

    def _tokens(self, metadata: Metadata, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
            "client_id": self.client.client_id,
        }
        basic = None
        if self.client.secret and metadata.takes_basic:  # RFC 6749, 2.3.1: each part encoded as in a form
            basic = httpx.BasicAuth(quote(self.client.client_id, safe=""), quote(self.client.secret, safe=""))
        elif self.client.secret:
            form["client_secret"] = self.client.secret
        return self.provider.ask("POST", metadata.token_endpoint, data=form, auth=basic)

    def _more(
        self, metadata: Metadata, tokens: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Many providers keep the address and the roles out of the identity token."""
        wanted = {"email", self.client.role_claim, self.client.city_claim} - {""}
        if wanted <= claims.keys() or not metadata.userinfo_endpoint:
            return {}
        bearer = {"Authorization": f"Bearer {tokens.get('access_token', '')}"}
        told = self.provider.ask("GET", metadata.userinfo_endpoint, headers=bearer)
        if told.get("sub") != claims["sub"]:
            raise Refused("the provider told of another person")
        return told

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        verified = claims.get("email_verified")
        methods = claims.get("amr")
        return Identity(
            subject=f"{self.client.issuer} {claims['sub']}",
            email=str(claims.get("email", "")).strip().lower(),
            email_verified=verified if isinstance(verified, bool) else None,
            name=str(claims.get("name", ""))[:80],
            roles=_ours(claims, self.client.role_claim, self.client.roles),
            cities=_ours(claims, self.client.city_claim, self.client.cities),
            strong=isinstance(methods, list) and "mfa" in methods,
        )


def _ours(claims: Mapping[str, Any], claim: str, meanings: Mapping[str, str]) -> frozenset[str]:
    """What the words of a claim mean here."""
    said = claims.get(claim, ()) if claim else ()
    words = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    return frozenset(meanings[word] for word in words if word in meanings)


def _decoded(token: str, keys: KeySet) -> dict[str, Any]:
    return dict(jwt.decode(token, keys, algorithms=list(_ALGORITHMS)).claims)
