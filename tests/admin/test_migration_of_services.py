"""What was published before there was editing stays published, with its history and its corrections."""

from datetime import UTC, date, datetime

from sqlalchemy import text

from admin.migrate import migrate
from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.content import Words, digest
from knowledge.editing.overrides import overrides_of
from knowledge.editing.working_copy import open_copy
from knowledge.models import ServiceRow
from knowledge.revisions import compare, content_at, history
from knowledge.starter.entries import read_starter
from knowledge.starter.load import load_starter
from tests.admin.test_migrations import empty as empty

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SERVICE = """
INSERT INTO service (id, provider_id, state, category, audience, url, municipalities, newcomers_only,
required_situations, situations, goals, barriers, fields, unemployed_for, employer_needs, stand_in, languages,
keywords, valid_to, review_due, evidence, note, source_system, source_url, facts_edited_at, created_at,
updated_at) VALUES (:id, 'kela', :state, 'income_support', '["person"]', 'https://example.org',
'["049", "091"]', false, '[]', '[]', '["money"]', '[]', '[]', '[]', '[]', false, '["fi"]',
'{"sv": ["skuld"], "fi": ["velka", "ö"]}', '2027-12-31', '2027-05-21', 'B', '', 'starter',
'https://example.org/page', :edited, '2026-11-01 12:00:00', '2026-11-02 12:00:00')
"""
TEXT = """
INSERT INTO service_text (service_id, language, name, summary, first_step, condition, status, edited_at,
updated_at) VALUES (:id, :language, :name, 'Apua.', '', '', 'machine', :edited, '2026-11-02 12:00:00')
"""
REVISION = """
INSERT INTO service_revision (service_id, number, made_at, made_by, change, snapshot) VALUES ('debt', 1,
'2026-11-01 12:00:00', 'starter', 'loaded', '{"id": "debt", "provider_id": "kela", "state": "published",
"category": "income_support", "audience": ["person"], "url": "https://example.org", "municipalities": null,
"min_age": null, "max_age": null, "newcomers_only": false, "required_situations": [], "situations": [],
"goals": [], "barriers": [], "fields": [], "unemployed_for": [], "employer_needs": [], "role": null,
"stand_in": false, "languages": ["fi"], "keywords": {}, "valid_from": null, "valid_to": "2027-12-31",
"evidence": "B", "note": "", "texts": {"fi": {"language": "fi", "name": "Velkaneuvonta", "summary": "Vanha.",
"first_step": "", "condition": "", "status": "machine", "source_language": null, "source_hash": null}}}')
"""


def fill(database: Database) -> None:
    """As the first version of Osaamo left it: one published service, one that was corrected, one draft."""
    with database.write() as session:
        session.execute(
            text("""INSERT INTO provider (id, names, url) VALUES ('kela', '{"fi": "Kela"}', '')""")
        )
        for key, state, edited in (
            ("debt", "published", None),
            ("own", "published", "2026-11-02 12:00:00"),
            ("idea", "draft", None),
        ):
            session.execute(text(SERVICE), {"id": key, "state": state, "edited": edited})
            for language, name in (("fi", "Velkaneuvonta ”ö”"), ("sv", "Skuldrådgivning")):
                when = edited if language == "sv" else None
                values = {"id": key, "language": language, "name": name, "edited": when}
                session.execute(text(TEXT), values)
        session.connection().exec_driver_sql(REVISION)


def test_published_services_become_snapshots(empty: Database) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty)
    with empty.read() as session:
        seen = load_catalogue(session, TODAY)
        assert set(seen.by_id) == {"debt", "own"}
        debt = seen.by_id["debt"]
        assert (debt.review_due, debt.valid_to) == (date(2027, 5, 21), date(2027, 12, 31))
        assert debt.municipalities == {"049", "091"}
        assert debt.texts["sv"].name == "Skuldrådgivning"
        copies = {key: open_copy(session, key) for key in ("debt", "own", "idea")}
        assert {key: (copy.state, copy.unpublished_changes) for key, copy in copies.items()} == {
            "debt": ("published", False),
            "own": ("published", False),
            "idea": ("draft", False),
        }
        for key, copy in copies.items():
            assert content_at(session, key, copy.revision) == copy.content
            assert session.get_one(ServiceRow, key).digest == digest(copy.content)


def test_the_history_before_is_kept_and_can_be_compared(empty: Database) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty)
    with empty.read() as session:
        assert [(each.number, each.change) for each in history(session, "debt")] == [
            (2, "published"),
            (1, "loaded"),
        ]
        first = content_at(session, "debt", 1)
        assert first.texts["fi"].words == Words("Velkaneuvonta", "Vanha.")
        changed = {change.field for change in compare(first, content_at(session, "debt", 2))}
    assert {"summary", "goals", "municipalities", "keywords"} <= changed


def test_what_editors_had_changed_stays_corrected(empty: Database) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty)
    with empty.read() as session:
        assert overrides_of(session, "debt") == ()
        corrected = {(each.language, each.field) for each in overrides_of(session, "own")}
    assert {("", "goals"), ("", "url"), ("sv", "name"), ("sv", "condition")} <= corrected
    assert not {language for language, _ in corrected} & {"fi"}


def test_the_next_start_loads_the_starter_over_it(empty: Database) -> None:
    migrate(empty, "0001")
    fill(empty)
    migrate(empty)
    with empty.write() as session:
        report = load_starter(session, read_starter(), NOW)
    assert report.kept == ["own"]
    assert report.withdrawn == ["debt"]
    with empty.read() as session:
        assert len(load_catalogue(session, TODAY).services) == len(report.inserted) + 1
