"""Machine translation of service texts: marked as such, and never in the place of a human's words."""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import WORD_FIELDS, Content, Words, words_hash
from knowledge.editing.errors import EditingError, NotFound, NotYours
from knowledge.editing.validation import LONGEST
from knowledge.editing.working_copy import open_copy, taken
from knowledge.editing.writing import row_version, write_text
from knowledge.translation.glossary import terms_for
from knowledge.translation.protecting import protect, restored
from knowledge.translation.server import TranslationFailed, TranslationServer
from knowledge.translation.terms import Term

TRIES: Final = 5
REASONS: Final = (
    "human",
    "original",
    "no_source",
    "too_long",
    "not_yours",
    "not_found",
    "changed",
    "nonsense",
)
"""Why a text was not translated, besides a server's trouble; the panel has words for each."""

_SENTENCE = re.compile(r"(?<=[.!?؟。])\s+")


class NotTranslated(Exception):  # noqa: N818 - what the caller met
    """This text was left as it was; `reason` is of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a busy or silent server is waited for."""

    tries: int = TRIES
    sleep: Callable[[float], None] = time.sleep


AT_ONCE: Final = Patience(tries=1)
"""For a person who waits for the page."""


@dataclass(frozen=True, slots=True)
class _Asked:
    source_language: str
    source: Words
    terms: tuple[Term, ...]


def translate_text(
    database: Database,
    server: TranslationServer,
    actor: Actor,
    service_id: str,
    language: str,
    clock: Callable[[], datetime],
    patience: Patience = AT_ONCE,
) -> None:
    """Writes a `machine` text where there is none, or where a machine's is out of date.

    The network is asked outside of any transaction. Raises NotTranslated and TranslationFailed.
    """
    asked = _asked(database, actor, service_id, language)
    words = translated(server, asked.source, asked.source_language, language, asked.terms, patience)
    try:
        with database.write() as session:
            row = taken(session, service_id, actor)
            _require_free(open_copy(session, service_id).content, language)
            write_text(
                session,
                actor,
                service_id,
                language,
                words,
                row_version(row, language),
                clock(),
                status="machine",
                translated_from=words_hash(asked.source),
            )
    except EditingError as error:
        raise NotTranslated("changed") from error


def translated(
    server: TranslationServer,
    source: Words,
    source_language: str,
    language: str,
    terms: Sequence[Term],
    patience: Patience = AT_ONCE,
) -> Words:
    """Field by field. Raises NotTranslated when a field does not fit, and TranslationFailed."""
    words = Words("")
    for name in WORD_FIELDS:
        if text := getattr(source, name):
            said = _said(server, text, source_language, language, terms, patience)
            words = replace(words, **{name: _fitting(said, LONGEST[name])})
    return words


def needs_machine(content: Content, language: str) -> bool:
    """Whether the machine may write here and has something to do."""
    text = content.texts.get(language)
    return text is None or (text.status == "machine" and content.stale(language))


def _asked(database: Database, actor: Actor, service_id: str, language: str) -> _Asked:
    try:
        with database.read() as session:
            copy = open_copy(session, service_id)
            if not actor.owns(copy.provider):
                raise NotTranslated("not_yours")
            _require_free(copy.content, language)
            original = copy.content.facts.source_language
            source = copy.content.texts.get(original)
            if source is None or not source.words.name:
                raise NotTranslated("no_source")
            return _Asked(original, source.words, terms_for(session, original, language))
    except NotFound as error:
        raise NotTranslated("not_found") from error
    except NotYours as error:
        raise NotTranslated("not_yours") from error


def _require_free(content: Content, language: str) -> None:
    if language == content.facts.source_language:
        raise NotTranslated("original")
    if not needs_machine(content, language):
        raise NotTranslated("human")


def _said(
    server: TranslationServer,
    text: str,
    source_language: str,
    language: str,
    terms: Sequence[Term],
    patience: Patience,
) -> str:
    """With the glossary's terms; without them when the machine does not keep the placeholders."""
    protected = protect(text, terms)
    said = restored(_patiently(server, protected.text, source_language, language, patience), protected)
    return _patiently(server, text, source_language, language, patience) if said is None else said


def _patiently(
    server: TranslationServer, text: str, source_language: str, language: str, patience: Patience
) -> str:
    wait = 1.0
    for left in reversed(range(patience.tries)):
        try:
            return server.translate(text, source_language, language)
        except TranslationFailed as failed:
            if failed.code not in ("busy", "unreachable") or not left:
                raise
            patience.sleep(wait if failed.wait is None else failed.wait)
            wait *= 2
    raise AssertionError("the last try returns or raises")


def _fitting(said: str, longest: int) -> str:
    """Whole sentences only, as many as there is room for: what is cut is seen beside the source."""
    kept = ""
    for sentence in _SENTENCE.split(said):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > longest:
            break
        kept = longer
    if not kept:
        raise NotTranslated("too_long")
    return kept
