"""The codes that needs profiles, services and dialogues share; their words live with the dialogues."""

from typing import Final

AUDIENCES: Final = ("person", "employer")

CATEGORIES: Final = (
    "employment",
    "education",
    "entrepreneurship",
    "income_support",
    "integration",
    "wellbeing",
    "everyday_life",
    "employer_services",
)

SITUATIONS: Final = (
    "unemployed",
    "laid_off",
    "part_time",
    "working",
    "studying",
    "graduated",
    "at_home",
    "sick_leave",
    "disability_pension",
    "new_in_finland",
    "entrepreneur",
    "other",
)

GOALS: Final = (
    "job",
    "study",
    "business",
    "direction",
    "skills",
    "language",
    "recognition",
    "money",
    "health",
    "unsure",
)

UNEMPLOYED_FOR: Final = ("under_3_months", "3_to_12_months", "over_a_year")

EDUCATION: Final = ("basic", "secondary", "higher", "foreign")

LANGUAGE_LEVELS: Final = ("none", "little", "everyday", "work")

BARRIERS: Final = (
    "no_vacancies",
    "skills_outdated",
    "health",
    "family",
    "language",
    "money",
    "digital",
    "network",
    "criminal_record",
    "nothing",
    "rather_not_say",
)

FIELDS: Final = (
    "care",
    "technology",
    "construction",
    "industry",
    "trade_service",
    "transport",
    "education",
    "creative",
    "other",
)

AGE_BANDS: Final = ("under_18", "18_24", "25_29", "30_54", "55_plus")

AGES_IN_BAND: Final = {
    "under_18": (0, 17),
    "18_24": (18, 24),
    "25_29": (25, 29),
    "30_54": (30, 54),
    "55_plus": (55, 120),
}
"""First and last age in full years of each band."""

COMPANY_SIZES: Final = ("solo", "micro", "small", "medium", "large")
"""solo: no staff; micro 1-9; small 10-49; medium 50-249; large 250 or more."""

EMPLOYER_NEEDS: Final = (
    "recruit",
    "train_staff",
    "hire_abroad",
    "pay_subsidy",
    "apprenticeship",
    "layoffs",
    "ownership_change",
    "growth",
    "startup",
)

URGENCIES: Final = ("now", "months", "later")

ROLES: Final = (
    "employment_services",
    "employer_services",
    "youth_guidance",
    "newcomer_advice",
    "startup_advice",
)
"""Doors that each town has under its own name; a national stand-in answers where a town has none."""

LANGUAGES: Final = ("fi", "fi-x-selko", "sv", "en", "ru", "uk", "et", "ar", "fa", "so")
"""The languages that Osaamo speaks (mission.md); an installation may offer fewer."""

SERVICE_LANGUAGES: Final = (
    "fi", "sv", "en", "ru", "uk", "et", "ar", "fa", "so", "ku", "ckb", "es", "fr", "de", "th", "tr", "vi",
    "zh", "ps", "prs", "se", "pl", "fi-x-selko", "fi-sgn",
)  # fmt: skip
"""Languages a service may be given in (BCP 47): more than Osaamo itself speaks."""
