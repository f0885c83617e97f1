"""The verbs that change what a guide says; none of them changes what the chat shows."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import FieldError, NotFound, NotYours
from knowledge.editing.ids import free_id
from knowledge.editing.validation import require
from knowledge.guides.content import (
    GuideContent,
    GuideFacts,
    GuideWords,
    Tongue,
    normal,
    translated,
    words_hash,
)
from knowledge.guides.merging import Place, merged, refuse_unseen, with_theirs
from knowledge.guides.models import GuideRow
from knowledge.guides.rules import wrong
from knowledge.guides.taking import new_row
from knowledge.guides.workflow import known
from knowledge.guides.working_copy import (
    GuideCopy,
    as_copy,
    content_at,
    content_of,
    refuse_archived,
    save,
    taken,
)
from knowledge.models import ProviderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A whole page, written over the revision `base`; the states in `content` count for nothing.

    `languages` are those that the page had: others stay. `ready` are translations that may be shown, `read`
    is one that somebody stands for as it is. `theirs` are places where the writer gives way to somebody
    else's words. `errors` are values that could not be read.
    """

    content: GuideContent
    base: int
    languages: frozenset[str]
    ready: frozenset[str] = frozenset()
    read: str = ""
    theirs: frozenset[Place] = frozenset()
    errors: tuple[FieldError, ...] = field(default=())


def draft(session: Session, actor: Actor, facts: GuideFacts, title: str, now: datetime) -> GuideCopy:
    """A new guide with nothing but its title, that nobody sees yet; its id comes from that.

    Raises NotYours, NotFound for an unknown provider, Invalid.
    """
    require(() if title.strip() else (FieldError("title", "missing", language=facts.source_language),))
    content = normal(GuideContent(facts, {facts.source_language: Tongue(GuideWords(title))}))
    _require_own(session, actor, facts.provider)
    require(wrong(content, known(session)))
    row = new_row(free_id(session, GuideRow, title), content, now)
    session.add(row)
    return save(session, row, content, actor, "drafted", now)


def write(session: Session, actor: Actor, guide_id: str, written: Written, now: datetime) -> GuideCopy:
    """Saves a page, together with what others have saved since.

    Raises NotFound, NotYours, Invalid, GuideConflict.
    """
    row = taken(session, guide_id, actor)
    refuse_archived(row, "save")
    before = content_at(session, guide_id, written.base)
    yours = normal(_whole(written, before))
    _require_own(session, actor, yours.facts.provider)
    require((*written.errors, *wrong(yours, known(session))))
    content = normal(merged(session, row, before, with_theirs(yours, before, written.theirs)))
    after = _with_states(content, content_of(row), before, written)
    require(wrong(after, known(session)))
    return _changed(session, row, after, actor, "written", now)


def roll_back(
    session: Session, actor: Actor, guide_id: str, number: int, seen: int, now: datetime
) -> GuideCopy:
    """The working copy becomes what it was after revision `number`. `seen` is the revision shown before.

    Raises NotFound, NotYours, Conflict.
    """
    row = taken(session, guide_id, actor)
    refuse_archived(row, "roll_back")
    refuse_unseen(session, row, seen)
    after = content_at(session, guide_id, number)
    _require_own(session, actor, after.facts.provider)
    return _changed(session, row, after, actor, "rolled_back", now, str(number))


def _changed(
    session: Session,
    row: GuideRow,
    after: GuideContent,
    actor: Actor,
    change: str,
    now: datetime,
    comment: str = "",
) -> GuideCopy:
    """A version that says and stands the same is no new one."""
    return (
        as_copy(row) if after == content_of(row) else save(session, row, after, actor, change, now, comment)
    )


def _whole(written: Written, before: GuideContent) -> GuideContent:
    """With the languages that the page did not have."""
    others = {key: text for key, text in before.texts.items() if key not in written.languages}
    return replace(written.content, texts={**others, **written.content.texts})


def _with_states(
    content: GuideContent, now: GuideContent, before: GuideContent, written: Written
) -> GuideContent:
    """The state of each language, and what it was translated from: the source that its writer saw.

    A corrected machine translation stays one, and stays in the chat, until somebody stands for it. That a
    step was taken away makes no language another text.
    """
    kept = normal(replace(now, facts=replace(now.facts, steps=content.facts.steps)))
    seen = before.source if content.source == kept.source else content.source
    made = words_hash(seen) if seen else None
    texts = {key: _text(key, text.words, now, kept, written, made) for key, text in content.texts.items()}
    source = content.facts.source_language
    if source in texts:
        texts[source] = replace(texts[source], source_hash=None)
    if written.read in texts:
        today = translated(content).texts[written.read].source_hash
        texts[written.read] = replace(texts[written.read], status="reviewed", source_hash=today)
    return replace(content, texts=texts)


def _text(
    language: str,
    words: GuideWords,
    now: GuideContent,
    kept: GuideContent,
    written: Written,
    made: str | None,
) -> Tongue:
    ready = language in written.ready
    old = kept.texts.get(language)
    if old is None or old.words != words:
        machine = old is not None and old.status == "machine"
        return Tongue(words, "reviewed" if ready else "machine" if machine else "draft", made)
    if ready and old.status != "reviewed":
        return Tongue(words, "reviewed", made)
    follows = old.source_hash and kept.source and not now.stale(language)
    return replace(old, source_hash=words_hash(kept.source) if follows and kept.source else old.source_hash)


def _require_own(session: Session, actor: Actor, provider: str) -> None:
    if not actor.owns(provider):
        raise NotYours(provider)
    if session.get(ProviderRow, provider) is None:
        raise NotFound(f"there is no provider {provider}")
