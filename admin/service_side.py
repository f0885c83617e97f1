"""What the pages of services are made from, besides what all pages of the panel share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from bot.web.site import Site
from dialogues.conversation.texts import Texts
from knowledge.catalogue import Catalogue
from knowledge.database import Database
from knowledge.upkeep.dictionary import outdated_words
from knowledge.upkeep.reforms import Outdated


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """`words` are the dialogues' texts in the languages on offer, `site` the chat's own words and templates.

    `catalogue` is what the chat shows now.
    """

    database: Database
    catalogue: Callable[[], Catalogue]
    words: Texts
    site: Site
    now: Callable[[], datetime]
    today: Callable[[], date]

    @property
    def languages(self) -> tuple[str, ...]:
        return self.words.languages

    def outdated(self) -> Sequence[Outdated]:
        """The dictionary of the reforms, as coordinators have it today."""
        with self.database.read() as session:
            return outdated_words(session)


def editing_of(request: Request) -> Editing:
    editing: Editing = request.app.state.editing
    return editing


async def _sent(request: Request) -> FormData:
    return await request.form()


Parts = Annotated[Editing, Depends(editing_of)]
Sent = Annotated[FormData, Depends(_sent)]
"""The fields of the form that was sent."""
