"""Finding a guide: self-coaching by what the person says or wants, a career path by its field."""

from typing import Final

from dialogues.conversation.assessment import PERSON_FORM, form_of
from dialogues.conversation.context import Context, Voice, entity, is_typed, language_of, payload
from dialogues.conversation.opening import WAIT, go_on, menu_buttons
from dialogues.conversation.skills import occupation_named
from dialogues.conversation.walking import guide_of, nearest, overview, serves, show
from dialogues.engine import Button, Said, UnmetNeed
from dialogues.tracker import ActionResult, TrackerView
from knowledge.fields import field_of
from knowledge.guide import Guide
from knowledge.search_words import alike, content_words

COACHING: Final = "self_coaching"
PATH: Final = "career_path"
_PATH_GOALS: Final = frozenset(("job", "study", "direction"))
_COACHED_GOALS: Final = ("direction", "skills", "job")
"""In this order: who looks for a direction finds it before a CV."""
_TITLE, _STEP, _ENOUGH = 3, 1, 3
"""What a word of the message is worth that stands in the title, in the name of a step, and what is asked."""
_ENDING, _LONG_ENOUGH = 3, 6
"""Letters of an ending, and of what is left of a word, from which it is looked for inside others."""


def self_coaching(context: Context, view: TrackerView) -> ActionResult:
    """The guide of a button by its steps; by words the one they name; else those there are."""
    guide = guide_of(context, entity(view, "guide"))
    if guide:
        return path(context, view, guide) if guide.kind == PATH else overview(context, view, guide)
    offered = guides(context, view, COACHING)
    meant = named(context, view, offered) if is_typed(view) else None
    if meant:
        return show(context, view, meant, 1)
    return _which(context, view, offered, "guide.which") if offered else _none(context, view)


def career_paths(context: Context, view: TrackerView) -> ActionResult:
    """The path of the field that is named or known; else those there are."""
    offered = guides(context, view, PATH)
    if not offered:
        return _none(context, view)
    field, told = _field(context, view)
    found = (
        guide_of(context, entity(view, "guide")) or _trade(context, view, offered) or _into(field, offered)
    )
    if not found and is_typed(view):
        found = _by_names(context, view, offered)
    if found:
        return path(context, view, found)
    if told:
        return _no_path(context, view, offered)
    return _which(context, view, offered, "path.which")


def path(context: Context, view: TrackerView, guide: Guide) -> ActionResult:
    """What the field is, whether it lacks people near the person, the steps, the trainings."""
    voice, place = context.voice(view), view.slots.get("municipality")
    short = ""
    if guide.short_of_staff is None:
        short = voice("path.short_everywhere")
    elif place in guide.short_of_staff:
        short = voice("path.short_near", place=context.place_name(str(place), voice.language))
    return overview(context, view, guide, *filter(None, (short,)), trainings=True)


def guides(context: Context, view: TrackerView, kind: str) -> tuple[Guide, ...]:
    """Those of a kind for where the person lives, in the order of their ids."""
    every = context.catalogue().guides.values()
    fitting = (each for each in every if each.kind == kind and serves(each.municipalities, view))
    return tuple(sorted(fitting, key=lambda guide: guide.id))


def named(context: Context, view: TrackerView, offered: tuple[Guide, ...]) -> Guide | None:
    """The one guide that the words are about: by its names, else by the goal they tell."""
    told = context.facts.read_facts(view.latest.text, language_of(view)).get("goals", ())
    return _by_names(context, view, offered) or _for_goals(tuple(told), offered)


def _by_names(context: Context, view: TrackerView, offered: tuple[Guide, ...]) -> Guide | None:
    asked = content_words(view.latest.text)
    scored = sorted(
        ((_likeness(context, view, each, asked), each.id, each) for each in offered), reverse=True
    )
    best = [score for score, _id, _guide in scored[:2]]
    clear = best and best[0] >= _ENOUGH and best[0] > (best[1] if len(best) > 1 else 0)
    return scored[0][2] if clear else None


