"""What the pages of signing in and of the staff work with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import Request

from admin.mail import Mailer
from admin.oidc import Client, SignIn
from admin.oidc_metadata import Provider
from admin.staff import LIMITS, Limits
from admin.staff_settings import StaffSettings
from bot.contacts import ContactSafe
from bot.sealing import Seal
from bot.settings import secret_of
from bot.throttle import Throttle
from knowledge.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSide:
    """`mailer`, `oidc` and `public_url` where they are set."""

    database: Database
    seal: Seal
    former_seals: tuple[Seal, ...] = ()
    limits: Limits = LIMITS
    mailer: Mailer | None = None
    oidc: SignIn | None = None
    public_url: str | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def of(cls, settings: StaffSettings, database: Database, *, several: bool = False) -> "StaffSide":
        """`several`: cities share the installation.

        Raises OSError when the secret can neither be read nor made.
        """
        url, issuer = settings.smtp_url, settings.oidc_issuer
        return cls(
            database=database,
            seal=Seal(secret_of(settings)),
            former_seals=tuple(Seal(key.encode()) for key in settings.former_secret_keys),
            limits=Limits(
                timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days)
            ),
            mailer=Mailer.at(url, settings.mail_from or "") if url else None,
            oidc=SignIn(_client(settings, issuer, several), Provider(issuer)) if issuer else None,
            public_url=settings.public_url,
        )

    @property
    def contacts(self) -> ContactSafe:
        return ContactSafe(self.seal, self.former_seals)

    @property
    def throttle(self) -> Throttle:
        return Throttle(self.database, self.now)

    @property
    def sends_forgotten(self) -> bool:
        """A link by mail leads where the settings say, never where a request says that it came from."""
        return self.mailer is not None and self.public_url is not None

    def address(self, request: Request, path: str) -> str:
        """Of a page of the panel, as somebody else can open it."""
        return f"{(self.public_url or str(request.base_url)).rstrip('/')}{path}"


def _client(settings: StaffSettings, issuer: str, several: bool) -> Client:
    return Client(
        issuer=issuer,
        client_id=settings.oidc_client_id or "",
        secret=settings.oidc_client_secret,
        role_claim=settings.oidc_role_claim,
        roles=_meanings(settings.oidc_roles),
        city_claim=settings.oidc_city_claim or settings.oidc_role_claim,
        cities=_meanings(settings.oidc_cities),
        several=several,
        trust_email=settings.oidc_trust_email,
        button=settings.oidc_button,
    )


def _meanings(pairs: Iterable[str]) -> dict[str, str]:
    """Of the provider's words, as in "desk-team=counsellor"."""
    return {said: ours for said, _, ours in (each.rpartition("=") for each in pairs)}


def staff_side_of(request: Request) -> StaffSide:
    side: StaffSide = request.app.state.staff_side
    return side
