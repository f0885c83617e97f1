"""Walking through a guide: one step at a time, back, by name, later, or all of it as text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dialogues.conversation.assessment import ELSEWHERE
from dialogues.conversation.cards import card
from dialogues.conversation.context import Context, Voice, entity, is_typed, payload
from dialogues.conversation.opening import WAIT, go_on, guide_go_on, guide_step, menu, menu_buttons
from dialogues.engine import Button, Said, ServiceCard, UnmetNeed
from dialogues.tracker import ActionResult, TrackerView
from dialogues.understanding.spelling import plain
from knowledge.event import EventText
from knowledge.guide import Guide, GuideText

PROMPT: Final = "guide"
"""What was asked last: to go on in the guide."""
MOST_CARDS: Final = 3
_SURE: Final = 0.6
_NEXT, _PREVIOUS, _STEPS, _LATER = "guide.next", "guide.previous", "guide.steps", "guide.later"
_MEANT: Final = {"affirm": _NEXT, "show_more": _NEXT, "skip": _NEXT, "back": _PREVIOUS, "deny": _LATER}
"""What commands mean in the middle of a guide."""
_LEFT: Final[Mapping[str, Any]] = {"guide": None, "guide_step": None, "prompt": None}


def step(context: Context, view: TrackerView) -> ActionResult:
    """The step that a button names, of the guide it names or of the one at hand."""
    guide = guide_of(context, entity(view, "guide") or view.slots.get("guide"))
    if guide is None:
        return gone(context, view)
    at_hand = guide_step(view) if view.slots.get("guide") == guide.id else 1
    return show(context, view, guide, _number(entity(view, "step"), guide) or at_hand)


def meant(context: Context, view: TrackerView) -> str | int | None:
    """Where in the guide a typed message leads: a command for it, or the number or name of a step."""
    if view.slots.get("prompt") != PROMPT or not is_typed(view):
        return None
    guide, typed = guide_of(context, view.slots.get("guide")), plain(view.latest.text)
    if guide is None or not typed:
        return None
    voice = context.voice(view)
    buttons = {plain(voice(key)): key for key in (_NEXT, _PREVIOUS, _STEPS, _LATER)}
    names = {plain(nearest(each.texts, voice).title): at for at, each in enumerate(guide.steps, start=1)}
    if typed in buttons or typed in names:
        return buttons.get(typed) or names[typed]
    return _number(typed, guide) or (
        _MEANT.get(view.latest.intent) if view.latest.confidence >= _SURE else None
    )


def walk(context: Context, view: TrackerView, where: str | int) -> ActionResult:
    """To where `meant` says; past the last step the guide is done."""
    guide = guide_of(context, view.slots.get("guide"))
    if guide is None:
        return gone(context, view)
    if isinstance(where, int):
        return show(context, view, guide, where)
    if where == _STEPS:
        return overview(context, view, guide)
    if where == _LATER:
        return leave(context, view)
    number = guide_step(view) + (1 if where == _NEXT else -1)
    return finish(context, view) if number > len(guide.steps) else show(context, view, guide, number)


def leave(context: Context, view: TrackerView) -> ActionResult:
    """The place is remembered; the last step's button says that the guide is done."""
    if entity(view, "confirmed"):
        return finish(context, view)
    voice = context.voice(view)
    said = Said(voice("guide.left", number=guide_step(view)), _onwards(voice, view), choice="one")
    return ActionResult(slots={"prompt": None}, said=(_bare(said, view),), followup=view.active_loop)


def finish(context: Context, view: TrackerView) -> ActionResult:
    voice, guide = context.voice(view), guide_of(context, view.slots.get("guide"))
    take = (_take(voice, guide),) if guide else ()
    after = replace(view, slots={**view.slots, **_LEFT})
    said = Said(voice("guide.finished"), (*take, *_onwards(voice, after)), choice="one")
    return ActionResult(slots=_LEFT, said=(said,), followup=WAIT if take else view.active_loop)


