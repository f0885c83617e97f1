"""How sending to each conversation of an outside channel stands."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, UtcDateTime


class DeliveryRow(Base):
    """`holder` sends now, until `held_until`; nothing is tried before `next_at`.

    `failures` have followed one another since `failing_since`. `undeliverable_since`: nothing is tried any
    more, because of `reason`: left, gave_up or address.
    """

    __tablename__ = "deliveries"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    holder: Mapped[str | None] = mapped_column(String(64))
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undeliverable_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(16))


class StandingButtons(Base):
    """Buttons that are shown under the message `seq`; `reference` is what the channel calls it there."""

    __tablename__ = "standing_buttons"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    reference: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int]
