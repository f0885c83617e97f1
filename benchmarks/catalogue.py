"""Matching and search over the shipped catalogue, without HTTP."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import quantiles

from knowledge.catalogue import Catalogue
from knowledge.matching import recommend
from knowledge.profile import NeedsProfile
from knowledge.search import search

PROFILES = (
    NeedsProfile(municipality="564", situation="at_home", goals=("job", "study"), barriers=("family",)),
    NeedsProfile(language="en", municipality="092", situation="new_in_finland", goals=("language", "job")),
    NeedsProfile(municipality="853", situation="unemployed", goals=("business",), age_band="30_54"),
    NeedsProfile(audience="employer", municipality="837", employer_needs=("recruit", "pay_subsidy")),
)
QUERIES = (
    ("starttiraha", "fi"),
    ("mistä saa apua velkoihin", "fi"),
    ("suomen kielen kurssi Vantaalla", "fi"),
    ("hur får jag mitt examensbevis erkänt", "sv"),
    ("how do I find a job as a nurse", "en"),
)
ROUNDS = 100


def p95(calls: Sequence[Callable[[], object]]) -> float:
    """Milliseconds, over many rounds of all calls."""
    times = []
    for _ in range(ROUNDS):
        for call in calls:
            begun = time.perf_counter()
            call()
            times.append(time.perf_counter() - begun)
    return quantiles(times, n=100)[94] * 1000


def matching(catalogue: Catalogue) -> float:
    return p95([partial(recommend, each, catalogue, catalogue.made_on) for each in PROFILES])


def searching(catalogue: Catalogue) -> float:
    return p95([partial(search, catalogue, words, code) for words, code in QUERIES])