def gone(context: Context, view: TrackerView) -> ActionResult:
    """Nothing is walked through, or it was withdrawn meanwhile."""
    voice, after = context.voice(view), replace(view, slots={**view.slots, **_LEFT})
    said = Said(voice("guide.gone"), _onwards(voice, after), choice="one")
    return ActionResult(slots=_LEFT, said=(_bare(said, view),), followup=view.active_loop)


def show(context: Context, view: TrackerView, guide: Guide, number: int) -> ActionResult:
    """One step; a number out of range is the nearest there is."""
    voice, at = context.voice(view), min(max(number, 1), len(guide.steps))
    cards = service_cards(context, view, guide.steps[at - 1].services)
    said = Said(step_text(voice, guide, at), _around(voice, guide, at), services=cards, choice="one")
    return ActionResult(slots=_at(guide, at), said=(said,), followup=WAIT)


def step_text(voice: Voice, guide: Guide, at: int) -> str:
    """The words of one step; the first is 1."""
    this = guide.steps[at - 1]
    words = nearest(this.texts, voice)
    title, count = nearest(guide.texts, voice).title, len(guide.steps)
    head = voice("guide.step", title=title, number=at, count=count)
    link = f"{words.link or voice('guide.link')}: {this.url}" if this.url else ""
    parts = (f"{head}\n{words.title}", words.body, link, marks(voice, words))
    return "\n\n".join(part for part in parts if part)


def overview(
    context: Context, view: TrackerView, guide: Guide, *more: str, trainings: bool = False
) -> ActionResult:
    """What the guide is and its steps by name, any of which can be chosen; `more` stands before them."""
    voice, words = context.voice(view), nearest(guide.texts, context.voice(view))
    names = [nearest(each.texts, voice).title for each in guide.steps]
    numbered = "\n".join(f"{number}. {name}" for number, name in enumerate(names, start=1))
    parts = (f"{words.title}\n{words.body}", *more, f"{voice('guide.all')}\n{numbered}", marks(voice, words))
    at = guide_step(view) if view.slots.get("guide") == guide.id else 1
    first = voice("guide.go_on", number=at) if at > 1 else voice("guide.begin")
    buttons = (
        Button(first, payload("guide_step", guide=guide.id, step=str(at))),
        *(
            Button(name, payload("guide_step", guide=guide.id, step=str(number)))
            for number, name in enumerate(names, start=1)
        ),
        _take(voice, guide),
    )
    cards = service_cards(context, view, _trainings(context, guide)) if trainings else ()
    said = Said("\n\n".join(part for part in parts if part), buttons, services=cards, choice="one")
    return ActionResult(slots=_at(guide, at), said=(said,), followup=WAIT)


def again(context: Context, view: TrackerView) -> ActionResult:
    """The step at hand once more: in another language, or after what came in between."""
    guide = guide_of(context, view.slots.get("guide"))
    return show(context, view, guide, guide_step(view)) if guide else menu(context, view)


def as_text(context: Context, view: TrackerView, guide: Guide) -> ActionResult:
    """The whole guide to copy, to print, to keep in the chat."""
    voice, words = context.voice(view), nearest(guide.texts, context.voice(view))
    steps = (
        "\n".join(filter(None, (f"{number}. {said.title}", said.body, each.url)))
        for number, each in enumerate(guide.steps, start=1)
        for said in (nearest(each.texts, voice),)
    )
    text = "\n\n".join((f"{words.title}\n{words.body}", *steps, *filter(None, (marks(voice, words),))))
    at_hand = view.slots.get("guide") == guide.id
    said = Said(text, _onwards(voice, view), choice="one")
    return ActionResult(slots={"prompt": PROMPT} if at_hand else {}, said=(said,), followup=WAIT)


