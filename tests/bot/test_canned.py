"""Canned replies: kept with every change, stale by their source, chosen by topic and language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from sqlalchemy.orm import Session

from bot.canned import (
    CannedError,
    CannedReply,
    Status,
    Written,
    add_reply,
    changes,
    read_replies,
    read_reply,
    save_reply,
    set_state,
)
from bot.canned_choice import choices
from bot.canned_filling import Filling, filled, unknown_places
from bot.canned_yaml import STARTER, exported, load_starter, parsed, take_in
from bot.transfer import Colleague
from dialogues.conversation.texts import Texts
from knowledge.database import Database
from knowledge.vocabulary import CATEGORIES, EMPLOYER_NEEDS, GOALS, LANGUAGES

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
AINO = Colleague("a1", "Aino")
HELLO = Written("hei", ("job",), None, "fi", {"fi": ("Hei.", "draft"), "en": ("Hello.", "machine")})
FILLING = Filling("the desk", "Aino", "Opens on Monday.", "Oulu", {"s1": "Ohjaamo"}.get)
TEXTS = Texts.load()


def write(database: Database, verb: Callable[..., Any], *values: object) -> Any:
    with database.write() as session:
        return verb(session, *values)


def read(database: Database, reply_id: str) -> CannedReply:
    with database.read() as session:
        return read_reply(session, reply_id)


def published(session: Session) -> dict[str, CannedReply]:
    return {each.shortcut: each for each in read_replies(session)}


def test_a_suggestion_is_offered_once_it_is_published_and_every_change_is_kept(database: Database) -> None:
    reply = write(database, add_reply, HELLO, AINO, NOW, "suggested")
    with database.read() as session:
        assert published(session) == {}
    write(database, set_state, reply, 1, "published", Colleague("c1", "Koordinaattori"), NOW)
    with database.read() as session:
        assert published(session)["hei"].texts["fi"].status == "reviewed"
        kept = [(each.name, each.state) for each in changes(session, reply)]
    assert kept == [("Koordinaattori", "published"), ("Aino", "suggested")]


def test_a_translation_is_stale_until_it_is_written_anew_or_said_to_fit(database: Database) -> None:
    reply = write(database, add_reply, HELLO, AINO, NOW, "published")
    other: dict[str, tuple[str, Status]] = {"fi": ("Hei taas.", "reviewed"), "en": ("Hello.", "reviewed")}
    write(database, save_reply, reply, 1, replace(HELLO, texts=other), AINO, NOW)
    assert read(database, reply).texts["en"].stale
    assert not read(database, reply).texts["fi"].stale
    write(database, save_reply, reply, 2, replace(HELLO, texts=other, still_right=("en",)), AINO, NOW)
    assert not read(database, reply).texts["en"].stale


def test_who_saves_over_a_newer_revision_is_refused(database: Database) -> None:
    reply = write(database, add_reply, HELLO, AINO, NOW, "published")
    write(database, save_reply, reply, 1, replace(HELLO, shortcut="moi"), AINO, NOW)
    with pytest.raises(CannedError, match="changed"):
        write(database, save_reply, reply, 1, HELLO, AINO, NOW)
    assert read(database, reply).shortcut == "moi"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (replace(HELLO, shortcut=""), "shortcut"),
        (replace(HELLO, shortcut="kaksi sanaa"), "shortcut"),
        (replace(HELLO, shortcut="varattu"), "taken"),
        (replace(HELLO, source_language="sv"), "source"),
        (replace(HELLO, texts={"fi": ("x" * 1501, "draft")}), "long"),
        (replace(HELLO, texts={"fi": ("Hei {name}.", "draft")}), "place"),
    ],
)
def test_what_cannot_be_sent_is_not_kept(sqlite_database: Database, written: Written, code: str) -> None:
    write(sqlite_database, add_reply, replace(HELLO, shortcut="varattu"), AINO, NOW, "published")
    with pytest.raises(CannedError) as refused:
        write(sqlite_database, add_reply, written, AINO, NOW, "published")
    assert refused.value.code == code


def test_places_are_filled_and_a_service_that_is_gone_is_seen() -> None:
    text = "{counsellor}, {desk}: {opening} {municipality} {service:s1} {service:gone} {name}"
    assert filled(text, FILLING) == "Aino, the desk: Opens on Monday. Oulu Ohjaamo {service:gone} {name}"
    assert unknown_places(text) == ("name",)
    assert unknown_places("{service:} {}") == ("service:", "")


def test_the_starter_comes_once_in_every_language_and_is_never_brought_back(database: Database) -> None:
    assert write(database, load_starter, NOW) == 12
    with database.read() as session:
        replies = read_replies(session)
    for reply in replies:
        assert set(reply.texts) == set(LANGUAGES), reply.shortcut
        assert {each.status for each in reply.texts.values()} == {"machine"}
        assert set(reply.topics) <= {*GOALS, *EMPLOYER_NEEDS, *CATEGORIES}
        assert all(not unknown_places(each.text) and "!" not in each.text for each in reply.texts.values())
    write(database, set_state, replies[0].id, 1, "removed", AINO, NOW)
    assert write(database, load_starter, NOW) == 0
    with database.read() as session:
        assert len(read_replies(session)) == 11


def test_topic_and_shortcut_come_first_and_the_nearest_language_says_which_there_are(
    sqlite_database: Database,
) -> None:
    write(sqlite_database, load_starter, NOW)
    write(sqlite_database, add_reply, replace(HELLO, shortcut="vain", team="t1"), AINO, NOW, "published")
    with sqlite_database.read() as session:
        replies = read_replies(session)
    first = choices(replies, "", "en", {"business": 2}, (), TEXTS)[0]
    assert (first.reply.shortcut, first.language, first.languages) == ("yritys", "en", ())
    assert choices(replies, "tut", "en", {"business": 2}, (), TEXTS)[0].reply.shortcut == "tutkinto"
    assert [each.reply.shortcut for each in choices(replies, "kela", "en", {}, (), TEXTS)] == ["tuki"]
    assert choices(replies, "vain", "so", {}, (), TEXTS) == ()
    (own,) = choices(replies, "vain", "so", {}, ("t1",), TEXTS)
    assert (own.language, own.languages) == ("en", ("en",))


def test_export_is_read_back_and_changes_what_has_the_same_shortcut(database: Database) -> None:
    write(database, load_starter, NOW)
    with database.read() as session:
        text = exported(read_replies(session))
    assert {each.shortcut for each in parsed(text)} == {each.shortcut for each in parsed(STARTER.read_text())}
    changed = yaml.safe_load(text)[:1]
    changed[0]["texts"]["fi"] = "Uusi teksti."
    assert write(database, take_in, yaml.safe_dump(changed), AINO, NOW) == 1
    with database.read() as session:
        reply = published(session)[changed[0]["shortcut"]]
    assert (reply.texts["fi"].text, reply.texts["sv"].stale) == ("Uusi teksti.", True)


@pytest.mark.parametrize("text", ["{", "a: 1", "- 1", "- texts: 1"])
def test_what_is_no_list_of_replies_is_refused(text: str) -> None:
    with pytest.raises(CannedError, match="yaml"):
        parsed(text)
