"""From what a person tells they can do to what is kept of it: what a transcript cannot show."""

import asyncio
from typing import Any

import pytest

from dialogues.conversation.assessment import PERSON_FORM, forget, next_question
from dialogues.conversation.concept_names import in_words, nearest_name
from dialogues.conversation.skills import MOST_PROPOSED
from dialogues.conversation.summary import profile_lines
from dialogues.conversation.texts import Texts
from dialogues.conversation.titles import title_of_payload
from dialogues.tracker import ActionResult, Entity, Parsed, TrackerView
from knowledge.everyday_work import Concept
from knowledge.names import Names
from knowledge.occupations import Occupations
from knowledge.profile import NeedsProfile
from tests.knowledge.shipped import names
from tests.transcripts.player import actions

TEXTS = Texts.load()
COOK = "http://data.europa.eu/esco/occupation/90f75f67-495d-49fa-ab57-2f320e251d7e"
WAITER = "http://data.europa.eu/esco/occupation/d5db9d5c-2ebf-4a54-a79a-1b7e7ff70471"
ELDERLY = "http://data.europa.eu/esco/skill/261e740b-d32d-4356-94a8-3ea29128b70b"
TEAM = "http://data.europa.eu/esco/skill/60c78287-22eb-4103-9c8c-28deaa460da0"
GONE = "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000000"
ASKED: dict[str, Any] = {
    "audience": "person",
    "language": "fi",
    "municipality": "853",
    "situation": "working",
    "goals": ["skills"],
    "barriers": ["nothing"],
}
PROPOSED = ASKED | {"skills": ["olin kokkina"], "proposed": [COOK, WAITER]}


def heard(latest: Parsed, slots: dict[str, Any], question: str = "skills") -> ActionResult:
    view = TrackerView("test", slots, latest, PERSON_FORM, question)
    return asyncio.run(actions().run(f"validate_{PERSON_FORM}", view))


def typed(text: str, slots: dict[str, Any], question: str = "skills", intent: str = "inform") -> ActionResult:
    return heard(Parsed(text, intent, 0.99), slots, question)


def ticked(*addresses: str, **slots: Any) -> ActionResult:
    entities = tuple(Entity("skills", address) for address in addresses)
    return heard(Parsed("/inform", "inform", 1.0, entities), PROPOSED | slots)


def test_the_question_stays_open_while_something_is_proposed() -> None:
    result = typed("olin kokkina ravintolassa", ASKED)
    assert result.slots["requested_slot"] == "skills"
    assert result.slots["skills"] == ["olin kokkina ravintolassa"]
    assert COOK in result.slots["proposed"]


def test_where_nothing_is_proposed_the_questions_go_on() -> None:
    result = typed("kaikenlaista kivaa puuhaa", ASKED)
    assert (result.slots["skills"], result.slots["proposed"]) == (["kaikenlaista kivaa puuhaa"], [])
    assert result.slots["requested_slot"] != "skills"


def test_no_more_is_proposed_than_can_be_looked_through() -> None:
    result = typed("siivosin, ajoin taksia, kokkasin, hitsasin, opetin, puhun kieliä, leivoin", ASKED)
    assert len(result.slots["proposed"]) == MOST_PROPOSED


def test_what_is_ticked_is_kept_beside_the_own_words() -> None:
    result = ticked(WAITER)
    assert result.slots["skills"] == ["olin kokkina", WAITER]
    assert result.slots["proposed"] is None
    assert result.slots["learned"] == {"skills": "chosen"}


def test_a_button_pressed_once_more_changes_nothing_else() -> None:
    assert ticked(COOK, COOK, skills=["olin kokkina", WAITER]).slots["skills"] == ["olin kokkina", COOK]


@pytest.mark.parametrize("address", [GONE, "kokki", ""])
def test_what_nobody_names_cannot_be_kept(address: str) -> None:
    assert set(ticked(address).slots) == {"requested_slot"}


@pytest.mark.parametrize(
    ("text", "intent", "kept"),
    [
        ("kokki", "inform", [COOK]),
        ("Tarjoilija ja kokki", "inform", [COOK, WAITER]),
        ("joo", "affirm", [COOK, WAITER]),
        ("ei", "deny", []),
        ("Ei mikään näistä", "nlu_fallback", []),
        ("ohita", "skip", []),
        ("en tiedä", "dont_know", []),
    ],
)
def test_proposals_are_answered_in_words(text: str, intent: str, kept: list[str]) -> None:
    result = typed(text, PROPOSED, intent=intent)
    assert sorted(result.slots["skills"][1:]) == sorted(kept)
    assert result.slots["proposed"] is None


def test_more_words_are_added_to_the_story_and_few_strange_ones_are_not() -> None:
    more = typed("kokki olin vain kesät, siivosin talvisin", PROPOSED)
    assert more.slots["skills"] == ["olin kokkina", "kokki olin vain kesät, siivosin talvisin"]
    assert more.slots["requested_slot"] == "skills"
    assert set(typed("hmm jaa", PROPOSED).slots) == {"requested_slot"}


def words_of(**slots: Any) -> str:
    view = TrackerView(
        "test", PROPOSED | {"proposed": None} | slots, Parsed("/take_with_me", "take_with_me", 1.0)
    )
    (said,) = asyncio.run(actions().run("action_take_with_me", view)).said
    return said.text


def test_what_was_dropped_is_not_in_the_words_to_take_along() -> None:
    assert "tarjoilija" not in words_of(skills=["olin kokkina", COOK])
    assert "kokki." in words_of(skills=["olin kokkina", COOK])


