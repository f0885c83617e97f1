"""Arabic and Persian, on the real dialogues: the page turns round, nothing sticks out, nobody is shut out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import City

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_the_page_reads_from_right_to_left(city: City, language: str) -> None:
    person = city.person()
    page = person.page
    page.set_viewport_size(NARROW)
    person.opens(city.url, language)
    frame = page.locator("osaamo-chat .frame")
    expect(frame).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("osaamo-chat .choice").first.click()
    page.locator("osaamo-chat .choice", has_text="Vantaa").last.click()
    expect(page.locator("osaamo-chat .message.person .words").last).to_have_text("Vantaa")
    send = page.locator("osaamo-chat .send").bounding_box()
    field = page.get_by_role("textbox").first.bounding_box()
    assert send is not None
    assert field is not None
    assert send["x"] < field["x"], "the button that sends is at the end of the line: on the left"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_the_page_without_scripts_reads_from_right_to_left(city: City, language: str) -> None:
    context = city.chromium.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{city.url}/?language={language}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("button.choice").first).to_be_visible()
