"""The tables of what others name for everybody: ESCO's occupations and skills, Finland's municipalities."""

from typing import Final

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue

CONCEPT_KINDS: Final = ("occupation", "group", "skill")


class EscoConceptRow(Base):
    """An occupation, a group of occupations (ISCO), or a skill. `labels` maps a language to its name.

    `code` is the place in the classification ("5120.1"), empty for skills. `broader` is the group above.
    """

    __tablename__ = "esco_concept"
    __table_args__ = (CheckConstraint(f"kind IN {CONCEPT_KINDS!r}", name="kind"),)

    uri: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), index=True)
    code: Mapped[str] = mapped_column(String(20), default="")
    labels: Mapped[dict[str, str]] = mapped_column(JsonValue)
    broader: Mapped[str | None] = mapped_column(String(200))


class MunicipalityRow(Base):
    """A municipality as it was imported; a database without any uses the shipped list.

    `successor` is the code of the one it has merged into.
    """

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    fi: Mapped[str] = mapped_column(String(80))
    sv: Mapped[str] = mapped_column(String(80))
    region: Mapped[str] = mapped_column(String(2))
    region_fi: Mapped[str] = mapped_column(String(80), default="")
    region_sv: Mapped[str] = mapped_column(String(80), default="")
    region_en: Mapped[str] = mapped_column(String(80), default="")
    employment_area: Mapped[str | None] = mapped_column(String(80))
    successor: Mapped[str | None] = mapped_column(String(3))
