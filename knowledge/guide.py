"""A guide: a short piece that a person walks through step by step, as the bot sees it once published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = ("self_coaching", "career_path")


@dataclass(frozen=True, slots=True)
class GuideText:
    """What a guide, or one of its steps, says in one language. `status` is draft, machine or reviewed.

    Of a guide `body` is the line under its title in a list; of a step it is what the step says, and `link`
    names the step's address.
    """

    language: str
    title: str
    body: str
    link: str = ""
    status: str = "machine"


@dataclass(frozen=True, slots=True)
class GuideStep:
    """`services` are ids of the catalogue: the trainings or the help of this step. `url` "" is none."""

    id: str
    texts: Mapping[str, GuideText]
    url: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """`fields` and `goals` are codes of `knowledge.vocabulary`; of a career path, what it leads into.

    `occupations` are ESCO codes that begin the occupations of a path ("53" is personal care workers).
    `short_of_staff` are municipalities where the field lacks people: None is everywhere, () nowhere.
    """

    id: str
    kind: str
    provider: str
    provider_names: Mapping[str, str]
    texts: Mapping[str, GuideText]
    steps: tuple[GuideStep, ...]
    goals: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    occupations: tuple[str, ...] = ()
    municipalities: frozenset[str] | None = None
    short_of_staff: frozenset[str] | None = frozenset()
    review_due: date | None = None
