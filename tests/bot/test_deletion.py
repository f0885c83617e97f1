"""Deleting is proved: by counts, by a look into every table, and by a number that only this service makes."""

import pytest
from fastapi.testclient import TestClient

from admin.deletion_command import is_ours
from bot.deletion import Deletion, NotAllGone, delete
from knowledge.database import Database
from tests.bot.conftest import MONDAY_NOON, World
from tests.bot.test_erasing import a_conversation
from tests.bot.visitor import visit

SECRETS = (b"of today", b"a secret of the tests")


def test_the_proof_counts_what_was_there(world: World, http: TestClient) -> None:
    visitor = visit(http)
    visitor.post("Hello")
    proof = visitor.call("POST", "/deletion")
    assert proof.status_code == 200
    text = proof.json()["text"]
    assert "Messages: 3. Answers to questions: 0. Contact details: 0. Counsellors' notes: 0." in text
    assert visitor.call("GET").status_code == 404
    assert is_ours(text, world.parts.cities.zone, SECRETS)


@pytest.mark.parametrize("language", ["fi", "fi-x-selko", "sv", "en", "ru", "uk", "et", "ar", "fa", "so"])
def test_a_proof_is_known_again_in_every_language_and_a_changed_one_is_not(
    world: World, language: str
) -> None:
    deletion = Deletion(at=MONDAY_NOON, messages=7, answers=3, contacts=1, notes=2)
    zone = world.parts.cities.zone
    text = deletion.told(world.texts, language, zone, SECRETS[1])
    assert is_ours(text, zone, SECRETS)
    assert not is_ours(text.replace("7", "8", 1), zone, SECRETS)
    assert not is_ours(text, zone, SECRETS[:1])
    assert not is_ours("nothing", zone, SECRETS)


def test_nothing_is_said_to_be_gone_while_a_table_still_knows_it(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_database.write() as session:
        a_conversation(session)
    monkeypatch.setattr("bot.privacy.erase", lambda session, conversation_id: None)
    with pytest.raises(NotAllGone, match="conversations"), sqlite_database.write() as session:
        delete(session, "c1", MONDAY_NOON)
