"""Whatever is sent, the answer is one that the OpenAPI document declares, and never a fault of ours."""

from collections.abc import Iterator
from typing import Any

import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


RULES = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def operations(application: FastAPI) -> Iterator[Any]:
    """Every operation of the document but the endless stream."""
    document = schemathesis.openapi.from_asgi("/openapi.json", application)
    for found in document.exclude(path_regex=r".*/conversations/.*/events$").get_all_operations():
        yield found.ok()


def own(application: FastAPI) -> tuple[str, str]:
    """A conversation of the caller's own: id and token."""
    started = TestClient(application).post("/api/v1/conversations", json={"language": "en"}).json()
    return started["id"], started["token"]


def test_any_request_gets_a_declared_answer(application: FastAPI) -> None:
    for operation in operations(application):

        @settings(max_examples=25, **RULES)
        @given(case=operation.as_strategy())
        def answered(case: Any) -> None:
            headers = {}
            if "conversation_id" in case.path_parameters:
                case.path_parameters["conversation_id"], token = own(application)
                headers["Authorization"] = f"Bearer {token}"
            case.call_and_validate(headers=headers, checks=CHECKS)

        answered()


def test_a_stranger_gets_nothing_of_a_conversation(application: FastAPI) -> None:
    tried = 0
    for operation in operations(application):
        if "{conversation_id}" not in operation.path:
            continue
        tried += 1

        @settings(max_examples=5, **RULES)
        @given(case=operation.as_strategy())
        def refused(case: Any) -> None:
            case.path_parameters["conversation_id"], _token = own(application)
            response = case.call(headers={"Authorization": f"Bearer {own(application)[1]}"})
            assert response.status_code in (400, 404, 405, 413, 415, 422), case
            assert response.headers["content-type"] == ["application/problem+json"]

        refused()
    assert tried >= 8
