"""What can be made to happen to a call of the Bot API: `api.fail("sendMessage", BROKEN, chat=7001)`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What happens to one call. `accepted`: it is done all the same, only the answer is not heard."""

    status: int = 0
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0
    accepted: bool = False


def too_many(seconds: int) -> Fault:
    return Fault(429, f"Too Many Requests: retry after {seconds}", seconds)


BLOCKED = Fault(403, "Forbidden: bot was blocked by the user")
GONE = Fault(400, "Bad Request: chat not found")
BROKEN = Fault(502, "Bad Gateway")
CUT = Fault()
ANSWER_LOST = Fault(accepted=True)


def slow(seconds: float) -> Fault:
    """Done, and answered only after so long."""
    return Fault(200, seconds=seconds, accepted=True)
