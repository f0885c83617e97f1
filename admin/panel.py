"""The whole panel, put onto an application."""

from collections.abc import Callable
from datetime import tzinfo

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from admin import (
    account_pages,
    advice_routes,
    audit_pages,
    calendar_pages,
    canned_pages,
    canned_routes,
    code_pages,
    contact_pages,
    desk_api,
    desk_case_api,
    desk_case_pages,
    desk_next,
    desk_pages,
    event_history,
    event_pages,
    event_templates,
    guide_page,
    guide_verbs,
    import_pages,
    import_templates,
    link_pages,
    notice_routes,
    oidc_pages,
    presence,
    provider_pages,
    reply_translation_pages,
    report_answers,
    report_routes,
    second_step,
    second_step_pages,
    service_history,
    service_list,
    service_page,
    service_preview,
    service_proposals,
    service_refusals,
    service_workflow,
    shortcut_pages,
    sign_in,
    staff_pages,
    supervision_pages,
    synonym_pages,
    team_pages,
    together_routes,
    translation_files,
    translation_glossary,
    translation_pages,
    upkeep_dictionary,
    upkeep_pages,
)
from admin.pages import HERE, Pages
from admin.refusals import install_errors
from admin.wording import Wording
from bot.pause import Pauses
from dialogues.conversation.texts import Texts
from knowledge.names import Names
from knowledge.translation.server import TranslationServer


def add_panel(
    app: FastAPI,
    dialogue: Texts,
    names: Callable[[], Names],
    zone: tzinfo,
    engine_is_well: Callable[[], bool] = lambda: True,
    translator: TranslationServer | None = None,
    pauses: Pauses | None = None,
) -> None:
    """Adds the routes under /admin and the answers to their refusals.

    `app.state` must hold `database`, `desk`, `editing`, `imports` and `staff_side`.
    `dialogue` are the dialogues' texts, `pauses` those of the chat.
    Raises dialogues.conversation.texts.TextsError.
    """
    panel = Texts.load(HERE / "texts")
    known = pauses or Pauses(app.state.database)
    app.state.pauses = known
    app.state.pages = Pages(
        panel,
        engine_is_well,
        lambda: known.now(app.state.desk.clock()),
        lambda code: app.state.desk.cities.of(code).name,
    )
    app.state.wording = Wording(dialogue, panel, names, zone)
    app.state.translator = translator
    install_errors(app)
    service_refusals.install_errors(app)
    app.mount("/admin/static", StaticFiles(directory=HERE / "static"), "panel")
    services = (service_list, service_page, service_history, service_preview, service_proposals)
    imports = (import_templates, event_templates, import_pages, calendar_pages, code_pages)
    upkeep = (report_answers, upkeep_pages, upkeep_dictionary, synonym_pages)
    translation = (translation_pages, translation_files, translation_glossary)
    entry = (sign_in, second_step, link_pages, oidc_pages)
    people = (*entry, account_pages, second_step_pages, staff_pages, team_pages, audit_pages)
    guides = (guide_page, guide_verbs)
    desk = (
        contact_pages,
        notice_routes,
        presence,
        supervision_pages,
        report_routes,
        advice_routes,
        canned_routes,
        canned_pages,
        together_routes,
        reply_translation_pages,
        desk_next,
        shortcut_pages,
        desk_case_pages,
        desk_case_api,
        desk_pages,
        desk_api,
    )
    work = (*services, service_workflow, *guides, event_history, event_pages, *imports, *upkeep, *translation)
    for routes in (*people, provider_pages, *desk, *work):
        app.include_router(routes.router)
    app.include_router(canned_pages.new)
    app.include_router(desk_pages.lost)
