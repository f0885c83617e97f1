"""Who would get a service: a version that nobody sees yet, tried against a needs profile."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from knowledge.catalogue import Catalogue
from knowledge.eligibility import is_needed, obstacles
from knowledge.matching import Recommendation, Recommendations, open_doors_for, recommend
from knowledge.profile import NeedsProfile
from knowledge.relevance import is_of_another_field, relevant
from knowledge.service import Service


@dataclass(frozen=True, slots=True)
class Trial:
    """`found` is the service as it would be recommended, None where it would not; `against` says why not.

    `against` are names of hard rules (audience, municipality, newcomers_only, age, situation, dates), or
    stand_in (another door is open), other_field (it is for other fields than the wanted one), no_need (it
    helps with nothing that was said). `rank` counts from one among `of`; `others` are what the person would
    be shown, in order, this one included.
    """

    found: Recommendation | None
    against: tuple[str, ...]
    rank: int | None
    others: Recommendations

    @property
    def of(self) -> int:
        return len(self.others)


def try_out(service: Service, profile: NeedsProfile, catalogue: Catalogue, today: date) -> Trial:
    """As if the service were published now, in the place of the version that is."""
    published = (each for each in catalogue.services if each.id != service.id)
    index = catalogue.matching.following((*published, service))
    imagined = replace(catalogue, services=index.services, matching=index)
    others = recommend(profile, imagined, today)
    place = others.place(service.id)
    if place is not None:
        return Trial(others[place], (), place + 1, others)
    doors = open_doors_for(profile, imagined, today)
    return Trial(None, tuple(against(service, profile, doors, today)), None, others)


def against(
    service: Service, profile: NeedsProfile, doors: frozenset[str | None], today: date
) -> Iterator[str]:
    """Why a service is not shown, while `doors` are open."""
    hard = tuple(obstacles(profile, service, today))
    yield from hard
    if not hard and not is_needed(service, doors):
        yield "stand_in"
    if not relevant(profile, service):
        yield "other_field" if is_of_another_field(profile, service) else "no_need"
