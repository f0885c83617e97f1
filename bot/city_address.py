"""Which city an address is of: each has a path below /c/, some a host; all that is beneath is the city's."""

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.city import PREFIX, Cities, City

_PATH = re.compile(rf"{PREFIX}(?P<code>[a-z][a-z0-9-]*)(?P<rest>/.*)?")
_STAFF = "/admin"
"""The panel has one address, whatever the city."""


class CityAddress:
    """Middleware: the city's path becomes the root of the request, its code stands in the request's state."""

    def __init__(self, app: ASGIApp, cities: Cities) -> None:
        self._app = app
        self._cities = cities

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._cities.several:
            await self._app(scope, receive, send)
            return
        found = _PATH.fullmatch(scope["path"])
        city = self._cities.of(found["code"]) if found else self._at_host(scope)
        if found and city.code and not found["rest"]:
            await RedirectResponse(city.path, 308)(scope, receive, send)
            return
        below = bool(found and city.code and not found["rest"].startswith(_STAFF))
        root = city.path.rstrip("/") if below else scope.get("root_path", "")
        state = {**scope.get("state", {}), "city": city.code}
        await self._app({**scope, "root_path": root, "state": state}, receive, send)

    def _at_host(self, scope: Scope) -> City:
        return self._cities.at_host(Headers(scope=scope).get("host", "").partition(":")[0])


class Origins:
    """Middleware: a city's own pages may use its chat from elsewhere, and those that may use every city's."""

    def __init__(self, app: ASGIApp, cities: Cities) -> None:
        everywhere = cities.common.allowed_origins
        self._of = {
            city.code: _allowing(app, (*everywhere, *city.allowed_origins))
            for city in (cities.common, *cities.several)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._of[scope.get("state", {}).get("city", "")](scope, receive, send)


def _allowing(app: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    if not origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        expose_headers=["Retry-After"],
        max_age=600,
    )


def city_of(request: Request) -> str:
    """The code of the city whose address it is, "" for the address of the whole installation."""
    return str(getattr(request.state, "city", ""))


def base_of(request: Request) -> str:
    """What stands before every path of ours: "" or "/c/<code>"."""
    return str(request.scope.get("root_path", ""))
