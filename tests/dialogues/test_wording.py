"""Cards, summaries and the words of pressed buttons."""

from dataclasses import replace
from datetime import date

import pytest

from dialogues.conversation.cards import card, recommended_card
from dialogues.conversation.summary import profile_lines
from dialogues.conversation.texts import Texts
from dialogues.conversation.titles import PRESSED, check_pressed, title_of_payload
from dialogues.errors import UnknownPayload
from dialogues.project.reading import load_project
from knowledge.matching import Reason, Recommendation
from knowledge.municipalities import read_municipalities
from knowledge.profile import NeedsProfile
from knowledge.service import Service, ServiceText
from tests.knowledge.shipped import names
from tests.transcripts.player import PROJECT

TEXTS = Texts.load()
PLACES = read_municipalities()
TODAY = date(2026, 11, 21)
GRANT = Service(
    id="start-up-grant",
    provider="work",
    provider_names={"fi": "Työllisyyspalvelut"},
    category="entrepreneurship",
    audience=frozenset({"person"}),
    url="https://example.fi",
    texts={
        "fi": ServiceText("fi", "Starttiraha", "Tukea alkuun.", status="reviewed"),
        "en": ServiceText("en", "Start-up grant", "Support for the start."),
    },
    municipalities=frozenset({"564", "091"}),
    review_due=date(2026, 11, 20),
)


def why(language: str, *reasons: Reason) -> str:
    (sentence,) = recommended_card(Recommendation(GRANT, reasons, 1), TEXTS, language, PLACES, TODAY).reasons
    return sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Koska haluat aloittaa tai kehittää yritystä ja kotikuntasi on Oulu."),
        ("sv", "Eftersom du vill starta eller utveckla ett företag och din hemkommun är Uleåborg."),
        ("en", "Because you want to start or develop a business and you live in Oulu."),
    ],
)
def test_the_reason_is_one_sentence_in_the_persons_language(language: str, sentence: str) -> None:
    assert why(language, Reason("municipality", ("564",)), Reason("goal", ("business",))) == sentence


def test_three_reasons_at_most_and_the_place_is_last() -> None:
    sentence = why(
        "en",
        Reason("goal", ("business", "money", "job")),
        Reason("situation", ("unemployed",)),
        Reason("municipality", ("091",)),
    )
    assert sentence == (
        "Because you want to start or develop a business, you want help with money and you live in Helsinki."
    )


def test_a_service_without_a_reason_says_so_honestly() -> None:
    assert why("en") == "Suits many situations."


@pytest.mark.parametrize(
    ("language", "name", "text_language", "status"),
    [
        ("fi", "Starttiraha", "fi", "reviewed"),
        ("sv", "Starttiraha", "fi", "reviewed"),
        ("en", "Start-up grant", "en", "machine"),
        ("th", "Start-up grant", "en", "machine"),
    ],
)
def test_a_card_is_in_the_nearest_language_and_says_which(
    language: str, name: str, text_language: str, status: str
) -> None:
    shown = card(GRANT, TEXTS, language, TODAY)
    assert (shown.name, shown.text_language, shown.text_status) == (name, text_language, status)


def test_an_overdue_review_is_marked_from_the_day_after() -> None:
    assert card(GRANT, TEXTS, "fi", TODAY).review_overdue
    assert not card(replace(GRANT, review_due=TODAY), TEXTS, "fi", TODAY).review_overdue
    assert not card(replace(GRANT, review_due=None), TEXTS, "fi", TODAY).review_overdue


def test_the_summary_is_in_the_counsellors_language_without_what_was_left_out() -> None:
    profile = NeedsProfile(municipality="853", situation="unemployed", goals=("job", "study"), field="other",
                           occupation="poronhoito")  # fmt: skip
    assert profile_lines(profile, "sv", TEXTS, ("situation",), names()) == (
        ("municipality", "Hemkommun", "Åbo"),
        ("goals", "Önskemål", "Hitta ett jobb, Studera eller lära mig nytt"),
        ("field", "Bransch", "Något annat: poronhoito"),
    )


def test_an_employers_summary_has_the_employers_lines() -> None:
    profile = NeedsProfile(audience="employer", municipality="elsewhere", company_size="small", urgency="now")
    assert [line[0] for line in profile_lines(profile, "fi", TEXTS, (), names())] == [
        "municipality",
        "company_size",
        "urgency",
    ]


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ('/inform{"municipality": "853"}', "Turku"),
        ('/inform{"goals": ["job", "study"]}', "Löytää työpaikka, Opiskella tai oppia uutta"),
        ('/inform{"municipality": "elsewhere"}', "Muualla, tai en halua kertoa"),
        ("/skip", "Ohita"),
        ("/start_assessment", "Selvitä, mikä minua auttaisi (noin 3 minuuttia)"),
        ('/set_language{"language": "sv"}', "Svenska"),
        ('/search{"query": "velka"}', "Etsi palvelua: velka"),
        ('/hand_off{"left_out": ["goals", "services"]}', "Jätä pois: Toiveet, Näytetyt palvelut"),
        ("/hand_off", "Lähetä neuvojalle"),
        ('/delete_conversation{"confirmed": true}', "Kyllä, poista"),
        ("/delete_conversation", "Poista keskustelu"),
        ('/feedback{"rating": "partly"}', "Osittain"),
        ('/change_answer{"question": "goals"}', "Muuta: Toiveet"),
        ('/ask_human{"reason": "not_helpful"}', "Puhu ihmisen kanssa"),
        ("/no_such_intent", ""),
    ],
)
def test_a_pressed_button_can_be_shown_in_words(payload: str, title: str) -> None:
    assert title_of_payload(payload, "fi", TEXTS, names()) == title


def test_what_no_button_sends_is_refused_as_a_payload() -> None:
    project = load_project(PROJECT)
    for intent in (*(project.intents - PRESSED), "session_start", "restart"):
        with pytest.raises(UnknownPayload):
            check_pressed(f"/{intent}", project)
    assert {"nlu_fallback", "start"} <= project.intents - PRESSED
    for intent in PRESSED:
        check_pressed(f"/{intent}", project)
