"""The tables of guides: the working copy whole, and every version."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime
from knowledge.guide import KINDS
from knowledge.models import RevisionColumns, one_of

STATES: Final = ("draft", "published", "withdrawn", "archived")


class GuideRow(Base):
    """The working copy of a guide; `content` is a `GuideContent`.

    The chat sees the snapshot of `published_revision`; only `review_due` counts at once. `digest` is of the
    working copy: another one than `published_digest` means unpublished changes, another one than
    `source_digest` that an editor has changed what the starter brought (None: editors have made it).
    `catalogue_version` is the catalogue's version that first showed (or hid) what is published now.
    """

    __tablename__ = "guide"
    __table_args__ = (one_of("kind", KINDS), one_of("state", STATES))

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("provider.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    content: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    review_due: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    source_digest: Mapped[str | None] = mapped_column(String(64))
    published_revision: Mapped[int | None]
    published_digest: Mapped[str | None] = mapped_column(String(64))
    catalogue_version: Mapped[int] = mapped_column(default=0, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuideRevisionRow(RevisionColumns, Base):
    """What a guide was after one verb; `snapshot` is a `GuideContent`."""

    __tablename__ = "guide_revision"
    __table_args__ = (UniqueConstraint("guide_id", "number"),)

    guide_id: Mapped[str] = mapped_column(ForeignKey("guide.id", ondelete="RESTRICT"), index=True)
