"""A mistyped address of the panel is answered by a page, whatever is wrong with it."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from httpx import Response
from pydantic import BaseModel

from bot.desk import Desk
from tests.admin.doors import DOORS, ID
from tests.admin.panel import Panel

PAGES = [path for method, path in DOORS if method == "GET" and not path.startswith("/admin/api/")]
BAD = ("9" * 30, "x" * 600)


def asked(panel: Panel, path: str) -> Iterator[str]:
    """The names that the page understands after the question mark."""
    for context in iter_route_contexts(panel.app.routes):
        route = context.original_route
        if context.path == path and isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield from _asked(route.dependant)


def _asked(needed: Dependant) -> Iterator[str]:
    for field in needed.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from (each.alias or name for name, each in kind.model_fields.items())
        else:
            yield field.alias
    for each in needed.dependencies:
        yield from _asked(each)


def is_page(answer: Response) -> bool:
    kind = answer.headers.get("content-type", "")
    return answer.status_code < 400 or (answer.status_code < 500 and kind.startswith("text/html"))


@pytest.mark.parametrize("path", PAGES)
def test_whatever_stands_in_an_address_a_page_answers(small_panel: Panel, path: str) -> None:
    chief, conversation = small_panel.browser("ylli", "administrator"), small_panel.waiting()
    known = path.replace(ID, conversation)
    addresses = [re.sub(r"\{[^}]+\}", quote(bad, safe=""), path) for bad in BAD]
    addresses += [f"{known}?{name}={quote(bad)}" for name in asked(small_panel, path) for bad in BAD]
    answers = {address: chief.client.get(address) for address in addresses}
    assert {each: answer.text for each, answer in answers.items() if not is_page(answer)} == {}


def test_the_names_after_the_question_mark_are_found(small_panel: Panel) -> None:
    assert "list" in set(asked(small_panel, "/admin/desk"))
    assert {"given", "city"} <= set(asked(small_panel, "/admin/supervision"))


@pytest.mark.parametrize("address", ["/admin/desk/%00", "/admin/services?q=%00", "/admin/audit?who=%00"])
def test_a_zero_character_is_in_no_address_of_either_database(panel: Panel, address: str) -> None:
    answer = panel.browser("ylli", "administrator").client.get(address)
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_a_mistyped_list_leads_to_the_desk(small_panel: Panel) -> None:
    answer = small_panel.browser("aino").client.get("/admin/desk?list=foo")
    assert answer.status_code == 422
    assert '<a href="/admin/desk">Open the page without it</a>' in answer.text
    assert small_panel.visitor().client.get("/admin/desk?list=foo").status_code == 303


def test_scripts_are_still_answered_as_programs(small_panel: Panel) -> None:
    aino = small_panel.browser("aino").client
    for address in ("/admin/api/inbox?list=foo", "/admin/api/conversations/none/messages"):
        assert aino.get(address).headers["content-type"] == "application/problem+json"


def test_a_form_that_cannot_be_read_is_answered_by_a_page(small_panel: Panel) -> None:
    chief = small_panel.browser("ylli", "coordinator")
    answer = chief.client.post("/admin/supervision/holders", headers=chief.headers)
    assert answer.status_code == 422
    assert "The form cannot be taken in" in answer.text


def test_a_fault_of_ours_is_told_on_a_page_and_stands_in_the_log(
    small_panel: Panel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Desk) -> None:
        raise LookupError

    monkeypatch.setattr(Desk, "inbox", broken)
    client = small_panel.browser("ylli", "coordinator").client
    client._transport.raise_server_exceptions = False
    answer = client.get("/admin/supervision")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "/admin/supervision failed: LookupError" in caplog.text
