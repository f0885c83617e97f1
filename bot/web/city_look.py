"""A city's look: its colour as a style sheet of one rule, and its logo."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from bot.access import ChatParts
from bot.city import City
from bot.city_address import city_of
from bot.city_file import LOGOS
from bot.problems import Problem

router = APIRouter(include_in_schema=False)

_CACHED = "public, max-age=300"
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A logo may be coloured by styles of its own, and do nothing else."""


def style_sheet(city: City) -> str:
    """The readable shades of the colour follow from it in tokens.css, in light and dark."""
    return f":root{{--osaamo-accent:{city.theme.accent}}}\n" if city.theme.accent else ""


@router.get("/theme.css")
def theme(request: Request, chat: ChatParts) -> Response:
    css = style_sheet(chat.cities.of(city_of(request)))
    return Response(css, media_type="text/css", headers={"Cache-Control": _CACHED})


@router.get("/logo")
def logo(request: Request, chat: ChatParts) -> Response:
    picture = chat.cities.of(city_of(request)).theme.logo
    if picture is None:
        raise Problem(404, "unknown")
    headers = {"Cache-Control": _CACHED, "Content-Security-Policy": _PICTURE_POLICY}
    return FileResponse(picture, media_type=LOGOS[picture.suffix], headers=headers)
