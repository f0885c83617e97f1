"""Links of guides and events are asked as those of services are, and wait for their owners."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.errors import NotFound, NotYours
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords
from knowledge.events.editing import draft as draft_event
from knowledge.events.editing import publish as publish_event
from knowledge.guides.content import GuideContent, GuideFacts, GuideWords, StepFacts, StepWords, Tongue
from knowledge.guides.published import published_guides
from knowledge.guides.workflow import publish, withdraw
from knowledge.guides.writing import Written, draft, write
from knowledge.upkeep.link_round import forget, links_due
from knowledge.upkeep.links_beside import LinkInNeed, links_in_need
from knowledge.upkeep.models import LinkCheckRow
from knowledge.upkeep.needs import WantedNeeds
from knowledge.upkeep.setting_aside import set_aside, take_up
from tests.knowledge.editing.make import EEVA, NOW, TODAY, ask, do, providers
from tests.knowledge.events.make import clock
from tests.knowledge.upkeep.make import ALL, asked

GUIDE, FAIR = "https://example.org/cv", "https://example.org/fair"
DAYS = tuple(TODAY - timedelta(days=each) for each in (2, 1, 0))


@pytest.fixture
def city(database: Database) -> Database:
    """A guide with a link, an event to come with one, an event of last year with one."""
    providers(database)
    facts = GuideFacts(provider="city", goals=("job",), steps=(StepFacts("one", GUIDE), StepFacts("two")))
    copy = do(database, draft, EEVA, facts, "Ensimmäinen CV", NOW)
    steps = {"one": StepWords("Kerää", "Kirjoita.", "Malli"), "two": StepWords("Kokoa", "Tee.")}
    content = GuideContent(facts, {"fi": Tongue(GuideWords("Ensimmäinen CV", "Itse.", steps))})
    page = Written(content=content, base=copy.revision, languages=frozenset({"fi"}))
    written = do(database, write, EEVA, copy.id, page, NOW)
    do(database, publish, EEVA, copy.id, written.revision, NOW)
    for name, year, url in (("Messut", 2099, FAIR), ("Vanhat messut", 2020, "https://example.org/past")):
        event = EventFacts(
            provider="city",
            kind="fair",
            municipality="564",
            url=url,
            starts=clock(f"{year}-12-01 09:00"),
            ends=clock(f"{year}-12-01 11:00"),
        )
        words = {"fi": EventTongue(EventWords(name, "Tapaa työnantajia."))}
        made = do(database, draft_event, EEVA, EventContent(event, words), NOW)
        do(database, publish_event, EEVA, made.id, NOW)
    return database


def found(database: Database, wanted: WantedNeeds = ALL) -> list[tuple[str, str, str]]:
    needs: tuple[LinkInNeed, ...] = ask(database, links_in_need, wanted, TODAY, NOW)
    return sorted((each.need.kind, each.placed.noun, each.placed.name) for each in needs)


def test_they_are_asked_once_a_day_but_for_past_events(city: Database) -> None:
    assert ask(city, links_due, NOW, TODAY) == (GUIDE, FAIR)
    asked(city, GUIDE, "good", TODAY)
    assert ask(city, links_due, NOW + timedelta(hours=22), TODAY) == (FAIR,)
    assert ask(city, links_due, NOW + timedelta(hours=23), TODAY) == (FAIR, GUIDE)


def test_a_link_that_is_dead_waits_for_its_owner_alone(city: Database) -> None:
    asked(city, GUIDE, "gone", *DAYS[:2])
    assert found(city) == []
    asked(city, GUIDE, "gone", DAYS[2])
    asked(city, FAIR, "gone", *DAYS)
    both = [("dead_link", "event", "Messut"), ("dead_link", "guide", "Ensimmäinen CV")]
    assert found(city) == both
    assert found(city, WantedNeeds(providers=frozenset({"kela"}))) == []
    assert found(city, WantedNeeds(language="sv")) == []


def test_what_is_set_aside_is_neither_asked_nor_told_until_its_day(city: Database) -> None:
    asked(city, GUIDE, "gone", *DAYS)
    (each,) = ask(city, links_in_need, ALL, TODAY, NOW)
    key, until = each.placed.key, TODAY + timedelta(days=30)
    stranger = Actor("s", "Stranger", frozenset({"kela"}))
    with pytest.raises(NotYours):
        do(city, set_aside, stranger, "dead_link", key, until, NOW)
    with pytest.raises(NotFound):
        do(city, set_aside, EEVA, "dead_link", f"{key}x", until, NOW)
    do(city, set_aside, EEVA, "dead_link", key, until, NOW)
    assert found(city) == []
    assert GUIDE not in ask(city, links_due, NOW + timedelta(days=1), TODAY)
    do(city, take_up, EEVA, "dead_link", key, NOW)
    assert len(found(city)) == 1


def test_an_answer_is_kept_while_somebody_is_led_there(city: Database) -> None:
    asked(city, GUIDE, "good", TODAY)
    asked(city, "https://example.org/past", "good", TODAY)
    do(city, forget, NOW)
    with city.read() as session:
        assert session.get(LinkCheckRow, GUIDE) is not None
        assert session.get(LinkCheckRow, "https://example.org/past") is None
    (guide,) = ask(city, _ids)
    do(city, withdraw, EEVA, guide, NOW)
    do(city, forget, NOW)
    with city.read() as session:
        assert session.get(LinkCheckRow, GUIDE) is None


def _ids(session: Session) -> tuple[str, ...]:
    return tuple(published_guides(session))
