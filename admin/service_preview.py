"""A version before it is published: as the chat would show it, and who would get it."""

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from admin.access import Reader
from admin.pages import pages_of
from admin.service_side import Editing, Parts
from admin.service_view import name_of
from admin.service_words import Option, ServiceWords, words_for
from admin.staff import SignedIn
from admin.wording import wording_of
from dialogues.conversation.cards import card, recommended_card
from dialogues.engine import ServiceCard
from knowledge import vocabulary
from knowledge.editing.content import Content
from knowledge.editing.providers import provider
from knowledge.editing.working_copy import WorkingCopy, open_copy
from knowledge.profile import NeedsProfile
from knowledge.published import as_shown
from knowledge.service import Service
from knowledge.trial import Trial, try_out

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=80)]
MOST_OTHERS: Final = 10
ONE_OF: Final = {
    "situation": vocabulary.SITUATIONS,
    "unemployed_for": vocabulary.UNEMPLOYED_FOR,
    "education": vocabulary.EDUCATION,
    "language_level": vocabulary.LANGUAGE_LEVELS,
    "field": vocabulary.FIELDS,
    "age_band": vocabulary.AGE_BANDS,
}
SEVERAL_OF: Final = {
    "goals": vocabulary.GOALS,
    "barriers": vocabulary.BARRIERS,
    "employer_needs": vocabulary.EMPLOYER_NEEDS,
}
Codes = Annotated[list[str], Field(max_length=20)]


class Needs(BaseModel):
    """A needs profile in the address; codes that are none count as not known."""

    tried: bool = False
    audience: str = "person"
    language: str = "fi"
    municipality: str = ""
    situation: str = ""
    unemployed_for: str = ""
    education: str = ""
    language_level: str = ""
    field: str = ""
    age_band: str = ""
    goals: Codes = []
    barriers: Codes = []
    employer_needs: Codes = []

    def profile(self, languages: tuple[str, ...]) -> NeedsProfile:
        one = {name: getattr(self, name) for name in ONE_OF}
        several = {name: getattr(self, name) for name in SEVERAL_OF}
        known: dict[str, Any] = {
            **{name: code if code in ONE_OF[name] else None for name, code in one.items()},
            **{name: tuple(c for c in codes if c in SEVERAL_OF[name]) for name, codes in several.items()},
        }
        return NeedsProfile(
            audience=self.audience if self.audience in vocabulary.AUDIENCES else "person",
            language=self.language if self.language in languages else languages[0],
            municipality=self.municipality or None,
            **known,
        )


@router.get("/services/{service_id}/preview")
def show_preview(request: Request, session: Reader, editing: Parts, service_id: Id) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
        copy = open_copy(database, service_id)
        service = _imagined(database, copy)
    cards = []
    if service.texts:
        cards = [
            (code, card_html(editing, card(service, editing.words, code, editing.today()), code))
            for code in editing.languages
        ]
    return _page(request, session, editing, words, copy, "preview", cards=cards)


@router.get("/services/{service_id}/trial")
def show_trial(
    request: Request, session: Reader, editing: Parts, service_id: Id, needs: Annotated[Needs, Query()]
) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
        copy = open_copy(database, service_id)
        service = _imagined(database, copy)
    profile = needs.profile(editing.languages)
    trial = try_out(service, profile, editing.catalogue(), editing.today()) if needs.tried else None
    shown = ""
    if trial and trial.found and service.texts:
        places, today = words.places, editing.today()
        found = recommended_card(trial.found, editing.words, profile.language, places, today)
        shown = card_html(editing, found, profile.language)
    return _page(
        request,
        session,
        editing,
        words,
        copy,
        "trial",
        needs=needs,
        trial=trial,
        no_text=not service.texts,
        card=shown,
        others=_names(trial, editing, profile) if trial and service.texts else [],
        one_of=_options(editing, words, ONE_OF),
        several_of=_options(editing, words, SEVERAL_OF),
        home=editing.words.get("label.municipality", words.language),
        places=sorted((each.name(words.language), each.code) for each in words.places),
        languages=editing.languages,
    )


def _imagined(database: Session, copy: WorkingCopy) -> Service:
    """As if the saved version were published now: whoever publishes stands for the source text."""
    content = copy.content
    source = content.texts.get(content.facts.source_language)
    if source and source.status == "draft" and source.words.name:
        texts = {**content.texts, content.facts.source_language: replace(source, status="reviewed")}
        content = Content(content.facts, texts)
    names = provider(database, copy.provider).names
    return as_shown(copy.id, content, names, copy.review_due)


def card_html(editing: Editing, shown: ServiceCard, language: str) -> Markup:
    """By the chat's own template."""
    site = editing.site
    return Markup(site.render("service.html", language, service=shown, words=site.words(language)))


def _names(trial: Trial, editing: Editing, profile: NeedsProfile) -> list[tuple[str, str]]:
    """Ids and names of what would be shown first."""
    today = editing.today()
    cards = (
        card(each.service, editing.words, profile.language, today) for each in trial.others[:MOST_OTHERS]
    )
    return [(each.id, each.name) for each in cards]


def _options(
    editing: Editing, words: ServiceWords, fields: dict[str, tuple[str, ...]]
) -> list[tuple[str, str, list[Option]]]:
    """Field, label and options in the words of the dialogues."""
    texts, language = editing.words, words.language
    return [
        (
            name,
            texts.get(f"label.{name}", language),
            [Option(code, texts.get(f"option.{name}.{code}", language)) for code in codes],
        )
        for name, codes in fields.items()
    ]


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    words: ServiceWords,
    copy: WorkingCopy,
    view: str,
    **values: Any,
) -> HTMLResponse:
    actor = session.staff.actor
    return pages_of(request).page(
        request,
        f"services/{view}.html",
        session,
        copy=copy,
        name=name_of(copy),
        view=view,
        writes=session.staff.role != "counsellor" and actor.owns(copy.provider),
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        **values,
    )
