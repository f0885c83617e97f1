"""The administrator's pages of organisations: their names, their address, and whether two people publish."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.datastructures import FormData

from admin import audit
from admin.access import Administrator
from admin.meanwhile import Difference, Said, SavedMeanwhile, mark, refuse_overwriting
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts, Sent
from admin.service_words import words_for
from admin.staff import SignedIn
from knowledge.editing.errors import FieldError, Invalid
from knowledge.editing.ids import free_id
from knowledge.editing.listing import names_of
from knowledge.editing.providers import Listed, held_provider, listed, provider, write_provider
from knowledge.models import ProviderRow

router = APIRouter(prefix="/admin/providers", include_in_schema=False)

PATH: Final = "/admin/providers"
PAGE_LENGTH: Final = 50


class Filters(BaseModel):
    """What stands in the address of the list."""

    q: str = Field("", max_length=100)
    page: int = Field(1, ge=1, le=10_000)


@dataclass(frozen=True, slots=True)
class Typed:
    """A provider as it stands in the form. `id` is empty for a new one."""

    id: str = ""
    names: tuple[tuple[str, str], ...] = ()
    url: str = ""
    four_eyes: bool = False

    @property
    def called(self) -> str:
        """In the first language that has a name."""
        return next((name for _, name in self.names if name), "")

    def name(self, language: str) -> str:
        return dict(self.names).get(language, "")


@router.get("")
def show_providers(
    request: Request, session: Administrator, editing: Parts, filters: Annotated[Filters, Query()]
) -> HTMLResponse:
    pages = pages_of(request)
    language = pages.language(request, session)
    with editing.database.read() as database:
        found = listed(database, filters.q)
    names = names_of({each.id: each.names for each in found}, language)
    ordered = sorted(found, key=lambda each: names[each.id].casefold())
    first = (filters.page - 1) * PAGE_LENGTH
    shown: list[Listed] = ordered[first : first + PAGE_LENGTH]
    return pages.page(
        request,
        "providers/list.html",
        session,
        providers=shown,
        names=names,
        filters=filters,
        total=len(found),
        more=first + PAGE_LENGTH < len(found),
    )


@router.get("/new")
def show_empty(request: Request, session: Administrator, editing: Parts) -> HTMLResponse:
    return _form(request, session, editing, Typed())


@router.get("/{provider_id}")
def show_provider(request: Request, session: Administrator, editing: Parts, provider_id: str) -> HTMLResponse:
    with editing.database.read() as database:
        typed = _as_typed(provider(database, provider_id))
    return _form(request, session, editing, typed)


@router.post("/new")
def add(request: Request, session: Administrator, editing: Parts, sent: Sent) -> Response:
    typed = _typed(sent, editing.languages)
    try:
        with editing.database.write() as database:
            key = free_id(database, ProviderRow, typed.called)
            write_provider(database, key, dict(typed.names), typed.url, typed.four_eyes, editing.now())
            audit.record(database, session.staff, "add_provider", typed.called[:80], **_details(typed))
    except Invalid as error:
        return _form(request, session, editing, typed, error.errors)
    return see_other(f"{PATH}/{key}")


@router.post("/{provider_id}")
def change(
    request: Request, session: Administrator, editing: Parts, provider_id: str, sent: Sent
) -> Response:
    """Names in languages that the service does not speak stay as they are."""
    typed, seen = _typed(sent, editing.languages, provider_id), str(sent.get("seen") or "")
    say = _say(request, session)
    try:
        with editing.database.write() as database:
            row = held_provider(database, provider_id)
            now = _as_typed(row)
            refuse_overwriting(seen, _said(now, editing.languages, say), _said(typed, editing.languages, say))
            unspoken = {code: name for code, name in row.names.items() if code not in editing.languages}
            names = {**unspoken, **dict(typed.names)}
            write_provider(database, provider_id, names, typed.url, typed.four_eyes, editing.now())
            audit.record(database, session.staff, "change_provider", provider_id, **_details(typed))
    except Invalid as error:
        return _form(request, session, editing, typed, error.errors, seen)
    except SavedMeanwhile as error:
        return _form(request, session, editing, typed, seen=error.seen, meanwhile=error.differences)
    return see_other(PATH)


@router.post("/{provider_id}/four-eyes")
def set_four_eyes(
    session: Administrator, editing: Parts, provider_id: str, asked: Annotated[str, Form(max_length=3)]
) -> Response:
    """Whether another person than the writer publishes; nothing else of it is touched."""
    with editing.database.write() as database:
        row = provider(database, provider_id)
        row.four_eyes = asked == "yes"
        audit.record(database, session.staff, "change_provider", provider_id, four_eyes=asked)
    return see_other(PATH)


def _details(typed: Typed) -> dict[str, str]:
    return {"url": typed.url, "four_eyes": "yes" if typed.four_eyes else "no"}


def _typed(sent: FormData, languages: tuple[str, ...], provider_id: str = "") -> Typed:
    names = tuple((code, str(sent.get(f"name-{code}") or "").strip()) for code in languages)
    return Typed(provider_id, names, str(sent.get("url") or "").strip(), sent.get("four_eyes") == "on")


def _as_typed(row: ProviderRow) -> Typed:
    return Typed(row.id, tuple(row.names.items()), row.url, row.four_eyes)


def _say(request: Request, session: SignedIn) -> Callable[[str], str]:
    return partial(pages_of(request).words, request, session=session)


def _said(typed: Typed, languages: tuple[str, ...], say: Callable[[str], str]) -> tuple[Said, ...]:
    names = (Said(f"{say('providers.names')}: {code}", typed.name(code)) for code in languages)
    four_eyes = say(f"meanwhile.{'yes' if typed.four_eyes else 'no'}")
    return (*names, Said(say("providers.url"), typed.url), Said(say("providers.four_eyes"), four_eyes))


def _form(
    request: Request,
    session: SignedIn,
    editing: Editing,
    typed: Typed,
    errors: tuple[FieldError, ...] = (),
    seen: str = "",
    meanwhile: tuple[Difference, ...] = (),
) -> HTMLResponse:
    """`seen` marks what was stored when the form was opened, "" for what it shows."""
    with editing.database.read() as database:
        words = words_for(request, session, database)
    return pages_of(request).page(
        request,
        "providers/form.html",
        session,
        409 if meanwhile else 422 if errors else 200,
        typed=typed,
        seen=seen or mark(_said(typed, editing.languages, _say(request, session))),
        meanwhile=meanwhile,
        errors=errors,
        languages=editing.languages,
        words=words,
    )
