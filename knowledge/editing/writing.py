"""The verbs that change what a service says; none of them changes what the chat shows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.conflicts import refuse_overwriting_facts, refuse_overwriting_text, refuse_unseen
from knowledge.editing.content import Content, Facts, Text, Words, normal, normal_words, words_hash
from knowledge.editing.errors import NotAllowedNow, NotFound, NotYours
from knowledge.editing.ids import free_id
from knowledge.editing.merging import as_said
from knowledge.editing.overrides import note_overrides
from knowledge.editing.validation import check_content, check_facts, check_status, check_words, require
from knowledge.editing.working_copy import (
    WorkingCopy,
    as_copy,
    content_of,
    fact_columns,
    open_copy,
    save,
    taken,
    unapprove,
)
from knowledge.models import ProviderRow, ServiceRow
from knowledge.revisions import content_at
from knowledge.stored_municipalities import todays_codes


def draft(
    session: Session,
    actor: Actor,
    facts: Facts,
    texts: Mapping[str, Words],
    now: datetime,
    *,
    service_id: str | None = None,
    review_due: date | None = None,
    comment: str = "",
) -> WorkingCopy:
    """A new service that nobody sees yet. Without an id it gets one from its name.

    Raises NotYours, NotFound for an unknown provider, Invalid.
    """
    words = {language: normal_words(each) for language, each in texts.items()}
    name = next((words[each].name for each in (facts.source_language, *words) if each in words), "")
    key = service_id or free_id(session, ServiceRow, name)
    drafted = {language: Text(each) for language, each in words.items()}
    content = as_said(Content(normal(facts), drafted))
    return create(session, actor, key, content, now, review_due, "drafted", comment)


def write_facts(
    session: Session,
    actor: Actor,
    service_id: str,
    facts: Facts,
    base: int,
    now: datetime,
    comment: str = "",
) -> WorkingCopy:
    """Saves the facts. `base` is the `facts_version` that the actor had before them.

    Raises NotFound, NotYours, NotAllowedNow, Invalid, Conflict.
    """
    row = open_for_writing(session, service_id, actor, "write")
    facts = normal(facts)
    if not actor.owns(facts.provider):
        raise NotYours(facts.provider)
    _require_provider(session, facts.provider)
    require(check_facts(facts, todays_codes(session)))
    refuse_overwriting_facts(session, row, facts, base)
    after = replace(content_of(row), facts=facts)
    return edit(session, row, after, actor, "facts_written", now, comment)


def write_text(
    session: Session,
    actor: Actor,
    service_id: str,
    language: str,
    words: Words,
    base: int,
    now: datetime,
    *,
    status: str = "draft",
    translated_from: str | None = None,
    comment: str = "",
) -> WorkingCopy:
    """Saves the words of one language. `base` is the text's version that the actor had, 0 for none.

    `translated_from` is `words_hash` of the source that the translator had before them; without it today's.
    Raises NotFound, NotYours, NotAllowedNow, Invalid, Conflict.
    """
    row = open_for_writing(session, service_id, actor, "write")
    words = normal_words(words)
    require((*check_words(words, language), *check_status(status, language)))
    refuse_overwriting_text(session, row, language, words, base)
    before = content_of(row)
    text = _translation(before, Text(words, status), language, translated_from)
    after = replace(before, texts={**before.texts, language: text})
    return edit(session, row, after, actor, "text_written", now, comment)


def mark_reviewed(
    session: Session, actor: Actor, service_id: str, language: str, base: int, now: datetime
) -> WorkingCopy:
    """Somebody has read a text and stands for it, beside today's source: it is no longer stale.

    Raises NotFound, NotYours, NotAllowedNow, Conflict.
    """
    row = open_for_writing(session, service_id, actor, "mark_reviewed")
    before = content_of(row)
    text = _text(before, language)
    if row_version(row, language) != base:
        refuse_overwriting_text(session, row, language, _seen(session, row, language, base), base)
    reviewed = _translation(before, replace(text, status="reviewed"), language, None)
    after = replace(before, texts={**before.texts, language: reviewed})
    return edit(session, row, after, actor, "text_reviewed", now)


def remove_text(
    session: Session, actor: Actor, service_id: str, language: str, base: int, now: datetime
) -> WorkingCopy:
    """Takes a language away; the source language stays.

    Raises NotFound, NotYours, NotAllowedNow, Conflict.
    """
    row = open_for_writing(session, service_id, actor, "remove_text")
    before = content_of(row)
    _text(before, language)
    if language == before.facts.source_language:
        raise NotAllowedNow("remove_text", "written in this source language")
    if row_version(row, language) != base:
        refuse_overwriting_text(session, row, language, _seen(session, row, language, base), base)
    after = replace(before, texts={key: text for key, text in before.texts.items() if key != language})
    return edit(session, row, after, actor, "text_removed", now)


def roll_back(
    session: Session, actor: Actor, service_id: str, number: int, seen: int, now: datetime
) -> WorkingCopy:
    """The working copy becomes what it was after revision `number`. `seen` is the revision shown before.

    Raises NotFound, NotYours, NotAllowedNow, Conflict.
    """
    row = open_for_writing(session, service_id, actor, "roll_back")
    refuse_unseen(session, row, seen)
    after = content_at(session, service_id, number)
    if not actor.owns(after.facts.provider):
        raise NotYours(after.facts.provider)
    return edit(session, row, after, actor, "rolled_back", now, str(number))


def duplicate(
    session: Session, actor: Actor, service_id: str, now: datetime, provider: str | None = None
) -> WorkingCopy:
    """A new draft that says the same, for the same provider or for one's own.

    Raises NotFound, NotYours.
    """
    original = open_copy(session, service_id)
    facts = replace(original.content.facts, provider=provider or original.provider)
    texts = {language: replace(text, status="draft") for language, text in original.content.texts.items()}
    key = free_id(session, ServiceRow, service_id)
    return create(session, actor, key, Content(facts, texts), now, None, "duplicated", service_id)


def create(
    session: Session,
    actor: Actor,
    service_id: str,
    content: Content,
    now: datetime,
    review_due: date | None,
    change: str,
    comment: str,
) -> WorkingCopy:
    """A new row in state draft, with its first revision. Raises NotYours, NotFound, Invalid."""
    provider = content.facts.provider
    if not actor.owns(provider):
        raise NotYours(provider)
    _require_provider(session, provider)
    require(check_content(content, todays_codes(session)))
    columns = fact_columns(content.facts)
    row = ServiceRow(id=service_id, created_at=now, updated_at=now, revision=0, texts=[], **columns)
    row.state, row.review_due, row.facts_version = "draft", review_due, 1
    session.add(row)
    return save(session, row, content, actor, change, now, comment)


def open_for_writing(session: Session, service_id: str, actor: Actor, verb: str) -> ServiceRow:
    """The locked row of a service that may be written. Raises NotFound, NotYours, NotAllowedNow."""
    row = taken(session, service_id, actor)
    if row.state == "archived":
        raise NotAllowedNow(verb, row.state)
    return row


def edit(
    session: Session,
    row: ServiceRow,
    after: Content,
    actor: Actor,
    change: str,
    now: datetime,
    comment: str = "",
) -> WorkingCopy:
    """Saves a version, if anything changed: what was in review or approved is that no more."""
    before = content_of(row)
    if after == before:
        return as_copy(row)
    unapprove(row)
    copy = save(session, row, after, actor, change, now, comment)
    note_overrides(session, row.id, before, after, actor, now)
    return copy


def row_version(row: ServiceRow, language: str) -> int:
    """Of a language's text, 0 where there is none."""
    return next((text.version for text in row.texts if text.language == language), 0)


def _require_provider(session: Session, provider: str) -> None:
    if session.get(ProviderRow, provider) is None:
        raise NotFound(f"there is no provider {provider}")


def _text(content: Content, language: str) -> Text:
    if language not in content.texts:
        raise NotFound(f"there is no text in {language}")
    return content.texts[language]


def _seen(session: Session, row: ServiceRow, language: str, base: int) -> Words:
    return _text(content_at(session, row.id, base), language).words


def _translation(content: Content, text: Text, language: str, translated_from: str | None) -> Text:
    source = content.texts.get(content.facts.source_language)
    if language == content.facts.source_language or source is None:
        return replace(text, source_language=None, source_hash=None)
    known = translated_from or words_hash(source.words)
    return replace(text, source_language=content.facts.source_language, source_hash=known)
