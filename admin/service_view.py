"""What the page of a service shows, ready for its template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from admin.service_area import suggestions
from admin.service_form import Written
from admin.service_glossary import glossary_for
from admin.service_side import Editing
from admin.service_verbs import VerbButton, verbs_for
from admin.service_words import ServiceWords
from admin.staff import Staff
from knowledge.editing.content import Facts, Words, words_hash
from knowledge.editing.errors import FieldError
from knowledge.editing.overrides import Override, overrides_of
from knowledge.editing.providers import provider
from knowledge.editing.validation import LONGEST
from knowledge.editing.working_copy import WorkingCopy, open_copy
from knowledge.models import ServiceSourceRow
from knowledge.revisions import Revision, history
from knowledge.text_quality import Hint, hints
from knowledge.translation.terms import Piece, TermHint

NO_WORDS = Words("")
PLAIN = "fi-x-selko"
_ANSWERS = ("returned", "submitted", "approved", "published")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """One language. `status` is missing, draft, machine or reviewed; `base` the version shown, 0 for none.

    `link` shows or hides it where no script does.
    """

    language: str
    tongue: str
    direction: str
    words: Words
    base: int
    status: str
    stale: bool
    source: bool
    ready: bool
    shown: bool
    link: str
    hints: tuple[Hint, ...]
    term_hints: tuple[TermHint, ...]
    marked: Mapping[str, tuple[Piece, ...]]

    @property
    def for_machine(self) -> bool:
        """Whether a translation server may write it; it knows no plain language."""
        if self.source or self.language == PLAIN:
            return False
        return self.status == "missing" or (self.status == "machine" and self.stale)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage:
    """`facts` and the columns hold what was typed where a page is shown again with `errors`.

    `returned` is the reviewer's word that the writer has not answered by submitting again.
    `may_write`: the service is of one's own provider; `may_propose`: it is somebody else's.
    """

    copy: WorkingCopy
    facts: Facts
    facts_base: int
    columns: tuple[TextColumn, ...]
    source_seen: str
    last: Revision
    returned: Revision | None
    four_eyes: bool
    may_write: bool
    may_propose: bool
    verbs: tuple[VerbButton, ...]
    overrides: Mapping[tuple[str, str], Override]
    source_system: str
    places: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()
    limits: Mapping[str, int] = field(default_factory=lambda: LONGEST)

    def errors_of(self, name: str, language: str = "") -> tuple[FieldError, ...]:
        return tuple(each for each in self.errors if (each.field, each.language) == (name, language))

    @property
    def name(self) -> str:
        """In the source language."""
        return name_of(self.copy)


def service_page(
    session: Session,
    editing: Editing,
    words: ServiceWords,
    staff: Staff,
    service_id: str,
    shown: str = "",
    written: Written | None = None,
    errors: Iterable[FieldError] = (),
) -> ServicePage:
    """With what was `written` in the place of what is stored. Raises NotFound."""
    copy = open_copy(session, service_id)
    four_eyes = provider(session, copy.provider).four_eyes
    source = session.get(ServiceSourceRow, service_id)
    overrides = overrides_of(session, service_id) if source else ()
    actor, writes = staff.actor, staff.role != "counsellor"
    owns = writes and actor.owns(copy.provider)
    source_text = copy.content.texts.get(copy.content.facts.source_language)
    seen = words_hash(source_text.words) if source_text else ""
    past = history(session, service_id)
    return ServicePage(
        copy=copy,
        facts=written.facts if written else copy.content.facts,
        facts_base=written.facts_base if written else copy.facts_version,
        columns=_columns(session, copy, editing, words, shown, written),
        source_seen=written.source_seen if written else seen,
        last=past[0],
        returned=_returned(past),
        four_eyes=four_eyes,
        may_write=owns and copy.state != "archived",
        may_propose=writes and not owns and copy.state != "archived",
        verbs=verbs_for(copy, actor, four_eyes) if writes else (),
        overrides={(each.language, each.field): each for each in overrides},
        source_system=source.system if source else "",
        places=tuple(suggestions(words.places, words.language)),
        errors=tuple(errors),
    )


def name_of(copy: WorkingCopy) -> str:
    """In the source language, or in any that it has."""
    texts = copy.content.texts
    text = texts.get(copy.content.facts.source_language) or next(iter(texts.values()), None)
    return text.words.name if text else ""


def _returned(past: Iterable[Revision]) -> Revision | None:
    """`past` is newest first."""
    last = next((each for each in past if each.change in _ANSWERS), None)
    return last if last and last.change == "returned" and last.comment else None


def _columns(
    session: Session,
    copy: WorkingCopy,
    editing: Editing,
    words: ServiceWords,
    shown: str,
    written: Written | None,
) -> tuple[TextColumn, ...]:
    content, typed = copy.content, written.texts if written else {}
    source = content.facts.source_language
    languages = [source, *(each for each in editing.languages if each != source)]
    languages += [each for each in content.texts if each not in languages]
    chosen = chosen_columns(languages, content.texts, shown)
    outdated = editing.outdated()
    text = content.texts.get(source)
    glossary = glossary_for(session, source, typed.get(source, text.words if text else None), languages)
    columns = []
    for code in languages:
        text = content.texts.get(code)
        said = typed.get(code, text.words if text else NO_WORDS)
        columns.append(
            TextColumn(
                language=code,
                tongue=words.tongue(code),
                direction=words.direction(code),
                words=said,
                base=written.bases.get(code, 0) if written else copy.text_versions.get(code, 0),
                status=text.status if text else "missing",
                stale=text is not None and content.stale(code),
                source=code == source,
                ready=code in written.ready if written else text is not None and text.status == "reviewed",
                shown=code in chosen,
                link=shown_link(f"/admin/services/{copy.id}", chosen, code),
                hints=hints(said, code, outdated),
                term_hints=glossary.hints(said, code),
                marked=glossary.marked(code),
            )
        )
    return tuple(columns)


def chosen_columns(languages: list[str], texts: Mapping[str, object], shown: str) -> list[str]:
    """Those asked for; else the source and the first other language that has a text."""
    asked = [code for code in languages if code in shown.split(",")]
    others = [code for code in languages[1:] if code in texts] or languages[1:]
    return asked or [languages[0], *others[:1]]


def shown_link(page: str, chosen: list[str], code: str) -> str:
    """The address of a page with this language shown, or hidden again."""
    after = [each for each in chosen if each != code] if code in chosen else [*chosen, code]
    return f"{page}?show={','.join(after)}"
