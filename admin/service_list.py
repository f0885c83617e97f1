"""The list of services: filters in the address, found while one types."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from admin.access import Reader
from admin.pages import pages_of
from admin.service_side import Parts
from admin.service_words import ServiceWords, words_for
from admin.wording import wording_of
from knowledge.editing.listing import ORDERS, STANDINGS, TEXT_STANDINGS, Listing, Wanted, list_services
from knowledge.vocabulary import CATEGORIES

router = APIRouter(prefix="/admin", include_in_schema=False)


class Filters(BaseModel):
    """What stands in the address. Words that are no filter's are as good as none."""

    q: str = Field("", max_length=100)
    provider: str = Field("", max_length=80)
    category: str = Field("", max_length=40)
    municipality: str = Field("", max_length=3)
    language: str = Field("", max_length=20)
    state: str = Field("", max_length=20)
    text: str = Field("", max_length=20)
    order: str = Field("changed", max_length=20)
    page: int = Field(1, ge=1, le=100_000)

    def wanted(self, languages: tuple[str, ...]) -> Wanted:
        return Wanted(
            words=self.q,
            provider=self.provider,
            category=self.category if self.category in CATEGORIES else "",
            municipality=self.municipality,
            language=self.language,
            state=self.state if self.state in STANDINGS else "",
            text=self.text if self.text in TEXT_STANDINGS else "",
            order=self.order if self.order in ORDERS else "changed",
            page=self.page,
            languages=languages,
        )

    def address(self, page: int) -> str:
        """Of another page with the same filters."""
        chosen = {**self.model_dump(exclude_defaults=True), "page": page}
        return f"/admin/services?{urlencode(chosen)}"


@router.get("/services")
def show_services(
    request: Request, session: Reader, editing: Parts, filters: Annotated[Filters, Query()]
) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
        listing = list_services(database, filters.wanted(editing.languages), editing.today())
    return pages_of(request).page(
        request,
        "services/list.html",
        session,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        filters=filters,
        listing=_in_order(listing, editing.languages),
        places=_places(words),
        standings=STANDINGS,
        text_standings=TEXT_STANDINGS,
        orders=ORDERS,
        languages=editing.languages,
        may_add=session.staff.actor.providers != frozenset(),
    )


def _in_order(listing: Listing, languages: tuple[str, ...]) -> Listing:
    """Texts in the order of the languages on offer, others after them."""
    order = {code: place for place, code in enumerate(languages)}
    lines = tuple(
        replace(line, texts=tuple(sorted(line.texts, key=lambda text: order.get(text.language, len(order)))))
        for line in listing.lines
    )
    return replace(listing, lines=lines)


def _places(words: ServiceWords) -> list[tuple[str, str]]:
    """Codes and names of all municipalities, by name."""
    return sorted(
        ((place.code, place.name(words.language)) for place in words.places), key=lambda pair: pair[1]
    )
