"""What previews of links, search engines and installing browsers are told: nothing of a conversation."""

import re
import struct

import pytest
from fastapi.testclient import TestClient

from bot.web.about import ABOUT
from bot.web.site import STATIC
from tests.bot.conftest import LANGUAGES


@pytest.mark.parametrize("address", ["/", ABOUT])
def test_the_first_pages_may_be_found_in_every_language(no_script: TestClient, address: str) -> None:
    page = no_script.get(address).text
    assert "noindex" not in page
    assert f'<link rel="canonical" href="http://testserver{address}">' in page
    for language in LANGUAGES:
        alternate = f'hreflang="{language}" href="http://testserver{address}?language={language}"'
        assert alternate in page
    chosen = no_script.get(f"{address}?language=sv&municipality=Oulu").text
    assert f'<link rel="canonical" href="http://testserver{address}?language=sv">' in chosen


def test_a_preview_says_nothing_of_the_conversation(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Minulla on velkoja"})
    page = no_script.get("/")
    head = page.text.partition("</head>")[0]
    assert "velkoja" not in head
    assert "og:" not in head
    assert '<meta name="robots" content="noindex">' in head
    assert page.headers["cache-control"] == "no-store"


def test_a_preview_speaks_the_language_of_the_link(no_script: TestClient) -> None:
    head = no_script.get("/?language=sv").text.partition("</head>")[0]
    assert re.search(r'og:title" content="Osaamo – [^"]*företag', head)
    assert re.search(r'og:description" content="[^"]*maskin', head)
    assert 'og:image" content="http://testserver/static/icons/preview.png"' in head


def test_what_is_taken_along_is_found_by_nobody(no_script: TestClient) -> None:
    no_script.post("/", data={"text": "Hei"})
    assert '<meta name="robots" content="noindex">' in no_script.get("/take-with-you").text
    assert "Disallow: /\n" in no_script.get("/robots.txt").text


def test_the_page_can_be_installed_in_its_language(no_script: TestClient) -> None:
    link = re.search(r'rel="manifest" href="([^"]+)"', no_script.get("/?language=sv").text)
    assert link
    answer = no_script.get(link[1])
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["lang"], manifest["dir"], manifest["display"]) == ("sv", "ltr", "standalone")
    assert manifest["start_url"] == "/?language=sv"
    for icon in manifest["icons"]:
        content = no_script.get(icon["src"]).content
        if icon["type"] == "image/png":
            assert size(content) == tuple(map(int, icon["sizes"].split("x")))


def test_the_pictures_are_small_and_of_the_sizes_that_are_said(no_script: TestClient) -> None:
    assert size(no_script.get("/static/icons/preview.png").content) == (1200, 630)
    assert size(no_script.get("/static/icons/touch.png").content) == (180, 180)
    assert all(path.stat().st_size < 40_000 for path in (STATIC / "icons").iterdir())


def test_the_policy_lets_the_manifest_in_and_the_page_stands_alone(no_script: TestClient) -> None:
    headers = no_script.get("/").headers
    assert "manifest-src 'self'" in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "cross-origin-opener-policy" not in no_script.get("/widget.js").headers


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_without_a_connection_the_numbers_are_told_in_every_language(no_script: TestClient) -> None:
    page = no_script.get("/offline?language=sv").text
    assert "Ingen förbindelse" in page
    assert '<a href="tel:112" dir="ltr">112</a>' in page, "digits in their order, whichever way words run"
    assert '<meta name="robots" content="noindex">' in page


def test_the_worker_keeps_nothing_but_the_page_without_a_connection(no_script: TestClient) -> None:
    answer = no_script.get("/worker.js")
    assert answer.headers["content-security-policy"] == "default-src 'none'; connect-src 'self'"
    assert answer.text.count("caches.open") == 1
    assert ".put(" not in answer.text
    kept = re.search(r"const files = \[(.*)\]", answer.text)
    assert kept
    assert kept[1] == 'PAGE, "/static/tokens.css", "/static/paper.css", "/static/icon.svg"'
