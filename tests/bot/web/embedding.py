"""Pages of others with the element on them."""

from collections.abc import Mapping

from playwright.sync_api import Page

CITY, STRANGER = "https://city.example/", "https://stranger.example/"


def embed(
    page: Page,
    service: str,
    attributes: str = 'language="fi"',
    *,
    around: str = "<main>{}</main>",
    head: str = "",
    at: str = CITY,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Opens a page of somebody else's with the chat where `around` has its {}."""
    script = f'<script type="module" src="{service}/widget.js"></script>'
    chat = f"<osaamo-chat {attributes}></osaamo-chat>"
    html = (
        '<!doctype html><html lang="fi"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>Kaupunki</title>{head}'
        f"<body>{around.replace('{}', chat)}{script}"
    )
    sent = dict(headers or {})
    page.context.unroute(at)
    page.context.route(at, lambda route: route.fulfill(content_type="text/html", body=html, headers=sent))
    page.goto(at)
