"""How each route of the panel is tried: what its form or body holds, and what stands in its address."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from fastapi.routing import iter_route_contexts
from httpx import Response

from tests.admin.doors import ACCOUNT, ANYONE, API, CANNED, CASE, DOORS, OF_AN_ACCOUNT, TEAM, WITH_CODE
from tests.admin.panel import Browser, Panel, client_id

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
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
    "/admin/calendars": {"address": "https://example.org/a.ics", "provider": "none"},
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
        calendar_id=1,
        what="handoff",
        seq=1,
        report_id=1,
    )
    headers = browser.headers if csrf is None else {"X-CSRF-Token": csrf}
    answer: Response = browser.client.request(
        method, address, headers=headers, data=FORMS.get(path), json=BODIES.get(path)
    )
    return answer
