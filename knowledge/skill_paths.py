"""Where the kept occupations and skills lead: training, recognition, and fields that lack people nearby."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.catalogue import Catalogue
from knowledge.eligibility import eligible
from knowledge.everyday_work import Concept
from knowledge.fields import field_of
from knowledge.guide import Guide
from knowledge.profile import NeedsProfile
from knowledge.ranking import score
from knowledge.service import Service

MOST_SERVICES, MOST_GUIDES, MOST_FIELDS = 2, 2, 2
_GROUP: Final = 2
"""Digits of an ISCO code by which occupations are of one group: 53 is personal care workers."""


@dataclass(frozen=True, slots=True)
class SkillPaths:
    """All may be empty. `fields` are those of what was kept, the most frequent first."""

    training: tuple[Service, ...] = ()
    recognition: tuple[Service, ...] = ()
    short_of_staff: tuple[Guide, ...] = ()
    fields: tuple[str, ...] = ()


def skill_paths(
    concepts: Iterable[Concept], profile: NeedsProfile, catalogue: Catalogue, today: date
) -> SkillPaths:
    """Only what may be shown to this person, and what somebody with these skills is not far from."""
    codes = [code for each in concepts for code in (each.code, *each.near) if code]
    fields = _fields(codes)
    open_ones = eligible(profile, catalogue.services, today)
    foreign = profile.education == "foreign" or "recognition" in profile.goals
    training = (each for each in open_ones if "study" in each.goals and not each.fields.isdisjoint(fields))
    recognition = (each for each in open_ones if foreign and "recognition" in each.goals)
    paths = (each for each in catalogue.guides.values() if each.kind == "career_path")
    return SkillPaths(
        training=_best(training, replace(profile, goals=("study",), field=next(iter(fields), None))),
        recognition=_best(recognition, replace(profile, goals=("recognition",))),
        short_of_staff=tuple(
            sorted(
                (each for each in paths if _needs_people(each, profile) and _is_near(each, codes)),
                key=lambda guide: (not _leads_to(guide, codes), guide.id),
            )[:MOST_GUIDES]
        ),
        fields=fields[:MOST_FIELDS],
    )


def _fields(codes: Iterable[str]) -> tuple[str, ...]:
    found = [field_of(code) for code in codes]
    named = (field for field in found if field != "other")
    return tuple(sorted(dict.fromkeys(named), key=lambda field: -found.count(field)))


def _best(services: Iterable[Service], profile: NeedsProfile) -> tuple[Service, ...]:
    ordered = sorted(services, key=lambda service: (-score(profile, service), service.id))
    return tuple(ordered[:MOST_SERVICES])


def _needs_people(guide: Guide, profile: NeedsProfile) -> bool:
    """Where the person lives, or everywhere; who has not said where they live is told of the latter."""
    serves = guide.municipalities is None or profile.municipality in guide.municipalities
    short = guide.short_of_staff is None or profile.municipality in guide.short_of_staff
    return serves and short


def _leads_to(guide: Guide, codes: Iterable[str]) -> bool:
    return any(code.startswith(guide.occupations) for code in codes)


def _is_near(guide: Guide, codes: Iterable[str]) -> bool:
    """The occupation itself, or one of the same group."""
    groups = {prefix[:_GROUP] for prefix in guide.occupations}
    return any(code[:_GROUP] in groups for code in codes)
