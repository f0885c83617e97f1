"""Walking through guides, and finding the one that fits."""

import asyncio
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.conversation import guides, walking
from dialogues.conversation.context import Context
from dialogues.conversation.titles import title_of_payload
from dialogues.tracker import ActionResult, Entity, Parsed, TrackerView
from knowledge.guide import Guide, GuideStep, GuideText
from tests.knowledge.shipped import catalogue, names
from tests.transcripts.player import actions

WALKING = {"guide": "first-cv", "guide_step": 3.0, "prompt": "guide"}
CONTEXT = actions()._context


def view(text: str, intent: str, *entities: Entity, loop: str | None = None, **slots: Any) -> TrackerView:
    latest = Parsed(text, intent, 1.0, entities, ((intent, 1.0),))
    known = {"language": "fi", "audience": "person", **slots}
    return TrackerView("test", known, latest, loop, "municipality" if loop else None)


def run(name: str, seen: TrackerView) -> ActionResult:
    return asyncio.run(actions().run(name, seen))


def holding(*held: Guide) -> Context:
    known = MappingProxyType({guide.id: guide for guide in held})
    changed = replace(catalogue(), guides=known)
    return replace(CONTEXT, catalogue=lambda: changed)


def small(**facts: Any) -> Guide:
    def words(title: str) -> dict[str, GuideText]:
        return {"sv": GuideText("sv", title, f"{title}.", status="reviewed")}

    steps = (GuideStep("one", words("Ett")), GuideStep("two", words("Två"), "https://example.org"))
    known: dict[str, Any] = {"kind": "career_path", "fields": frozenset(("transport",)), **facts}
    return Guide("small", provider="oulu", provider_names={}, texts=words("Liten"), steps=steps, **known)


@pytest.mark.parametrize(
    ("text", "intent", "step"),
    [
        ("seuraava vaihe", "show_more", 4),
        ("Edellinen vaihe", "back", 2),
        ("joo", "affirm", 4),
        ("ohita", "skip", 4),
        ("takaisin", "back", 2),
        ("7", "nlu_fallback", 7),
        ("٥", "nlu_fallback", 5),
    ],
)
def test_words_lead_through_the_steps(text: str, intent: str, step: int) -> None:
    result = run("action_not_understood", view(text, intent, **WALKING))
    assert result.slots["guide_step"] == float(step)
    assert f"vaihe {step}/7" in result.said[0].text
    assert result.followup == "action_listen"


def test_any_step_is_reached_by_its_name() -> None:
    guide = catalogue().guides["first-cv"]
    title = guide.steps[4].texts["fi"].title
    assert run("action_learn", view(title.upper(), "self_description", **WALKING)).slots["guide_step"] == 5.0


@given(st.integers(-5, 99))
def test_a_step_that_does_not_exist_is_the_nearest(number: int) -> None:
    guide = small()
    result = walking.show(holding(guide), view("/x", "guide_step"), guide, number)
    assert 1 <= result.slots["guide_step"] <= len(guide.steps)


@pytest.mark.parametrize("step", ["0", "99", "x", "-1", None, 3])
def test_a_bad_number_shows_the_step_at_hand(step: object) -> None:
    entities = (Entity("guide", "first-cv"), Entity("step", step))
    result = run("action_guide_step", view("/guide_step", "guide_step", *entities, **WALKING))
    assert result.slots["guide_step"] == 3.0


def test_a_guide_that_was_withdrawn_is_left_with_a_way_on() -> None:
    result = run("action_guide_step", view("/guide_step", "guide_step", guide="gone", guide_step=2.0))
    assert result.slots == {"guide": None, "guide_step": None, "prompt": None}
    assert result.said[0].buttons


def test_what_comes_in_between_leads_back_to_step_and_question() -> None:
    seen = view("velkaneuvonta", "search_service", loop="assessment_form", municipality="564", **WALKING)
    result = run("action_search", seen)
    assert [button.payload for button in result.said[-1].buttons][:2] == [
        '/guide_step{"step": "3"}',
        "/start_assessment",
    ]
    assert result.followup == "action_listen"


