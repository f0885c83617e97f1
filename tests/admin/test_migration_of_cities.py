"""What was paused and written before cities had their own is everybody's afterwards, with nothing lost."""

from datetime import UTC, datetime

from sqlalchemy import text

from admin.migrate import check, migrate
from bot.canned import changes, read_replies
from bot.pause import stored
from knowledge.database import Database
from tests.admin.test_migrations import empty as empty

BEFORE = (
    """INSERT INTO canned_replies (id, shortcut, topics, state, source_language, revision)
    VALUES ('r', 'hei', '[]', 'published', 'fi', 1)""",
    """INSERT INTO canned_texts (reply_id, language, text, status, source_hash)
    VALUES ('r', 'fi', 'Hei.', 'reviewed', 'x')""",
    """INSERT INTO canned_changes (reply_id, name, at, content)
    VALUES ('r', 'Aino', '2026-11-01 12:00:00', '{"state": "published"}')""",
    """INSERT INTO pauses (what, texts, since, staff_id, name)
    VALUES ('handoff', '{"fi": "Palaamme."}', '2026-11-01 12:00:00', '1', 'Aino')""",
)


def test_pauses_and_canned_replies_stay_those_of_everybody(empty: Database) -> None:
    migrate(empty, "0023")
    with empty.write() as session:
        for statement in BEFORE:
            session.execute(text(statement))
    migrate(empty)
    check(empty)
    with empty.read() as session:
        (reply,), (paused,) = read_replies(session), stored(session)
        assert (reply.city, reply.texts["fi"].text, paused.city) == ("", "Hei.", "")
        assert [change.name for change in changes(session, "r")] == ["Aino"]
        assert paused.is_on(datetime.now(UTC))
