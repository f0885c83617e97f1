"""What a message answers: the open question, others volunteered with it, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dialogues.conversation.assessment import ELSEWHERE, QUESTIONS, accept, skip
from dialogues.conversation.context import Context, entities, is_typed, language_of
from dialogues.conversation.skills import (
    is_an_occupation,
    keep,
    kept_before,
    named,
    occupation_named,
    proposed,
    tell,
)
from dialogues.conversation.walking import meant
from dialogues.tracker import TrackerView
from dialogues.understanding.spelling import is_question
from knowledge.fields import field_of
from knowledge.occupations import Proposals

COMMANDS: Final = frozenset(
    (
        "start", "help", "menu", "back", "start_again", "change_language", "set_language", "ask_human",
        "cancel_human", "privacy", "delete_conversation", "change_answer", "goodbye", "hand_off", "search",
        "show_more", "show_results", "nothing_fits", "take_with_me", "feedback", "find_events",
        "self_coaching", "career_paths", "guide_step", "leave_guide",
    )
)  # fmt: skip
"""Intents that are never an answer to a question of the assessment."""
SURE: Final = 0.6
"""From here on a guess of a command stands."""
EXACT, NEVER = 1.0, 2.0
"""A sentence of the training files."""
CERTAIN: Final = 0.95
"""From here on it stands even against words that answer the open question."""
_PASSING: Final = ("skip", "dont_know")
_CAN_WAIT: Final = (
    "skip", "start_assessment", "start_employer_assessment", "show_more", "nothing_fits", "take_with_me",
    "goodbye",
)  # fmt: skip
_RATHER: Final = ("self_coaching", "career_paths")
"""Wishes that are goals or fields too: they answer the open question where they can."""
_NO_STORY: Final = ("affirm", "greet", "thanks", "out_of_scope")
_MEANING_LITTLE: Final = ("nlu_fallback", "inform", "self_description", "search_service")
_LONGEST_FIELD, _LONGEST_NO = 4, 3
_SHORTEST_STORY, _FEWEST_WORDS = 3, 3
"""Characters; words of more to a story that nothing is proposed for: fewer are more likely a slip."""
_LONGEST_SEARCH, _LONGEST_COMMAND = 15, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """`slots` to set. `understood` are the questions answered in own words, worth repeating back."""

    slots: Mapping[str, Any]
    understood: tuple[str, ...] = ()
    note: str | None = None


def read(context: Context, view: TrackerView, question: str) -> Answer | None:
    """What the latest message answers while `question` is open; None when it is no answer."""
    if is_typed(view):
        return _said(context, view, question)
    none_of_these = view.latest.intent == "deny" and _proposing(view, question) and not _meant_elsewhere(view)
    if view.latest.intent in _PASSING or none_of_these:
        return _passed(view, question)
    return _chosen(context, view) if view.latest.intent == "inform" else None


def volunteered(context: Context, view: TrackerView, audience: str | None = None) -> Answer | None:
    """What the latest message tells when no question is open; `audience` where it is known already."""
    if not is_typed(view):
        return _chosen(context, view)
    facts = _unknown_facts(context, view, audience)
    return _told(context, view, facts) if facts else None


def _told(context: Context, view: TrackerView, answers: Mapping[str, tuple[str, ...]]) -> Answer:
    """Who is at home tells in passing for whom: nobody is asked."""
    cared_for = context.facts.cared_for(view.latest.text, language_of(view))
    known = {"cared_for": cared_for} if cared_for else {}
    return Answer({**accept(view.slots, answers, "said"), **known}, tuple(answers))


def _not_known(view: TrackerView, question: str) -> Answer:
    """About the goals it is one of the options, about the field a wish for direction."""
    if question == "goals":
        return Answer(accept(view.slots, {"goals": ("unsure",)}, "said"))
    skipped = skip(view.slots, question)
    goals = list(view.slots.get("goals") or ())
    if question != "field" or "direction" in goals:
        return Answer(skipped, note="dont_know.skipped")
    wider = accept(view.slots, {"goals": (*goals, "direction")}, "guessed")
    return Answer({**wider, **skipped}, note="dont_know.field")


def _chosen(context: Context, view: TrackerView) -> Answer | None:
    given = {slot: entities(view, slot) for slot in QUESTIONS if entities(view, slot)}
    answers = {slot: tuple(map(str, codes)) for slot, codes in given.items()}
    if not answers or not all(_valid(context, slot, codes) for slot, codes in answers.items()):
        return None
    if "skills" in answers:
        kept = {**answers, "skills": (*kept_before(view), *answers["skills"])}
        return Answer(accept(view.slots, kept, "chosen"), note="skills.chosen")
    unasked = "field" in answers and view.requested_slot != "field"
    return Answer(accept(view.slots, answers, "chosen"), ("field",) if unasked else ())


def _valid(context: Context, slot: str, codes: Sequence[str]) -> bool:
    if slot == "municipality":
        return all(code == ELSEWHERE or context.municipalities.get(code) for code in codes)
    if slot == "skills":
        return all(context.occupations.get(code) for code in codes)
    return set(codes) <= set(QUESTIONS[slot].codes)


def _passed(view: TrackerView, question: str) -> Answer:
    if _proposing(view, question):
        return Answer(keep(view, ()), note="skills.kept")
    if view.latest.intent == "dont_know" and question != "skills":
        return _not_known(view, question)
    return Answer(skip(view.slots, question))


def _said(context: Context, view: TrackerView, question: str) -> Answer | None:
    parsed = view.latest
    if _meant_elsewhere(view) or meant(context, view):
        return None
    title = _title(context, view, question)
    direct = title or _direct(context, view, question)
    telling = question == "skills" and not proposed(view)
    enough = _enough(parsed.intent, bool(direct), telling)
    commanded = parsed.intent in (*COMMANDS, *_PASSING) and parsed.confidence >= enough
    named_field = question == "field" and _names_a_field(context, view)
    if commanded and not (title or named_field or wants_to_learn_it(context, view)):
        return _passed(view, question) if parsed.intent in _PASSING else None
    if _proposing(view, question):
        return _on_proposals(context, view)
    if not direct and _declines(view):
        return Answer(skip(view.slots, question), note="dont_know.skipped")
    if question == "skills":
        return _story(context, view)
    if parsed.intent == "search_service" and is_question(parsed.text):
        return None
    answers = {**_unknown_facts(context, view), **({question: direct} if direct else {})}
    if named_field:
        answers |= _named_field(context, view, answers.get("field"))
    return _told(context, view, answers) if answers else None


def _enough(intent: str, answered: bool, telling: bool) -> float:
    """How sure a command must be: surer where the words also answer, surest if it could well wait."""
    if answered and intent in (*_CAN_WAIT, *_RATHER):
        return NEVER if intent in _RATHER else EXACT
    return CERTAIN if answered or telling else SURE


def _declines(view: TrackerView) -> bool:
    """A bare "no" to a question that it does not answer: the person would rather go on."""
    bare = len(view.latest.text.split()) <= _LONGEST_NO
    return view.latest.intent == "deny" and view.latest.confidence >= CERTAIN and bare


def _meant_elsewhere(view: TrackerView) -> bool:
    """Whether something else than the open question was asked last, and this answers that."""
    prompt = view.slots.get("prompt")
    return prompt in ("search", "comment", "events") or bool(
        prompt and view.latest.intent in ("affirm", "deny")
    )


def _direct(context: Context, view: TrackerView, question: str) -> tuple[str, ...] | None:
    """The codes that the words name; a plain "no" to what makes it hard means nothing does."""
    if question == "skills":
        return None
    codes = context.facts.read_answer(question, view.latest.text, language_of(view))
    return ("nothing",) if not codes and question == "barriers" and view.latest.intent == "deny" else codes


def _title(context: Context, view: TrackerView, question: str) -> tuple[str, ...] | None:
    """The option that the person typed as it stands on its button."""
    codes = (ELSEWHERE,) if question == "municipality" else QUESTIONS[question].codes
    titles = {
        context.texts.get(f"option.{question}.{code}", language_of(view)).casefold(): code for code in codes
    }
    typed = view.latest.text.strip().casefold()
    return (titles[typed],) if typed in titles else None


def only_guessed(context: Context, view: TrackerView) -> bool:
    """Whether a command was taken from words that may mean something else ("a Swedish course")."""
    if not is_typed(view) or view.latest.confidence == 1.0:
        return False
    nameless = view.latest.intent == "change_language" and not context.texts.asked_for(view.latest.text)
    return nameless or view.latest.confidence < CERTAIN


def surely_commands(context: Context, view: TrackerView) -> bool:
    """Whether words are a command, and not told to the counsellor who is waited for."""
    few = len(view.latest.text.split()) <= _LONGEST_COMMAND
    return not only_guessed(context, view) or (few and view.latest.confidence >= SURE)


def asks_for_a_service(context: Context, view: TrackerView) -> bool:
    """The same of a search: a clear question, or how everybody asks."""
    latest, button = view.latest, context.texts.get("menu.search", language_of(view))
    if not is_typed(view) or latest.confidence == EXACT or latest.text.casefold() == button.casefold():
        return True
    short = len(latest.text.split()) <= _LONGEST_SEARCH
    return short and is_question(latest.text) and latest.confidence >= CERTAIN


def _unknown_facts(
    context: Context, view: TrackerView, audience: str | None = None
) -> dict[str, tuple[str, ...]]:
    """What the message tells about questions that have no answer yet."""
    language, text = language_of(view), view.latest.text
    facts: dict[str, Any] = dict(context.facts.read_facts(text, language))
    audience = audience or view.slots.get("audience") or ("employer" if "employer_needs" in facts else None)
    mine = PERSON_SLOTS
    if audience == "employer":
        mine = EMPLOYER_SLOTS
        facts |= _place_of_company(context, text, language)
    return {
        slot: (value,) if isinstance(value, str) else tuple(value)
        for slot, value in facts.items()
        if slot in mine and not view.slots.get(slot)
    }


def _place_of_company(context: Context, text: str, language: str) -> dict[str, str]:
    """A company names its town in passing: "a small company in Turku"."""
    place = context.facts.read_answer("municipality", text, language)
    return {"municipality": place[0]} if place and place[0] != ELSEWHERE else {}


def wants_to_learn_it(context: Context, view: TrackerView) -> bool:
    """Whether a language was named to be learnt, not to be spoken here; a training sentence is no guess."""
    latest = view.latest
    if latest.intent != "change_language" or latest.confidence == EXACT or is_question(latest.text):
        return False
    return is_typed(view) and "language" in context.facts.read_facts(latest.text, language_of(view)).get(
        "goals", ()
    )


def _story(context: Context, view: TrackerView) -> Answer | None:
    """Skills are kept in the person's own words; the question stays while there is something to propose."""
    text = view.latest.text.strip()
    if len(text) < _SHORTEST_STORY or (view.latest.intent in _NO_STORY and view.latest.confidence >= CERTAIN):
        return None
    slots = tell(context, view)
    return Answer(slots, note=None if slots["proposed"] else "skills.kept")