def test_later_remembers_the_place_and_goes_back_to_the_question() -> None:
    seen = view("/leave_guide", "leave_guide", loop="assessment_form", **WALKING)
    result = run("action_leave_guide", seen)
    assert result.followup == "assessment_form"
    assert "guide" not in result.slots
    assert result.slots["prompt"] is None


def test_a_text_in_another_language_says_so_and_a_reviewed_one_no_more() -> None:
    guide = small()
    text = walking.show(holding(guide), view("/x", "guide_step"), guide, 2).said[0].text
    assert "Svenska" in text
    assert "https://example.org" in text
    assert "tarkistanut" not in text


@pytest.mark.parametrize(
    ("short", "place", "told"),
    [
        (None, None, "koko maassa"),
        (frozenset(("564",)), "564", "Oulu"),
        (frozenset(("564",)), "091", ""),
        (frozenset(), "564", ""),
    ],
)
def test_a_path_tells_whether_its_field_lacks_people(
    short: frozenset[str] | None, place: str | None, told: str
) -> None:
    guide = small(short_of_staff=short)
    text = guides.path(holding(guide), view("/x", "career_paths", municipality=place), guide).said[0].text
    assert ("tarvitaan lisää työntekijöitä" in text) is bool(told)
    assert told in text


def test_a_guide_for_elsewhere_is_not_offered() -> None:
    context = holding(small(municipalities=frozenset(("091",))))
    assert guides.guides(context, view("/x", "career_paths", municipality="564"), "career_path") == ()
    assert guides.guides(context, view("/x", "career_paths", municipality="091"), "career_path")


@pytest.mark.parametrize(
    ("goals", "field", "payload"),
    [
        (["job"], "care", '/career_paths{"guide": "path-care"}'),
        (["job"], "creative", '/guide_step{"guide": "first-cv"}'),
        (["direction", "job"], None, '/guide_step{"guide": "find-direction"}'),
        (["skills"], None, '/guide_step{"guide": "skills-in-words"}'),
        (["money"], "care", '/guide_step{"guide": "x"}'),
    ],
)
def test_one_button_after_the_results_fits_goals_and_field(
    goals: list[str], field: str | None, payload: str
) -> None:
    offered = guides.fitting(CONTEXT, view("/x", "show_results", goals=goals, field=field))
    assert [button.payload for button in offered] == ([] if "money" in goals else [payload])


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("miten teen cv:n", "first-cv"),
        ("auta valmistautumaan haastatteluun", "job-interview"),
        ("miten sanoitan osaamiseni", "skills-in-words"),
        ("en tiedä mitä haluaisin tehdä isona", "find-direction"),
    ],
)
def test_a_guide_is_found_by_its_words_or_by_the_goal(text: str, guide: str) -> None:
    assert run("action_self_coaching", view(text, "self_coaching")).slots["guide"] == guide


def test_words_that_name_none_show_those_there_are() -> None:
    result = run("action_self_coaching", view("jotain mitä voin tehdä itse", "self_coaching"))
    assert len(result.said[0].buttons) == len(guides.guides(CONTEXT, view("/x", "x"), "self_coaching"))


def test_without_any_guide_nothing_is_promised() -> None:
    context = holding()
    for found in (guides.self_coaching, guides.career_paths):
        said = found(context, view("/x", "self_coaching")).said[0]
        assert said.buttons
        assert "Tällaisia oppaita ei ole" in said.text


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ('/guide_step{"guide": "first-cv", "step": "3"}', "Vaihe 3"),
        ('/self_coaching{"guide": "first-cv"}', "Kaikki vaiheet"),
        ("/self_coaching", "Tee jotain itse"),
        ('/leave_guide{"confirmed": true}', "Valmis"),
        ("/leave_guide", "Jatkan myöhemmin"),
        ('/find_events{"municipality": "564"}', "Oulu"),
        ('/find_events{"municipality": "564", "after": 3}', "Lisää tapahtumia"),
        ("/find_events", "Tapahtumat"),
    ],
)
def test_a_pressed_button_is_told_in_words(payload: str, title: str) -> None:
    assert title_of_payload(payload, "fi", CONTEXT.texts, names()) == title
