"""Canned replies: one wording for each language, shared by counsellors, every change kept."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final, Literal, cast

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from bot.canned_filling import unknown_places
from bot.canned_models import CannedChange, CannedReplyRow, CannedTextRow
from bot.keys import new_id
from bot.transfer import Colleague

State = Literal["suggested", "published", "removed"]
Status = Literal["draft", "machine", "reviewed"]
STATUSES: Final = ("draft", "machine", "reviewed")
LONGEST_SHORTCUT: Final = 40
LONGEST: Final = 1_500
"""Characters of a text: with its places filled it is still one message."""


class CannedError(Exception):
    """It cannot be kept like this; `code` names the reason, `detail` the part it is about."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


class NoSuchReply(Exception):  # noqa: N818
    """There is no such canned reply."""


@dataclass(frozen=True, slots=True)
class CannedText:
    """`stale`: the source text has changed since. `status` as of texts of services."""

    text: str
    status: Status
    stale: bool = False


@dataclass(frozen=True, slots=True)
class CannedReply:
    """`team` None is for all, `city` "" for every city; `suggested_by` is a staff id."""

    id: str
    shortcut: str
    topics: tuple[str, ...]
    team: str | None
    city: str
    state: State
    source_language: str
    suggested_by: str | None
    revision: int
    texts: Mapping[str, CannedText]

    @property
    def offered(self) -> dict[str, CannedText]:
        """The texts that may be sent: drafts are not."""
        return {code: text for code, text in self.texts.items() if text.status != "draft"}


@dataclass(frozen=True, slots=True)
class Written:
    """A canned reply as somebody wrote it. `still_right` are languages whose text fits the new source too."""

    shortcut: str
    topics: tuple[str, ...]
    team: str | None
    source_language: str
    texts: Mapping[str, tuple[str, Status]]
    still_right: tuple[str, ...] = ()
    city: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    at: datetime
    state: str


def read_replies(
    session: Session, states: Iterable[State] = ("published",), cities: Collection[str] | None = None
) -> tuple[CannedReply, ...]:
    """In the order of their shortcuts. `cities`: only theirs and those of every city; None is all."""
    rows = session.scalars(
        select(CannedReplyRow)
        .where(CannedReplyRow.state.in_(tuple(states)), _for(cities))
        .order_by(CannedReplyRow.shortcut, CannedReplyRow.city)
    ).all()
    texts: dict[str, list[CannedTextRow]] = {row.id: [] for row in rows}
    for text in session.scalars(select(CannedTextRow).where(CannedTextRow.reply_id.in_(texts))):
        texts[text.reply_id].append(text)
    return tuple(_reply(row, texts[row.id]) for row in rows)


def read_reply(session: Session, reply_id: str) -> CannedReply:
    """Raises NoSuchReply."""
    row = session.get(CannedReplyRow, reply_id)
    if row is None:
        raise NoSuchReply(reply_id)
    return _reply(row, _texts(session, reply_id))


def changes(session: Session, reply_id: str) -> tuple[Change, ...]:
    """The newest first."""
    found = session.scalars(
        select(CannedChange).where(CannedChange.reply_id == reply_id).order_by(CannedChange.id.desc())
    )
    return tuple(Change(each.name, each.at, str(each.content["state"])) for each in found)


def add_reply(session: Session, written: Written, by: Colleague | None, now: datetime, state: State) -> str:
    """`by` None is the service itself. Raises CannedError."""
    _check(session, written, "")
    row = CannedReplyRow(id=new_id(), state=state, suggested_by=by.id if by else None, revision=0)
    _take_over(row, written)
    session.add(row)
    session.flush()
    _write_texts(session, row, written)
    _keep(session, row, by, now)
    return row.id


