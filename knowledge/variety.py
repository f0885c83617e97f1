"""The order of recommendations: among the first ones, as many of a person's needs as possible."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import attrgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge import ranking
from knowledge.matching_rule import Rule
from knowledge.profile import NeedsProfile
from knowledge.ranking import lifts
from knowledge.service import Service
from knowledge.vocabulary import FIELDS, GOALS
from knowledge.weights import HEAVY_BARRIERS, WEIGHTS

FIRST_ONES: Final = WEIGHTS["first_ones"].figure
"""How many are shown at once."""

LEADING_GOAL: Final = {
    "employment_services": "job",
    "youth_guidance": "direction",
    "newcomer_advice": "unsure",
    "startup_advice": "business",
}
MEETS: Final = {
    "job": {"employment"},
    "study": {"education"},
    "business": {"entrepreneurship"},
    "money": {"income_support", "entrepreneurship"},
    "health": {"wellbeing"},
    "language": {"integration", "education"},
}
"""Categories whose services stand for a goal among the first ones; goals left out here: any category."""

Need = tuple[str, str]
"""A kind (goal, barrier or field) and its code."""

NEEDS: Final[tuple[Need, ...]] = (
    *(("goal", goal) for goal in GOALS if goal != "unsure"),
    *(("barrier", barrier) for barrier in HEAVY_BARRIERS),
    *(("field", field) for field in FIELDS if field != "other"),
)
"""All that may be represented; a set of them is told by the bits of a number."""


def first_ones(
    profile: NeedsProfile,
    services: Callable[[int], Service],
    scores: NDArray[np.int64],
    could: NDArray[np.int64],
    choices: Mapping[str, int],
) -> list[int]:
    """The places of what comes first, one after the other: what helps most with what is not helped with yet.

    `services` gives the one at a place; `scores` are of all places, best first; `could`: the needs (bits)
    that each could stand for; `choices`: how many of them there are for a goal.
    """
    chosen = list[int]()
    needs = _needs(profile)
    while len(chosen) < min(FIRST_ONES, len(scores)) or (needs and len(chosen) < len(scores)):
        crowded = len(needs) > FIRST_ONES - len(chosen)
        highest = scores + _highest(needs, could, crowded)
        best, met = _next(services, scores, highest, chosen, needs, choices, crowded)
        if len(chosen) >= FIRST_ONES and not met:
            break
        needs = {need: value for need, value in needs.items() if need not in met}
        chosen.append(best)
    return chosen


def _next(
    services: Callable[[int], Service],
    scores: NDArray[np.int64],
    highest: NDArray[np.int64],
    chosen: Sequence[int],
    needs: Mapping[Need, int],
    choices: Mapping[str, int],
    crowded: bool,
) -> tuple[int, set[Need]]:
    """The place of what helps most, and what it helps with. What cannot get that high is not looked at."""
    best: tuple[float, int, set[Need]] = (-inf, 0, set())
    for place in np.argsort(-highest, kind="stable").tolist():
        if (highest[place], -place) < best[:2]:
            break
        if place not in chosen:
            met = _stands_for(services(place), needs, choices)
            reached = int(scores[place]) + _gain([needs[need] for need in met], crowded)
            best = max(best, (reached, -place, met), key=lambda each: each[:2])
    return -best[1], best[2]


def _highest(needs: Mapping[Need, int], could: NDArray[np.int64], crowded: bool) -> NDArray[np.int64]:
    """What each would gain if it stood for all that it could."""
    gains = np.zeros(len(could), dtype=np.int64)
    for need, value in needs.items():
        helped = (could >> NEEDS.index(need) & 1) * value
        gains = gains + helped if crowded else np.maximum(gains, helped)
    return gains


def _gain(values: Sequence[int], crowded: bool) -> int:
    """Meeting two needs at once counts double only when there are more needs than places."""
    return sum(values) if crowded else max(values, default=0)


def _needs(profile: NeedsProfile) -> dict[Need, int]:
    """What should be represented among the first ones, with what that is worth."""
    goals = [("goal", goal) for goal in profile.goals if goal != "unsure"]
    heavy = [("barrier", barrier) for barrier in profile.barriers if barrier in HEAVY_BARRIERS]
    field = [("field", profile.field)] if profile.field and profile.field != "other" else []
    return {need: WEIGHTS[f"covers_{need[0]}"].figure for need in (*goals, *heavy, *field)}


def _stands_for(service: Service, needs: Mapping[Need, int], choices: Mapping[str, int]) -> set[Need]:
    """Which of the open needs a service stands for; a broad one leaves the rare goals to specialists."""
    goals = sorted(goal for goal in service.goals if ("goal", goal) in needs)
    if _leading(service):
        goals = [goal for goal in goals if goal == _leading(service)]
    elif len(service.goals) > WEIGHTS["few_goals"].figure and goals:
        goals = [max(goals, key=lambda goal: choices.get(goal, 0))]
    met = {("goal", goal) for goal in goals if _meets(service, goal)}
    return needs.keys() & {*met, *_lifted(service), *_path_into(service)}


def _leading(service: Service) -> str | None:
    return LEADING_GOAL.get(service.role or "")


def _meets(service: Service, goal: str) -> bool:
    leading = _leading(service)
    return goal == leading if leading else service.category in MEETS.get(goal, (service.category,))


def _lifted(service: Service) -> Iterator[Need]:
    return (("barrier", barrier) for barrier in service.barriers if lifts(service, barrier))


def _path_into(service: Service) -> Iterator[Need]:
    return (("field", field) for field in service.fields if len(service.fields) == 1)


def _bits(needs: Iterable[Need]) -> int:
    return sum(1 << NEEDS.index(need) for need in needs if need in NEEDS)


COULD_STAND_FOR: Final = (
    Rule(
        (),
        attrgetter("goals", "category", "role"),
        lambda _, service, __: _bits(("goal", goal) for goal in service.goals if _meets(service, goal)),
    ),
    Rule((), ranking.BARRIERS, lambda _, service, __: _bits(_lifted(service))),
    Rule((), ranking.FIELDS, lambda _, service, __: _bits(_path_into(service))),
)
"""The needs (bits) that a service may stand for: with a broad one not all of its goals at once."""
