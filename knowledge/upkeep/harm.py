"""Which need comes first: what does people most harm, then what most people meet, then the oldest."""

from dataclasses import dataclass
from datetime import date
from typing import Final

KINDS: Final = (
    "told_wrong",
    "overdue",
    "dead_link",
    "stale",
    "outdated_word",
    "source_newer",
    "proposal",
    "review",
    "missing",
    "told_missing",
    "not_found",
    "due_soon",
    "moved_link",
    "never_shown",
)
"""From the most harm to the least.

A counsellor has seen people get a wrong answer; nobody vouches any more for what they read; they are led
nowhere; they read what is no longer said; names of what no longer exists; what the source says otherwise by
now; what somebody knows to be wrong; a better version that waits; nothing in their language; nothing, as a
counsellor knows; nothing at all; soon unvouched for; led where they want to be by a detour; nobody is there
to harm.
"""

SET_ASIDE: Final = (
    *("dead_link", "outdated_word", "source_newer", "missing", "not_found", "moved_link", "never_shown"),
)
"""Kinds that an editor may know better about, and not want to be told of for a while."""

OF_A_LINK: Final = ("dead_link", "moved_link")
"""Kinds that are of a link, wherever it stands."""

TOLD: Final = {"wrong": "told_wrong", "missing": "told_missing"}
"""Kinds of what the desk tells, by the kinds of its reports; their subject is the report's id."""

OF_NO_SERVICE: Final = ("not_found", *TOLD.values())
"""Kinds whose subject is not a service's id."""

CONFIRMED: Final = ("overdue", "due_soon")
"""Kinds that "still right" settles."""


@dataclass(frozen=True, slots=True)
class Need:
    """What waits for an editor. `subject` is the id of a service or a report, or a word that found nothing.

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
