"""The tables of upkeep: what was found in published services and their links, and what editors said of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


class ServiceUpkeepRow(Base):
    """What was found in the version of a service that the chat shows.

    `revision` is that version, `rules` the digest of languages and words it was examined with: another one
    of either means that it has to be examined again. `outdated` are the findings as `FoundWord`. `shown`
    counts how often people were shown the service lately, `published_at` since when they can be.
    """

    __tablename__ = "service_upkeep"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), primary_key=True)
    revision: Mapped[int]
    rules: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    url: Mapped[str] = mapped_column(String(500), index=True)
    missing: Mapped[list[str]] = mapped_column(JsonValue)
    stale: Mapped[list[str]] = mapped_column(JsonValue)
    outdated: Mapped[list[dict[str, str]]] = mapped_column(JsonValue)
    shown: Mapped[int] = mapped_column(default=0)


class LinkCheckRow(Base):
    """What became of asking for a link. `failed_days`: on how many days in a row it led nowhere.

    `outcome` is one of `knowledge.upkeep.links.OUTCOMES`. `moved_to` is where a lasting redirect leads.
    """

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(String(500), primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    status: Mapped[int | None]
    moved_to: Mapped[str] = mapped_column(String(500), default="")
    failed_days: Mapped[int] = mapped_column(default=0)
    failed_on: Mapped[date | None]
    failed_since: Mapped[date | None]


class SetAsideRow(Base):
    """What an editor does not want to be told of until a day. `subject` is a service, a link or a word."""

    __tablename__ = "set_aside"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(500), primary_key=True)
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_name: Mapped[str] = mapped_column(String(80))


class OutdatedWordRow(Base):
    """A coordinator's word in the dictionary: added, worded anew, or (`removed`) a shipped one left out."""

    __tablename__ = "outdated_word"

    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    instead: Mapped[str] = mapped_column(String(200), default="")
    removed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_name: Mapped[str] = mapped_column(String(80))


class ConfirmationRow(Base):
    """A review date that was moved by "still right": what it was, so that it can be taken back."""

    __tablename__ = "confirmation"

    batch: Mapped[str] = mapped_column(String(32), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), primary_key=True)
    before: Mapped[date | None]
    after: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))


class UpkeepTurnRow(Base):
    """Whose turn it is to do a work of upkeep: one process holds it, for a limited time."""

    __tablename__ = "upkeep_turn"

    work: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(32), default="")
    until: Mapped[datetime] = mapped_column(UtcDateTime)
