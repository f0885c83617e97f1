"""The page of the public interface: all that is public, nothing else, and nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from admin import event_interface, export_interface
from admin.export_interface import GROUPS, operations
from bot.app import conversations, services
from bot.app import operations as operating
from bot.city import Cities
from bot.headers import protect
from bot.opening_hours import OpeningHours


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI(version="9.9")
    for router in (conversations, services, event_interface.router, operating, export_interface.router):
        app.include_router(router)

    @app.get("/admin/secret", tags=["staff"])
    def secret() -> None: ...

    protect(app, Cities.alone(OpeningHours.parse("Mon-Fri 9-15", "UTC")))
    return TestClient(app)


def test_every_public_call_is_on_the_page_and_no_other(client: TestClient) -> None:
    page = client.get("/api").text
    document = client.get("/openapi.json").json()
    public = [each for tag in GROUPS for each in operations(document, tag)]
    assert len(public) >= 15
    for call in public:
        assert page.count(f'id="{call.key}"') == 1
        assert page.count(f'href="#{call.key}"') == 1
    assert "secret" not in page
    assert "/api</code>" not in page


def test_the_search_is_told_as_the_contract_has_it(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    search = next(each for each in operations(document, "services") if each.path == "/api/v1/services")
    names = [each.name for each in search.parameters]
    assert names == ["q", "language", "municipality", "audience", "category", "limit"]
    limit = search.parameters[-1]
    assert limit.kind == "integer from 1 to 50 default 10"
    assert [each.name for each in search.answers[0].fields] == ["services"]
    one = next(each for each in operations(document, "services") if each.path != search.path)
    told = {each.name for each in one.answers[0].fields}
    assert told >= {
        *("id", "name", "provider", "summary", "category", "url", "languages", "municipalities"),
        *("reasons", "text_language", "text_status"),
    }


def test_nothing_comes_from_elsewhere_and_no_script_is_needed(client: TestClient) -> None:
    answer = client.get("/api")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)


def test_the_page_is_well_formed(client: TestClient) -> None:
    open_tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "link", "br"):
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Tags().feed(client.get("/api").text)
    assert open_tags == []
