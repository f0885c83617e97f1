"""Saving a page of a service: its parts one by one, all of them or none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from admin.service_form import Written
from knowledge.editing.actor import Actor
from knowledge.editing.content import Facts, Words, normal
from knowledge.editing.errors import Clash, Conflict
from knowledge.editing.validation import check_facts, check_words, require
from knowledge.editing.working_copy import open_copy
from knowledge.editing.writing import mark_reviewed, write_facts, write_text
from knowledge.revisions import content_at
from knowledge.stored_municipalities import todays_codes

NO_WORDS = Words("")


class PageConflict(Conflict):
    """Somebody saved parts of the page meanwhile. `versions` are today's of these parts, "" for the facts."""

    def __init__(self, clashes: tuple[Clash, ...], versions: Mapping[str, int], first: Conflict) -> None:
        super().__init__(first.version, clashes, first.by, first.at)
        self.versions = versions


@dataclass(frozen=True, slots=True)
class Saving:
    """One page in one transaction, which the caller rolls back on any exception."""

    session: Session
    actor: Actor
    service_id: str
    now: datetime
    conflicts: dict[str, Conflict] = field(default_factory=dict)

    def save(self, written: Written) -> None:
        """Writes what differs from what the writer had before them.

        Raises PageConflict, Invalid, NotFound, NotYours, NotAllowedNow.
        """
        written = given_way(self.session, self.service_id, written)
        words = (check_words(each, language) for language, each in written.texts.items())
        require(
            (
                *written.errors,
                *check_facts(written.facts, todays_codes(self.session)),
                *(error for part in words for error in part),
            )
        )
        before = facts_before(self.session, self.service_id, written)
        if written.facts != normal(before):
            arguments = (self.service_id, written.facts, written.facts_base, self.now)
            self._try("", write_facts, *arguments)
        source = written.facts.source_language
        edited = changed_texts(self.session, self.service_id, written)
        seen = None if source in edited else written.source_seen or None
        for language in sorted(written.texts, key=lambda each: each != source):
            if language in edited:
                self._write(written, language, seen)
            elif language in written.ready and self._unread(language):
                base = written.bases[language]
                self._try(language, mark_reviewed, self.service_id, language, base, self.now)
        if self.conflicts:
            clashes = tuple(clash for each in self.conflicts.values() for clash in each.clashes)
            versions = {part: each.version for part, each in self.conflicts.items()}
            raise PageConflict(clashes, versions, next(iter(self.conflicts.values())))

    def _write(self, written: Written, language: str, translated_from: str | None) -> None:
        base, words = written.bases[language], written.texts[language]
        told = {"status": self._status(written, language), "translated_from": translated_from}
        self._try(language, write_text, self.service_id, language, words, base, self.now, **told)

    def _status(self, written: Written, language: str) -> str:
        """A corrected machine translation stays one, and stays in the chat, until somebody stands for it."""
        if language in written.ready:
            return "reviewed"
        text = open_copy(self.session, self.service_id).content.texts.get(language)
        return "machine" if text and text.status == "machine" else "draft"

    def _unread(self, language: str) -> bool:
        content = open_copy(self.session, self.service_id).content
        return language in content.texts and content.texts[language].status != "reviewed"

    def _try(self, part: str, verb: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        try:
            verb(self.session, self.actor, *arguments, **named)
        except Conflict as conflict:
            self.conflicts[part] = conflict


def given_way(session: Session, service_id: str, written: Written) -> Written:
    """With somebody else's values where the writer has chosen them."""
    texts, facts = dict(written.texts), written.facts
    for language, name in sorted(written.theirs):
        base = written.bases.get(language, 0) if language else written.facts_base
        theirs: Any = content_at(session, service_id, base).value(name, language) if base else None
        if language in texts:
            texts[language] = replace(texts[language], **{name: theirs or ""})
        elif not language:
            facts = replace(facts, **{name: theirs})
    return replace(written, facts=facts, texts=texts, theirs=frozenset())


def changed_texts(session: Session, service_id: str, written: Written) -> Mapping[str, Words]:
    """What was written in languages where it is not what the writer had before them."""
    found: dict[str, Words] = {}
    for language, words in written.texts.items():
        base = written.bases[language]
        before = content_at(session, service_id, base).texts.get(language) if base else None
        if words != (before.words if before else NO_WORDS):
            found[language] = words
    return found


def facts_before(session: Session, service_id: str, written: Written) -> Facts:
    """What the writer had before them. Raises NotFound."""
    return content_at(session, service_id, written.facts_base).facts
