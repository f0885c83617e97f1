"""Reports of the desk: made once a message, answered by whose work it is, read by who made them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import String, cast, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.desk_reports.models import DeskReportRow
from knowledge.editing.actor import Actor
from knowledge.editing.errors import FieldError, NotFound, NotYours
from knowledge.editing.validation import require
from knowledge.models import ProviderRow, ServiceRow

ReportKind = Literal["wrong", "missing"]
State = Literal["open", "done", "declined"]
KINDS: Final[tuple[ReportKind, ...]] = get_args(ReportKind)
ANSWERED: Final[tuple[State, ...]] = ("done", "declined")
LONGEST_COMMENT: Final = 500
MOST_OWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the desk tells. `words` and `before` hold no personal data; `service_id` is what it is about."""

    kind: ReportKind
    conversation_id: str
    seq: int
    words: str
    before: str = ""
    language: str
    municipality: str | None = None
    service_id: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`provider` is None where it is the city's. Without `words` its conversation has been erased."""

    id: int
    kind: ReportKind
    service_id: str | None
    provider: str | None
    language: str
    municipality: str | None
    words: str
    before: str
    comment: str
    count: int
    reported_at: datetime
    reported_by: str
    state: State
    answer: str
    answered_at: datetime | None
    answered_by: str


def tell(session: Session, told: Told, by: Actor, now: datetime) -> None:
    """The same message again: one more of the same report, which is open again. Raises Invalid."""
    require(_too_long("comment", told.comment))
    row = _found(session, told) or _made(session, told, by, now)
    row.count += 1
    row.state, row.answer, row.answered_at, row.answered_by_name = "open", "", None, ""
    if told.comment and told.comment not in row.comment:
        row.comment = f"{row.comment}\n{told.comment}".strip()[:LONGEST_COMMENT]
    row.reporters = sorted({*row.reporters, by.id})
    row.reported_at, row.reported_by_name = now, by.name
    session.flush()


def answer(session: Session, actor: Actor, report_id: int, state: State, words: str, now: datetime) -> None:
    """Done, or declined with a reason. Raises NotFound, NotYours, Invalid."""
    row = _mine(session, actor, report_id)
    missing = state == "declined" and not words.strip()
    require((FieldError("answer", "missing"),) if missing else _too_long("answer", words))
    row.state, row.answer = state, words.strip()
    row.answered_at, row.answered_by_name = now, actor.name


def pass_on(session: Session, actor: Actor, report_id: int, provider: str | None) -> None:
    """It is somebody else's: a provider's, or None for the city. Raises NotFound, NotYours."""
    row = _mine(session, actor, report_id)
    if provider is not None and session.get(ProviderRow, provider) is None:
        raise NotFound(f"there is no provider {provider}")
    row.provider_id = provider


def open_reports(
    session: Session, providers: Collection[str] | None, language: str = ""
) -> tuple[Report, ...]:
    """Of these providers; None are all, and what is the city's too."""
    found = select(DeskReportRow).where(DeskReportRow.state == "open").order_by(DeskReportRow.id)
    if providers is not None:
        found = found.where(DeskReportRow.provider_id.in_(sorted(providers)))
    if language:
        found = found.where(DeskReportRow.language == language)
    return tuple(map(_report, session.scalars(found)))


def reports_of(session: Session, staff_id: str) -> tuple[Report, ...]:
    """What somebody has told, the newest first."""
    mine = cast(DeskReportRow.reporters, String).contains(f'"{staff_id}"', autoescape=True)
    latest = select(DeskReportRow).where(mine).order_by(DeskReportRow.reported_at.desc(), DeskReportRow.id)
    return tuple(map(_report, session.scalars(latest.limit(MOST_OWN))))


def forget(session: Session, conversations: Collection[str]) -> None:
    """The words and the way back to an erased conversation; that something was wrong stays."""
    session.execute(
        update(DeskReportRow)
        .where(DeskReportRow.conversation_id.in_(conversations))
        .values(conversation_id=None, words="", before="")
    )


def told_of(session: Session, conversation_id: str) -> tuple[Report, ...]:
    """For the export of a conversation."""
    found = select(DeskReportRow).where(DeskReportRow.conversation_id == conversation_id)
    return tuple(map(_report, session.scalars(found.order_by(DeskReportRow.id))))


def _found(session: Session, told: Told) -> DeskReportRow | None:
    of_message = (
        DeskReportRow.conversation_id == told.conversation_id,
        DeskReportRow.seq == told.seq,
        DeskReportRow.kind == told.kind,
    )
    return session.scalar(select(DeskReportRow).where(*of_message).with_for_update())


def _made(session: Session, told: Told, by: Actor, now: datetime) -> DeskReportRow:
    """Of two who tell at once the second one counts what the first one made."""
    row = _new(session, told, by, now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        found = _found(session, told)
        if found is None:
            raise
        return found
    return row


def _new(session: Session, told: Told, by: Actor, now: datetime) -> DeskReportRow:
    service = session.get(ServiceRow, told.service_id) if told.service_id else None
    return DeskReportRow(
        kind=told.kind,
        conversation_id=told.conversation_id,
        seq=told.seq,
        service_id=service.id if service else None,
        provider_id=service.provider_id if service and told.kind == "wrong" else None,
        language=told.language,
        municipality=told.municipality,
        words=told.words,
        before=told.before,
        comment="",
        count=0,
        reporters=[],
        reported_at=now,
        reported_by_name=by.name,
    )


def _mine(session: Session, actor: Actor, report_id: int) -> DeskReportRow:
    """Whoever answers first: an answered one is nobody's any more."""
    row = session.get(DeskReportRow, report_id, with_for_update=True)
    if row is None or row.state != "open":
        raise NotFound(f"there is no open report {report_id}")
    if actor.providers is not None and row.provider_id not in actor.providers:
        raise NotYours(row.provider_id or "")
    return row


def _too_long(field: str, words: str) -> tuple[FieldError, ...]:
    return (FieldError(field, "too_long", str(LONGEST_COMMENT)),) if len(words) > LONGEST_COMMENT else ()


def _report(row: DeskReportRow) -> Report:
    return Report(
        id=row.id,
        kind=next(each for each in KINDS if each == row.kind),
        service_id=row.service_id,
        provider=row.provider_id,
        language=row.language,
        municipality=row.municipality,
        words=row.words,
        before=row.before,
        comment=row.comment,
        count=row.count,
        reported_at=row.reported_at,
        reported_by=row.reported_by_name,
        state=next(each for each in ("open", *ANSWERED) if each == row.state),
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by_name,
    )
