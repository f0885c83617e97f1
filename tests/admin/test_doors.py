"""Every route of the panel: who it opens for. A route that this table does not name fails the test."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.routing import iter_route_contexts
from httpx import Response

from admin.staff import ROLES
from tests.admin.panel import Browser, Panel, client_id

ANYONE: tuple[str, ...] = ("anonymous", *ROLES)
DESK = ("counsellor", "coordinator", "administrator")
OVERSEERS = ("coordinator", "administrator")
EDITORS = ("editor", "coordinator", "administrator")
ID = "{conversation_id}"
CASE = f"/admin/desk/{ID}"
API = f"/admin/api/conversations/{ID}"
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()

EDITORS = ("editor", "coordinator", "administrator")
SERVICE = "/admin/services/{service_id}"
OF_A_SERVICE = (
    *("hints", "proposals", "rollback", "submission", "approval", "return", "publication", "duplicate"),
    *(
        "planned-publication",
        "source-values",
        "{noun}",
        "texts/{language}/review",
        "texts/{language}/removal",
    ),
)
GUIDE = "/admin/guides/{guide_id}"
OF_A_GUIDE = ("hints", "publication", "withdrawal", "confirmation", "rollback")
OF_SERVICES = (
    *("/admin/guides", "/admin/new-guide", "/admin/teams"),
    *("/admin/events", "/admin/services", "/admin/new-service", "/admin/proposals", "/admin/translations"),
    *("/admin/providers", "/admin/imports/{run_id}/"),
    *(
        "/admin/needs-you/confirmations/",
        "/admin/needs-you/set-aside",
        "/admin/needs-you/reports/",
        "/admin/outdated-words/removal",
    ),
)
"""What is behind these doors is tested with the services; here: who gets in at all."""

FOR_A_PROVIDER = ("/admin/services", "/admin/new-service", "/admin/guides", "/admin/new-guide")
"""An editor who writes for nobody has nothing to do there."""

PROVIDERS = "/admin/providers"
OF_PROVIDERS = (
    *(("GET", PROVIDERS), ("GET", f"{PROVIDERS}/new"), ("POST", f"{PROVIDERS}/new")),
    *(("GET", f"{PROVIDERS}/{{provider_id}}"), ("POST", f"{PROVIDERS}/{{provider_id}}")),
    ("POST", f"{PROVIDERS}/{{provider_id}}/four-eyes"),
)

ACCOUNT = "/admin/staff/{staff_id}"
OF_AN_ACCOUNT = ("active", "link", "link/removal", "second-step/removal", "sessions/removal")
WITH_CODE = (
    "/admin/account/second-step",
    "/admin/account/second-step/removal",
    "/admin/account/recovery-codes",
)
TEAM = "/admin/teams/{team_id}"
LINK = "/admin/link/{token}"
OIDC = ("/admin/oidc", "/admin/oidc/answer")
"""No provider is set: there is nothing behind these doors."""

OF_A_CASE = (
    *("transfer", "transfer/removal", "tags", "tags/removal"),
    *("follow-up", "follow-up/removal", "interpreter", "contact/looks"),
)
WORK_ON_A_CASE = (
    *(("POST", "transfer"), ("DELETE", "transfer"), ("POST", "tags"), ("DELETE", "tags")),
    *(("PUT", "follow-up"), ("DELETE", "follow-up"), ("PUT", "interpreter"), ("POST", "contact/looks")),
)
TRANSLATION = {"translation": 409, "translated-messages": 422, "translating": 409, "reading": 409}
"""What a counsellor is answered who does not hold the conversation; no server is set."""

PASSED_ON_TO_NOBODY = {
    **{("POST", f"{CASE}/transfer"): 422, ("POST", f"{CASE}/transfer/removal"): 409},
    **{("POST", f"{CASE}/contact/looks"): 409, ("POST", f"{API}/contact/looks"): 409},
    **dict.fromkeys((("PUT", f"{API}/answers/{{slot}}"), ("POST", f"{CASE}/answers/{{slot}}")), 409),
    **{("POST", f"{CASE}/{noun}"): status for noun, status in TRANSLATION.items()},
    **dict.fromkeys((("POST", f"{API}/results"), ("POST", f"{CASE}/results")), 409),
    **{("POST", f"{CASE}/recommendations"): 422, ("POST", f"{API}/recommendations"): 422},
    **{("POST", f"{API}/transfer"): 422, ("DELETE", f"{API}/transfer"): 409},
}

CANNED = "/admin/canned-replies"
NO_CANNED_REPLY = {
    **dict.fromkeys((("POST", CANNED), ("POST", f"{CANNED}/import")), 422),
    **dict.fromkeys(((method, f"{CANNED}/{{reply_id}}") for method in ("GET", "POST")), 404),
    ("POST", f"{CANNED}/{{reply_id}}/{{verb}}"): 404,
}

DOORS: dict[tuple[str, str], tuple[str, ...]] = {
    ("GET", "/admin/api/notices"): DESK,
    ("GET", "/admin/sign-in"): ANYONE,
    ("POST", "/admin/sign-in"): ANYONE,
    ("POST", "/admin/sign-out"): ROLES,
    ("GET", "/admin/second-step"): ROLES,
    ("POST", "/admin/second-step"): ROLES,
    ("GET", "/admin/link/{token}"): ANYONE,
    ("POST", "/admin/link/{token}"): ANYONE,
    ("GET", "/admin/forgotten"): ANYONE,
    ("POST", "/admin/forgotten"): ANYONE,
    ("GET", "/admin/oidc"): ANYONE,
    ("GET", "/admin/oidc/answer"): ANYONE,
    ("GET", "/admin/account"): ROLES,
    ("POST", "/admin/account"): ROLES,
    ("POST", "/admin/account/sessions/removal"): ROLES,
    ("POST", "/admin/account/sessions/{session_id}/removal"): ROLES,
    ("GET", "/admin/account/second-step"): ROLES,
    ("POST", "/admin/account/second-step"): ROLES,
    ("POST", "/admin/account/second-step/removal"): ROLES,
    ("POST", "/admin/account/recovery-codes"): ROLES,
    ("GET", "/admin/password"): ROLES,
    ("POST", "/admin/password"): ROLES,
    ("POST", "/admin/language"): ROLES,
    ("GET", "/admin/staff"): ("administrator",),
    ("POST", "/admin/staff"): ("administrator",),
    ("GET", ACCOUNT): ("administrator",),
    ("POST", ACCOUNT): ("administrator",),
    **dict.fromkeys((("POST", f"{ACCOUNT}/{noun}") for noun in OF_AN_ACCOUNT), ("administrator",)),
    ("POST", "/admin/second-step-roles"): ("administrator",),
    **dict.fromkeys(OF_PROVIDERS, ("administrator",)),
    ("GET", "/admin/audit"): ("administrator", "coordinator"),
    ("GET", "/admin/audit/export"): ("administrator", "coordinator"),
    ("GET", "/admin"): ROLES,
    ("GET", "/admin/"): ROLES,
    ("GET", "/admin/services"): ROLES,
    ("POST", "/admin/services"): EDITORS,
    ("GET", "/admin/new-service"): EDITORS,
    ("GET", SERVICE): ROLES,
    ("POST", SERVICE): EDITORS,
    ("GET", f"{SERVICE}/history"): ROLES,
    ("GET", f"{SERVICE}/preview"): ROLES,
    ("GET", f"{SERVICE}/trial"): ROLES,
    **dict.fromkeys((("POST", f"{SERVICE}/{noun}") for noun in OF_A_SERVICE), EDITORS),
    ("GET", "/admin/guides"): ROLES,
    ("POST", "/admin/guides"): EDITORS,
    ("GET", "/admin/new-guide"): EDITORS,
    ("GET", GUIDE): ROLES,
    ("POST", GUIDE): EDITORS,
    ("GET", f"{GUIDE}/history"): ROLES,
    ("GET", f"{GUIDE}/preview"): ROLES,
    **dict.fromkeys((("POST", f"{GUIDE}/{noun}") for noun in OF_A_GUIDE), EDITORS),
    ("GET", "/admin/proposals"): EDITORS,
    ("POST", "/admin/proposals/{proposal_id}/acceptance"): EDITORS,
    ("POST", "/admin/proposals/{proposal_id}/rejection"): EDITORS,
    ("GET", "/admin/needs-you"): EDITORS,
    ("POST", "/admin/needs-you/confirmations"): EDITORS,
    ("POST", "/admin/needs-you/confirmations/{batch}/removal"): EDITORS,
    ("POST", "/admin/needs-you/set-aside"): EDITORS,
    ("POST", "/admin/needs-you/set-aside/removal"): EDITORS,
    ("GET", "/admin/outdated-words"): EDITORS,
    ("POST", "/admin/outdated-words"): OVERSEERS,
    ("POST", "/admin/outdated-words/removal"): OVERSEERS,
    ("GET", "/admin/translations"): ROLES,
    ("GET", "/admin/translations/order"): EDITORS,
    ("POST", "/admin/translations/deliveries"): EDITORS,
    ("GET", "/admin/translations/deliveries/{delivery_id}"): EDITORS,
    ("POST", "/admin/translations/deliveries/{delivery_id}/taking"): EDITORS,
    ("POST", "/admin/translations/runs"): EDITORS,
    ("POST", "/admin/translations/texts/{service_id}/{language}"): EDITORS,
    ("GET", "/admin/glossary"): ROLES,
    ("POST", "/admin/glossary"): OVERSEERS,
    ("POST", "/admin/glossary/removal"): OVERSEERS,
    ("GET", "/admin/synonyms"): EDITORS,
    ("POST", "/admin/synonyms"): EDITORS,
    ("POST", "/admin/synonyms/{synonym_id}/removal"): EDITORS,
    ("GET", "/admin/events"): ROLES,
    ("POST", "/admin/events"): EDITORS,
    ("GET", "/admin/events/{event_id}"): ROLES,
    ("POST", "/admin/events/{event_id}"): EDITORS,
    ("POST", "/admin/events/{event_id}/{noun}"): EDITORS,
    ("GET", "/admin/imports"): OVERSEERS,
    ("GET", "/admin/imports/event-template/{format}"): OVERSEERS,
    ("POST", "/admin/imports"): OVERSEERS,
    ("GET", "/admin/imports/template/{format}"): OVERSEERS,
    ("GET", "/admin/imports/{run_id}"): OVERSEERS,
    ("POST", "/admin/imports/{run_id}/resumption"): OVERSEERS,
    ("GET", "/admin/codes"): EDITORS,
    ("GET", "/admin/codes/{code}"): EDITORS,
    ("POST", "/admin/codes/{code}"): OVERSEERS,
    ("GET", "/admin/desk"): DESK,
    ("GET", CASE): DESK,
    ("POST", f"{CASE}/messages"): DESK,
    ("POST", f"{CASE}/notes"): DESK,
    ("POST", f"{CASE}/{{verb}}"): DESK,
    ("GET", "/admin/api/inbox"): DESK,
    ("PUT", "/admin/api/presence"): DESK,
    **dict.fromkeys((("GET", "/admin/teams"), ("GET", "/admin/teams/new"), ("GET", TEAM)), OVERSEERS),
    **dict.fromkeys((("POST", "/admin/teams/new"), ("POST", TEAM)), OVERSEERS),
    **dict.fromkeys((("POST", f"{TEAM}/{noun}") for noun in ("removal", "days", "days/removal")), OVERSEERS),
    ("POST", "/admin/presence"): DESK,
    ("POST", "/admin/api/next"): DESK,
    ("POST", "/admin/desk/next"): DESK,
    ("GET", "/admin/shortcuts"): DESK,
    ("GET", "/admin/api/conversations/{conversation_id}/messages"): DESK,
    ("GET", "/admin/api/events"): DESK,
    ("POST", f"{API}/takeover"): DESK,
    ("DELETE", f"{API}/takeover"): DESK,
    ("POST", f"{API}/closing"): DESK,
    ("POST", f"{API}/messages"): DESK,
    ("POST", f"{API}/notes"): DESK,
    ("PUT", f"{API}/seen"): DESK,
    ("POST", f"{API}/typing"): DESK,
    **dict.fromkeys((("POST", f"{CASE}/{noun}") for noun in OF_A_CASE), DESK),
    **dict.fromkeys(((method, f"{API}/{noun}") for method, noun in WORK_ON_A_CASE), DESK),
    **dict.fromkeys(
        ((method, f"{kind}/recommendations") for method in ("GET", "POST") for kind in (CASE, API)), DESK
    ),
    ("POST", f"{CASE}/messages/{{seq}}/reports"): DESK,
    ("POST", f"{API}/messages/{{seq}}/reports"): DESK,
    ("GET", "/admin/desk-reports"): DESK,
    ("POST", "/admin/needs-you/reports/{report_id}/answer"): EDITORS,
    ("POST", "/admin/needs-you/reports/{report_id}/provider"): EDITORS,
    ("GET", "/admin/supervision"): OVERSEERS,
    ("POST", "/admin/supervision/holders"): OVERSEERS,
    ("POST", "/admin/supervision/pauses/{what}"): OVERSEERS,
    ("POST", "/admin/supervision/pauses/{what}/removal"): OVERSEERS,
    ("PUT", f"{API}/answers/{{slot}}"): DESK,
    ("POST", f"{CASE}/answers/{{slot}}"): DESK,
    ("POST", f"{API}/results"): DESK,
    ("POST", f"{CASE}/results"): DESK,
    **{("POST", f"{CASE}/{noun}"): DESK for noun in TRANSLATION},
    ("GET", f"{CASE}/canned-replies"): DESK,
    ("GET", CANNED): DESK,
    ("POST", CANNED): DESK,
    ("GET", "/admin/new-canned-reply"): DESK,
    ("GET", f"{CANNED}/export"): OVERSEERS,
    ("POST", f"{CANNED}/import"): OVERSEERS,
    ("GET", f"{CANNED}/{{reply_id}}"): DESK,
    ("POST", f"{CANNED}/{{reply_id}}"): DESK,
    ("POST", f"{CANNED}/{{reply_id}}/{{verb}}"): OVERSEERS,
    ("GET", f"{API}/canned-replies"): DESK,
    ("GET", "/admin/{path:path}"): ANYONE,
}
NOBODYS_ACCOUNT = (
    ACCOUNT,
    *(f"{ACCOUNT}/{noun}" for noun in OF_AN_ACCOUNT),
)
WITHOUT_SESSION = {door for door, roles in DOORS.items() if roles == ANYONE}
ADVICE = {"service_id": "none", "client_id": client_id()}
"""A service that there is not."""
FORMS = {
    f"{CASE}/translation": {"text": "hei"},
    f"{CASE}/translated-messages": {"text": "hei", "original": "hi", "client_id": "1"},
    f"{CASE}/answers/{{slot}}": {"codes": "job"},
    f"{CASE}/results": {"client_id": "1"},
    f"{CANNED}/{{reply_id}}": {"seen": "1"},
    f"{CANNED}/{{reply_id}}/{{verb}}": {"seen": "1"},
    "/admin/presence": {"chosen": "busy"},
    f"{TEAM}/days": {"day": "2026-12-24"},
    f"{TEAM}/days/removal": {"day": "2026-12-24"},
    f"{CASE}/recommendations": ADVICE,
    "/admin/sign-in": {"email": "nobody@example.fi", "password": "wrong"},
    "/admin/password": {"password": "ihan uusi salasana", "current": ""},
    "/admin/second-step": {"code": "000000"},
    "/admin/link/{token}": {"password": "ihan uusi salasana"},
    "/admin/forgotten": {"email": "nobody@example.fi"},
    **{path: {"code": "000000"} for path in WITH_CODE},
    ACCOUNT: {"name": "New", "role": "counsellor"},
    "/admin/language": {"language": "sv"},
    "/admin/staff": {"email": "new@example.fi", "name": "New", "role": "counsellor"},
    "/admin/staff/{staff_id}/active": {"active": "yes"},
    "/admin/needs-you/set-aside": {"kind": "missing", "subject": "none", "until": "2026-12-31"},
    "/admin/needs-you/set-aside/removal": {"kind": "missing", "subject": "none"},
    "/admin/glossary": {"term": "sana", "translation": "ord", "language": "sv"},
    "/admin/glossary/removal": {"term": "sana", "language": "sv"},
    "/admin/outdated-words": {"word": "vanha", "language": "fi"},
    "/admin/synonyms": {"said": "sana", "words": "työ", "language": "fi"},
    "/admin/outdated-words/removal": {"word": "vanha", "language": "fi"},
    "/admin/supervision/holders": {"to": "none"},
    "/admin/needs-you/reports/{report_id}/answer": {"state": "done"},
    f"{CASE}/messages/{{seq}}/reports": {"about": "wrong"},
    f"{CASE}/messages": {"text": "hei", "client_id": "1"},
    f"{CASE}/notes": {"text": "hei"},
    f"{CASE}/transfer": {"to": "counsellor:none", "reason": "syy"},
    f"{CASE}/tags": {"tag": "asuminen"},
    f"{CASE}/tags/removal": {"tag": "asuminen"},
    f"{CASE}/follow-up": {"at": TOMORROW},
    f"{CASE}/interpreter": {"language": "ar"},
}
BODIES = {
    f"{API}/answers/{{slot}}": {"codes": ["job"], "seen": []},
    f"{API}/results": {"client_id": client_id()},
    "/admin/api/presence": {"idle": 0},
    f"{API}/recommendations": ADVICE,
    f"{API}/messages/{{seq}}/reports": {"kind": "missing"},
    f"{API}/transfer": {"to": "counsellor:none", "reason": "syy"},
    f"{API}/tags": {"tag": "asuminen"},
    f"{API}/follow-up": {"at": TOMORROW},
    f"{API}/interpreter": {"language": "ar"},
    f"{API}/messages": {"text": "hei", "client_id": client_id()},
    f"{API}/notes": {"text": "hei"},
    f"{API}/seen": {"seq": 1},
}
NEEDS_HOLDER = {
    ("DELETE", f"{API}/takeover"),
    ("POST", f"{API}/closing"),
    ("POST", f"{API}/messages"),
    ("POST", f"{API}/typing"),
    ("POST", f"{CASE}/messages"),
}
STREAM = ("GET", "/admin/api/events")


def routes(panel: Panel) -> Iterator[tuple[str, str]]:
    for route in iter_route_contexts(panel.app.routes):
        if route.path and route.path.startswith("/admin") and route.methods:
            yield from ((method, route.path) for method in route.methods)


def knock(browser: Browser, method: str, path: str, conversation: str, csrf: str | None = None) -> Response:
    address = path.replace("{path:path}", "nowhere").format(
        conversation_id=conversation,
        staff_id="0" * 32,
        team_id="0" * 32,
        session_id="0" * 64,
        token="none",
        verb="publication" if path.startswith(CANNED) else "takeover",
        reply_id="none",
        slot="goals",
        run_id=0,
        delivery_id=0,
        code="P10.1",
        service_id="none",
        guide_id="none",
        event_id="none",
        noun="archiving",
        language="fi",
        proposal_id=1,
        provider_id="nobody",
        batch="none",
        format="xlsx",
        synonym_id=1,
        what="handoff",
        seq=1,
        report_id=1,
    )
    headers = browser.headers if csrf is None else {"X-CSRF-Token": csrf}
    answer: Response = browser.client.request(
        method, address, headers=headers, data=FORMS.get(path), json=BODIES.get(path)
    )
    return answer


def test_every_route_of_the_panel_is_in_the_table_and_no_other(small_panel: Panel) -> None:
    assert set(routes(small_panel)) == set(DOORS)


@pytest.mark.parametrize(("method", "path"), [door for door in DOORS if door not in WITHOUT_SESSION])
def test_who_is_not_signed_in_is_led_to_the_sign_in(small_panel: Panel, method: str, path: str) -> None:
    answer = knock(small_panel.visitor(), method, path, small_panel.waiting())
    if path.startswith("/admin/api/"):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "not_signed_in"
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/admin/sign-in")


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_a_role_without_the_right_is_refused(small_panel: Panel, method: str, path: str) -> None:
    conversation = small_panel.waiting()
    for role in set(ROLES) - set(DOORS[method, path]):
        answer = knock(small_panel.browser(role, role), method, path, conversation)
        assert answer.status_code == 403, role
    assert small_panel.desk.case(conversation).row.holder == "waiting"


@pytest.mark.parametrize(("method", "path"), [door for door in DOORS if door != STREAM])
def test_a_role_with_the_right_comes_in(small_panel: Panel, method: str, path: str) -> None:
    for role in set(ROLES) & set(DOORS[method, path]):
        browser, conversation = small_panel.browser(role, role), small_panel.waiting()
        if (method, path) in NEEDS_HOLDER:
            small_panel.desk.take_over(conversation, browser.staff_id, role)
        answer = knock(browser, method, path, conversation)
        if path.startswith(OF_SERVICES):
            for_nobody = role == "editor" and path in FOR_A_PROVIDER
            assert answer.status_code in (200, 404, 422) or for_nobody, (role, answer.text)
            continue
        expected = {"/admin/sign-in": 401, "/admin/{path:path}": 404}
        expected |= dict.fromkeys(NOBODYS_ACCOUNT, 409) | {"/admin/imports": 422}
        expected |= dict.fromkeys((*WITH_CODE, "/admin/password", "/admin/supervision/holders"), 422) | {
            LINK: 404
        }
        wanted = expected.get(path) if method == "POST" or path.startswith("/admin/{") else None
        if path in ("/admin/imports/{run_id}", LINK, ACCOUNT, *OIDC) and method == "GET":
            wanted = 404
        wanted = (PASSED_ON_TO_NOBODY | NO_CANNED_REPLY).get((method, path), wanted)
        assert answer.status_code == wanted if wanted else answer.status_code < 400, (role, answer.text)


@pytest.mark.parametrize(
    ("method", "path"), [door for door in DOORS if door[0] != "GET" and door not in WITHOUT_SESSION]
)
@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_request_without_the_token_of_our_pages_changes_nothing(
    small_panel: Panel, method: str, path: str, token: str
) -> None:
    browser, conversation = small_panel.browser("ylli", "administrator"), small_panel.waiting()
    if (method, path) in NEEDS_HOLDER:
        small_panel.desk.take_over(conversation, browser.staff_id, "Ylli")
    before = small_panel.desk.case(conversation)
    answer = knock(browser, method, path, conversation, csrf=token)
    assert answer.status_code == 403
    assert small_panel.desk.case(conversation) == before
    assert browser.client.get("/admin/desk").status_code == 200
