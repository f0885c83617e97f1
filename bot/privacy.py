"""Personal data: masked before it is stored, erased and exported on request, erased when its time is up."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberMatcher
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from stdnum import iban, luhn
from stdnum.fi import hetu

from bot import store
from bot.canned_models import ReadTranslation
from bot.conversation import Message
from bot.desk_models import DeskStep, FollowUp, Tag
from bot.models import Conversation, Note, StoredFeedback, StoredHandOff, StoredMessage, StoredUnmetNeed
from dialogues.conversation.texts import Texts
from knowledge.desk_reports import reporting as desk_reports

_EMAIL = re.compile(r"[\w.+%'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
_HETU = re.compile(r"(?<![\w-])\d{6}\s?[-+A-FU-Y]\s?\d{3}[0-9A-Y](?!\w)", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w/.,:-])\d(?:[ -]?\d){11,18}(?![\w/:])")
_FINNISH_ACCOUNT = re.compile(r"(?<![\w-])\d{6}-\d{2,8}(?![\w-])")
_NOT_A_NUMBER = re.compile(
    r"\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{2,4}"  # a date
    r"|\d{4}-\d{2}-\d{2}"  # an ISO date
    r"|(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)?\d{2,4}"  # years
    r"|\d+(?:[.,]\d{1,2})?\s?(?:€|eur)"  # a price
    r"|\d{1,2}[.:]\d{2}\s?[-–]\s?\d{1,2}[.:]\d{2}"  # from one time to another
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # the address of a concept in a button
)
_REGION = "FI"
_KINDS = ("hetu", "email", "account", "phone")
_SHORTEST_PHONE = 7


def markers(texts: Texts, language: str) -> dict[str, str]:
    """What is written instead of each kind of personal data."""
    return {kind: texts.get(f"mask.{kind}", language) for kind in _KINDS}


def mask(text: str, markers: Mapping[str, str]) -> str:
    """`text` without identity codes, e-mail addresses, account, card and phone numbers.

    `markers` says what to write instead of each kind.
    """
    return _phones(mask_identity(_EMAIL.sub(markers["email"], text), markers), markers["phone"])


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None and " " not in text and text.count("@") == 1


def mask_identity(text: str, markers: Mapping[str, str]) -> str:
    """Only identity codes and account numbers: counsellors may well give a desk's number or address."""
    text = _HETU.sub(lambda found: markers["hetu"] if _is_hetu(found[0]) else found[0], text)
    text = _IBAN.sub(lambda found: _account(found[0], markers["account"]), text)
    text = _FINNISH_ACCOUNT.sub(markers["account"], text)
    return _DIGITS.sub(lambda found: markers["account"] if _is_card(found[0]) else found[0], text)


def _is_hetu(text: str) -> bool:
    """The form is enough when the date is one: a code with a slip in it still tells who somebody is."""
    compact = re.sub(r"\s", "", text).upper()
    day, month = int(compact[:2]), int(compact[2:4])
    return hetu.is_valid(compact, allow_temporary=True) or (1 <= day <= 31 and 1 <= month <= 12)


def _account(text: str, marker: str) -> str:
    """The longest beginning that is a valid IBAN is replaced: words may follow it."""
    for end in range(len(text), 14, -1):
        if text[end - 1].isalnum() and iban.is_valid(text[:end]):
            return marker + text[end:]
    return marker if text[:2].upper() == _REGION and sum(c.isdigit() for c in text) >= 14 else text


def _is_card(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return len(digits) >= 13 and luhn.is_valid(digits)


def _phones(text: str, marker: str) -> str:
    leave = [(found.start(), found.end()) for found in _NOT_A_NUMBER.finditer(text.lower())]
    matches = PhoneNumberMatcher(text, _REGION, leniency=phonenumbers.Leniency.POSSIBLE)
    for match in reversed(list(matches)):
        overlaps = any(start < match.end and match.start < end for start, end in leave)
        if not overlaps and _is_phone(match.raw_string):
            begins = match.start + (match.raw_string[0] == "(" and ")" not in match.raw_string)
            text = text[:begins] + marker + text[match.end :]
    return text


def _is_phone(raw: str) -> bool:
    """A number to call begins with 0, + or our country code; others are amounts, years, case numbers."""
    digits = sum(character.isdigit() for character in raw)
    begins = raw.lstrip("( ")
    national = begins[:1].isdecimal() and int(begins[0]) == 0
    return digits >= _SHORTEST_PHONE and (national or begins.startswith(("+", "358")))


def erase(session: Session, conversation_id: str) -> None:
    """Everything of it is gone; counts stay, without their words and without a link to anybody."""
    store.row(session, conversation_id)
    _forget_words(session, [conversation_id])
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))


