"""A needs profile in words: for the person to check, for the counsellor to read."""

from collections.abc import Collection, Sequence

from dialogues.conversation.assessment import ELSEWHERE
from dialogues.conversation.concept_names import in_words
from dialogues.conversation.texts import Texts
from knowledge.names import Names
from knowledge.profile import NeedsProfile

PERSON_LINES = (
    "municipality", "situation", "goals", "unemployed_for", "education", "language_level", "barriers",
    "field", "skills", "age_band",
)  # fmt: skip
EMPLOYER_LINES = ("municipality", "company_size", "employer_needs", "urgency")


def profile_lines(
    profile: NeedsProfile,
    language: str,
    texts: Texts,
    left_out: Collection[str],
    names: Names,
) -> tuple[tuple[str, str, str], ...]:
    """(slot, label, value) for everything known, in the order of the questions, without what is left out."""
    slots = EMPLOYER_LINES if profile.audience == "employer" else PERSON_LINES
    return tuple(
        (slot, label(slot, profile.audience, language, texts), value)
        for slot in slots
        if slot not in left_out and (value := value_text(profile, slot, language, texts, names))
    )


def label(slot: str, audience: str, language: str, texts: Texts) -> str:
    if slot == "municipality" and audience == "employer":
        return texts.get("label.company_municipality", language)
    return texts.get(f"label.{slot}", language)


def value_text(profile: NeedsProfile, slot: str, language: str, texts: Texts, names: Names) -> str:
    """What is known of one slot, "" when nothing is."""
    value = getattr(profile, slot)
    if not value:
        return ""
    if slot == "skills":
        told = [in_words(each, texts, language, names) for each in value]
        return texts.listed(list(filter(None, told)), language, "list.apart")
    if slot == "municipality" and value != ELSEWHERE:
        place = names.places.get(value)
        return place.name(language) if place else str(value)
    codes: Sequence[str] = (value,) if isinstance(value, str) else value
    words = texts.listed([texts.get(f"option.{slot}.{code}", language) for code in codes], language)
    occupation = in_words(profile.occupation or "", texts, language, names) if slot == "field" else ""
    return f"{words}: {occupation}" if occupation else words
