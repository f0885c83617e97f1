"""Tables of the desk's teams and of who is at the desk; staff is known here by id and name alone."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, true
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


class TeamRow(Base):
    """A part of the desk. Empty `cities`, `languages`, `municipalities` and `needs` mean all.

    `names` are by language, `needs` are goals and audiences of knowledge.vocabulary, `hours` as
    bot.opening_hours reads them, "" for the settings' hours. The two `widen` figures are seconds of waiting:
    after the first other teams see who waits, after the second everybody does. `notice_email` is written to
    when somebody has waited `notice_after_minutes` and nobody is in.
    """

    __tablename__ = "teams"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JsonValue, default=dict)
    cities: Mapped[list[str]] = mapped_column(JsonValue, default=list, server_default="[]")
    languages: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    municipalities: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    needs: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    hours: Mapped[str] = mapped_column(String(400), default="")
    closed_on_holidays: Mapped[bool] = mapped_column(default=True, server_default=true())
    widen_to_teams: Mapped[int] = mapped_column(default=180)
    widen_to_all: Mapped[int] = mapped_column(default=480)
    notice_email: Mapped[str | None] = mapped_column(String(254))
    notice_after_minutes: Mapped[int] = mapped_column(default=10)


class TeamMemberRow(Base):
    """`capacity` is how many conversations the member has open at once."""

    __tablename__ = "team_members"

    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    capacity: Mapped[int] = mapped_column(default=5)


class TeamExceptionRow(Base):
    """A day with other hours than its weekday: "9-11:30 12:15-16", "" for closed; `reason` in words."""

    __tablename__ = "team_exceptions"

    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    hours: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")


class PresenceRow(Base):
    """A member of the staff at the desk: what they chose, when their panel and they themself last stirred.

    Empty `cities` mean all.
    """

    __tablename__ = "desk_presence"

    staff_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    languages: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    cities: Mapped[list[str]] = mapped_column(JsonValue, default=list, server_default="[]")
    chosen: Mapped[str] = mapped_column(String(8))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    active_at: Mapped[datetime] = mapped_column(UtcDateTime)
