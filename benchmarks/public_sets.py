"""Sentences that others wrote, of the packages in `requirements/public-sets.txt`: to learn, and to be asked.

Both sets list ways of asking, many of them nearly alike: what comes from one template, or begins with the
same words, is wholly learned or wholly asked. A blank to be filled in stays as its name, or a number.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import files
from itertools import islice
from random import Random
from typing import Final

from hassil.intents import Intents, TextSlotList
from hassil.sample import sample_sentence
from home_assistant_intents import get_intents

from dialogues.understanding.examples import Example

LEARNED: Final = 15
"""Sentences to learn from, and to be asked: at most so many of an intent in a language."""

ASKED: Final = 10
_OF_ONE_TEMPLATE: Final = 3
_LOOKED_AT: Final = 2000
_NUMBERED: Final = re.compile(r"temperature|position|speed|brightness|volume|hours|minutes|seconds")
_SKILLS: Final = {"ovos-skill-weather": "de-de en-us", "ovos-skill-date-time": "de-de en-us"}


@dataclass(frozen=True, slots=True)
class Divided:
    """Sentences of one set; no sentence of `asked` is among those of `learned`."""

    learned: Sequence[Example]
    asked: Sequence[Example]


def home_assistant(languages: Sequence[str] = ("fi", "sv", "en")) -> Divided:
    """Home Assistant's templates of sentences (home-assistant-intents), spoken out by hassil."""
    return _divided([group for language in languages for group in _templates(language)])


def voice_skills() -> Divided:
    """What people ask of OpenVoiceOS about weather and time (ovos-skill-*), in German and English."""
    groups: defaultdict[tuple[str, ...], list[Example]] = defaultdict(list)
    for skill, locales in _SKILLS.items():
        for example in _asked_of(skill, locales.split()):
            beginning = " ".join(example.text.lower().split()[:3])
            groups[example.intent, example.language, beginning].append(example)
    return _divided(list(groups.values()))


def _templates(language: str) -> Iterator[list[Example]]:
    """The sentences of each template."""
    intents = Intents.from_dict(get_intents(language) or {})
    named = {name: TextSlotList.from_strings([name]) for name in ("area", "floor", "name")}
    for name, intent in intents.intents.items():
        for data in intent.data:
            rules = {**intents.expansion_rules, **data.expansion_rules}
            for sentence in data.sentences:
                spoken = sample_sentence(
                    sentence, {**intents.slot_lists, **named}, rules, expand_ranges=False
                )
                yield [Example(name, language, text) for text in islice(spoken, _LOOKED_AT)]


def _asked_of(skill: str, locales: Sequence[str]) -> Iterator[Example]:
    for file in sorted(files(skill) or (), key=str):
        if file.suffix == ".intent" and file.parts[2] in locales:
            for line in file.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    yield Example(file.stem, file.parts[2].partition("-")[0], line)


def _filled(example: Example) -> Example:
    """The same number in the same sentence, whenever it is asked for."""
    random = Random(example.text)

    def word(blank: re.Match[str]) -> str:
        return str(random.randint(2, 40)) if _NUMBERED.search(blank[1]) else blank[1].replace("_", " ")

    return replace(example, text=" ".join(re.sub(r"{([^}]*)}", word, example.text).split()))


def _divided(groups: Sequence[Sequence[Example]]) -> Divided:
    """A third of the groups is asked; an intent without both kinds in a language is left out."""
    random = Random(0)
    learned: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
    asked: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
    for group in random.sample(groups, len(groups)):
        few = [_filled(each) for each in random.sample(group, min(_OF_ONE_TEMPLATE, len(group)))]
        kind = few[0].intent, few[0].language
        wanted = asked if 2 * len(asked[kind]) < len(learned[kind]) else learned
        wanted[kind] += few
    both = [kind for kind in sorted(learned) if asked[kind]]
    known = {example.text for kind in both for example in learned[kind]}
    return Divided(
        learned=[example for kind in both for example in learned[kind][:LEARNED]],
        asked=[e for kind in both for e in asked[kind][:ASKED] if e.text not in known],
    )