def _proposing(view: TrackerView, question: str) -> bool:
    return question == "skills" and bool(proposed(view))


def _on_proposals(context: Context, view: TrackerView) -> Answer | None:
    """Typed where something is to be ticked: all, none, some by their names, or more of the story."""
    text = view.latest.text.strip()
    none = context.texts.get("skills.none", language_of(view))
    if _declines(view) or text.casefold() == none.casefold():
        return _passed(view, "skills")
    agreed = view.latest.intent == "affirm" and view.latest.confidence >= CERTAIN
    kept = proposed(view) if agreed else named(context, view)
    if kept:
        return Answer(keep(view, kept), note="skills.chosen")
    nothing = context.occupations.propose(text, language_of(view)) == Proposals()
    slip = nothing and len(text.split()) < _FEWEST_WORDS
    return None if slip or is_question(text) else _story(context, view)


def _named_field(
    context: Context, view: TrackerView, told: tuple[str, ...] | None
) -> Mapping[str, tuple[str, ...]]:
    """An occupation beside the field that was told, if it belongs there; words nobody knows as they are.

    Where ESCO has no name in the person's language, their own words say it better than a foreign one.
    """
    concept, words = occupation_named(context, view), view.latest.text.strip()
    field = (field_of(concept.code),) if concept else ("other",)
    if concept and language_of(view).partition("-")[0] in concept.labels:
        return {"field": field, "occupation": (concept.id,)} if told in (None, field) else {}
    return {} if told else {"field": field, "occupation": (words,)}


def _names_a_field(context: Context, view: TrackerView) -> bool:
    """A few words that mean nothing else, or the very name of an occupation, whatever else it may mean."""
    few = 0 < len(view.latest.text.split()) <= _LONGEST_FIELD and not is_question(view.latest.text)
    return few and (view.latest.intent in _MEANING_LITTLE or is_an_occupation(context, view))


EMPLOYER_ONLY: Final = frozenset(("company_size", "employer_needs", "urgency"))
EMPLOYER_SLOTS: Final = EMPLOYER_ONLY | {"municipality"}
PERSON_SLOTS: Final = frozenset(QUESTIONS) - EMPLOYER_ONLY
