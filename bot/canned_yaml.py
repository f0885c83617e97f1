"""Canned replies as YAML: the starter that comes with the product, and what another desk has written."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.canned import (
    STATUSES,
    CannedError,
    CannedReply,
    Status,
    Written,
    add_reply,
    read_replies,
    save_reply,
)
from bot.canned_models import CannedReplyRow
from bot.transfer import Colleague

STARTER: Final = Path(__file__).parent / "canned_replies.yml"
MOST: Final = 500


def load_starter(session: Session, now: datetime) -> int:
    """Only where there has never been a canned reply; says how many it brought."""
    if session.scalar(select(CannedReplyRow.id).limit(1)):
        return 0
    written = parsed(STARTER.read_text(encoding="utf-8"))
    for each in written:
        add_reply(session, each, None, now, "published")
    return len(written)


def take_in(session: Session, text: str, by: Colleague, now: datetime, places: Sequence[str] = ("",)) -> int:
    """New ones are suggested, those with a known shortcut changed. Raises CannedError.

    `places` are the cities that may be written for, "" is all of them together.
    """
    stored = read_replies(session, ("suggested", "published", "removed"))
    known = {(each.city, each.shortcut): each for each in stored}
    written = tuple(_placed(each, places) for each in parsed(text))
    for each in written:
        if same := known.get((each.city, each.shortcut)):
            save_reply(session, same.id, same.revision, each, by, now)
        else:
            add_reply(session, each, by, now, "suggested")
    return len(written)


def _placed(written: Written, places: Sequence[str]) -> Written:
    """What names no city belongs to the only one that may be written for. Raises CannedError."""
    if written.city in places:
        return written
    if written.city or len(places) != 1:
        raise CannedError("city", written.shortcut)
    return replace(written, city=places[0])


def exported(replies: Iterable[CannedReply]) -> str:
    content = [
        {
            "shortcut": each.shortcut,
            **({"city": each.city} if each.city else {}),
            "topics": list(each.topics),
            "source_language": each.source_language,
            "texts": {code: text.text for code, text in each.texts.items()},
            "statuses": {code: text.status for code, text in each.texts.items()},
        }
        for each in replies
    ]
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def parsed(text: str) -> tuple[Written, ...]:
    """Texts without a status are a machine's. Raises CannedError."""
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CannedError("yaml") from error
    if not isinstance(content, list) or len(content) > MOST:
        raise CannedError("yaml")
    return tuple(_written(each) for each in content)


def _written(entry: Any) -> Written:
    if not isinstance(entry, dict) or not isinstance(entry.get("texts"), dict):
        raise CannedError("yaml")
    told = entry.get("statuses")
    statuses: dict[Any, Any] = told if isinstance(told, dict) else {}
    topics = entry.get("topics")
    return Written(
        shortcut=str(entry.get("shortcut", "")).strip(),
        topics=tuple(map(str, topics)) if isinstance(topics, list) else (),
        team=None,
        city=str(entry.get("city", "")),
        source_language=str(entry.get("source_language", "fi")),
        texts={str(code): (str(text), _status(statuses.get(code))) for code, text in entry["texts"].items()},
    )


def _status(value: Any) -> Status:
    return value if value in STATUSES else "machine"
