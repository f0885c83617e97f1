"""Tables of how to reach a person who chose to say so, and of the mail that tells the desk who waits."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class ContactRow(Base):
    """`sealed` is the number or address, encrypted under the key whose id is `key_id`."""

    __tablename__ = "contacts"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(8))
    key_id: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class NoticeBoxRow(Base):
    """An address that the desk's notices go to. One process writes to it until `leased_until`.

    `failing_since` is the first attempt that failed since the last mail that was sent.
    """

    __tablename__ = "notice_boxes"

    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
