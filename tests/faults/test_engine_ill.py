"""The panel tells its staff that Rasa is ill, and stops telling when it is well."""

from admin.pages import Pages
from dialogues.on_rasa.fallback import Health
from knowledge.database import Database
from tests.admin.panel import make_panel


def test_the_panel_tells_while_rasa_is_ill(sqlite_database: Database) -> None:
    panel, health = make_panel(sqlite_database), Health()
    panel.app.state.pages = Pages(panel.app.state.pages.texts, lambda: health.well)
    staff = panel.browser("aino").client
    assert "Rasa" not in staff.get("/admin/desk").text
    health.failed()
    assert "Rasa" in staff.get("/admin/desk").text
    health.answered()
    assert "Rasa" not in staff.get("/admin/desk").text
