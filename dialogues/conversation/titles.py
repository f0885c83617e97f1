"""What a pressed button said: the readable words of any payload, in any language."""

import json
from collections.abc import Mapping
from typing import Any, Final

from dialogues.conversation.assessment import ELSEWHERE, QUESTIONS
from dialogues.conversation.concept_names import title
from dialogues.conversation.skills import MORE
from dialogues.conversation.summary import label
from dialogues.conversation.texts import Texts
from dialogues.errors import UnknownPayload
from dialogues.payload import parse_payload
from dialogues.project.blueprint import Project
from knowledge.names import Names

INTENTS: Final[Mapping[str, str]] = {
    "start_assessment": "menu.assessment",
    "start_employer_assessment": "menu.employer",
    "search_service": "menu.search",
    "ask_human": "menu.person",
    "cancel_human": "handoff.cancel",
    "hand_off": "handoff.send",
    "help": "button.help",
    "menu": "button.menu",
    "back": "button.back",
    "skip": "button.skip",
    "dont_know": "button.dont_know",
    "start_again": "button.start_again",
    "change_language": "button.language",
    "privacy": "button.privacy",
    "delete_conversation": "button.delete",
    "show_results": "summary.yes",
    "show_more": "results.show_more",
    "nothing_fits": "results.nothing_fits_button",
    "take_with_me": "button.take_with_me",
    "change_answer": "button.change_answer",
    "find_events": "menu.events",
    "self_coaching": "menu.guides",
    "career_paths": "menu.paths",
    "guide_step": "guide.begin",
    "leave_guide": "guide.later",
    "affirm": "feedback.yes",
    "deny": "feedback.no",
}
"""Intents whose payload carries nothing that changes its words, and the text of each."""

PRESSED: Final = frozenset((*INTENTS, "inform", "set_language", "search", "feedback"))
"""Every intent that a button of ours sends; the others are only understood from words."""


_ON_ONES_OWN: Final = ("guide_step", "self_coaching", "leave_guide", "find_events")


def check_pressed(payload: str, project: Project) -> None:
    """Raises UnknownPayload for what no button of ours sends."""
    if parse_payload(payload, project).intent not in PRESSED:
        raise UnknownPayload("No button sends this intent.")


def title_of_payload(payload: str, language: str, texts: Texts, names: Names) -> str:
    """The words of the button, "" for a payload that no button of ours has."""
    intent, _brace, rest = payload.removeprefix("/").partition("{")
    values: dict[str, Any] = json.loads("{" + rest) if rest else {}
    special = _special(intent, values, language, texts, names)
    if special is not None:
        return special
    key = INTENTS.get(intent)
    return texts.get(key, language) if key else ""


def _special(intent: str, values: Mapping[str, Any], language: str, texts: Texts, names: Names) -> str | None:
    """Where the values of the payload are the words."""
    if intent == "inform":
        options = [_option(slot, code, language, texts, names) for slot, code in _pairs(values)]
        return texts.listed(options, language)
    if intent == "set_language":
        return texts.name(values["language"]) if values.get("language") in texts.languages else ""
    if intent == "feedback" and values.get("rating") in ("yes", "partly", "no"):
        return texts.get(f"feedback.{values['rating']}", language)
    if intent == "search" and values.get("query"):
        return texts.get("button.search_for", language, query=values["query"])
    if intent == "delete_conversation" and values.get("confirmed"):
        return texts.get("delete.yes", language)
    if intent == "change_answer" and values.get("question") == MORE:
        return texts.get("skills.tell_more", language)
    if intent == "change_answer" and values.get("question") in QUESTIONS:
        return texts.get(
            "change.button", language, label=label(values["question"], "person", language, texts)
        )
    if intent in _ON_ONES_OWN:
        return _on_ones_own(intent, values, language, texts, names)
    if intent == "hand_off" and values.get("left_out"):
        parts = [_part(slot, language, texts) for name, slot in _pairs(values) if name == "left_out"]
        return texts.get("handoff.leave_out", language, label=texts.listed(parts, language))
    return None


def _on_ones_own(
    intent: str, values: Mapping[str, Any], language: str, texts: Texts, names: Names
) -> str | None:
    """Guides and events; the titles of guides are the catalogue's, so their steps go by numbers here."""
    if intent == "guide_step" and values.get("step"):
        return texts.get("guide.numbered", language, number=values["step"])
    if intent == "self_coaching" and values.get("guide"):
        return texts.get("guide.steps", language)
    if intent == "leave_guide" and values.get("confirmed"):
        return texts.get("guide.finish", language)
    if intent == "find_events" and values.get("after"):
        return texts.get("events.more", language)
    if intent == "find_events" and values.get("municipality"):
        return _option("municipality", str(values["municipality"]), language, texts, names)
    return None


def _pairs(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) for each value, several under one name too."""
    return [
        (name, str(value))
        for name, given in values.items()
        for value in (given if isinstance(given, list) else [given])
    ]


def _part(slot: str, language: str, texts: Texts) -> str:
    known = slot == "services" or slot in QUESTIONS
    return texts.get(f"label.{slot}", language) if known else slot


def _option(slot: str, code: str, language: str, texts: Texts, names: Names) -> str:
    if slot == "municipality" and code != ELSEWHERE:
        place = names.places.get(code)
        return place.name(language) if place else code
    concept = names.occupations.get(code) if slot == "skills" else None
    if concept:
        return title(concept, texts, language)
    found = texts.find(f"option.{slot}.{code}", language)
    return found.text if found else code
