"""Changes to other providers' services: proposed by anybody who edits, decided by the owner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.content import CONTENT, Content, Facts, Text, Words, normal, normal_words
from knowledge.editing.errors import Clash, Conflict, FieldError, NotAllowedNow, NotFound, NotYours
from knowledge.editing.validation import check_content, require
from knowledge.editing.working_copy import WorkingCopy, content_of, open_copy
from knowledge.editing.writing import edit, open_for_writing
from knowledge.models import ProposalRow, ServiceRow
from knowledge.revisions import Change, compare, content_at
from knowledge.stored_municipalities import todays_codes


@dataclass(frozen=True, slots=True)
class Proposal:
    """`changes` are against what the service said when it was proposed; none where it is only a remark."""

    id: int
    service_id: str
    provider: str
    state: str
    changes: tuple[Change, ...]
    comment: str
    made_at: datetime
    made_by: str
    made_by_name: str
    decided_at: datetime | None
    decided_by_name: str | None
    answer: str


def propose(
    session: Session,
    actor: Actor,
    service_id: str,
    now: datetime,
    *,
    facts: Facts | None = None,
    texts: Mapping[str, Words] | None = None,
    comment: str = "",
) -> Proposal:
    """Puts a change, or only a remark, on the list of the service's owner. Raises NotFound, Invalid."""
    copy = open_copy(session, service_id)
    proposed = _proposed(copy.content, facts, texts or {})
    require(check_content(proposed, todays_codes(session)))
    if not compare(copy.content, proposed) and not comment.strip():
        require((FieldError("comment", "missing"),))
    row = ProposalRow(
        service_id=service_id,
        state="open",
        base_revision=copy.revision,
        proposed=CONTENT.dump_python(proposed, mode="json"),
        comment=comment.strip(),
        made_at=now,
        made_by=actor.id,
        made_by_name=actor.name,
    )
    session.add(row)
    session.flush()
    return _proposal(session, row, copy.provider)


def proposals(session: Session, actor: Actor, state: str = "open") -> tuple[Proposal, ...]:
    """What waits for (or was decided by) the providers that the actor edits for, oldest first."""
    found = (
        select(ProposalRow, ServiceRow.provider_id)
        .join(ServiceRow, ServiceRow.id == ProposalRow.service_id)
        .where(ProposalRow.state == state)
        .order_by(ProposalRow.id)
    )
    if actor.providers is not None:
        found = found.where(ServiceRow.provider_id.in_(sorted(actor.providers)))
    return tuple(_proposal(session, row, provider) for row, provider in session.execute(found))


def proposals_by(session: Session, actor: Actor) -> tuple[Proposal, ...]:
    """What the actor has proposed, newest first, with the owners' answers."""
    found = (
        select(ProposalRow, ServiceRow.provider_id)
        .join(ServiceRow, ServiceRow.id == ProposalRow.service_id)
        .where(ProposalRow.made_by == actor.id)
        .order_by(ProposalRow.id.desc())
    )
    return tuple(_proposal(session, row, provider) for row, provider in session.execute(found))


def accept(
    session: Session,
    actor: Actor,
    proposal_id: int,
    now: datetime,
    *,
    answer: str = "",
    over_newer: bool = False,
) -> WorkingCopy:
    """Writes the change into the working copy; publishing it is another step.

    Fields that were changed since raise Conflict, unless `over_newer` says that the owner has seen them.
    Raises NotFound, NotYours, NotAllowedNow, Invalid.
    """
    row, service = _open(session, actor, proposal_id, "accept")
    changes = _changes(session, row)
    current = content_of(service)
    newer = _newer(current, changes)
    if newer and not over_newer:
        raise Conflict(service.revision, newer)
    after = _with(current, changes)
    if not actor.owns(after.facts.provider):
        raise NotYours(after.facts.provider)
    require(check_content(after, todays_codes(session)))
    _decide(row, "accepted", actor, now, answer)
    return edit(session, service, after, actor, "proposal_accepted", now, row.made_by_name)


def decline(session: Session, actor: Actor, proposal_id: int, now: datetime, answer: str = "") -> None:
    """Raises NotFound, NotYours, NotAllowedNow."""
    row, _ = _open(session, actor, proposal_id, "decline")
    _decide(row, "declined", actor, now, answer)


def _open(session: Session, actor: Actor, proposal_id: int, verb: str) -> tuple[ProposalRow, ServiceRow]:
    service_id = session.scalar(select(ProposalRow.service_id).where(ProposalRow.id == proposal_id))
    if service_id is None:
        raise NotFound(f"there is no proposal {proposal_id}")
    service = open_for_writing(session, service_id, actor, verb)
    row = session.get_one(ProposalRow, proposal_id, populate_existing=True)
    if row.state != "open":
        raise NotAllowedNow(verb, row.state)
    return row, service


def _decide(row: ProposalRow, state: str, actor: Actor, now: datetime, answer: str) -> None:
    row.state, row.decided_at, row.decided_by_name, row.answer = state, now, actor.name, answer.strip()


def _proposed(content: Content, facts: Facts | None, texts: Mapping[str, Words]) -> Content:
    changed = {language: normal_words(words) for language, words in texts.items()}
    present = {
        language: replace(content.texts.get(language, Text(words)), words=words)
        for language, words in changed.items()
    }
    kept = content.facts if facts is None else normal(facts)
    return Content(kept, dict(sorted({**content.texts, **present}.items())))


def _changes(session: Session, row: ProposalRow) -> tuple[Change, ...]:
    base = content_at(session, row.service_id, row.base_revision)
    changes = compare(base, CONTENT.validate_python(row.proposed))
    return tuple(change for change in changes if change.field != "status")


def _newer(current: Content, changes: tuple[Change, ...]) -> tuple[Clash, ...]:
    return tuple(
        Clash(each.field, each.language, each.before, current.value(each.field, each.language), each.after)
        for each in changes
        if current.value(each.field, each.language) not in (each.before, each.after)
    )


def _with(current: Content, changes: tuple[Change, ...]) -> Content:
    facts: dict[str, Any] = {each.field: each.after for each in changes if not each.language}
    texts = dict(current.texts)
    for each in changes:
        if each.language:
            old = texts.get(each.language, Text(Words("")))
            words: dict[str, Any] = {each.field: each.after}
            texts[each.language] = replace(old, words=replace(old.words, **words), status="reviewed")
    return Content(replace(current.facts, **facts), dict(sorted(texts.items())))


def _proposal(session: Session, row: ProposalRow, provider: str) -> Proposal:
    return Proposal(
        id=row.id,
        service_id=row.service_id,
        provider=provider,
        state=row.state,
        changes=_changes(session, row),
        comment=row.comment,
        made_at=row.made_at,
        made_by=row.made_by,
        made_by_name=row.made_by_name,
        decided_at=row.decided_at,
        decided_by_name=row.decided_by_name,
        answer=row.answer,
    )
