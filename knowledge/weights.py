"""How a counsellor weighs what is known: every figure of the ranking and of the order, and why."""

from types import MappingProxyType
from typing import Final, NamedTuple


class Weight(NamedTuple):
    """`figure` is in points, but for the last three: those are counts."""

    figure: int
    why: str


WEIGHTS: Final = MappingProxyType(
    {
        "goal": Weight(30, "the first wanted goal that the service helps with"),
        "another_goal": Weight(10, "each further one"),
        "employer_need": Weight(30, "the first need of a company that it helps with"),
        "another_employer_need": Weight(8, "each further one"),
        "only_employer_need": Weight(8, "made for this need alone"),
        "required_situation": Weight(8, "shown to nobody in another situation"),
        "situation": Weight(14, "made for this situation among others"),
        "only_situation": Weight(8, "made for this situation alone"),
        "other_situation": Weight(-10, "made for situations, but not for this one"),
        "heavy_barrier": Weight(22, "first what blocks the rest"),
        "barrier": Weight(8, "knows how to live with what makes it hard"),
        "unemployed_for": Weight(10, "meant for who has been without work for so long"),
        "other_unemployed_for": Weight(-8, "meant for a longer or shorter time"),
        "only_long_unemployed": Weight(-14, "meant for after a long time, and the time is not known"),
        "field": Weight(12, "of the wanted field"),
        "only_field": Weight(16, "a path into just this field"),
        "other_field": Weight(-16, "of other fields"),
        "local": Weight(8, "nearer than what is nationwide"),
        "own_office": Weight(22, "the municipality's own employment services, for job seekers"),
        "own_door": Weight(24, "newcomers' advice or youth guidance, for those it is the door of"),
        "startup_door": Weight(12, "advice for starting a business, for who wants to"),
        "employer_door": Weight(12, "the employers' own door"),
        "newcomer": Weight(8, "made for those new in Finland"),
        "language": Weight(8, "serves in the person's language, which is not a national one"),
        "other_language": Weight(-4, "does not say that it does"),
        "evidence_A": Weight(6, "studied, has an effect"),
        "evidence_B": Weight(4, "promising results"),
        "evidence_C": Weight(2, "experience of those who work with it"),
        "evidence_D": Weight(0, "not known"),
        "covers_goal": Weight(50, "among the first ones: a goal none chosen before it helps with"),
        "covers_barrier": Weight(60, "among the first ones: a heavy barrier none before it lifts"),
        "covers_field": Weight(20, "among the first ones: a path into the field"),
        "first_ones": Weight(3, "so many are shown at once"),
        "few_fields": Weight(2, "a service for so few fields is of no use to who named another"),
        "few_goals": Weight(2, "with more goals a service knows a little of each and stands for one"),
    }
)
"""The order in which a counsellor thinks. Only the order of two sums means anything."""

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
