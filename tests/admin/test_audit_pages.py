"""The audit log is found in, turned over, exported, and says everything in words."""

import ast
import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin import audit
from admin.audit_pages import PAGE
from admin.models import AuditRow
from admin.pages import HERE
from dialogues.conversation.texts import Texts
from tests.admin.panel import Browser, Panel

RECORDING = ("audit.record", "_record", "_do", "self._record", "self.trace", "verbs.do")


@pytest.fixture
def reader(small_panel: Panel) -> Browser:
    return small_panel.browser("koord", "coordinator")


def log(panel: Panel, who: str, action: str, subject: str, at: str, **details: str) -> None:
    with panel.database.write() as session:
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
        session.add(AuditRow(at=moment, staff_name=who, action=action, subject=subject, details=details))


def subjects(reader: Browser, **asked: str | int) -> list[str]:
    page = reader.client.get("/admin/audit", params=asked).text
    return re.findall(r"<td>(s[\w-]+)</td>", page)


@pytest.fixture
def written(small_panel: Panel) -> None:
    log(small_panel, "Aino Aalto", "take_over", "s-1", "2026-11-01T21:59:59")
    log(small_panel, "Aino Aalto", "close", "s-2", "2026-11-01T22:00:00", role="editor")
    log(small_panel, "Pekka 100%", "close", "s-3", "2026-11-02T21:59:59")
    log(small_panel, "osaamo", "first_start", "s-4", "2026-11-02T22:00:00")


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["s-4", "s-3", "s-2", "s-1"]),
        ({"who": "aalto"}, ["s-2", "s-1"]),
        ({"who": "%"}, ["s-3"]),
        ({"action": "close"}, ["s-3", "s-2"]),
        ({"subject": "S-3"}, ["s-3"]),
        ({"since": "2026-11-02", "until": "2026-11-02"}, ["s-3", "s-2"]),
        ({"since": "2026-11-03"}, ["s-4"]),
        ({"since": "yesterday"}, ["s-4", "s-3", "s-2", "s-1"]),
        ({"who": "aino", "action": "close"}, ["s-2"]),
        ({"page": 2}, []),
        ({"page": -3}, ["s-4", "s-3", "s-2", "s-1"]),
    ],
)
def test_filters_are_kept_in_the_address_and_days_are_those_of_the_city(
    reader: Browser, asked: dict[str, str | int], found: list[str]
) -> None:
    assert subjects(reader, **asked) == found


@pytest.mark.usefixtures("written")
def test_the_page_shows_what_was_asked(reader: Browser) -> None:
    page = reader.client.get("/admin/audit?who=Aino&action=close&since=2026-11-01").text
    assert 'value="Aino"' in page
    assert '<option value="close" selected>Closed a conversation</option>' in page
    assert 'href="/admin/audit/export?who=Aino&amp;action=close&amp;since=2026-11-01"' in page
    assert "role: editor" in page
    assert "2026-11-02 00:00:00" in page


def test_both_databases_find_the_same(panel: Panel) -> None:
    for name in ("Öky", "öky", "AALTO"):
        log(panel, name, "close", "s-x", "2026-11-01T10:00:00")
    with panel.database.read() as session:
        assert audit.count(session, audit.Filters(who="aalto")) == 1
        assert audit.count(session, audit.Filters(subject="S-X", action="close")) == 3
        assert len(list(audit.everything(session, audit.Filters()))) == 3
        assert audit.actions(session) == ("close",)


def test_pages_are_turned(small_panel: Panel, reader: Browser) -> None:
    with small_panel.database.write() as session:
        for number in range(PAGE + 1):
            audit.record(session, None, "close", f"s-{number}")
    assert subjects(reader) == [f"s-{number}" for number in range(PAGE, 0, -1)]
    assert subjects(reader, page=2) == ["s-0"]
    page = reader.client.get("/admin/audit?action=close").text
    assert 'href="/admin/audit?action=close&amp;page=2"' in page


@pytest.mark.usefixtures("written")
def test_the_export_holds_what_the_filters_find_and_is_an_action_itself(
    small_panel: Panel, reader: Browser
) -> None:
    log(small_panel, "=HYPERLINK(1)", "close", "s-5", "2026-11-04T10:00:00")
    answer = reader.client.get("/admin/audit/export?action=close")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["time", "who", "action", "subject", "details"]
    assert [row[3] for row in rows[1:]] == ["s-2", "s-3", "s-5"]
    assert rows[1][4] == '{"role": "editor"}'
    assert not rows[3][1].startswith("=")
    assert "Exported the audit log" in reader.client.get("/admin/audit").text


def test_an_action_of_an_earlier_version_keeps_its_code(small_panel: Panel, reader: Browser) -> None:
    log(small_panel, "Aino", "a_forgotten_action", "s-1", "2026-11-01T10:00:00")
    assert "a_forgotten_action" in reader.client.get("/admin/audit").text


def test_every_action_that_the_panel_records_has_words_in_every_language() -> None:
    texts = Texts.load(HERE / "texts").by_language
    recorded = {action for path in Path(HERE).glob("*.py") for action in actions_in(path)}
    assert {"sign_in", "change_role", "close_account", "take_over", "publish_service"} <= recorded
    for language, known in texts.items():
        missing = {action for action in recorded if f"audit_{action}" not in known.texts}
        assert not missing, language


def actions_in(path: Path) -> set[str]:
    """Every code that is handed to what records, as its action: `audit.record` and what stands before it."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    recording = [call for call in calls if ast.unparse(call.func) in RECORDING]
    return {text for call in recording for argument in call.args[:4] for text in texts_in(argument)}


def texts_in(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return texts_in(node.body) | texts_in(node.orelse)
    is_code = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return {node.value} if is_code and re.fullmatch(r"[a-z]+(_[a-z]+)*", node.value) else set()
