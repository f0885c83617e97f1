"""Which need comes first: what does people most harm, then what most people meet, then the oldest."""

from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = (
    "overdue",
    "dead_link",
    "stale",
    "outdated_word",
    "source_newer",
    "proposal",
    "review",
    "missing",
    "not_found",
    "due_soon",
    "moved_link",
    "never_shown",
)
"""From the most harm to the least.

Nobody vouches any more for what people read; they are led nowhere; they read what is no longer said; names
of what no longer exists; what the source says otherwise by now; what somebody knows to be wrong; a better
version that waits; nothing in their language; nothing at all; soon unvouched for; led where they want to be
by a detour; nobody is there to harm.
"""

SET_ASIDE: Final = (
    *("dead_link", "outdated_word", "source_newer", "missing", "not_found", "moved_link", "never_shown"),
)
"""Kinds that an editor may know better about, and not want to be told of for a while."""

OF_A_LINK: Final = ("dead_link", "moved_link")
"""Kinds that are of a link, wherever it stands."""

CONFIRMED: Final = ("overdue", "due_soon")
"""Kinds that "still right" settles."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for an editor. `subject` is a service's id, or the word that found nothing.

    `people` is how often people met it lately; `provider` is empty where it is nobody's yet.
    """

    kind: str
    subject: str
    provider: str
    since: date | None
    people: int


def harm(need: Need) -> tuple[int, int, date, str]:
    """Sorts needs, the most harmful first."""
    return (KINDS.index(need.kind), -need.people, need.since or date.max, need.subject)


def in_order(needs: list[Need]) -> list[Need]:
    return sorted(needs, key=harm)
