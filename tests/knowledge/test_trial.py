"""Who would get a service that nobody sees yet."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knowledge.profile import NeedsProfile
from knowledge.trial import try_out
from tests.knowledge.make import TODAY, catalogue, service

WANTS_A_JOB = NeedsProfile(municipality="564", goals=("job",), situation="unemployed", field="transport")
OFFER = service("offer", goals={"job"}, municipalities={"564"})


def test_a_fitting_service_has_its_place_and_its_reasons() -> None:
    weaker = service("weaker", goals={"job"})
    trial = try_out(OFFER, WANTS_A_JOB, catalogue(weaker), TODAY)
    assert (trial.rank, trial.of, trial.against) == (1, 2, ())
    assert trial.found
    assert [reason.kind for reason in trial.found.reasons] == ["goal", "municipality"]


def test_the_draft_stands_in_the_place_of_what_is_published() -> None:
    published = replace(OFFER, goals=frozenset({"money"}))
    trial = try_out(OFFER, WANTS_A_JOB, catalogue(published), TODAY)
    assert (trial.rank, trial.of) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "against"),
    [
        ({"municipalities": frozenset({"853"})}, ("municipality",)),
        ({"audience": frozenset({"employer"})}, ("audience",)),
        ({"required_situations": frozenset({"studying"})}, ("situation",)),
        ({"valid_to": TODAY - timedelta(days=1)}, ("dates",)),
        ({"goals": frozenset({"money"})}, ("no_need",)),
        ({"fields": frozenset({"care"})}, ("other_field",)),
        ({"min_age": 60, "newcomers_only": True}, ("newcomers_only", "age")),
        ({"role": "employment_services", "stand_in": True}, ("stand_in",)),
    ],
)
def test_what_keeps_it_from_the_person_is_named(changed: dict[str, Any], against: tuple[str, ...]) -> None:
    own_door = service("own", goals={"job"}, municipalities={"564"}, role="employment_services")
    trial = try_out(replace(OFFER, **changed), WANTS_A_JOB, catalogue(own_door), TODAY)
    assert (trial.found, trial.against) == (None, against)
    assert [each.service.id for each in trial.others] == ["own"]
