"""Every route of the panel and the roles that it opens for."""

from admin.staff import ROLES

ANYONE: tuple[str, ...] = ("anonymous", *ROLES)
DESK = ("counsellor", "coordinator", "administrator")
OVERSEERS = ("coordinator", "administrator")
EDITORS = ("editor", "coordinator", "administrator")
ID = "{conversation_id}"
CASE = f"/admin/desk/{ID}"
API = f"/admin/api/conversations/{ID}"

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
OF_A_GUIDE = ("hints", "publication", "withdrawal", "archive", "restoration", "confirmation", "rollback")
OF_SERVICES = (
    *("/admin/guides", "/admin/new-guide", "/admin/teams"),
    *("/admin/events", "/admin/services", "/admin/new-service", "/admin/proposals", "/admin/translations"),
    *("/admin/providers", "/admin/imports/{run_id}/", "/admin/calendars"),
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

SAME_ON_PAGE_AND_API = ("messages", "notes", "results", "recommendations", "messages/{seq}/reports")
OF_THE_DESK = (
    *(("GET", f"/admin/{page}") for page in ("desk", "shortcuts", "desk-reports", "new-canned-reply")),
    *(("GET", f"/admin/api/{noun}") for noun in ("inbox", "events", "notices")),
    *(("GET", path) for path in (CASE, f"{API}/messages", CANNED, f"{CANNED}/{{reply_id}}")),
    *(("GET", f"{kind}/{noun}") for kind in (CASE, API) for noun in ("recommendations", "canned-replies")),
    *(("POST", f"{kind}/{noun}") for kind in (CASE, API) for noun in SAME_ON_PAGE_AND_API),
    *(("POST", f"/admin/{noun}") for noun in ("presence", "api/next", "desk/next")),
    *(("POST", path) for path in (CANNED, f"{CANNED}/{{reply_id}}")),
    *(("POST", f"{CASE}/{noun}") for noun in ("{verb}", "answers/{slot}", *OF_A_CASE, *TRANSLATION)),
    *(("POST", f"{API}/{noun}") for noun in ("takeover", "closing", "typing")),
    *(("DELETE", f"{API}/takeover"), ("PUT", f"{API}/seen"), ("PUT", f"{API}/answers/{{slot}}")),
    *((method, f"{API}/{noun}") for method, noun in WORK_ON_A_CASE),
    ("PUT", "/admin/api/presence"),
)
OF_PAUSES = ("pauses/{what}", "pauses/{what}/removal")
OF_OVERSEERS = (
    *(("GET", path) for path in ("/admin/teams", "/admin/teams/new", TEAM, "/admin/supervision")),
    *(("POST", path) for path in ("/admin/teams/new", TEAM)),
    *(("POST", f"{TEAM}/{noun}") for noun in ("removal", "days", "days/removal")),
    *(("POST", f"/admin/supervision/{noun}") for noun in ("holders", *OF_PAUSES)),
    *(("GET", f"{CANNED}/export"), ("POST", f"{CANNED}/import"), ("POST", f"{CANNED}/{{reply_id}}/{{verb}}")),
)

DOORS: dict[tuple[str, str], tuple[str, ...]] = {
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
    ("GET", "/admin/events/{event_id}/history"): ROLES,
    ("POST", "/admin/events/{event_id}/rollback"): EDITORS,
    ("GET", "/admin/imports"): OVERSEERS,
    ("GET", "/admin/imports/event-template/{format}"): OVERSEERS,
    ("POST", "/admin/imports"): OVERSEERS,
    ("GET", "/admin/calendars"): ("administrator",),
    ("POST", "/admin/calendars"): ("administrator",),
    ("POST", "/admin/calendars/{calendar_id}/removal"): ("administrator",),
    ("GET", "/admin/imports/template/{format}"): OVERSEERS,
    ("GET", "/admin/imports/{run_id}"): OVERSEERS,
    ("POST", "/admin/imports/{run_id}/resumption"): OVERSEERS,
    ("GET", "/admin/codes"): EDITORS,
    ("GET", "/admin/codes/{code}"): EDITORS,
    ("POST", "/admin/codes/{code}"): OVERSEERS,
    **dict.fromkeys(OF_THE_DESK, DESK),
    **dict.fromkeys(OF_OVERSEERS, OVERSEERS),
    ("POST", "/admin/needs-you/reports/{report_id}/answer"): EDITORS,
    ("POST", "/admin/needs-you/reports/{report_id}/provider"): EDITORS,
    ("GET", "/admin/{path:path}"): ANYONE,
}
