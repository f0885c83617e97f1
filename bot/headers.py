"""What every answer says to browsers: strict content policy, no sniffing, no storing of conversations."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.city import Cities
from bot.city_address import CityAddress, Origins
from bot.event_streams import EventStreams
from bot.limits import BodyLimit

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""For HTML pages: no inline code, nothing from elsewhere, not in a frame."""

_API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Middleware; a header that a route sets itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                _secure(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, secured)


def _secure(headers: MutableHeaders) -> None:
    page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("content-security-policy", PAGE_POLICY if page else _API_POLICY)
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "no-referrer")
    headers.setdefault("permissions-policy", _PERMISSIONS)
    if page:
        headers.setdefault("cross-origin-opener-policy", "same-origin")
    if page or headers.get("content-type", "").startswith(("application/json", "application/problem+json")):
        headers.setdefault("cache-control", "no-store")


def protect(app: FastAPI, cities: Cities, larger: Mapping[str, int] = MappingProxyType({})) -> None:
    """Adds the middlewares of every installation: they come in the reverse order.

    `larger` are the paths that take more than a message, in bytes.
    """
    app.add_middleware(BodyLimit, larger=larger)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Origins, cities=cities)
    app.add_middleware(CityAddress, cities=cities)
    app.add_middleware(EventStreams)
