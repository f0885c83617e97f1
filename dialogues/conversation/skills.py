"""Skills in the person's own words, and what ESCO calls them: proposed, then kept or dropped."""

from collections.abc import Iterable
from typing import Any, Final

from dialogues.conversation.assessment import accept
from dialogues.conversation.concept_names import nearest_name, title
from dialogues.conversation.context import Context, Voice, language_of, payload
from dialogues.engine import Button
from dialogues.tracker import TrackerView
from knowledge.names import is_concept
from knowledge.occupations import Concept

MOST_PROPOSED: Final = 6


def tell(context: Context, view: TrackerView) -> dict[str, Any]:
    """The slots to set when somebody tells what they can do; more is added to what was told just before."""
    before = own_words(view) if proposed(view) else ()
    told = (*before, view.latest.text.strip())
    found = context.occupations.propose("\n".join(told), language_of(view))
    best = sorted((*found.occupations, *found.skills), key=lambda each: -each.score)[:MOST_PROPOSED]
    return {**accept(view.slots, {"skills": told}, "said"), "proposed": [each.concept.id for each in best]}


def keep(view: TrackerView, kept: Iterable[str]) -> dict[str, Any]:
    """The slots to set when the person has chosen what fits; the own words stay."""
    return accept(view.slots, {"skills": (*own_words(view), *kept)}, "chosen")


def proposed(view: TrackerView) -> tuple[str, ...]:
    """What the person has to keep or drop just now."""
    return tuple(view.slots.get("proposed") or ())


def own_words(view: TrackerView) -> tuple[str, ...]:
    return tuple(each for each in view.slots.get("skills") or () if not is_concept(each))


def named(context: Context, view: TrackerView) -> tuple[str, ...]:
    """What of the proposed the person typed the names of; () where they typed more than names."""
    left, found = view.latest.text.casefold(), []
    for concept in _concepts(context, proposed(view)):
        name = title(concept, context.texts, language_of(view)).casefold()
        if name in left:
            left = left.replace(name, " ", 1)
            found.append(concept.id)
    joining_words = len(found) - 1
    return tuple(found) if len(left.split()) <= joining_words else ()


def buttons(context: Context, view: TrackerView) -> tuple[Button, ...]:
    """One to tick for each that is proposed."""
    return tuple(
        Button(title(each, context.texts, language_of(view)), payload("inform", skills=each.id))
        for each in _concepts(context, proposed(view))
    )


def proposal_text(context: Context, voice: Voice, view: TrackerView) -> str:
    """Says so where ESCO has no names in the language."""
    texts, language = context.texts, voice.language
    used = {nearest_name(each, texts, language)[1] for each in _concepts(context, proposed(view))}
    foreign = [code for code in sorted(used) if code != language.partition("-")[0]]
    if not foreign:
        return voice("skills.proposed")
    called = [texts.name(code) if code in texts.by_language else code for code in foreign]
    return f"{voice('skills.proposed')} {voice('skills.in_language', name=texts.listed(called, language))}"


def on_paper(context: Context, voice: Voice, view: TrackerView) -> str:
    """What the person can do, in sentences to copy; "" when nothing is known."""
    kept: dict[str, list[str]] = {"occupation": [], "skill": []}
    for concept in _concepts(context, view.slots.get("skills") or ()):
        kept[concept.kind].append(nearest_name(concept, context.texts, voice.language)[0])
    occupations, skills = (context.texts.listed(names, voice.language) for names in kept.values())
    sentences = (
        *own_words(view),
        occupations and voice("take.experience", occupations=occupations),
        skills and voice("take.abilities", skills=skills),
    )
    lines = [sentence for sentence in sentences if sentence]
    return "\n".join((voice("take.skills"), *lines)) if lines else ""


def occupation_named(context: Context, view: TrackerView) -> Concept | None:
    """What a few words surely name."""
    return context.occupations.named(view.latest.text, language_of(view))


def is_an_occupation(context: Context, view: TrackerView) -> bool:
    """Whether it was typed just as ESCO names it."""
    concept = occupation_named(context, view)
    names = concept.labels.values() if concept else ()
    return view.latest.text.strip().casefold() in map(str.casefold, names)


def _concepts(context: Context, addresses: Iterable[str]) -> list[Concept]:
    """Those that are still known."""
    found = map(context.occupations.get, addresses)
    return [each for each in found if each]
