"""Whether a delivered text can be taken, part by part: a pure decision over today's working copy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from knowledge.editing.content import Text, Words, normal_words, words_hash
from knowledge.editing.validation import check_words
from knowledge.editing.working_copy import WorkingCopy
from knowledge.translation.office import UNTOUCHED, DeliveredText, Delivery, Part

OUTCOMES: Final = ("taken", "same", "skipped")
REASONS: Final = (
    *("unknown_service", "twice", "not_yours", "archived", "other_source", "original"),
    *("changed_here", "newer_here", "no_version"),
    *("untranslated", "too_long", "unseen_signs", "incomplete", "held_back"),
)
"""Why a part was skipped; the panel has words for each. The first two lines are of whole texts.

newer_here: a human has translated the newer source already. held_back: another part of the text is refused.
"""


@dataclass(frozen=True, slots=True)
class PartReport:
    """What became of one field. `outcome` is of `OUTCOMES`, `reason` of `REASONS`, `detail` a limit."""

    field: str
    outcome: str
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """`words` are to be written over `version`, if anything. `stale`: of a source that has changed."""

    parts: tuple[PartReport, ...]
    words: Words | None = None
    version: int = 0
    stale: bool = False


def weigh(copy: WorkingCopy, text: DeliveredText, delivery: Delivery, before: Words | None) -> Weighed:
    """`before` are the words that the office had before them, None where there were none."""
    language, content = delivery.language, copy.content
    source = content.texts.get(content.facts.source_language)
    now = content.texts.get(language)
    if copy.state == "archived":
        return refused(text, "archived")
    if language == content.facts.source_language:
        return refused(text, "original")
    if source is None or delivery.source_language != content.facts.source_language:
        return refused(text, "other_source")
    stale = words_hash(source.words) != text.source_hash
    if reason := _theirs(now, text, before, stale and not (now and content.stale(language))):
        return refused(text, reason)
    confirmed = now is not None and content.stale(language) and not stale
    weighed = _parts(text, now, before, source.words, language, confirmed)
    return replace(
        weighed, version=copy.text_versions.get(language, 0), stale=stale and weighed.words is not None
    )


def refused(text: DeliveredText, reason: str) -> Weighed:
    """Nothing of this text is taken."""
    return Weighed(tuple(PartReport(part.field, "skipped", reason) for part in text.parts))


def _theirs(now: Text | None, text: DeliveredText, before: Words | None, outdated: bool) -> str:
    """Why what stands here goes before what was delivered: a human's later work is never written over."""
    if now is None or now.status == "machine" or _says(now.words, text):
        return ""
    if text.base is None:
        return "no_version"
    if now.words != before:
        return "changed_here"
    return "newer_here" if outdated else ""


def _says(words: Words, text: DeliveredText) -> bool:
    """Whether the words are already those that were delivered."""
    return all(getattr(words, name) == target for name, target in text.targets.items())


def _parts(
    text: DeliveredText, now: Text | None, before: Words | None, source: Words, language: str, confirmed: bool
) -> Weighed:
    words = now.words if now else Words("")
    new = {part.field: part.target for part in text.parts if _is_new(part, words, before)}
    after = normal_words(replace(words, **new))
    wrong = _wrong(after, source, language)
    confirmed = confirmed and all(part.state != UNTOUCHED for part in text.parts)
    reports = tuple(_report(part, new, wrong, getattr(words, part.field), confirmed) for part in text.parts)
    writes = (bool(new) or confirmed) and not wrong
    return Weighed(reports, after if writes else None)


def _is_new(part: Part, today: Words, before: Words | None) -> bool:
    """Some tools leave the state as it was, so a changed target counts as translated too."""
    untouched = part.state == UNTOUCHED and before is not None and part.target == getattr(before, part.field)
    return bool(part.target) and part.target != getattr(today, part.field) and not untouched


def _wrong(after: Words, source: Words, language: str) -> Mapping[str, PartReport]:
    """Why the text as a whole cannot be saved, by field."""
    found = {}
    for name in ("name", "summary"):
        if getattr(source, name) and not getattr(after, name):
            found[name] = PartReport(name, "skipped", "incomplete")
    for error in check_words(after, language):
        reason = "too_long" if error.code == "too_long" else "unseen_signs"
        found[error.field] = PartReport(error.field, "skipped", reason, error.detail)
    return found


def _report(
    part: Part, new: Mapping[str, str], wrong: Mapping[str, PartReport], today: str, confirmed: bool
) -> PartReport:
    if part.field in wrong and (part.field in new or not today):
        return wrong[part.field] if part.target else PartReport(part.field, "skipped", "untranslated")
    if part.field in new:
        return PartReport(part.field, "skipped" if wrong else "taken", "held_back" if wrong else "")
    if not part.target or (part.state == UNTOUCHED and not confirmed):
        return PartReport(part.field, "skipped", "untranslated")
    return PartReport(part.field, "same")