def erase_before(session: Session, moment: datetime) -> int:
    """Erases every conversation whose last message is older. Says how many there were."""
    old = list(session.scalars(select(Conversation.id).where(Conversation.last_message_at < moment)))
    _forget_words(session, old)
    session.execute(delete(Conversation).where(Conversation.id.in_(old)))
    return len(old)


def _forget_words(session: Session, conversations: list[str]) -> None:
    desk_reports.forget(session, conversations)
    session.execute(
        update(StoredFeedback).where(StoredFeedback.conversation_id.in_(conversations)).values(comment=None)
    )
    session.execute(
        update(StoredUnmetNeed).where(StoredUnmetNeed.conversation_id.in_(conversations)).values(query=None)
    )


def export(
    session: Session, conversation_id: str, as_json: Callable[[Message], dict[str, Any]]
) -> dict[str, Any]:
    """Everything stored about a conversation but its keys. `as_json` writes a message. Raises NotFound."""
    conversation = store.row(session, conversation_id)
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "language": conversation.language,
        "holder": conversation.holder,
        "municipality": conversation.municipality,
        "urgent": conversation.urgent,
        "interpreter": conversation.interpreter,
        "delivered": conversation.delivered_seq,
        "seen": conversation.seen_seq,
        "created_at": conversation.created_at.isoformat(),
        "last_message_at": conversation.last_message_at.isoformat(),
        "state": conversation.state,
        "messages": [as_json(each) for each in store.messages(session, conversation_id)],
        "notes": [
            {"at": note.at.isoformat(), "text": note.text}
            for note in session.scalars(select(Note).where(Note.conversation_id == conversation_id))
        ],
        "handoffs": [
            {"at": each.at.isoformat(), "reason": each.reason, "left_out": conversation.left_out}
            for each in session.scalars(
                select(StoredHandOff).where(StoredHandOff.conversation_id == conversation_id)
            )
        ],
        "feedback": [
            {"at": each.at.isoformat(), "rating": each.rating, "comment": each.comment}
            for each in session.scalars(
                select(StoredFeedback).where(StoredFeedback.conversation_id == conversation_id)
            )
        ],
        "translated_for_the_desk": _readings(session, conversation_id),
        "desk": _desk_work(session, conversation_id),
        "told_to_editors": [
            {"at": each.reported_at.isoformat(), "kind": each.kind, "comment": each.comment}
            for each in desk_reports.told_of(session, conversation_id)
        ],
    }


def _readings(session: Session, conversation_id: str) -> list[dict[str, Any]]:
    """What a machine translated of it for a counsellor to read."""
    found = session.execute(
        select(StoredMessage.seq, ReadTranslation.language, ReadTranslation.text)
        .join(ReadTranslation, ReadTranslation.message_id == StoredMessage.id)
        .where(StoredMessage.conversation_id == conversation_id)
        .order_by(StoredMessage.seq)
    )
    return [{"seq": seq, "language": language, "text": text} for seq, language, text in found]


def _desk_work(session: Session, conversation_id: str) -> dict[str, Any]:
    """What the desk kept for itself besides its notes."""
    steps = session.scalars(select(DeskStep).where(DeskStep.conversation_id == conversation_id))
    tags = session.scalars(select(Tag.name).where(Tag.conversation_id == conversation_id))
    due = session.scalars(select(FollowUp.due_at).where(FollowUp.conversation_id == conversation_id))
    return {
        "steps": [
            {"at": each.at.isoformat(), "kind": each.kind, "to": each.to_name, "reason": each.reason}
            for each in steps
        ],
        "tags": list(tags),
        "follow_ups": [each.isoformat() for each in due],
    }
