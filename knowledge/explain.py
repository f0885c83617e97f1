"""Why each service was shown to somebody, or was not: everything that counted, told service by service."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from knowledge.catalogue import Catalogue
from knowledge.matching import Recommendation, open_doors_for, recommend
from knowledge.profile import NeedsProfile
from knowledge.ranking import points
from knowledge.service import Service
from knowledge.trial import against
from knowledge.weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class Counted:
    """A name in WEIGHTS, how often it counts and what that gives."""

    name: str
    times: int
    points: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """`rank` is the place where it is shown, `rank_by_points` the one that it would have by its points."""

    found: Recommendation
    rank: int
    rank_by_points: int
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`against` are the codes of `knowledge.trial`; at least one."""

    service: Service
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Every service of the catalogue is in one of the two."""

    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]


def explain(profile: NeedsProfile, catalogue: Catalogue, today: date) -> Explained:
    """The chosen in the order in which they are shown, the others in that of their ids."""
    shown = recommend(profile, catalogue, today)
    by_points = sorted(shown, key=lambda found: (-found.score, found.service.id))
    places = {found.service.id: place for place, found in enumerate(by_points, 1)}
    chosen = tuple(
        Chosen(found, rank, places[found.service.id], counted(profile, found.service))
        for rank, found in enumerate(shown, 1)
    )
    doors = open_doors_for(profile, catalogue, today)
    left_out = (service for service in catalogue.services if service.id not in places)
    return Explained(
        chosen,
        tuple(LeftOut(each, tuple(against(each, profile, doors, today))) for each in left_out),
    )


def counted(profile: NeedsProfile, service: Service) -> tuple[Counted, ...]:
    """The weightiest first."""
    names = Counter(points(profile, service))
    each = (Counted(name, times, times * WEIGHTS[name].figure) for name, times in names.items())
    return tuple(sorted(each, key=lambda one: -abs(one.points)))