def leading_back(context: Context, view: TrackerView, result: ActionResult) -> ActionResult:
    """What came in between offers the step again, unless it asks something itself or ends the guide."""
    walking = view.slots.get("prompt") == PROMPT and view.slots.get("guide") and not view.slots.get("waiting")
    asks = "prompt" in result.slots or any(not isinstance(each, UnmetNeed) for each in result.effects)
    if not walking or asks or not result.said:
        return result
    voice, (*before, last) = context.voice(view), result.said
    there = {button.payload for button in last.buttons}
    on = tuple(button for button in go_on(voice, view) if button.payload not in there)
    led = replace(last, buttons=(*on, *last.buttons), choice=last.choice or "one")
    return replace(result, said=(*before, led), followup=WAIT)


def guide_of(context: Context, guide_id: object) -> Guide | None:
    return context.catalogue().guides.get(str(guide_id)) if guide_id else None


def nearest(texts: Mapping[str, GuideText], voice: Voice) -> GuideText:
    """In the nearest language that has words: every published guide has some."""
    wanted = (*voice.texts.chain(voice.language), *texts)
    return next(texts[code] for code in wanted if code in texts)


def marks(voice: Voice, words: GuideText | EventText) -> str:
    """What the person has to know of the text: another language, written by a machine."""
    texts, code = voice.texts, words.language
    name = texts.name(code) if code in texts.by_language else code
    other = () if code == voice.language else (voice("guide.in_language", name=name),)
    machine = (voice("guide.machine"),) if words.status == "machine" else ()
    return " ".join((*other, *machine))


def service_cards(context: Context, view: TrackerView, ids: tuple[str, ...]) -> tuple[ServiceCard, ...]:
    """Those of the services that serve where the person lives."""
    known, language = context.catalogue().by_id, context.voice(view).language
    found = [known[each] for each in ids if each in known and serves(known[each].municipalities, view)]
    return tuple(card(each, context.texts, language, context.today()) for each in found[:MOST_CARDS])


def serves(area: frozenset[str] | None, view: TrackerView) -> bool:
    """Whether something of this area (None: everywhere) is for who lives where the person does."""
    place = view.slots.get("municipality")
    return area is None or place in (None, ELSEWHERE) or place in area


def _trainings(context: Context, guide: Guide) -> tuple[str, ...]:
    """The services of its steps where something is learnt."""
    known = context.catalogue().by_id
    named = dict.fromkeys(each for step in guide.steps for each in step.services)
    return tuple(each for each in named if each in known and known[each].category == "education")


def _at(guide: Guide, number: int) -> dict[str, Any]:
    return {"guide": guide.id, "guide_step": float(number), "prompt": PROMPT}


def _number(told: object, guide: Guide) -> int | None:
    """The number of a step, if it has one so named."""
    digits = str(told) if told is not None else ""
    named = digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= len(guide.steps)
    return int(digits) if named else None


def _around(voice: Voice, guide: Guide, at: int) -> tuple[Button, ...]:
    last = at == len(guide.steps)

    def to(key: str, number: int) -> Button:
        return voice.button(key, "guide_step", guide=guide.id, step=str(number))

    forward = voice.button("guide.finish", "leave_guide", confirmed=True) if last else to(_NEXT, at + 1)
    back = (to(_PREVIOUS, at - 1),) if at > 1 else ()
    steps = voice.button(_STEPS, "self_coaching", guide=guide.id)
    later = (voice.button(_LATER, "leave_guide"),)
    return (forward, *back, steps, *later)


def _take(voice: Voice, guide: Guide) -> Button:
    return voice.button("button.take_with_me", "take_with_me", guide=guide.id)


def _onwards(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    return (
        *go_on(voice, view),
        *(() if view.active_loop or guide_go_on(voice, view) else menu_buttons(voice)),
    )


def _bare(said: Said, view: TrackerView) -> Said:
    """Where the open question follows, its buttons are those that count."""
    return replace(said, buttons=(), choice=None) if view.active_loop else said
