"""The answers of a conversation as a counsellor can change them together with the person."""

from dataclasses import dataclass

from admin.wording import Wording
from bot.cases import Case
from bot.together import codes_of
from dialogues.conversation.assessment import ELSEWHERE
from dialogues.conversation.summary import label, value_text
from dialogues.conversation.together import changeable
from knowledge.municipalities import Municipalities


@dataclass(frozen=True, slots=True)
class OptionView:
    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Without `options` it is answered by the name of a place, now `written`; `seen` are the codes now."""

    slot: str
    label: str
    many: bool
    options: tuple[OptionView, ...]
    written: str
    seen: tuple[str, ...]


def questions(case: Case, wording: Wording, language: str) -> tuple[QuestionView, ...]:
    """Without those that the person has left out."""
    profile, texts = case.row.profile, wording.dialogue
    views = []
    for question in changeable(profile.audience):
        slot, seen = question.slot, codes_of(profile, question.slot)
        options = tuple(
            OptionView(code, texts.get(f"option.{slot}.{code}", language), code in seen)
            for code in question.codes
        )
        written = "" if options else value_text(profile, slot, language, texts, wording.names)
        name = label(slot, profile.audience, language, texts)
        views.append(QuestionView(slot, name, question.many, options, written, seen))
    return tuple(each for each in views if each.slot not in case.left_out)


def coded(slot: str, answers: tuple[str, ...], places: Municipalities) -> tuple[str, ...]:
    """A municipality is given by its name; what is no place stays as it is, to be refused."""
    known = tuple(answer.strip() for answer in answers if answer.strip())
    if slot != "municipality":
        return known
    return tuple(_place(each, places) for each in known)


def _place(written: str, places: Municipalities) -> str:
    if written == ELSEWHERE or places.get(written):
        return written
    found = places.find(written)
    return found.municipality.code if found else written
