"""What can be done with a service in its state, and which of it is the next step."""

from dataclasses import dataclass
from typing import Final

from knowledge.editing.actor import Actor
from knowledge.editing.workflow import ALLOWED
from knowledge.editing.working_copy import WorkingCopy

PATHS: Final = {
    "submit": "submission",
    "approve": "approval",
    "return": "return",
    "publish": "publication",
    "publish_at": "planned-publication",
    "confirm": "confirmation",
    "withdraw": "withdrawal",
    "restore": "restoration",
    "duplicate": "duplicate",
    "archive": "archiving",
}
"""The noun of each verb in an address."""


@dataclass(frozen=True, slots=True)
class VerbButton:
    """`verb` is a key of PATHS; `main` is the one filled button."""

    verb: str
    main: bool = False

    @property
    def path(self) -> str:
        return PATHS[self.verb]


def verbs_for(copy: WorkingCopy, actor: Actor, four_eyes: bool) -> tuple[VerbButton, ...]:
    """Only what is allowed now, the next step first."""
    if not actor.owns(copy.provider):
        return ()
    possible = [verb for verb in PATHS if _possible(verb, copy, four_eyes)]
    step = next((verb for verb in ("approve", "publish", "submit", "restore") if verb in possible), None)
    return tuple(VerbButton(verb, verb == step) for verb in sorted(possible, key=lambda each: each != step))


def _possible(verb: str, copy: WorkingCopy, four_eyes: bool) -> bool:
    if verb == "duplicate":
        return True
    named = {"approve": "review", "return": "review", "confirm": "confirm_still_right"}
    if copy.state not in ALLOWED[named.get(verb, verb)]:
        return False
    nothing_new = copy.state == "published" and not copy.unpublished_changes
    match verb:
        case "submit":
            return not nothing_new
        case "publish" | "publish_at":
            return not nothing_new and (copy.state == "approved" or not four_eyes)
        case "withdraw":
            return copy.published_revision is not None
        case _:
            return True
