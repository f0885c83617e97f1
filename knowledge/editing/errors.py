"""Why a verb of the editors was refused: a type for the code, one sentence for the operator."""

from dataclasses import dataclass
from datetime import datetime

from knowledge.editing.content import Value


class EditingError(Exception):
    """A verb was refused and has changed nothing."""


class NotFound(EditingError):  # noqa: N818 - what the caller met, not a fault
    """There is no such service, revision, text or proposal."""


class NotYours(EditingError):  # noqa: N818
    """The service belongs to a provider that the actor does not edit for."""

    def __init__(self, provider: str) -> None:
        super().__init__(f"this service belongs to {provider}; a change can be proposed to them")
        self.provider = provider


class NotAllowedNow(EditingError):  # noqa: N818
    """The service's state does not have this verb."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"a service that is {state} has no {verb!r}")
        self.verb = verb
        self.state = state


class FourEyesNeeded(EditingError):  # noqa: N818
    """The provider asks that somebody who has not written this version reviews it."""

    def __init__(self) -> None:
        super().__init__("another person has to review this version first")


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. `language` is empty for facts.

    `code` is missing, too_long, bad_link, unknown_code, wrong_order, not_fitting or bad_number; `detail` is
    the limit, the unknown code, or the other field.
    """

    field: str
    code: str
    detail: str = ""
    language: str = ""

    def __str__(self) -> str:
        place = f"{self.language}.{self.field}" if self.language else self.field
        return f"{place}: {self.code} {self.detail}".rstrip()


class Invalid(EditingError):  # noqa: N818
    """What was to be saved or published breaks rules, each told with its field."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(str(error) for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that somebody else has changed meanwhile. `language` is empty for facts."""

    field: str
    language: str
    base: Value
    theirs: Value
    yours: Value


class Conflict(EditingError):  # noqa: N818
    """Somebody saved since the actor last read: nothing was saved, both versions can be shown.

    `version` is today's, to be sent as the base when the actor has chosen. `clashes` are the fields that
    differ between the two, or where either has changed the base.
    """

    def __init__(
        self, version: int, clashes: tuple[Clash, ...], by: str = "", at: datetime | None = None
    ) -> None:
        super().__init__(f"{by or 'somebody'} has saved meanwhile")
        self.version = version
        self.clashes = clashes
        self.by = by
        self.at = at
