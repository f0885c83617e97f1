"""What is known about a person's or a company's needs."""

from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class NeedsProfile:
    """The result of an assessment. Codes come from `knowledge.vocabulary`; None or () is "not known".

    `municipality` is Statistics Finland's three-digit code ("564"), or "elsewhere" when the person lives
    elsewhere or would rather not say. `language` is the conversation's language (BCP 47). `skills` are the
    person's own words, then the ESCO addresses of what they kept; `occupation` is one or the other.
    """

    audience: str = "person"
    language: str = "fi"
    municipality: str | None = None
    situation: str | None = None
    goals: tuple[str, ...] = ()
    unemployed_for: str | None = None
    education: str | None = None
    language_level: str | None = None
    barriers: tuple[str, ...] = ()
    field: str | None = None
    occupation: str | None = None
    skills: tuple[str, ...] = ()
    age_band: str | None = None
    company_size: str | None = None
    employer_needs: tuple[str, ...] = ()
    urgency: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Only what is known, as JSON values."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values if v not in (None, ())}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The reverse of `to_json`; names that a later version dropped are left out."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in data.items() if name in known}
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
        return cls(**values)
