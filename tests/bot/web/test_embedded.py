"""The element on a page of somebody else: neither breaks the other."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.bot.web.chatting import messages, say
from tests.bot.web.conftest import Site
from tests.bot.web.embedding import STRANGER, embed

HOSTILE = """<style>
  html { font-size: 80px; }
  * { direction: rtl !important; line-height: 3 !important; }
  * { all: unset !important; font-size: 60px !important; color: red !important; }
  * { letter-spacing: 1em !important; }
  * { text-transform: uppercase !important; visibility: hidden !important; --accent: red !important; }
  button, textarea, p, li { display: none !important; }
</style>"""
BOX = '<div style="inline-size: 500px !important; display: block !important">{}</div>'
LOOKS = """() => {
  const root = document.querySelector("osaamo-chat").shadowRoot;
  const seen = [".frame", ".notice", ".words", ".choice", "textarea", ".send", "select"].map((name) => {
    const element = root.querySelector(name);
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const kept = ["color", "fontSize", "direction", "display", "letterSpacing", "visibility"];
    return [name, width, height, ...kept.map((each) => style[each])];
  });
  return JSON.stringify(seen);
}"""
TRACES = """() => JSON.stringify([
  Object.keys(window), document.styleSheets.length, document.adoptedStyleSheets.length,
  document.head.innerHTML, document.title, document.documentElement.lang, history.length,
  getComputedStyle(document.querySelector("h1")).font,
])"""


def test_styles_of_the_page_do_not_reach_the_chat(site: Site, browser_page: Page) -> None:
    looks = []
    for head in ("", HOSTILE):
        embed(browser_page, site.url, around=BOX, head=head)
        expect(browser_page.get_by_role("button", name="Etsi palvelua")).to_be_visible()
        looks.append(browser_page.evaluate(LOOKS))
    assert looks[0] == looks[1]
    say(browser_page, "Hei")
    expect(browser_page.get_by_text("Sanoit: Hei")).to_be_visible()


def test_the_chat_leaves_no_trace_on_the_page(site: Site, browser_page: Page) -> None:
    embed(browser_page, site.url, around="<h1>Kaupunki</h1>")
    before = browser_page.evaluate(TRACES)
    embed(browser_page, site.url, around="<h1>Kaupunki</h1>{}")
    say(browser_page, "Hei")
    expect(browser_page.get_by_text("Sanoit: Hei")).to_be_visible()
    assert browser_page.evaluate(TRACES).replace(" ", "") == before.replace(" ", "")


def test_one_request_brings_the_whole_element(site: Site, browser_page: Page) -> None:
    asked: list[Request] = []
    browser_page.on("request", lambda request: asked.append(request))
    embed(browser_page, site.url)
    expect(browser_page.get_by_role("log")).to_be_visible()
    loaded = [(each.resource_type, each.url) for each in asked if each.url.startswith(site.url)]
    assert [kind for kind, _ in loaded if kind != "fetch"] == ["script"]


def test_the_strictest_policy_that_still_names_the_service_is_enough(site: Site, browser_page: Page) -> None:
    refused: list[str] = []
    browser_page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    policy = f"default-src 'none'; script-src {site.url}; connect-src {site.url}; style-src 'self'"
    embed(browser_page, site.url, headers={"Content-Security-Policy": policy})
    say(browser_page, "Hei")
    expect(browser_page.get_by_text("Sanoit: Hei")).to_be_visible()
    assert refused == []


def test_a_page_that_is_not_allowed_gets_a_clear_line_and_nothing_works(
    site: Site, browser_page: Page
) -> None:
    embed(browser_page, site.url, at=STRANGER)
    expect(browser_page.get_by_role("alert")).to_have_text(
        "Tätä keskustelua ei ole avattu käyttöön tällä sivulla."
    )
    expect(browser_page.get_by_role("textbox")).to_have_count(0)


def test_the_page_names_the_service_greets_and_shows_its_pictures(site: Site, browser_page: Page) -> None:
    picture = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
    named = (
        f'language="fi" name="Oulun Apuri" greeting="Moi, täällä Oulu." logo="{picture}" avatar="{picture}"'
    )
    embed(browser_page, site.url, named)
    expect(browser_page.locator(".brand")).to_have_text("Oulun Apuri")
    expect(messages(browser_page, "bot").first).to_have_text("Moi, täällä Oulu.")
    expect(browser_page.locator(".brand img")).to_have_attribute("src", picture)
    expect(browser_page.locator(".avatar").first).to_have_attribute("alt", "")
    browser_page.get_by_role("combobox").select_option("sv")
    expect(messages(browser_page, "bot").first).to_have_text(
        "Hej. Jag är Osaamo, en bot. Du behöver inget namn."
    )


CONTRASTS = """() => {
  const root = document.querySelector("osaamo-chat").shadowRoot;
  const pixel = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pixel.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = (name) => getComputedStyle(root.querySelector(name));
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const frame = style(".frame").backgroundColor;
  return [
    ratio(style(".choice").color, frame), ratio(style(".send").color, style(".send").backgroundColor),
    ratio(style(".frame").color, style(".person .words").backgroundColor),
    ratio(style(".choice").color, style(".notice").backgroundColor),
  ];
}"""
COLOURS = ["#ffe600", "#00ff00", "#ffffff", "#000000", "#ff00aa", "#00b5e2", "rgb(0 0 255)", "red"]
CHOICE = """() => document.querySelector("osaamo-chat").shadowRoot.querySelector(".messages").append(
  Object.assign(document.createElement("button"), { className: "choice" }))"""
COLOURED = (
    """(colour) => document.querySelector("osaamo-chat").style.setProperty("--osaamo-accent", colour)"""
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_a_city_stays_readable(site: Site, browser_page: Page, scheme: Any) -> None:
    browser_page.emulate_media(color_scheme=scheme)
    embed(browser_page, site.url)
    say(browser_page, "Hei")
    expect(messages(browser_page, "bot").last).to_have_text("Sanoit: Hei")
    browser_page.evaluate(CHOICE)
    ratios = {}
    for colour in COLOURS:
        browser_page.evaluate(COLOURED, colour)
        ratios[colour] = min(browser_page.evaluate(CONTRASTS))
    assert {colour: ratio for colour, ratio in ratios.items() if ratio < 4.5} == {}


def test_what_is_no_colour_leaves_ours(site: Site, browser_page: Page) -> None:
    browser_page.emulate_media(color_scheme="light")
    accents = []
    for style in ("", "<style>osaamo-chat { --osaamo-accent: bluish; }</style>"):
        embed(browser_page, site.url, head=style)
        choice = browser_page.get_by_role("button", name="Etsi palvelua")
        accents.append(choice.evaluate("element => getComputedStyle(element).color"))
    assert accents[0] == accents[1]


def test_a_page_that_is_always_light_can_keep_the_chat_light(site: Site, browser_page: Page) -> None:
    browser_page.emulate_media(color_scheme="dark")
    embed(browser_page, site.url, 'language="fi" scheme="light"')
    expect(browser_page.get_by_role("log")).to_be_visible()
    colour = """getComputedStyle(document.querySelector("osaamo-chat").shadowRoot.querySelector(".frame"))"""
    assert browser_page.evaluate(f"{colour}.backgroundColor") == "rgb(255, 255, 255)"
