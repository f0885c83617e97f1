"""The columns of an editor's table: a row is a service, a column one of its facts or words in a language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from knowledge import vocabulary
from knowledge.editing.content import WORD_FIELDS, Content, Text, Words
from knowledge.editing.validation import LONGEST
from knowledge.exports.cells import (
    CODE,
    CODES,
    DAY,
    EVIDENCE,
    FLAG,
    LANGUAGE,
    NUMBER,
    PLACES,
    TEXT,
    WORDS,
    Kind,
)
from knowledge.models import TEXT_STATUSES

CodeNames: TypeAlias = Callable[[str, str, str], str]
"""The words for a code: of which list, the code, in which language; the code itself where there are none."""

ID: Final = "id"
VERSION: Final = "version"
STATE: Final = "state"
"""`state` is told and never read; `version` is the revision that the other cells of the row were."""


@dataclass(frozen=True, slots=True)
class Column:
    """`language` is empty for facts. `codes` are what may stand there, `longest` is in signs; 0: no limit."""

    field: str
    kind: Kind
    language: str = ""
    codes: tuple[str, ...] = ()
    longest: int = 0

    @property
    def name(self) -> str:
        return f"{self.field}:{self.language}" if self.language else self.field


FACTS: Final = (
    Column("provider", TEXT),
    Column("category", TEXT, codes=vocabulary.CATEGORIES),
    Column("audience", CODES, codes=vocabulary.AUDIENCES),
    Column("url", TEXT),
    Column("municipalities", PLACES),
    Column("min_age", NUMBER),
    Column("max_age", NUMBER),
    Column("newcomers_only", FLAG),
    Column("required_situations", CODES, codes=vocabulary.SITUATIONS),
    Column("situations", CODES, codes=vocabulary.SITUATIONS),
    Column("goals", CODES, codes=vocabulary.GOALS),
    Column("barriers", CODES, codes=vocabulary.BARRIERS),
    Column("fields", CODES, codes=vocabulary.FIELDS),
    Column("unemployed_for", CODES, codes=vocabulary.UNEMPLOYED_FOR),
    Column("employer_needs", CODES, codes=vocabulary.EMPLOYER_NEEDS),
    Column("role", CODE, codes=vocabulary.ROLES),
    Column("stand_in", FLAG),
    Column("languages", WORDS, codes=vocabulary.SERVICE_LANGUAGES),
    Column("valid_from", DAY),
    Column("valid_to", DAY),
    Column("evidence", EVIDENCE, codes=("A", "B", "C", "D")),
    Column("note", TEXT),
    Column("source_language", LANGUAGE, codes=vocabulary.SERVICE_LANGUAGES),
)


def words(language: str) -> tuple[Column, ...]:
    """The columns of one language."""
    return (
        *(Column(name, TEXT, language, longest=LONGEST[name]) for name in WORD_FIELDS),
        Column("status", TEXT, language, TEXT_STATUSES),
        Column("keywords", WORDS, language),
    )


def columns(languages: Iterable[str]) -> tuple[Column, ...]:
    """Of a table with these languages, without `id`, `state` and `version`."""
    return (*FACTS, *(column for language in languages for column in words(language)))


EVERY: Final[Mapping[str, Column]] = {column.name: column for column in columns(vocabulary.SERVICE_LANGUAGES)}


def value(content: Content, column: Column) -> Any:
    """What stands in a column: empty where there is no text in its language."""
    if column.field == "keywords":
        return content.facts.keywords.get(column.language, ())
    if not column.language:
        return getattr(content.facts, column.field)
    text = content.texts.get(column.language)
    if text is None:
        return ""
    return text.status if column.field == "status" else getattr(text.words, column.field)


def with_values(content: Content, values: Mapping[Column, Any]) -> Content:
    """The same with some columns changed. A language without any words left is none any more."""
    facts = {column.field: each for column, each in values.items() if not column.language}
    keywords = dict(content.facts.keywords)
    keywords |= {column.language: each for column, each in values.items() if column.field == "keywords"}
    kept = {language: each for language, each in keywords.items() if each}
    texts = dict(content.texts)
    for language in sorted({column.language for column in values if _of_text(column)}):
        said = {column.field: each for column, each in values.items() if column.language == language}
        text = _text(texts.pop(language, None), said)
        if any(getattr(text.words, name) for name in WORD_FIELDS):
            texts[language] = text
    return Content(replace(content.facts, **facts, keywords=kept), dict(sorted(texts.items())))


def _of_text(column: Column) -> bool:
    return bool(column.language) and column.field != "keywords"


def _text(before: Text | None, said: Mapping[str, Any]) -> Text:
    text = before or Text(Words(""))
    own = {name: said[name] for name in WORD_FIELDS if name in said}
    return replace(text, words=replace(text.words, **own), status=said.get("status") or text.status)
