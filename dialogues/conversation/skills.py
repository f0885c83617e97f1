"""Skills in the person's own words, and what ESCO calls them: proposed, then kept or dropped."""

from collections.abc import Iterable
from typing import Any, Final

from dialogues.conversation.assessment import accept
from dialogues.conversation.concept_names import nearest_name, title
from dialogues.conversation.context import Context, Voice, language_of, payload
from dialogues.engine import Button
from dialogues.tracker import TrackerView
from knowledge.everyday_work import Concept
from knowledge.home_words import told_of_home
from knowledge.names import is_concept

MOST_PROPOSED: Final = 6
MORE: Final = "more_skills"
"""As the question of a button: adds to what was kept, and forgets none of it."""


def tell(context: Context, view: TrackerView) -> dict[str, Any]:
    """The slots to set when somebody tells what they can do; more is added to what was told just before."""
    more = _telling_more(view)
    before = kept_before(view) if proposed(view) or more else ()
    told, language = view.latest.text.strip(), language_of(view)
    story = told if more else "\n".join((*before, told))  # what was dropped of the earlier story stays so
    found = context.occupations.propose(story, language)
    best = sorted((*found.occupations, *found.skills), key=lambda each: -each.score)
    new = [each.concept.id for each in best if each.concept.id not in before][:MOST_PROPOSED]
    slots = accept(view.slots, {"skills": (*before, told)}, "said")
    return {
        **slots,
        "proposed": new,
        "at_home": [*(view.slots.get("at_home") or ()), *_done_at_home(context, story, language, new)],
        "telling_more": more if new else None,
    }


def keep(view: TrackerView, kept: Iterable[str]) -> dict[str, Any]:
    """The slots to set when the person has chosen what fits; the own words stay."""
    return accept(view.slots, {"skills": (*kept_before(view), *kept)}, "chosen")


def kept_before(view: TrackerView) -> tuple[str, ...]:
    """What stays whatever is chosen now: the own words, and while more is told all that was kept."""
    return tuple(view.slots.get("skills") or ()) if _telling_more(view) else own_words(view)


def proposed(view: TrackerView) -> tuple[str, ...]:
    """What the person has to keep or drop just now."""
    return tuple(view.slots.get("proposed") or ())


def own_words(view: TrackerView) -> tuple[str, ...]:
    return tuple(each for each in view.slots.get("skills") or () if not is_concept(each))


def kept(context: Context, view: TrackerView) -> list[Concept]:
    """The occupations and skills that the person has said to be theirs."""
    return _concepts(context, view.slots.get("skills") or ())


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


def in_words(context: Context, voice: Voice, view: TrackerView) -> str:
    """What was kept as sentences to copy: work, skills, home and free time; "" when nothing was."""
    home = set(view.slots.get("at_home") or ())
    groups: dict[str, list[str]] = {"experience": [], "abilities": [], "at_home": []}
    for concept in kept(context, view):
        group = (
            "experience" if concept.kind == "occupation" else "at_home" if concept.id in home else "abilities"
        )
        groups[group].append(nearest_name(concept, context.texts, voice.language)[0])
    listed = {group: context.texts.listed(names, voice.language) for group, names in groups.items()}
    sentences = (
        listed["experience"] and voice("take.experience", occupations=listed["experience"]),
        listed["abilities"] and voice("take.abilities", skills=listed["abilities"]),
        listed["at_home"] and voice("take.at_home", skills=listed["at_home"]),
    )
    return "\n".join(filter(None, sentences))


def on_paper(context: Context, voice: Voice, view: TrackerView) -> str:
    """The same with the own words below; "" when nothing is known."""
    told, words = in_words(context, voice, view), " ".join(map(_sentence, own_words(view)))
    lines = (told, words and voice("take.own_words", words=words))
    known = [line for line in lines if line]
    return "\n".join((voice("take.skills"), *known)) if known else ""


def occupation_named(context: Context, view: TrackerView) -> Concept | None:
    """What a few words surely name."""
    return context.occupations.named(view.latest.text, language_of(view))


def is_an_occupation(context: Context, view: TrackerView) -> bool:
    """Whether it was typed just as ESCO names it."""
    concept = occupation_named(context, view)
    names = concept.labels.values() if concept else ()
    return view.latest.text.strip().casefold() in map(str.casefold, names)


def _telling_more(view: TrackerView) -> bool:
    return bool(view.slots.get("telling_more"))


def _done_at_home(context: Context, story: str, language: str, known: Iterable[str]) -> list[str]:
    """Addresses of skills that were told of home or free time."""
    home = told_of_home(story, language)
    skills = context.occupations.propose(home, language).skills if home else ()
    return [each.concept.id for each in skills if each.concept.id in set(known)]


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "؟")) else f"{words}."


def _concepts(context: Context, addresses: Iterable[str]) -> list[Concept]:
    """Those that are still known."""
    found = map(context.occupations.get, addresses)
    return [each for each in found if each]
