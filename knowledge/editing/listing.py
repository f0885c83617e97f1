"""The editors' list of services: filtered, ordered and paged by the database, whatever their number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, String, and_, cast, func, or_, select, true
from sqlalchemy.orm import Session, aliased, selectinload

from knowledge.editing.content import WORD_FIELDS, Words, words_hash
from knowledge.editing.working_copy import content_of
from knowledge.models import STATES, ServiceRow, ServiceTextRow

PAGE_LENGTH: Final = 50
STANDINGS: Final = ("unpublished", "overdue", *STATES)
"""What the list can be asked for as a state: those that need somebody first."""

TEXT_STANDINGS: Final = ("missing", "stale", "machine", "draft")
ORDERS: Final = ("changed", "name")
MOST_IDS: Final = 30_000
"""As many values as both databases take in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is to show; empty is no limit. `language` alone: served with a text in it.

    `languages` are those of the installation: a service lacks a text when it lacks one of them.
    """

    words: str = ""
    provider: str = ""
    category: str = ""
    municipality: str = ""
    language: str = ""
    state: str = ""
    text: str = ""
    order: str = "changed"
    page: int = 1
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """The state of one language: draft, machine or reviewed, and whether its source has changed since."""

    language: str
    status: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A service in the list. `name` is in its source language, empty while it has none."""

    id: str
    name: str
    language: str
    provider: str
    category: str
    state: str
    unpublished_changes: bool
    overdue: bool
    publish_at: datetime | None
    updated_at: datetime
    texts: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of what was found. `page` is the one shown, `pages` how many there are (at least one)."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def list_services(session: Session, wanted: Wanted, today: date) -> Listing:
    """The page that was asked for, or the last one when there are fewer."""
    found = select(ServiceRow.id).where(*_conditions(session, wanted, today))
    ids = session.scalars(_ordered(found, wanted.order)).all()
    pages = max(1, -(-len(ids) // PAGE_LENGTH))
    page = min(max(1, wanted.page), pages)
    shown = ids[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    rows = session.scalars(
        select(ServiceRow).where(ServiceRow.id.in_(shown)).options(selectinload(ServiceRow.texts))
    )
    by_id = {row.id: row for row in rows}
    return Listing(tuple(_line(by_id[key], today) for key in shown if key in by_id), len(ids), page, pages)


def stale_services(session: Session, language: str = "") -> tuple[str, ...]:
    """Ids of services with a translation (in this language, if given) whose source has changed since."""
    source = func.coalesce(ServiceTextRow.source_language, ServiceRow.source_language)
    known = (
        select(ServiceTextRow.service_id, source, ServiceTextRow.source_hash)
        .join(ServiceRow, ServiceRow.id == ServiceTextRow.service_id)
        .where(ServiceTextRow.source_hash.is_not(None), ServiceTextRow.language != ServiceRow.source_language)
        .distinct()
    )
    if language:
        known = known.where(ServiceTextRow.language == language)
    translated = session.execute(known).all()
    hashes = _hashes(session, {each for _, each, _ in translated})
    changed = {key for key, each, told in translated if hashes.get((key, each), told) != told}
    return tuple(sorted(changed))


def _hashes(session: Session, languages: set[str]) -> Mapping[tuple[str, str], str]:
    """Of every text in these languages, by service and language."""
    words = (getattr(ServiceTextRow, name) for name in WORD_FIELDS)
    found = select(ServiceTextRow.service_id, ServiceTextRow.language, *words)
    rows = session.execute(found.where(ServiceTextRow.language.in_(languages)))
    return {(key, language): words_hash(Words(*said)) for key, language, *said in rows}


def _conditions(session: Session, wanted: Wanted, today: date) -> Iterator[Any]:
    if wanted.provider:
        yield ServiceRow.provider_id == wanted.provider
    if wanted.category:
        yield ServiceRow.category == wanted.category
    if wanted.municipality:
        yield or_(_nationwide(), _listed(ServiceRow.municipalities, wanted.municipality))
    yield _in_state(wanted.state, today)
    yield from _with_texts(session, wanted)
    for word in wanted.words.split()[:6]:
        yield _mentions(word)


def _in_state(state: str, today: date) -> Any:
    """Without a wish everything but the archive."""
    match state:
        case "":
            return ServiceRow.state != "archived"
        case "unpublished":
            return and_(
                ServiceRow.published_revision.is_not(None), ServiceRow.digest != ServiceRow.published_digest
            )
        case "overdue":
            return and_(ServiceRow.state != "archived", ServiceRow.review_due < today)
        case _:
            return ServiceRow.state == state


def _with_texts(session: Session, wanted: Wanted) -> Iterator[Any]:
    """Conditions on the languages of a service."""
    text = ServiceRow.texts
    spoken = true() if not wanted.language else ServiceTextRow.language == wanted.language
    match wanted.text:
        case "missing":
            languages = (wanted.language,) if wanted.language else wanted.languages
            yield or_(*(~text.any(language=each) for each in languages))
        case "stale":
            yield ServiceRow.id.in_(stale_services(session, wanted.language)[:MOST_IDS])
        case "machine" | "draft":
            yield text.any(and_(ServiceTextRow.status == wanted.text, spoken))
        case _ if wanted.language:
            yield text.any(spoken)


def _mentions(word: str) -> Any:
    """Part of a name in any language, or of the id. SQLite knows no capitals beyond ASCII: each is tried."""
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    names = [ServiceTextRow.name.icontains(each, autoescape=True) for each in spellings]
    named = select(ServiceTextRow.service_id).where(or_(*names))
    return or_(ServiceRow.id.in_(named), ServiceRow.id.contains(word.lower(), autoescape=True))


def _nationwide() -> Any:
    """None is kept as JSON's own null."""
    return or_(ServiceRow.municipalities.is_(None), cast(ServiceRow.municipalities, String) == "null")


def _listed(column: Any, code: str) -> Any:
    """Whether a list of codes has this one: the quotes around it keep it apart from longer ones."""
    return cast(column, String).contains(f'"{code}"', autoescape=True)


def _ordered(found: Select[Any], order: str) -> Select[Any]:
    if order != "name":
        return found.order_by(ServiceRow.updated_at.desc(), ServiceRow.id)
    source = aliased(ServiceTextRow)
    named = and_(source.service_id == ServiceRow.id, source.language == ServiceRow.source_language)
    return found.outerjoin(source, named).order_by(source.name, ServiceRow.id)


def _line(row: ServiceRow, today: date) -> Line:
    content = content_of(row)
    shown = content.facts.source_language
    language = shown if shown in content.texts else next(iter(content.texts), shown)
    return Line(
        id=row.id,
        name=content.texts[language].words.name if content.texts else "",
        language=language,
        provider=row.provider_id,
        category=row.category,
        state=row.state,
        unpublished_changes=row.published_revision is not None and row.digest != row.published_digest,
        overdue=row.review_due is not None and row.review_due < today,
        publish_at=row.publish_at,
        updated_at=row.updated_at,
        texts=tuple(TextLine(key, text.status, content.stale(key)) for key, text in content.texts.items()),
    )


def names_of(providers: Mapping[str, Mapping[str, str]], language: str) -> Mapping[str, str]:
    """Each provider's name in a language, in Finnish or in any, by id and in the order of the names."""
    named = {
        key: names.get(language) or names.get("fi") or next(iter(names.values()), key)
        for key, names in providers.items()
    }
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))
