"""How a counsellor weighs what is known: every figure of the ranking, in points."""

from typing import Final

WEIGHTS: Final = {
    "goal": 30,  # the first wanted goal that the service helps with
    "another_goal": 10,  # each further one
    "employer_need": 30,
    "another_employer_need": 8,
    "only_employer_need": 8,  # made for this need alone
    "required_situation": 8,  # shown to nobody in another situation
    "situation": 14,
    "only_situation": 8,  # made for this situation alone
    "other_situation": -10,  # made for situations, but not for this one
    "heavy_barrier": 22,  # first what blocks the rest
    "barrier": 8,
    "unemployed_for": 10,
    "other_unemployed_for": -8,
    "only_long_unemployed": -14,  # meant for after a long time, and the time is not known
    "field": 12,
    "only_field": 16,  # a path into just this field
    "other_field": -16,
    "local": 8,
    "own_office": 22,  # the municipality's own employment services, for job seekers
    "own_door": 24,  # newcomers' advice or youth guidance, for those it is the door of
    "startup_door": 12,
    "employer_door": 12,
    "newcomer": 8,
    "language": 8,  # serves in a language other than the national ones
    "other_language": -4,
    "evidence_A": 6,
    "evidence_B": 4,
    "evidence_C": 2,
    "evidence_D": 0,
}
"""The order in which a counsellor thinks, in points."""

HEAVY_BARRIERS: Final = ("criminal_record", "health", "money", "family", "digital")
NO_BARRIERS: Final = ("nothing", "rather_not_say")
LIFTED_BY: Final = {
    "health": {"wellbeing"},
    "money": {"income_support", "entrepreneurship"},
    "family": {"everyday_life", "wellbeing"},
    "digital": {"everyday_life"},
    "criminal_record": {"everyday_life"},
    "language": {"integration", "education"},
    "network": {"employment", "everyday_life", "integration"},
    "skills_outdated": {"employment", "education"},
    "no_vacancies": {"employment", "education"},
}
"""Categories whose services lift a barrier; those of other categories only know how to live with it."""

JOB_SEEKING: Final = (
    "unemployed",
    "laid_off",
    "new_in_finland",
    "graduated",
    "part_time",
    "at_home",
    "other",
)
DOORS: Final = {
    "employment_services": "own_office",
    "startup_advice": "startup_door",
    "employer_services": "employer_door",
}
