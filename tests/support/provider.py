"""A real provider of OpenID Connect (npm's oidc-provider), and a person who signs in at it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
from joserfc.jwk import RSAKey

HERE = Path(__file__).parent
INSTALLED = HERE.parents[1] / "node_modules" / "oidc-provider"
CLIENT, SECRET = "osaamo test", "a secret: of/the tests"
"""With the characters that have to be encoded in an Authorization header."""


def is_installed() -> bool:
    return shutil.which("node") is not None and INSTALLED.is_dir()


@dataclass(frozen=True)
class RealProvider:
    """`key` is its own: with it, tokens can be made that it never would."""

    issuer: str
    key: RSAKey


@contextmanager
def provider(
    port: int, back: str, accounts: Mapping[str, Mapping[str, Any]], client: Mapping[str, Any] | None = None
) -> Iterator[RealProvider]:
    """With new keys each time it is started."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    what = {
        "port": port,
        "client": {"client_id": CLIENT, "client_secret": SECRET, "redirect_uris": [back], **(client or {})},
        "keys": [key.as_dict(private=True)],
        "accounts": accounts,
    }
    command = ["node", str(HERE / "provider.mjs"), json.dumps(what)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            assert "ready" in process.stdout.readline()
            yield RealProvider(f"http://127.0.0.1:{port}", key)
        finally:
            process.terminate()


def sign_in(address: str, login: str, back: str) -> str:
    """Does with the provider's pages what a person does; returns the address it leads back to."""
    with httpx.Client(follow_redirects=False) as browser:
        answer = browser.get(address)
        for _ in range(12):
            while "location" in answer.headers:
                address = urljoin(str(answer.url), answer.headers["location"])
                if address.startswith(back):
                    return address
                answer = browser.get(address)
            assert answer.status_code == 200, answer.text
            action = re.findall(r'<form[^>]*action="([^"]+)"', answer.text)[0]
            hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)"', answer.text))
            form = {**hidden, "login": login, "password": "any"}
            answer = browser.post(urljoin(str(answer.url), action), data=form)
    raise AssertionError("the provider led nowhere")
