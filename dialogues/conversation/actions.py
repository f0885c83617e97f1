"""The custom actions by their Rasa names."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from anyio import to_thread

from dialogues.conversation import (
    asking,
    closing,
    events,
    finding,
    guides,
    handoff_preview,
    language_choice,
    misunderstanding,
    opening,
    questioning,
    results,
    walking,
)
from dialogues.conversation.answers import (
    asks_for_a_service,
    only_guessed,
    surely_commands,
    wants_to_learn_it,
)
from dialogues.conversation.assessment import QUESTIONS, progress
from dialogues.conversation.context import Context, helsinki_now, is_typed
from dialogues.conversation.texts import Texts
from dialogues.tracker import ActionResult, TrackerView
from dialogues.understanding.facts import FactReader
from knowledge.catalogue import Catalogue
from knowledge.occupations import Occupations

Action = Callable[[Context, TrackerView], ActionResult]

ACTIONS: Final[Mapping[str, Action]] = {
    "action_welcome": opening.welcome,
    "action_begin": opening.begin,
    "action_greet": opening.greet,
    "action_menu": opening.menu,
    "action_start_again": opening.start_again,
    "action_skip": opening.nothing_to_skip,
    "action_change_language": language_choice.change_language,
    "action_set_language": language_choice.set_language,
    "action_learn": questioning.learn,
    "action_back": questioning.back,
    "action_change_answer": questioning.change_answer,
    "action_summary": questioning.summary,
    "action_show_results": results.first,
    "action_show_more": results.more,
    "action_nothing_fits": results.nothing_fits,
    "action_take_with_me": results.take_with_me,
    "action_search": finding.search,
    "action_find_events": events.find,
    "action_self_coaching": guides.self_coaching,
    "action_career_paths": guides.career_paths,
    "action_guide_step": walking.step,
    "action_leave_guide": walking.leave,
    "action_preview_hand_off": handoff_preview.preview,
    "action_hand_off": handoff_preview.hand_off,
    "action_cancel_human": handoff_preview.cancel,
    "action_affirm": closing.affirm,
    "action_deny": closing.deny,
    "action_delete": closing.delete,
    "action_feedback": closing.feedback,
    "action_dont_know": opening.dont_know,
    "action_out_of_scope": misunderstanding.out_of_scope,
    "action_not_understood": finding.search_or_not_understood,
}
WHILE_WAITING: Final = frozenset(
    (
        "action_cancel_human",
        "action_change_language",
        "action_set_language",
        "action_delete",
    )
)
"""While a person waits for a human these still answer, a clear search, `utter_help` and `utter_privacy`."""
_FOUND_WHILE_WAITING: Final = (
    "action_search", "action_find_events", "action_self_coaching", "action_career_paths", "action_guide_step",
    "action_leave_guide",
)  # fmt: skip
"""What a clear question or a button finds in the meantime."""
_OWN_WORDS: Final = frozenset(
    (
        "action_not_understood", "action_out_of_scope", "action_learn", "action_search", "action_dont_know",
        "action_feedback", "action_find_events",
    )
)  # fmt: skip
"""Where a message in own words ends up that may answer what was asked outside the forms."""
_NOT_ON_A_GUESS: Final = ("action_start_again", "action_change_language", "action_hand_off")
"""Commands that are done when they are understood for sure; else two meanings are offered."""
_FORM = "validate_"
_ASK = "action_ask_"
_ANSWERED_AT_ONCE: Final = ("search", "comment", "delete", "hand_off", "events")
"""What a yes, a no or free words answer only right after it was asked; a summary waits for its yes."""
_NAMED_BY_ESCO: Final = ("field", "skills")
_WAITED_FOR: Final[Mapping[str, Action]] = {"search": finding.search, "comment": closing.comment}


class UnknownActionError(Exception):
    """The domain names an action that does not exist."""


class LocalActions:
    """Runs an action on what it sees of the conversation; keeps nothing between calls."""

    def __init__(
        self,
        catalogue_source: Callable[[], Catalogue],
        texts: Texts,
        cities: tuple[str, ...],
        today: Callable[[], date],
        facts: FactReader,
        occupations: Callable[[], Occupations],
        now: Callable[[], datetime] = helsinki_now,
        of_cities: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        """`cities` are the municipalities shown as buttons; `of_cities` those of each city, by its code."""
        self._context = Context(texts, catalogue_source, cities, facts, today, occupations, now, of_cities)

    async def run(self, name: str, tracker: TrackerView) -> ActionResult:
        """Raises UnknownActionError."""
        if self._takes_time(tracker):
            return await to_thread.run_sync(self._run, name, tracker)
        return self._run(name, tracker)

    def _takes_time(self, tracker: TrackerView) -> bool:
        """A search may ask for a vector; names of occupations are read when they are needed first."""
        naming = is_typed(tracker) and tracker.requested_slot in _NAMED_BY_ESCO
        return naming or self._context.catalogue().meanings is not None

    def _run(self, name: str, tracker: TrackerView) -> ActionResult:
        if name.startswith(_FORM):
            return self._validate(name.removeprefix(_FORM), tracker)
        if self._is_quiet(name, tracker):
            return ActionResult()
        if name.startswith(_ASK) and name.removeprefix(_ASK) in QUESTIONS:
            return asking.ask(self._context, tracker, name.removeprefix(_ASK))
        if name not in ACTIONS:
            raise UnknownActionError(name)
        if questioning.answers_open_question(self._context, tracker):
            return ActionResult(followup=tracker.active_loop)  # the form had rejected an earlier message
        result = walking.leading_back(self._context, tracker, self._act(name, tracker))
        return _with_progress(_settled(result, tracker), tracker)

    def _validate(self, form: str, tracker: TrackerView) -> ActionResult:
        if tracker.slots.get("waiting"):
            return ActionResult(slots={"requested_slot": tracker.requested_slot})
        return questioning.validate(self._context, tracker, form)

    def _act(self, name: str, tracker: TrackerView) -> ActionResult:
        where = walking.meant(self._context, tracker)
        if where:
            return walking.walk(self._context, tracker, where)
        waited_for = self._waited_for(name, tracker)
        if waited_for:
            result = waited_for(self._context, tracker)
            return replace(result, followup=result.followup or opening.WAIT)
        if wants_to_learn_it(self._context, tracker):
            return questioning.learn(self._context, tracker)
        if name in _NOT_ON_A_GUESS and only_guessed(self._context, tracker):
            return misunderstanding.not_understood(self._context, tracker)
        return ACTIONS[name](self._context, tracker)

    def _waited_for(self, name: str, tracker: TrackerView) -> Action | None:
        """What free words were asked for outside the forms, unless they are surely a command."""
        words = name in _OWN_WORDS or only_guessed(self._context, tracker)
        if not words or not is_typed(tracker):
            return None
        if closing.says_partly(self._context, tracker):
            return closing.partly
        if events.answers(self._context, tracker):
            return events.find
        return _WAITED_FOR.get(str(tracker.slots.get("prompt")))

    def _is_quiet(self, name: str, tracker: TrackerView) -> bool:
        """Whether the words are for the counsellor who is waited for."""
        if not tracker.slots.get("waiting"):
            return False
        deleting = tracker.slots.get("prompt") == "delete" and name in ("action_affirm", "action_deny")
        commanded = name in WHILE_WAITING and surely_commands(self._context, tracker)
        searching = name in _FOUND_WHILE_WAITING and asks_for_a_service(self._context, tracker)
        return not (commanded or searching or deleting or self._waited_for(name, tracker))


def _with_progress(result: ActionResult, tracker: TrackerView) -> ActionResult:
    """In the middle of the questions a message that waits for an answer still tells how far one is."""
    asked = result.followup == opening.WAIT and tracker.active_loop in questioning.FORMS
    if not (result.said and asked) or result.slots.get("prompt") == walking.PROMPT:
        return result
    form, age_expected = str(tracker.active_loop), tracker.slots.get("age_matters") is not False
    far = progress(tracker.slots, form, str(tracker.requested_slot), age_expected)
    *before, last = result.said
    return replace(result, said=(*before, replace(last, progress=far)))


def _settled(result: ActionResult, tracker: TrackerView) -> ActionResult:
    """What is no longer true after an answer: that we misunderstood, and what a yes or no would answer.

    When the open question follows, asking it clears the latter: until then the message must not be read as
    an answer to that question.
    """
    over: dict[str, Any] = {}
    if tracker.slots.get("misses"):
        over["misses"] = None
    question_follows = (
        tracker.active_loop and result.followup != opening.WAIT and not tracker.slots.get("waiting")
    )
    if tracker.slots.get("prompt") in _ANSWERED_AT_ONCE and not question_follows:
        over["prompt"] = None
    return replace(result, slots={**over, **result.slots})
