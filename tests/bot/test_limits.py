"""How often one caller may ask."""

import pytest
from fastapi.testclient import TestClient

from bot.limits import RateLimit
from bot.problems import Problem
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.visitor import visit


def test_half_may_come_at_once_and_the_rest_evenly() -> None:
    now = 0.0
    limit = RateLimit(6, lambda: now)
    for _ in range(3):
        limit.take("a")
    with pytest.raises(Problem) as refused:
        limit.take("a")
    assert refused.value.headers == {"Retry-After": "11"}
    limit.take("b")
    now = 10.0
    limit.take("a")
    with pytest.raises(Problem):
        limit.take("a")


def test_zero_is_no_limit() -> None:
    limit = RateLimit(0)
    for _ in range(1_000):
        limit.take("a")


def test_too_many_requests_are_told_when_to_come_again(sqlite_database: Database) -> None:
    world = World(sqlite_database, rate=2)
    with TestClient(world.app()) as http:
        me = visit(http)
        assert me.post("hello").status_code == 200
        refused = me.post("hello")
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) >= 1
        assert len(me.messages()) == 3
        assert http.post("/api/v1/conversations").status_code == 429
        codes = [http.post("/api/v1/conversations/resume", json={"code": "1"}).status_code for _ in range(2)]
        assert codes == [404, 429]
