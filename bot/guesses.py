"""Resume codes cannot be guessed: wrong ones are counted, in all processes together, and right ones never."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from bot.throttle import Attempt, Limit, Throttle, TooMany

FIRST: Final = Limit("resume code, first", 1, timedelta(days=1), forgiven=False)
"""One wrong code a day is looked at whatever others do: an attack shuts nobody out who has a right one."""
AGAIN: Final = Limit("resume code, again", 5, forgiven=False)
EVERYWHERE: Final = Limit("resume code, everywhere", 60, timedelta(hours=1), forgiven=False)
"""Of all callers together, their first ones left out. docs/decisions/014 says how long guessing takes."""

_HOUSEHOLD_BITS: Final = 48
"""Of an IPv6 address: one customer often has all addresses below."""


@dataclass(frozen=True, slots=True)
class Guesses:
    throttle: Throttle

    def enter(self, caller: str) -> Attempt:
        """Counts a code as wrong before it is looked at. Raises TooMany.

        `caller` is an address of the network, or whatever else tells callers apart.
        """
        place = _network(caller)
        try:
            return self.throttle.enter((FIRST, place))
        except TooMany:
            return self.throttle.enter((AGAIN, place), (EVERYWHERE, ""))

    def was_right(self, attempt: Attempt) -> None:
        self.throttle.succeeded(attempt)


def _network(caller: str) -> str:
    try:
        address = ip_address(caller)
    except ValueError:
        return caller
    if not isinstance(address, IPv6Address):
        return caller
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{int(address) >> (128 - _HOUSEHOLD_BITS):x}/{_HOUSEHOLD_BITS}"
