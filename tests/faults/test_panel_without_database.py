"""The panel while the database is away: a page that says so, nothing half done."""

from knowledge.database import Database
from tests.admin.panel import make_panel


def test_the_panel_says_that_nothing_was_saved(sqlite_database: Database) -> None:
    panel = make_panel(sqlite_database)
    staff = panel.browser("aino").client
    away = Database("postgresql://nobody@127.0.0.1:1/none")
    panel.app.state.database = away
    for path in ("/admin/desk", "/admin/services"):
        page = staff.get(path)
        assert (page.status_code, page.headers["retry-after"]) == (503, "2")
        assert "Tietokanta ei vastaa juuri nyt" in page.text
    told = staff.get("/admin/api/inbox")
    assert told.headers["content-type"] == "application/problem+json"
    panel.app.state.database = sqlite_database
    assert staff.get("/admin/desk").status_code == 200
