"""What the codes of an exported table are called: in the words of the chat."""

from typing import Final

from dialogues.conversation.texts import Texts
from knowledge.exports.columns import CodeNames

_TEXTS: Final = {
    "category": "category",
    "goals": "option.goals",
    "situations": "option.situation",
    "required_situations": "option.situation",
    "barriers": "option.barriers",
    "fields": "option.field",
    "unemployed_for": "option.unemployed_for",
    "employer_needs": "option.employer_needs",
}
"""Where the words of a code list are among the texts of the dialogues."""


def code_names(texts: Texts) -> CodeNames:
    """The words of the chat for a code of a list in a language; the code itself where there are none."""

    def name(codes: str, code: str, language: str) -> str:
        found = texts.find(f"{_TEXTS[codes]}.{code}", language) if codes in _TEXTS else None
        return found.text if found else code

    return name
