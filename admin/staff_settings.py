"""The settings of signing in and of mail."""

from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from admin.staff import ROLES
from bot.settings import Listed, Settings

_HERE: Final = ("localhost", "127.0.0.1", "::1")


class StaffSettings(Settings):
    """Each is documented in docs/settings.md."""

    public_url: str | None = None
    smtp_url: str | None = None
    mail_from: str | None = Field(default=None, validate_default=True)
    notice_email: str | None = Field(default=None, validate_default=True)
    notice_minutes: int = Field(default=10, ge=1)
    session_idle_hours: float = Field(default=8, gt=0)
    session_days: float = Field(default=30, gt=0)
    oidc_issuer: str | None = None
    oidc_client_id: str | None = Field(default=None, validate_default=True)
    oidc_client_secret: str = ""
    oidc_role_claim: str = ""
    oidc_roles: Listed = ()
    oidc_city_claim: str = ""
    oidc_cities: Listed = ()
    oidc_trust_email: bool = False
    oidc_button: str = ""

    @field_validator("oidc_roles", "oidc_cities", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("oidc_roles")
    @classmethod
    def _mapped(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not each.partition("=")[0] or each.rpartition("=")[2] not in ROLES for each in value):
            raise ValueError(f"write it as in desk-team=counsellor; the roles are {', '.join(ROLES)}")
        return value

    @field_validator("oidc_cities")
    @classmethod
    def _of_cities(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any("" in each.rpartition("=") for each in value):
            raise ValueError("write it as in kemi-desk=kemi, all-desks=* (the right side is a city's code)")
        return value

    @field_validator("public_url", "oidc_issuer")
    @classmethod
    def _a_safe_address(cls, value: str | None) -> str | None:
        """Codes and links travel there: not in the clear but on this machine."""
        parts = urlsplit(value or "https://nowhere")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
            raise ValueError("write it as in https://osaamo.example.fi")
        return value or None

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "smtp://nowhere")
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("write it as in smtps://user:password@mail.example.fi")
        return value or None

    @field_validator("mail_from")
    @classmethod
    def _a_sender(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("smtp_url") and "@" not in (value or ""):
            raise ValueError("mail needs the address that it comes from, as in osaamo@example.fi")
        return value

    @field_validator("notice_email")
    @classmethod
    def _a_reader(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and ("@" not in value or not info.data.get("smtp_url")):
            raise ValueError("write it as in neuvonta@example.fi; it needs a mail server, OSAAMO_SMTP_URL")
        return value or None

    @field_validator("oidc_client_id")
    @classmethod
    def _a_client(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("oidc_issuer") and not value:
            raise ValueError("the provider of OpenID Connect knows this service by a client id")
        return value
