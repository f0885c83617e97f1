"""The editors' list of guides; they are few, so all of them are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.guides.content import GuideContent
from knowledge.guides.models import GuideRow
from knowledge.guides.working_copy import GuideCopy, as_copy

STANDINGS: Final = (
    *("draft", "published", "withdrawn", "archived"),
    *("unpublished", "overdue", "missing", "stale"),
)
"""What the list can be asked for; of languages that any of them is missing or stale."""


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A guide in the list. `title` is in the source language; `texts` tell each language's standing."""

    id: str
    title: str
    language: str
    provider: str
    kind: str
    state: str
    unpublished_changes: bool
    overdue: bool
    updated_at: datetime
    texts: Mapping[str, str]

    @property
    def needs(self) -> bool:
        """Whether the chat shows something of it that nobody vouches for, or that a language lacks."""
        wrong = ("overdue", "stale", "missing")
        return self.state == "published" and any(self.is_in(each) for each in wrong)

    def is_in(self, standing: str) -> bool:
        """One of STANDINGS, or "" for every guide but those in the archive."""
        if self.state == "archived" or standing == "archived":
            return self.state == standing
        own = {self.state, *({"missing", "stale"} & set(self.texts.values()))}
        own |= {
            name
            for name, is_so in (("unpublished", self.unpublished_changes), ("overdue", self.overdue))
            if is_so
        }
        return not standing or standing in own


def list_guides(session: Session, languages: tuple[str, ...], today: date) -> tuple[GuideLine, ...]:
    """Newest change first; `languages` are those on offer."""
    rows = session.scalars(select(GuideRow).order_by(GuideRow.updated_at.desc(), GuideRow.id))
    return tuple(_line(as_copy(row), languages, today) for row in rows)


def standings(content: GuideContent, languages: Iterable[str]) -> Mapping[str, str]:
    """Of every language on offer and of those that are there too: missing, stale or the text's state."""
    return {key: _standing(content, key) for key in dict.fromkeys((*languages, *content.texts))}


def title_of(content: GuideContent) -> str:
    """In the source language, or in any that it has."""
    text = content.texts.get(content.facts.source_language) or next(iter(content.texts.values()), None)
    return text.words.title if text else ""


def _line(copy: GuideCopy, languages: tuple[str, ...], today: date) -> GuideLine:
    content = copy.content
    return GuideLine(
        id=copy.id,
        title=title_of(content),
        language=content.facts.source_language,
        provider=copy.provider,
        kind=content.facts.kind,
        state=copy.state,
        unpublished_changes=copy.unpublished_changes,
        overdue=copy.review_due is not None and copy.review_due < today,
        updated_at=copy.updated_at,
        texts=standings(content, languages),
    )


def _standing(content: GuideContent, language: str) -> str:
    if language not in content.texts:
        return "missing"
    return "stale" if content.stale(language) else content.texts[language].status
