"""The order of recommendations: among the first ones, as many of a person's needs as possible."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.profile import NeedsProfile
from knowledge.ranking import lifts
from knowledge.service import Service
from knowledge.weights import HEAVY_BARRIERS

FIRST_ONES: Final = 3
"""How many are shown at once."""

COVERS_GOAL, COVERS_BARRIER, COVERS_FIELD = 50, 60, 20
"""Added while choosing the first ones to a service that helps with what none chosen before it helps with."""

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

FEW_GOALS: Final = 2
"""A service with more goals than this knows a little of everything, and stands for one of them only."""

Need = tuple[str, str]
"""A kind (goal, barrier or field) and its code."""


def varied(profile: NeedsProfile, scored: Sequence[tuple[Service, int]]) -> list[Service]:
    """Puts first, one after the other, what helps most with what is not helped with yet.

    `scored` are services with their scores, best first. All of them come back.
    """
    rest, chosen = list(scored), list[Service]()
    needs = _needs(profile)
    choices = Counter(goal for service, _ in scored for goal in service.goals)
    while rest and (len(chosen) < FIRST_ONES or needs):
        crowded = len(needs) > FIRST_ONES - len(chosen)
        helped = [_stands_for(service, needs, choices) for service, _ in rest]
        gains = [_gain([needs[need] for need in met], crowded) for met in helped]
        best = max(range(len(rest)), key=lambda place: rest[place][1] + gains[place])
        if len(chosen) >= FIRST_ONES and not helped[best]:
            break
        needs = {need: value for need, value in needs.items() if need not in helped[best]}
        chosen.append(rest.pop(best)[0])
    return [*chosen, *(service for service, _ in rest)]


def _gain(values: Sequence[int], crowded: bool) -> int:
    """Meeting two needs at once counts double only when there are more needs than places."""
    return sum(values) if crowded else max(values, default=0)


def _needs(profile: NeedsProfile) -> dict[Need, int]:
    """What should be represented among the first ones, with what that is worth."""
    goals = {("goal", goal): COVERS_GOAL for goal in profile.goals if goal != "unsure"}
    heavy = {("barrier", one): COVERS_BARRIER for one in profile.barriers if one in HEAVY_BARRIERS}
    field = {("field", profile.field): COVERS_FIELD} if profile.field and profile.field != "other" else {}
    return {**goals, **heavy, **field}


def _stands_for(service: Service, needs: Mapping[Need, int], choices: Counter[str]) -> set[Need]:
    """Which of the open needs a service stands for; a broad one leaves the rare goals to specialists."""
    barriers = {("barrier", one) for one in service.barriers if lifts(service, one)}
    fields = {("field", one) for one in service.fields if len(service.fields) == 1}
    leading = LEADING_GOAL.get(service.role or "")
    goals = {goal for goal in service.goals if ("goal", goal) in needs}
    if leading:
        goals &= {leading}
    elif len(service.goals) > FEW_GOALS and goals:
        goals = {max(sorted(goals), key=lambda goal: choices[goal])}
    met = {
        ("goal", goal)
        for goal in goals
        if leading or service.category in MEETS.get(goal, (service.category,))
    }
    return needs.keys() & (met | barriers | fields)