def fitting(context: Context, view: TrackerView) -> tuple[Button, ...]:
    """What to do on one's own beside the services shown: the path of the field, else a piece of coaching."""
    goals = tuple(view.slots.get("goals") or ())
    if form_of(view.slots) != PERSON_FORM:
        return ()
    voice = context.voice(view)
    into = _into(view.slots.get("field"), guides(context, view, PATH))
    if into and _PATH_GOALS.intersection(goals):
        return (_button(voice, "path.offer", "career_paths", into),)
    piece = _for_goals(goals, guides(context, view, COACHING))
    return (_button(voice, "guide.offer", "guide_step", piece),) if piece else ()


def _likeness(context: Context, view: TrackerView, guide: Guide, asked: tuple[str, ...]) -> int:
    voice = context.voice(view)
    title = content_words(nearest(guide.texts, voice).title)
    steps = content_words(" ".join(nearest(step.texts, voice).title for step in guide.steps))
    return sum(
        _TITLE if _holds(word, title) else _STEP if _holds(word, steps) else 0
        for word in dict.fromkeys(asked)
    )


def _holds(word: str, words: tuple[str, ...]) -> bool:
    """Inside a compound too, whatever its ending: "haastatteluun" is about a "työhaastattelu"."""
    inside = word[:-_ENDING]
    long_enough = len(inside) >= _LONG_ENOUGH
    return any(
        alike(word, other) or alike(other, word) or (long_enough and inside in other) for other in words
    )


def _for_goals(goals: tuple[str, ...], offered: tuple[Guide, ...]) -> Guide | None:
    wanted = [goal for goal in _COACHED_GOALS if goal in goals]
    return next((guide for goal in wanted for guide in offered if goal in guide.goals), None)


def _field(context: Context, view: TrackerView) -> tuple[str | None, bool]:
    """The field of the button, of the words or of the profile, and whether it was told just now."""
    chosen = entity(view, "field")
    if chosen is None and is_typed(view):
        told = context.facts.read_answer("field", view.latest.text, language_of(view))
        concept = occupation_named(context, view)
        chosen = told[0] if told else field_of(concept.code) if concept else None
    return (str(chosen), True) if chosen else (view.slots.get("field"), False)


def _trade(context: Context, view: TrackerView, offered: tuple[Guide, ...]) -> Guide | None:
    """The path to the occupation that was typed."""
    concept = occupation_named(context, view) if is_typed(view) else None
    if concept is None:
        return None
    return next(
        (each for each in offered if each.occupations and concept.code.startswith(each.occupations)), None
    )


def _into(field: str | None, offered: tuple[Guide, ...]) -> Guide | None:
    return next((guide for guide in offered if field in guide.fields), None)


def _which(context: Context, view: TrackerView, offered: tuple[Guide, ...], key: str) -> ActionResult:
    voice = context.voice(view)
    intent = "career_paths" if key == "path.which" else "guide_step"
    titles = tuple(
        Button(nearest(each.texts, voice).title, payload(intent, guide=each.id)) for each in offered
    )
    said = Said(voice(key), (*titles, *go_on(voice, view)), choice="one")
    return ActionResult(said=(said,), followup=WAIT)


def _no_path(context: Context, view: TrackerView, offered: tuple[Guide, ...]) -> ActionResult:
    """There is none into this field yet: the others, and a search for it."""
    voice, typed = context.voice(view), view.latest.text.strip() if is_typed(view) else ""
    titles = tuple(_button(voice, "path.offer", "career_paths", each) for each in offered)
    search = (
        Button(voice("button.search_for", query=typed), payload("search", query=typed))
        if typed
        else voice.button("menu.search", "search_service")
    )
    said = Said(voice("path.not_yet"), (search, *titles, *go_on(voice, view)), choice="one")
    return ActionResult(said=(said,), effects=(UnmetNeed(typed or None),), followup=WAIT)


def _none(context: Context, view: TrackerView) -> ActionResult:
    """Nothing of the kind is published here."""
    voice = context.voice(view)
    buttons = go_on(voice, view) or menu_buttons(voice)
    return ActionResult(said=(Said(voice("guide.none"), buttons, choice="one"),), followup=WAIT)


def _button(voice: Voice, key: str, intent: str, guide: Guide) -> Button:
    title = voice(key, title=nearest(guide.texts, voice).title)
    return Button(title, payload(intent, guide=guide.id))
