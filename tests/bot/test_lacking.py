"""What was shown and what was looked for in vain, told without anybody's words."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.conversation import Author, Draft
from bot.effects import found_services
from bot.keys import new_id
from bot.lacking import FEWEST, Query, in_vain, shown_since, vain_queries
from bot.models import Conversation, ShownService, StoredUnmetNeed
from bot.privacy import erase
from dialogues.engine import Effect, Recommended, ServiceCard
from knowledge.database import Database

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def queries(*texts: str, people: int = FEWEST) -> list[Query]:
    """Each text asked by so many people of their own."""
    return [Query(f"{text} {number}", text, NOW) for text in texts for number in range(people)]


def told(*searched: Query) -> list[tuple[str, int]]:
    return [(each.word, each.people) for each in in_vain(searched)]


def test_what_fewer_than_five_people_asked_is_not_told() -> None:
    assert told(*queries("hitsauskurssi", people=4)) == []
    assert told(*queries("hitsauskurssi")) == [("hitsauskurssi", 5)]


def test_one_person_who_asks_five_times_is_one() -> None:
    assert told(*[Query("same", "hitsauskurssi", NOW)] * 9) == []


def test_forms_of_a_word_are_one_and_little_words_say_nothing() -> None:
    asked = queries("haluan hitsaajaksi", people=3) + queries("missä hitsaajan kurssi", people=2)
    assert told(*asked) == [("hitsaajaksi", 5)]


def test_a_sentence_is_told_as_the_word_that_most_people_used() -> None:
    asked = [*queries("verhoilija"), Query("alone", "Matti Meikäläinen, verhoilija Oulusta, 1970", NOW)]
    assert told(*asked) == [("verhoilija", 6)]


def test_each_search_counts_once_under_its_commonest_word() -> None:
    asked = queries("keramiikka kurssi") + queries("kurssi") + queries("keramiikka", people=1)
    assert told(*asked) == [("kurssi", 10)]


def test_masked_data_and_numbers_are_no_words() -> None:
    assert told(*queries("[puhelinnumero] 12345 a1b2")) == []


def stored(database: Database, language: str = "fi", query: str | None = "hitsaus", days: int = 1) -> str:
    at = NOW - timedelta(days=days)
    conversation = Conversation(id=new_id(), language=language, created_at=at, last_message_at=at)
    with database.write() as session:
        session.add(conversation)
        session.flush()
        session.add(StoredUnmetNeed(conversation_id=conversation.id, language=language, at=at, query=query))
    return conversation.id


def test_searches_of_a_time_and_a_language_are_read_and_erased_ones_are_gone(database: Database) -> None:
    kept, gone = stored(database), stored(database)
    stored(database, days=99)
    stored(database, query=None)
    swedish = stored(database, "sv", "svetsning")
    with database.write() as session:
        erase(session, gone)
    since = NOW - timedelta(days=90)
    with database.read() as session:
        assert {each.conversation for each in vain_queries(session, since)} == {kept, swedish}
        assert [each.text for each in vain_queries(session, since, "sv")] == ["svetsning"]


def card(service_id: str) -> ServiceCard:
    return ServiceCard(
        id=service_id, name="", provider="", summary="", category="employment", url="https://example.org"
    )


@pytest.mark.parametrize(
    ("effects", "found"),
    [((), ["a", "b"]), ((Recommended(("a",)),), ["b"]), ((Recommended(("a", "b")),), [])],
)
def test_what_is_shown_without_being_recommended_is_counted_once(
    effects: tuple[Effect, ...], found: list[str]
) -> None:
    reply = Draft(author=Author.BOT, text="", language="fi", services=(card("a"), card("b")))
    conversation = Conversation(id="x", language="fi")
    shown = found_services(conversation, (reply, reply), effects, NOW)
    assert [(each.service_id, each.recommended) for each in shown] == [(each, False) for each in found]


def test_showings_are_counted_by_service_within_a_time(database: Database) -> None:
    with database.write() as session:
        for service_id, days in (("a", 1), ("a", 2), ("a", 60), ("b", 1)):
            at = NOW - timedelta(days=days)
            session.add(ShownService(service_id=service_id, language="fi", at=at))
    with database.read() as session:
        assert shown_since(session, NOW - timedelta(days=56)) == {"a": 2, "b": 1}
        assert set(session.scalars(select(ShownService.recommended))) == {True}
