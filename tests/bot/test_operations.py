"""Services, health, metrics, headers and foreign origins."""

from fastapi.testclient import TestClient

from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.visitor import visit


def test_services_are_searched_in_the_callers_language(http: TestClient) -> None:
    found = http.get("/api/v1/services", params={"q": "grant", "language": "sv", "municipality": "Oulu"})
    assert [each["text_language"] for each in found.json()["services"]] == ["sv"]
    assert http.get("/api/v1/services/start-up-grant").json()["name"] == "Start-up grant"


def test_a_search_with_unknown_values_is_refused(http: TestClient) -> None:
    for wrong in (
        "audience=dog",
        "category=x",
        "limit=0",
        "limit=51",
        "language=xx",
        "municipality=x",
        "q=%00",
    ):
        assert http.get(f"/api/v1/services?{wrong}").status_code == 422, wrong
    assert http.get("/api/v1/services", params={"q": "x" * 201}).status_code == 422


def test_ready_says_what_does_not_work(sqlite_database: Database) -> None:
    world = World(sqlite_database)
    app = world.app()
    with TestClient(app) as http:
        assert http.get("/healthz").json() == {"status": "ok"}
        assert http.get("/readyz").status_code == 200
        broken = World(Database("postgresql://nobody@127.0.0.1:1/none"))
        app.state.chat = broken.chat()
        answer = http.get("/readyz")
        assert (answer.status_code, answer.json()["failed"]) == (503, ["database"])


def test_metrics_count_turns_and_hold_no_words(http: TestClient) -> None:
    me = visit(http)
    me.post("a secret word")
    told = http.get("/metrics").text
    assert 'osaamo_turns_total{holder="bot"} 1.0' in told
    assert "secret" not in told
    assert me.id not in told


def test_answers_carry_strict_headers(http: TestClient) -> None:
    headers = http.get("/api/v1/services").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_only_allowed_origins_may_use_the_chat(http: TestClient) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = http.options("/api/v1/conversations", headers={**preflight, "Origin": "https://city.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://city.example"
    other = http.options("/api/v1/conversations", headers={**preflight, "Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    refused = http.get("/api/v1/conversations/x", headers={"Origin": "https://city.example"})
    assert refused.status_code == 401
    assert refused.headers["access-control-allow-origin"] == "https://city.example"


def test_the_interface_is_described(http: TestClient) -> None:
    described = http.get("/openapi.json").json()
    assert "429" in described["paths"]["/api/v1/conversations"]["post"]["responses"]
    problem = described["paths"]["/api/v1/conversations/{conversation_id}"]["get"]["responses"]["404"]
    assert "application/problem+json" in problem["content"]
