"""The accounts of the staff as the administrator's pages show them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin import accounts, invitations, recovery, staff
from admin.meanwhile import Said
from admin.models import StaffRow, StaffSessionRow
from knowledge.editing.providers import providers


@dataclass(frozen=True, slots=True)
class Described:
    """What an administrator writes of an account. `provider` is an id, "" for none."""

    name: str
    role: str
    provider: str
    languages: tuple[str, ...]
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountView:
    """`link_until`: while an unused link exists. `state` names a text of the panel."""

    row: StaffRow
    link_until: datetime | None

    @property
    def state(self) -> str:
        if not self.row.active:
            return "account_closed"
        never_used = not self.row.password_hash and self.row.oidc_subject is None
        return "account_invited" if never_used else "account_open"


@dataclass(frozen=True, slots=True)
class EveryoneView:
    """`providers` are names in each language by id, `with_code` the roles that need a second step."""

    accounts: tuple[AccountView, ...]
    providers: Mapping[str, Mapping[str, str]]
    with_code: frozenset[str]


@dataclass(frozen=True, slots=True)
class OneView:
    """An account with its browsers and how many recovery codes it has left."""

    account: AccountView
    providers: Mapping[str, Mapping[str, str]]
    sessions: tuple[StaffSessionRow, ...]
    codes_left: int


def everyone_view(session: Session) -> EveryoneView:
    links = invitations.open_links(session)
    rows = tuple(AccountView(row, links.get(row.id)) for row in staff.everyone(session))
    return EveryoneView(rows, _providers(session), accounts.roles_with_code(session))


def one_view(session: Session, staff_id: str) -> OneView:
    """Raises admin.staff.StaffError for an unknown account."""
    row = accounts.found(session, staff_id)
    account = AccountView(row, invitations.open_links(session).get(staff_id))
    sessions = accounts.sessions_of(session, staff_id)
    return OneView(account, _providers(session), sessions, recovery.left(session, staff_id))


def described(row: StaffRow) -> Described:
    """What an administrator can change of an account."""
    return Described(row.name, row.role, row.provider_id or "", tuple(row.languages or ()), tuple(row.cities))


def said(say: Callable[[str], str], providers: Mapping[str, str], account: Described) -> tuple[Said, ...]:
    """What an account's form says. `providers` are names by id."""
    spoken = ", ".join(say(f"language.{code}") for code in sorted(account.languages))
    return (
        Said(say("name"), account.name),
        Said(say("role"), say(f"role_{account.role}") if account.role in staff.ROLES else account.role),
        Said(say("provider"), providers.get(account.provider, "")),
        Said(say("account.languages"), spoken),
        Said(say("cities.title"), ", ".join(sorted(account.cities))),
    )


def said_of_rules(say: Callable[[str], str], roles: Collection[str]) -> tuple[Said, ...]:
    """Which roles need a second step."""
    known = (say(f"role_{role}") for role in staff.ROLES if role in roles)
    return (Said(say("second_step.roles"), ", ".join(known)),)


def _providers(session: Session) -> Mapping[str, Mapping[str, str]]:
    return {row.id: row.names for row in providers(session)}
