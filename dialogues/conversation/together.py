"""Answers changed together with a counsellor, and the results of them: the bot knows both afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from dialogues.conversation.assessment import (
    AGE_QUESTION,
    ELSEWHERE,
    EMPLOYER_QUESTIONS,
    PERSON_QUESTIONS,
    QUESTIONS,
    Question,
    accept,
    forget,
)
from dialogues.conversation.cards import recommended_card
from dialogues.conversation.context import Voice
from dialogues.conversation.results import AT_ONCE, groups, suited
from dialogues.conversation.texts import Texts
from dialogues.engine import DialogueState, Said
from knowledge.catalogue import Catalogue
from knowledge.municipalities import Municipalities
from knowledge.profile import NeedsProfile

COUNSELLOR: Final = "counsellor"
"""How such an answer was learned."""


@dataclass(frozen=True, slots=True)
class Results:
    """What to say, and the state with it said."""

    said: Said
    state: DialogueState


def changeable(audience: str) -> tuple[Question, ...]:
    """The questions with answers to choose from: what people can do is told in their own words alone."""
    if audience == "employer":
        return EMPLOYER_QUESTIONS
    return (*(each for each in PERSON_QUESTIONS if each.slot != "skills"), AGE_QUESTION)


def is_answer(slot: str, codes: Sequence[str], audience: str, places: Municipalities) -> bool:
    """Whether these can be the answer; none at all means that it is not known."""
    if slot not in {question.slot for question in changeable(audience)}:
        return False
    if len(codes) > 1 and not QUESTIONS[slot].many:
        return False
    if slot == "municipality":
        return all(code == ELSEWHERE or places.get(code) for code in codes)
    return set(codes) <= set(QUESTIONS[slot].codes)


def with_answer(state: DialogueState, slot: str, codes: Sequence[str]) -> DialogueState:
    """On either engine the next message finds it so. `codes` are valid; without any the question is open."""
    slots = _slots(state)
    changes = accept(slots, {slot: codes}, COUNSELLOR) if codes else forget(slots, [slot])
    return _with_slots(state, {**slots, **changes})


def new_results(
    state: DialogueState, profile: NeedsProfile, catalogue: Catalogue, texts: Texts, today: date
) -> Results | None:
    """The first services for what is known in `profile`, with reasons; None where nothing fits."""
    slots, voice = _slots(state), Voice(texts, state.language)
    found = suited(profile, slots.get("cared_for"), catalogue, today)[:AT_ONCE]
    if not found:
        return None
    cards = tuple(
        recommended_card(each, texts, voice.language, catalogue.municipalities, today) for each in found
    )
    said = Said(f"{voice('results.first')} {groups(voice, cards)}", services=cards)
    return Results(said, _with_slots(state, {**slots, "shown": [card.id for card in cards]}))


def _slots(state: DialogueState) -> dict[str, Any]:
    known: dict[str, Any] = state.tracker.get("slots", {})
    return {**state.profile.to_json(), "learned": dict(state.learned), **known}


def _with_slots(state: DialogueState, slots: dict[str, Any]) -> DialogueState:
    """What is not known stands nowhere: neither in the profile nor among the slots of the tracker."""
    known = {name: value for name, value in slots.items() if value not in (None, [], ())}
    return replace(
        state,
        profile=NeedsProfile.from_json({"language": state.language, **known}),
        tracker={**state.tracker, "slots": known} if state.tracker else state.tracker,
        learned=known.get("learned", {}),
    )
