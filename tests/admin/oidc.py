"""A panel that signs in at a real provider of identities, and the way there and back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx

from admin.oidc import Client, SignIn
from admin.oidc_metadata import Provider
from tests.admin.panel import Panel
from tests.support.provider import CLIENT, SECRET, sign_in

BACK = "http://testserver/admin/oidc/answer"
ACCOUNTS: Mapping[str, Mapping[str, Any]] = {
    "1": {"email": "Aino@example.fi", "email_verified": True, "name": "Aino Aalto", "groups": ["desk", "x"]},
    "2": {"email": "aino@example.fi", "email_verified": False, "name": "False Aino"},
    "3": {"email": "nobody@example.fi", "email_verified": True, "name": "Nobody"},
    "4": {"email": "aino@example.fi", "email_verified": True, "name": "Another Aino"},
    "5": {"email": "aino@example.fi", "name": "Says nothing of the address"},
}


def signing_in_at(panel: Panel, issuer: str, **more: Any) -> Panel:
    client = Client(issuer=issuer, client_id=CLIENT, secret=SECRET, **more)
    side = panel.app.state.staff_side
    panel.app.state.staff_side = replace(side, oidc=SignIn(client, Provider(issuer)))
    return panel


def journey(panel: Panel, login: str, wanted: str = "") -> tuple[Any, httpx.Response]:
    """A browser, and the answer to its way there and back."""
    browser = panel.visitor().client
    browser.headers["Accept-Language"] = "en"
    left = browser.get("/admin/oidc", params={"next": wanted})
    assert left.status_code == 303
    return browser, browser.get(sign_in(left.headers["location"], login, BACK))
