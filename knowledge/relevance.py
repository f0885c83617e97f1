"""Whether an eligible service helps with anything that was said: the rest is not shown."""

from collections.abc import Callable
from typing import Final

from knowledge import ranking
from knowledge.matching_rule import Facts, Rule
from knowledge.profile import NeedsProfile
from knowledge.ranking import DOOR_OPENERS, barriers, is_own_door, lifts
from knowledge.service import Service
from knowledge.weights import WEIGHTS


def relevant(profile: NeedsProfile, service: Service) -> bool:
    """Eligible is not enough: it must help with something that was said, or nothing may have been said."""
    if profile.audience == "employer":
        return _meets_needs(profile, service)
    if _for_another_field(profile, service):
        return False
    if _helps_with_goal(profile, service) or _lifts_any(profile, service):
        return True
    return not _for_other_goals(profile, service) and (
        _suits_situation(profile, service)
        or _requires_situation(profile, service)
        or is_own_door(profile, service)
    )


def is_of_another_field(profile: NeedsProfile, service: Service) -> bool:
    """Of which nothing is to be said to a company."""
    return profile.audience == "person" and _for_another_field(profile, service)


def _meets_needs(profile: NeedsProfile, service: Service) -> bool:
    """Of a company that has named none, all."""
    return not profile.employer_needs or not service.employer_needs.isdisjoint(profile.employer_needs)


def _for_another_field(profile: NeedsProfile, service: Service) -> bool:
    specific = 0 < len(service.fields) <= WEIGHTS["few_fields"].figure
    return specific and profile.field not in (None, "other", *service.fields)


def _helps_with_goal(profile: NeedsProfile, service: Service) -> bool:
    return not service.goals.isdisjoint(profile.goals)


def _for_other_goals(profile: NeedsProfile, service: Service) -> bool:
    return bool(service.goals and profile.goals) and not _helps_with_goal(profile, service)


def _lifts_any(profile: NeedsProfile, service: Service) -> bool:
    return any(lifts(service, barrier) for barrier in barriers(profile))


def _suits_situation(profile: NeedsProfile, service: Service) -> bool:
    return profile.situation in service.situations


def _requires_situation(profile: NeedsProfile, service: Service) -> bool:
    return profile.situation in service.required_situations


def _rule(known: tuple[str, ...], reads: Facts, holds: Callable[[NeedsProfile, Service], bool]) -> Rule[bool]:
    return Rule(known, reads, lambda profile, service, _: holds(profile, service))


MEETS_NEEDS: Final = _rule(("employer_needs",), ranking.EMPLOYER_NEEDS, _meets_needs)
FOR_ANOTHER_FIELD: Final = _rule(("field",), ranking.FIELDS, _for_another_field)
FOR_OTHER_GOALS: Final = _rule(("goals",), ranking.GOALS, _for_other_goals)
HELPS: Final = (
    _rule(("goals",), ranking.GOALS, _helps_with_goal),
    _rule(("barriers",), ranking.BARRIERS, _lifts_any),
)
SUITS: Final = (
    _rule(("situation",), ranking.SITUATIONS, _suits_situation),
    _rule(("situation",), ranking.REQUIRED_SITUATIONS, _requires_situation),
    _rule(DOOR_OPENERS, ranking.ROLE, is_own_door),
)
"""The same in parts: relevant is what is for no other field and HELPS, or SUITS and is for no other goals."""