def test_the_words_are_grouped_by_work_skills_and_home() -> None:
    lines = words_of(
        skills=["olin kokkina ja hoidin äitiä", COOK, ELDERLY, TEAM], at_home=[ELDERLY]
    ).splitlines()
    assert lines[-4:] == [
        "Minulla on kokemusta näistä töistä: kokki.",
        "Osaan: työskennellä ryhmässä.",
        "Kotona ja vapaa-ajalla olen tehnyt tätä: huolehtia vanhuksista.",
        "Omin sanoin: olin kokkina ja hoidin äitiä.",
    ]


def test_what_is_told_of_home_is_remembered_as_such() -> None:
    result = typed("olin kokkina ja hoidin äitiäni", ASKED)
    assert result.slots["at_home"] == [ELDERLY]


def test_more_is_added_to_what_was_kept() -> None:
    kept = ASKED | {"skills": ["olin kokkina", COOK], "telling_more": True}
    more = typed("osaan hitsata ja olin kokkina", kept)
    assert more.slots["skills"] == ["olin kokkina", COOK, "osaan hitsata ja olin kokkina"]
    assert COOK not in more.slots["proposed"]
    chosen = heard(Parsed("/inform", "inform", 1.0, (Entity("skills", TEAM),)), kept | more.slots)
    assert chosen.slots["skills"] == [*more.slots["skills"], TEAM]
    assert chosen.slots["telling_more"] is None


@pytest.mark.parametrize("text", ["/skip", "/dont_know"])
def test_who_has_no_more_to_tell_loses_nothing(text: str) -> None:
    kept = ASKED | {"skills": ["olin kokkina", COOK], "telling_more": True}
    result = heard(Parsed(text, text[1:], 1.0), kept)
    assert result.slots["telling_more"] is None
    assert "skills" not in result.slots
    assert result.slots["requested_slot"] != "skills"


def test_the_button_to_tell_more_says_so() -> None:
    assert title_of_payload('/change_answer{"question": "more_skills"}', "fi", TEXTS, names()) == (
        "Kerro lisää osaamisestasi"
    )


def test_a_no_to_deleting_is_not_a_no_to_the_proposals() -> None:
    no = Parsed("/deny", "deny", 1.0)
    assert set(heard(no, PROPOSED | {"prompt": "delete"}).slots) == {"requested_slot"}
    assert heard(no, PROPOSED).slots["skills"] == ["olin kokkina"]


def test_the_name_of_an_occupation_is_no_command_where_one_is_asked_for() -> None:
    slots = ASKED | {"goals": ["job"], "education": "secondary"}
    assert typed("Tulkki", slots, "field", "ask_human").slots["field"] == "other"
    assert set(typed("tulkki kiitos", slots, "field", "ask_human").slots) == {"requested_slot"}


def test_a_reopened_question_has_no_proposals_left() -> None:
    opened = PROPOSED | forget(PROPOSED, ("skills",))
    assert (opened["skills"], opened["proposed"]) == (None, None)
    question = next_question(opened, PERSON_FORM)
    assert question is not None
    assert question.slot == "skills"


def test_the_counsellor_reads_the_names_in_their_own_language() -> None:
    profile = NeedsProfile(language="ar", skills=("عملت طباخا", COOK, GONE), field="other", occupation=WAITER)
    lines = profile_lines(profile, "fi", TEXTS, (), names())
    assert lines[0][2] == "Jokin muu: tarjoilija"
    assert lines[1][2] == "عملت طباخا; kokki"


def test_a_pressed_name_is_shown_in_words() -> None:
    payload = f'/inform{{"skills": ["{COOK}", "{WAITER}"]}}'
    assert title_of_payload(payload, "sv", TEXTS, names()) == "Kokerska, Servitör/servitris"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fi", ("kokki", "fi")),
        ("fi-x-selko", ("kokki", "fi")),
        ("et", ("kokk", "et")),
        ("so", ("cunto kariye", "so")),
    ],
)
def test_a_name_is_in_the_nearest_language(language: str, name: tuple[str, str]) -> None:
    concept = names().occupations.get(COOK)
    assert concept is not None
    assert nearest_name(concept, TEXTS, language) == name


@pytest.mark.parametrize(("language", "name"), [("et", ("kokki", "fi")), ("so", ("cook", "en"))])
def test_without_a_name_of_ours_it_is_in_the_nearest_language(language: str, name: tuple[str, str]) -> None:
    assert nearest_name(Concept(COOK, "occupation", {"fi": "kokki", "en": "cook"}), TEXTS, language) == name


def test_a_name_in_a_language_that_nobody_speaks_here_is_better_than_none() -> None:
    known = Names(names().places, Occupations([Concept(GONE, "skill", {"de": "kochen"})], {}))
    assert in_words(GONE, TEXTS, "fi", known) == "kochen"


@pytest.mark.parametrize(
    ("language", "text", "field", "occupation"),
    [
        ("fi", "hitsaaja", "industry", "hitsaaja"),
        ("fi", "kokki", "trade_service", "kokki"),
        ("en", "taxi driver", "transport", "taxi driver"),
        ("ru", "парикмахер", "trade_service", "парикмахер"),
        ("fi", "poronhoito", "other", "poronhoito"),
    ],
)
def test_a_typed_occupation_finds_its_field(
    language: str, text: str, field: str, occupation: str | None
) -> None:
    slots = ASKED | {"goals": ["job"], "education": "secondary", "language": language}
    result = typed(text, slots, "field", "self_description")
    assert result.slots["field"] == field
    told = result.slots.get("occupation")
    if occupation:
        assert in_words(str(told), TEXTS, language, names()) == occupation
    else:
        assert told in (None, text)
