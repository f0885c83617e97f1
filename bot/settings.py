"""The settings of conversations, from the environment (OSAAMO_...) and `.env`."""

import os
import secrets
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.opening_hours import OpeningHours
from knowledge.vocabulary import LANGUAGES

TEXTS = Path(__file__).parent / "texts"
Listed = Annotated[tuple[str, ...], NoDecode]
"""Written with commas in the environment."""


class Settings(BaseSettings):
    """Each is documented in docs/settings.md. A rate of 0 means no limit."""

    model_config = SettingsConfigDict(env_prefix="OSAAMO_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Path("var")
    database_url: str | None = None
    secret_key: str | None = None
    former_secret_keys: Listed = ()
    languages: Listed = LANGUAGES
    municipalities: Listed = ()
    cities: Path | None = None
    retention_days: int = Field(default=30, ge=1)
    contact_days: int = Field(default=14, ge=1)
    untaken_minutes: int = Field(default=15, ge=1)
    silent_minutes: int = Field(default=30, ge=1)
    allowed_origins: Listed = ()
    opening_hours: str = "Mon-Fri 9-15"
    time_zone: str = "Europe/Helsinki"
    rate_requests: int = Field(default=1_200, ge=0)
    rate_starts: int = Field(default=30, ge=0)
    rate_messages: int = Field(default=60, ge=0)
    rate_codes: int = Field(default=20, ge=0)

    @field_validator("languages", "municipalities", "allowed_origins", "former_secret_keys", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value

    @field_validator("languages")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        spoken = sorted(path.stem for path in TEXTS.glob("*.yml"))
        if not value or not set(value) <= set(spoken):
            raise ValueError(f"choose at least one of {', '.join(spoken)}")
        return value

    @field_validator("opening_hours")
    @classmethod
    def _readable(cls, value: str) -> str:
        OpeningHours.parse(value, "UTC")
        return value

    @field_validator("time_zone")
    @classmethod
    def _on_the_map(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("write it as in Europe/Helsinki")
        return value

    @property
    def database(self) -> str:
        """The address of the database: SQLite under the data folder unless another one is set."""
        return self.database_url or f"sqlite:///{self.data / 'osaamo.db'}"

    @property
    def hours(self) -> OpeningHours:
        return OpeningHours.parse(self.opening_hours, self.time_zone)


def secret_of(settings: Settings) -> bytes:
    """The installation's secret; made and kept under the data folder when none is set. Raises OSError."""
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.data / "secret-key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text("ascii").encode()
