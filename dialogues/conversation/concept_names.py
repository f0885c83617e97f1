"""What occupations and skills of ESCO are called in a conversation's language, or the nearest one."""

from dialogues.conversation.texts import Texts
from knowledge.everyday_work import Concept
from knowledge.names import Names, is_concept


def nearest_name(concept: Concept, texts: Texts, language: str) -> tuple[str, str]:
    """The name, and the language that it is in. ESCO names everything in some language."""
    wanted = (*texts.chain(language), *concept.labels)
    found = next(code for code in wanted if code in concept.labels)
    return concept.labels[found], found


def title(concept: Concept, texts: Texts, language: str) -> str:
    """As a button has it."""
    name, _language = nearest_name(concept, texts, language)
    return name[:1].upper() + name[1:]


def in_words(value: str, texts: Texts, language: str, names: Names) -> str:
    """Of an address the name, "" where an edition of ESCO has dropped it; own words as they are."""
    concept = names.occupations.get(value)
    if concept:
        return nearest_name(concept, texts, language)[0]
    return "" if is_concept(value) else value
