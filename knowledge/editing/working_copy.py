"""The working copy of a service: read as values, locked, and written with its next revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from knowledge.editing.actor import Actor
from knowledge.editing.content import FACT_FIELDS, WORD_FIELDS, Content, Facts, Text, Words
from knowledge.editing.errors import NotFound, NotYours
from knowledge.models import ServiceRow, ServiceTextRow
from knowledge.revisions import remember

_LISTS: Final = frozenset(name for name in FACT_FIELDS if isinstance(getattr(Facts(), name), tuple))


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A service as its editors see it now, and what the chat shows of it.

    `revision`, `facts_version` and `text_versions` are what a verb is told as "the version I had before me".
    """

    id: str
    state: str
    content: Content
    revision: int
    facts_version: int
    text_versions: Mapping[str, int]
    published_revision: int | None
    unpublished_changes: bool
    publish_at: datetime | None
    review_due: date | None
    updated_at: datetime

    @property
    def provider(self) -> str:
        return self.content.facts.provider

    @property
    def stale(self) -> tuple[str, ...]:
        """Languages whose source has changed since."""
        return tuple(language for language in self.content.texts if self.content.stale(language))


def open_copy(session: Session, service_id: str) -> WorkingCopy:
    """Raises NotFound."""
    row = session.scalar(_whole(service_id))
    if row is None:
        raise NotFound(f"there is no service {service_id}")
    return as_copy(row)


def taken(session: Session, service_id: str, actor: Actor) -> ServiceRow:
    """The row and its texts, fresh and locked until the transaction ends. Raises NotFound, NotYours."""
    fresh = _whole(service_id).with_for_update(of=ServiceRow).execution_options(populate_existing=True)
    row = session.scalar(fresh)
    if row is None:
        raise NotFound(f"there is no service {service_id}")
    if not actor.owns(row.provider_id):
        raise NotYours(row.provider_id)
    return row


def save(
    session: Session,
    row: ServiceRow,
    content: Content,
    actor: Actor,
    change: str,
    now: datetime,
    comment: str = "",
) -> WorkingCopy:
    """Writes what differs into the locked row and adds the revision of it."""
    number = row.revision + 1
    if assign(row, fact_columns(content.facts)):
        row.facts_version = number
    present = {text.language: text for text in row.texts}
    for language in sorted(content.texts):
        text = present.pop(language, None)
        if text is None:
            text = ServiceTextRow(language=language, version=0, updated_at=now)
            row.texts.append(text)
        if assign(text, _text_columns(content.texts[language])):
            text.version, text.updated_at = number, now
    for text in present.values():
        row.texts.remove(text)
    remember(session, row, content, actor, change, now, comment)
    return as_copy(row)


def unapprove(row: ServiceRow) -> None:
    """Back to where it was before it was handed in."""
    if row.state in ("in_review", "approved"):
        row.state = "draft" if row.published_revision is None else "published"
        row.publish_at = None


def as_copy(row: ServiceRow) -> WorkingCopy:
    """Of a row whose texts are loaded."""
    return WorkingCopy(
        id=row.id,
        state=row.state,
        content=content_of(row),
        revision=row.revision,
        facts_version=row.facts_version,
        text_versions={text.language: text.version for text in row.texts},
        published_revision=row.published_revision,
        unpublished_changes=row.published_revision is not None and row.digest != row.published_digest,
        publish_at=row.publish_at,
        review_due=row.review_due,
        updated_at=row.updated_at,
    )


def content_of(row: ServiceRow) -> Content:
    """Of a row whose texts are loaded."""
    texts = {
        text.language: Text(
            Words(*(getattr(text, name) for name in WORD_FIELDS)),
            text.status,
            text.source_language,
            text.source_hash,
        )
        for text in sorted(row.texts, key=lambda text: text.language)
    }
    return Content(_facts_of(row), texts)


def fact_columns(facts: Facts) -> Mapping[str, Any]:
    """Facts as the columns of `ServiceRow` keep them."""
    values = {name: getattr(facts, name) for name in FACT_FIELDS if name != "provider"}
    lists = {name: list(values[name]) for name in _LISTS}
    places = None if facts.municipalities is None else list(facts.municipalities)
    keywords = {language: list(words) for language, words in facts.keywords.items()}
    return {
        **values,
        **lists,
        "municipalities": places,
        "keywords": keywords,
        "provider_id": facts.provider,
    }


def assign(row: ServiceRow | ServiceTextRow, values: Mapping[str, Any]) -> bool:
    """Sets what differs and says whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _facts_of(row: ServiceRow) -> Facts:
    values = {name: getattr(row, name) for name in FACT_FIELDS if name != "provider"}
    lists = {name: tuple(values[name]) for name in _LISTS}
    places = None if row.municipalities is None else tuple(row.municipalities)
    keywords = {language: tuple(words) for language, words in sorted(row.keywords.items())}
    rest = {**values, **lists, "municipalities": places, "keywords": keywords}
    return Facts(provider=row.provider_id, **rest)


def _text_columns(text: Text) -> Mapping[str, Any]:
    words = {name: getattr(text.words, name) for name in WORD_FIELDS}
    return {
        **words,
        "status": text.status,
        "source_language": text.source_language,
        "source_hash": text.source_hash,
    }


def _whole(service_id: str) -> Select[ServiceRow]:
    return select(ServiceRow).where(ServiceRow.id == service_id).options(selectinload(ServiceRow.texts))