def save_reply(
    session: Session, reply_id: str, seen: int, written: Written, by: Colleague, now: datetime
) -> None:
    """`seen` is the revision that was changed. Raises NoSuchReply and CannedError."""
    row = _row(session, reply_id, seen)
    _check(session, written, reply_id)
    _take_over(row, written)
    _write_texts(session, row, written)
    _keep(session, row, by, now)


def set_state(session: Session, reply_id: str, seen: int, state: State, by: Colleague, now: datetime) -> None:
    """Publishing says that the source text has been read. Raises NoSuchReply and CannedError."""
    row = _row(session, reply_id, seen)
    row.state = state
    source = session.get(CannedTextRow, (reply_id, row.source_language))
    if state == "published" and source is not None and source.status == "draft":
        source.status = "reviewed"
    _keep(session, row, by, now)


def _row(session: Session, reply_id: str, seen: int) -> CannedReplyRow:
    row = session.get(CannedReplyRow, reply_id, with_for_update=True)
    if row is None:
        raise NoSuchReply(reply_id)
    if row.revision != seen:
        raise CannedError("changed")
    return row


def _check(session: Session, written: Written, reply_id: str) -> None:
    if not written.shortcut or len(written.shortcut) > LONGEST_SHORTCUT or " " in written.shortcut:
        raise CannedError("shortcut")
    same = (CannedReplyRow.shortcut == written.shortcut, CannedReplyRow.id != reply_id)
    seen_together = _for((written.city,) if written.city else None)
    if session.scalar(select(CannedReplyRow.id).where(*same, seen_together).limit(1)):
        raise CannedError("taken")
    if written.source_language not in written.texts:
        raise CannedError("source")
    for language, (text, _status) in written.texts.items():
        if len(text) > LONGEST:
            raise CannedError("long", language)
        if unknown := unknown_places(text):
            raise CannedError("place", f"{language}: {', '.join(unknown)}")


def _for(cities: Collection[str] | None) -> ColumnElement[bool]:
    return true() if cities is None else CannedReplyRow.city.in_(("", *cities))


def _take_over(row: CannedReplyRow, written: Written) -> None:
    row.shortcut, row.topics, row.team = written.shortcut, list(written.topics), written.team
    row.city = written.city
    row.source_language = written.source_language


def _write_texts(session: Session, row: CannedReplyRow, written: Written) -> None:
    before = {each.language: each for each in _texts(session, row.id)}
    source = _hash(written.texts[row.source_language][0])
    for language in before.keys() - written.texts.keys():
        session.delete(before[language])
    for language, (text, status) in written.texts.items():
        known = before.get(language)
        if known is None:
            known = CannedTextRow(reply_id=row.id, language=language, source_hash=source)
            session.add(known)
        elif known.text != text or language in (row.source_language, *written.still_right):
            known.source_hash = source
        known.text, known.status = text, status


def _keep(session: Session, row: CannedReplyRow, by: Colleague | None, now: datetime) -> None:
    row.revision += 1
    session.flush()
    content = asdict(_reply(row, _texts(session, row.id)))
    name = by.name if by else "osaamo"
    session.add(CannedChange(reply_id=row.id, name=name, at=now, content=content))


def _texts(session: Session, reply_id: str) -> list[CannedTextRow]:
    return list(session.scalars(select(CannedTextRow).where(CannedTextRow.reply_id == reply_id)))


def _reply(row: CannedReplyRow, texts: Iterable[CannedTextRow]) -> CannedReply:
    by_language = {each.language: each for each in texts}
    source = by_language.get(row.source_language)
    current = _hash(source.text) if source else ""
    return CannedReply(
        id=row.id,
        shortcut=row.shortcut,
        topics=tuple(row.topics),
        team=row.team,
        city=row.city,
        state=cast(State, row.state),
        source_language=row.source_language,
        suggested_by=row.suggested_by,
        revision=row.revision,
        texts={
            code: CannedText(each.text, cast(Status, each.status), each.source_hash != current)
            for code, each in sorted(by_language.items())
        },
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
