"""What fits the needs: the first services with their reasons, more of them, or none."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from dialogues.conversation import skills
from dialogues.conversation.assessment import PERSON_FORM, form_of, has_begun, profile_of
from dialogues.conversation.cards import recommended_card
from dialogues.conversation.context import Context, Voice, entity
from dialogues.conversation.guides import fitting
from dialogues.conversation.misunderstanding import VARIANTS, not_understood, other_words
from dialogues.conversation.walking import PROMPT, as_text, guide_of
from dialogues.engine import Button, Recommended, Said, ServiceCard, UnmetNeed
from dialogues.tracker import ActionResult, TrackerView
from knowledge.catalogue import Catalogue
from knowledge.matching import Recommendation, Recommendations, recommend
from knowledge.profile import NeedsProfile
from knowledge.service import Service

AT_ONCE: Final = 3
_CHILDREN: Final = ("lapsi", "lapsen", "lasten", "päiväkoti")
_CARERS: Final = "omaishoi"
"""By what Finnish names and keywords such services are known: the catalogue has no code for either."""
_OF_FAMILIES: Final = ("everyday_life", "wellbeing", "income_support")


def first(context: Context, view: TrackerView) -> ActionResult:
    recommendations = _recommendations(context, view)
    if not recommendations:
        return _unmet(context.voice(view), "results.none")
    shown, rest = recommendations[:AT_ONCE], recommendations[AT_ONCE:]
    voice = context.voice(view)
    cards = _cards(context, voice, shown)
    text = f"{voice('results.first')} {groups(voice, cards)}"
    return ActionResult(
        slots={"shown": [card.id for card in cards], "prompt": "helpful", "misses": None},
        said=(Said(text, _after(context, view, bool(rest)), services=cards, choice="one"), helpful(voice)),
        effects=(Recommended(tuple(card.id for card in cards)),),
    )


def more(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    before = list(view.slots.get("shown") or ())
    if not before:
        early = view.active_loop or not has_begun(view.slots)
        return not_understood(context, view) if early else first(context, view)
    found = _recommendations(context, view)
    left = found.picked(at for at, service in enumerate(found.services) if service.id not in before)
    if not left:
        return _no_more(voice, view)
    cards = _cards(context, voice, left[:AT_ONCE])
    buttons = _after(context, view, len(left) > AT_ONCE)
    text = f"{voice('results.more')} {groups(voice, cards)}"
    return ActionResult(
        slots={"shown": [*before, *(card.id for card in cards)], "prompt": "helpful"},
        said=(Said(text, buttons, services=cards, choice="one"), helpful(voice)),
        effects=(Recommended(tuple(card.id for card in cards)),),
    )


def _no_more(voice: Voice, view: TrackerView) -> ActionResult:
    """Asked again and again, in other words each time."""
    said = Said(other_words(voice, view, "results.no_more", VARIANTS), _no_fit_buttons(voice), choice="one")
    return ActionResult(slots={"missed": (view.slots.get("missed") or 0) + 1.0}, said=(said,))


def again(context: Context, view: TrackerView) -> ActionResult:
    """What was shown, in the language that has been chosen since."""
    voice, shown = context.voice(view), _shown(context, view)
    if not shown:
        return ActionResult(said=(helpful(voice),))
    cards = _cards(context, voice, shown)
    buttons = _after(context, view, len(_recommendations(context, view)) > len(shown))
    said = Said(f"{voice('results.first')} {groups(voice, cards)}", buttons, services=cards, choice="one")
    return ActionResult(slots={"prompt": "helpful"}, said=(said, helpful(voice)))


def nothing_fits(context: Context, view: TrackerView) -> ActionResult:
    """Said of services that were shown; before any were, it is not known what does not fit."""
    if not view.slots.get("shown"):
        return not_understood(context, view)
    return _unmet(context.voice(view), "results.nothing_fits")


def take_with_me(context: Context, view: TrackerView) -> ActionResult:
    """The shown services and the skills as plain text: to copy, to print, to keep in the chat."""
    voice = context.voice(view)
    guide = guide_of(context, entity(view, "guide") or _walked(view))
    if guide:
        return as_text(context, view, guide)
    shown, can = _shown(context, view), skills.on_paper(context, voice, view)
    if not shown and not can:
        buttons = (voice.button("menu.assessment", "start_assessment"),)
        return ActionResult(said=(Said(voice("take.nothing"), buttons, choice="one"),))
    numbered = enumerate(_cards(context, voice, shown), start=1)
    services = (voice("take.text"), *(_on_paper(number, card) for number, card in numbered)) if shown else ()
    text = "\n\n".join((*services, *filter(None, (can,))))
    said = Said(text, _after(context, view), choice="one")
    return ActionResult(slots={"prompt": "helpful"} if shown else {}, said=(said,))


def _walked(view: TrackerView) -> object:
    """The guide that is walked through just now."""
    return view.slots.get("guide") if view.slots.get("prompt") == PROMPT else None


def _unmet(voice: Voice, key: str) -> ActionResult:
    said = Said(voice(key), _no_fit_buttons(voice), choice="one")
    return ActionResult(said=(said,), effects=(UnmetNeed(),))


def _on_paper(number: int, card: ServiceCard) -> str:
    lines = (f"{number}. {card.name} ({card.provider})", card.summary, card.first_step, card.url)
    return "\n".join(line for line in lines if line)


def _recommendations(context: Context, view: TrackerView) -> Recommendations:
    cared_for = view.slots.get("cared_for")
    return suited(profile_of(view.slots), cared_for, context.catalogue(), context.today())


def suited(profile: NeedsProfile, cared_for: object, catalogue: Catalogue, today: date) -> Recommendations:
    """What fits a profile; `cared_for`, "adult" or "child", is for whom one is at home, if anybody."""
    found = recommend(profile, catalogue, today)
    match cared_for:
        case "adult":
            return found.picked(at for at, each in enumerate(found.services) if not for_children(each))
        case "child":
            return found.picked(sorted(range(len(found)), key=lambda at: for_carers(found.services[at])))
    return found


def _shown(context: Context, view: TrackerView) -> Recommendations:
    """Those of the services shown that still fit, in the order in which they were."""
    found = _recommendations(context, view)
    places = map(found.place, view.slots.get("shown") or ())
    return found.picked(place for place in places if place is not None)


def _cards(context: Context, voice: Voice, found: Sequence[Recommendation]) -> tuple[ServiceCard, ...]:
    return tuple(
        recommended_card(
            recommendation, context.texts, voice.language, context.municipalities, context.today()
        )
        for recommendation in found
    )


def groups(voice: Voice, cards: Sequence[ServiceCard]) -> str:
    """Which groups the cards belong to, by their names: "Työllisyys 2, koulutus 1."."""
    counts = Counter(card.category for card in cards)
    named = [f"{voice(f'category.{category}')} ({count})" for category, count in counts.items()]
    return voice("results.groups", groups=voice.texts.listed(named, voice.language))


def _after(context: Context, view: TrackerView, is_more: bool = False) -> tuple[Button, ...]:
    voice = context.voice(view)
    show_more = (voice.button("results.show_more", "show_more"),) if is_more else ()
    untold = form_of(view.slots) == PERSON_FORM and not view.slots.get("skills")
    tell = (voice.button("results.tell_skills", "change_answer", question="skills"),) if untold else ()
    return (
        *show_more,
        *tell,
        *fitting(context, view),
        voice.button("results.nothing_fits_button", "nothing_fits"),
        voice.button("menu.person", "ask_human"),
        voice.button("button.change_answer", "change_answer"),
        voice.button("button.take_with_me", "take_with_me"),
        voice.button("button.delete", "delete_conversation"),
    )


def _no_fit_buttons(voice: Voice) -> tuple[Button, ...]:
    return (
        voice.button("menu.person", "ask_human", reason="not_helpful"),
        voice.button("menu.search", "search_service"),
        voice.button("button.change_answer", "change_answer"),
    )


def helpful(voice: Voice) -> Said:
    ratings = ("yes", "partly", "no")
    buttons = tuple(voice.button(f"feedback.{rating}", "feedback", rating=rating) for rating in ratings)
    return Said(voice("feedback.ask"), buttons, choice="one")


def for_children(service: Service) -> bool:
    """Day care and other help for families: nothing for who looks after a parent or a spouse."""
    about = f"{_finnish_name(service)} {' '.join(service.keywords.get('fi', ()))}".casefold()
    children = any(word in about for word in _CHILDREN)
    return children and service.category in _OF_FAMILIES and not for_carers(service)


def for_carers(service: Service) -> bool:
    """For who looks after a relative: for parents of a sick child too, so it only comes last for them."""
    return _CARERS in _finnish_name(service).casefold()


def _finnish_name(service: Service) -> str:
    return service.texts["fi"].name if "fi" in service.texts else ""
