"""What a service becomes when its source says something new: corrected fields stay, the others follow."""

from collections.abc import Container
from dataclasses import replace
from typing import TypeAlias

from knowledge.editing.content import FACT_FIELDS, WORD_FIELDS, Content, Text, words_hash
from knowledge.editing.sources import Said
from knowledge.models import TEXT_STATUSES

Place: TypeAlias = tuple[str, str]
"""Language (empty for facts) and field."""


def merged(before: Content, old: Said, new: Said, kept: frozenset[Place]) -> Content:
    """The working copy `before` after its source went from `old` to `new`; `kept` are the corrected fields.

    A language that only editors have written stays theirs, until the source drops out of it or never had it.
    """
    follow = {
        name: getattr(new.content.facts, name)
        for name in FACT_FIELDS
        if new.speaks_of(name) and ("", name) not in kept
    }
    facts = replace(before.facts, **follow)
    corrected = {language for language, _ in kept}
    dropped = {each for each in old.content.texts if each not in new.content.texts and each not in corrected}
    texts = {language: text for language, text in before.texts.items() if language not in dropped}
    for language in new.content.texts:
        text = texts.get(language)
        if text is not None and language in old.content.texts:
            texts[language] = _text(text, language, new, kept)
        elif text is None and language not in corrected:
            texts[language] = new.content.texts[language]
    return Content(facts, dict(sorted(texts.items())))


def taken_over(before: Content, old: Said, new: Said) -> frozenset[Place]:
    """Where a source begins to speak a language of the editors: what they wrote is a correction now."""
    own = [each for each in new.content.texts if each in before.texts and each not in old.content.texts]
    return frozenset(
        (language, name)
        for language in own
        for name in WORD_FIELDS
        if new.speaks_of(name)
        and new.content.value(name, language) != getattr(before.texts[language].words, name)
    )


def with_unspoken(old: Said, new: Said, languages: Container[str]) -> Said:
    """What a source says now in `languages`, with what it said earlier in others.

    It keeps its source language while that is one of the others: a set of translations is no original.
    """
    unspoken = {each: text for each, text in old.content.texts.items() if each not in languages}
    facts = new.content.facts
    if old.content.facts.source_language in unspoken:
        facts = replace(facts, source_language=old.content.facts.source_language)
    content = as_said(Content(facts, dict(sorted({**new.content.texts, **unspoken}.items()))))
    return replace(new, content=replace(content, texts={**content.texts, **unspoken}))


def _text(before: Text, language: str, new: Said, kept: frozenset[Place]) -> Text:
    said = new.content.texts[language]
    follow = {
        name: getattr(said.words, name)
        for name in WORD_FIELDS
        if new.speaks_of(name) and (language, name) not in kept
    }
    words = replace(before.words, **follow)
    corrected = any((language, name) in kept for name in WORD_FIELDS)
    if words == said.words and not corrected:
        reviewed = words == before.words and before.status == "reviewed"
        return replace(said, status="reviewed" if reviewed else said.status)
    if words == before.words:
        return before
    return replace(before, words=words, status=min(before.status, said.status, key=TEXT_STATUSES.index))


def as_said(content: Content) -> Content:
    """Each text but the source's as one that was translated from it."""
    language = content.facts.source_language
    source = content.texts.get(language)
    if source is None:
        return content
    known = words_hash(source.words)
    texts = {
        key: replace(text, source_language=language, source_hash=known) if key != language else text
        for key, text in content.texts.items()
    }
    return replace(content, texts=texts)
