"""What browsers install and search engines read: the manifest and robots.txt."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from bot.access import ChatParts
from bot.web.about import ABOUT
from bot.web.page import SiteParts
from bot.web.visit import language_of

MANIFEST = "/manifest.webmanifest"
ICONS = (
    ("/static/icon.svg", "any", "image/svg+xml", "any"),
    ("/static/icons/icon-192.png", "192x192", "image/png", "any"),
    ("/static/icons/icon-512.png", "512x512", "image/png", "any"),
    ("/static/icons/maskable-512.png", "512x512", "image/png", "maskable"),
)
_ROBOTS = "\n".join(
    (
        "User-agent: *",
        *(
            f"Allow: {path}"
            for path in ("/$", "/?language=", "/c/", ABOUT, "/static/", "/widget.js", MANIFEST)
        ),
        "Disallow: /",
        "",
    )
)

router = APIRouter(include_in_schema=False)


@router.get(MANIFEST)
def manifest(request: Request, chat: ChatParts, site: SiteParts, language: str = "") -> JSONResponse:
    """In the language of the page that asks for it."""
    chosen = language_of(request, chat, language)
    described = {
        "name": site.title(chosen),
        "short_name": site.name,
        "description": site.leaflets.get("share.description", chosen),
        "lang": chosen,
        "dir": site.direction(chosen),
        "id": f"{site.base}/",
        "start_url": f"{site.base}/?language={chosen}",
        "scope": f"{site.base}/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b3d82",
        "categories": ["education", "government", "social"],
        "icons": [
            {"src": src, "sizes": sizes, "type": kind, "purpose": purpose}
            for src, sizes, kind, purpose in ICONS
        ],
    }
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Language"}
    return JSONResponse(described, headers=headers, media_type="application/manifest+json")


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """The first page in each language and the page about the service may be found, nothing else."""
    return PlainTextResponse(_ROBOTS)
