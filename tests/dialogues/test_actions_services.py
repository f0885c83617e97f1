"""Which services the actions show, what their cards say, and what is worked out for them."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from dialogues.conversation.cards import local_card
from dialogues.conversation.finding import is_granted
from dialogues.conversation.texts import Texts
from dialogues.engine import ServiceCard
from dialogues.tracker import Entity, Parsed, TrackerView
from knowledge import matching
from knowledge.matching import Reason
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from knowledge.vocabulary import LANGUAGES
from tests.dialogues.acting import run
from tests.knowledge.make import TODAY, service
from tests.knowledge.shipped import catalogue
from tests.transcripts.player import actions


@pytest.mark.parametrize(
    ("service_id", "granted"),
    [
        ("financial-and-debt-counselling", False),
        ("guarantee-foundation-advice", False),
        ("basic-social-assistance", True),
        ("kela-housing-benefits", True),
        ("earnings-related-unemployment-allowance", True),
        ("start-up-grant", True),
        ("residence-permit-and-unemployment", True),
        ("legal-aid", True),
        ("digital-support", False),
        ("multisectoral-employment-support", False),
    ],
)
def test_only_what_is_granted_has_somebody_who_decides(service_id: str, granted: bool) -> None:
    assert is_granted(catalogue().by_id[service_id]) is granted


def shown_to(words: str, language: str = "fi") -> list[str]:
    """The first services of who answers the second question so, and names the family as a barrier."""
    home: dict[str, Any] = {
        "municipality": "837",
        "goals": ["money"],
        "barriers": ["family"],
        "language": language,
    }
    view = Parsed(words, "self_description", 0.9)
    heard = asyncio.run(
        actions().run(
            "validate_assessment_form",
            TrackerView("test", home | {"audience": "person"}, view, "assessment_form", "situation"),
        )
    )
    assert heard.slots["situation"] == "at_home"
    result = run("action_show_results", "show_results", **(home | dict(heard.slots)))
    return [card.id for card in result.said[0].services]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "olen omaishoitaja"), ("fi", "hoidan äitiäni kotona"), ("en", "I care for my husband at home")],
)
def test_who_looks_after_an_adult_gets_no_day_care(language: str, words: str) -> None:
    shown = shown_to(words, language)
    assert not {"early-childhood-education", "family-centre", "kela-family-leave-benefits"} & set(shown)
    assert any(service.startswith("family-caregiver") for service in shown)


def test_who_is_at_home_with_a_child_gets_what_is_for_families_first() -> None:
    shown = shown_to("olen kotona lasten kanssa")
    assert "early-childhood-education" in shown
    assert not any(service.startswith("family-caregiver") for service in shown)


def searched(query: str, **slots: Any) -> tuple[ServiceCard, ...]:
    result = run("action_search", "search_service", (Entity("query", query),), text=query, **slots)
    return result.said[0].services


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_local_service_names_its_places_while_nobody_knows_where_the_person_lives(language: str) -> None:
    cards = {each.id: each for each in searched("ohjaamo", language=language)}
    local = [(each, each.municipalities[0]) for each in cards.values() if each.municipalities]
    assert local
    for each, code in local:
        place = catalogue().municipalities.get(code)
        assert place is not None
        assert place.name(each.text_language) in each.condition


def test_who_has_told_where_they_live_is_not_told_of_places() -> None:
    assert searched("ohjaamo", municipality="092")[0].id == "ohjaamo-vantaa"
    assert not any(each.condition.startswith("Alue:") for each in searched("ohjaamo", municipality="092"))
    assert not any(each.municipalities for each in searched("ohjaamo", municipality="elsewhere"))
    assert "853" in (searched("ohjaamo Turussa", municipality="elsewhere")[0].municipalities or ())


def test_many_places_are_counted() -> None:
    five = service("wide", municipalities={"853", "564", "091", "092", "049"})
    shown = local_card(five, Texts.load(), "fi", TODAY, catalogue().municipalities)
    assert shown.condition == "Alue: Espoo, Helsinki, Oulu ja 2 muuta kuntaa."


@pytest.mark.parametrize("cared_for", [None, "adult", "child"])
def test_reasons_are_made_only_for_what_is_shown(
    monkeypatch: pytest.MonkeyPatch, cared_for: str | None
) -> None:
    told: list[str] = []

    def counted(profile: NeedsProfile, service: Service) -> Iterator[Reason]:
        told.append(service.id)
        return reasons(profile, service)

    reasons = matching.reasons
    monkeypatch.setattr(matching, "reasons", counted)
    known: dict[str, Any] = {
        "municipality": "564",
        "situation": "at_home",
        "goals": ["job"],
        "cared_for": cared_for,
    }
    first = run("action_show_results", "show_more", **known)
    more = run("action_show_more", "show_more", shown=first.slots["shown"], **known)
    assert told == more.slots["shown"]
    assert len(told) == 6
