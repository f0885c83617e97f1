"""What the page of a guide shows, ready for its template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from admin.guide_labels import GuideLabels
from admin.service_side import Editing
from admin.service_view import chosen_columns, shown_link
from admin.staff import Staff
from knowledge.editing.errors import FieldError
from knowledge.guides.content import GuideContent, GuideWords, StepWords, Tongue
from knowledge.guides.listing import standings, title_of
from knowledge.guides.rules import LONGEST, parts
from knowledge.guides.workflow import four_eyes
from knowledge.guides.working_copy import GuideCopy, history, open_guide
from knowledge.guides.writing import Written
from knowledge.revisions import Revision
from knowledge.text_quality import Hint, hints_on

NO_WORDS = Tongue(GuideWords())
NO_STEP = StepWords()


@dataclass(frozen=True, slots=True)
class GuideColumn:
    """One language. `standing` is missing, stale, draft, machine or reviewed.

    `link` shows or hides it where no script does.
    """

    language: str
    tongue: str
    direction: str
    words: GuideWords
    standing: str
    source: bool
    ready: bool
    shown: bool
    link: str
    hints: tuple[Hint, ...]

    def step(self, key: str) -> StepWords:
        return self.words.steps.get(key, NO_STEP)

    @property
    def there(self) -> bool:
        """Whether a text in it has been saved."""
        return self.standing != "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePage:
    """`content` and the columns hold what was typed where a page is shown again with `errors`."""

    copy: GuideCopy
    content: GuideContent
    base: int
    columns: tuple[GuideColumn, ...]
    last: Revision
    four_eyes: bool
    may_write: bool
    verbs: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()
    limits: Mapping[str, int] = field(default_factory=lambda: LONGEST)

    def errors_of(self, name: str, language: str = "") -> tuple[FieldError, ...]:
        return tuple(each for each in self.errors if (each.field, each.language) == (name, language))

    @property
    def name(self) -> str:
        """In the source language."""
        return title_of(self.copy.content)


def guide_page(
    session: Session,
    editing: Editing,
    words: GuideLabels,
    staff: Staff,
    guide_id: str,
    shown: str = "",
    written: Written | None = None,
    errors: Iterable[FieldError] = (),
) -> GuidePage:
    """With what was `written` in the place of what is stored. Raises NotFound."""
    copy = open_guide(session, guide_id)
    owns = may_write(staff, copy)
    return GuidePage(
        copy=copy,
        content=written.content if written else copy.content,
        base=written.base if written else copy.revision,
        columns=_columns(copy, editing, words, shown, written),
        last=history(session, guide_id)[0],
        four_eyes=four_eyes(session, copy.provider),
        may_write=owns and copy.state != "archived",
        verbs=_verbs(copy) if owns else (),
        errors=tuple(errors),
    )


def may_write(staff: Staff, copy: GuideCopy) -> bool:
    return staff.role != "counsellor" and staff.actor.owns(copy.provider)


def _verbs(copy: GuideCopy) -> tuple[str, ...]:
    """Nouns under the address of the guide, the next step first."""
    if copy.state == "archived":
        return ("restoration",)
    new = copy.state != "published" or copy.unpublished_changes
    shown = copy.published_revision is not None
    return (*(("publication",) if new else ()), *(("confirmation", "withdrawal") if shown else ()), "archive")


def _columns(
    copy: GuideCopy, editing: Editing, words: GuideLabels, shown: str, written: Written | None
) -> tuple[GuideColumn, ...]:
    stored, typed = copy.content, written.content.texts if written else copy.content.texts
    source = stored.facts.source_language
    told = standings(stored, editing.languages)
    languages = [source, *(code for code in told if code != source)]
    chosen, outdated = chosen_columns(languages, stored.texts, shown), editing.outdated()
    columns = []
    for code in languages:
        said = typed.get(code, NO_WORDS).words
        reviewed = code in stored.texts and stored.texts[code].status == "reviewed"
        columns.append(
            GuideColumn(
                language=code,
                tongue=words.tongue(code),
                direction=words.direction(code),
                words=said,
                standing=told.get(code, "missing"),
                source=code == source,
                ready=code in written.ready if written else reviewed,
                shown=code in chosen,
                link=shown_link(f"/admin/guides/{copy.id}", chosen, code),
                hints=hints_on(parts(said), code, outdated),
            )
        )
    return tuple(columns)
