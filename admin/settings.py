"""All settings of an installation: those of conversations, and those of serving and the first account."""

import ipaddress
from typing import Final

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import SettingsError

from admin.errors import CannotRun
from admin.staff_settings import StaffSettings
from bot.settings import Listed
from bot.telegram.addresses import API
from bot.web.page import LEAVE_URL
from dialogues.on_rasa.engine import LIMIT_SECONDS
from knowledge.embedding import EmbeddingChoice

SHORTEST_TOKEN: Final = 16


class ServiceSettings(StaffSettings):
    """Each is documented in docs/settings.md. `port` is read from PORT, all others from OSAAMO_<NAME>."""

    municipalities: Listed = (
        "Oulu", "Helsinki", "Espoo", "Vantaa", "Turku", "Tampere", "Kokkola", "Vaasa", "Seinäjoki",
    )  # fmt: skip
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    leave_url: str = LEAVE_URL
    shared_minutes: int = Field(default=10, ge=0)
    controller: str = ""
    controller_contact: str = ""
    hosting: str = ""
    admin_email: str = "admin@localhost"
    admin_password: str | None = None
    rasa_url: str | None = None
    rasa_token: str | None = Field(default=None, validate_default=True)
    rasa_seconds: float = Field(default=LIMIT_SECONDS, gt=0)
    telegram_token: str | None = Field(default=None, pattern=r"^\d+:[\w-]{10,}$")
    telegram_api_url: str = API
    telegram_webhook_url: str | None = None
    link_checks: bool = True
    vectors: bool = True
    translate_url: str | None = None
    translate_key: str | None = None
    embedding_url: str | None = None
    embedding_model: str = "intfloat/multilingual-e5-small"
    ptv_key: str | None = None

    @field_validator("shared_minutes")
    @classmethod
    def _time_to_ask(cls, value: int) -> int:
        if value == 1:
            raise ValueError(
                "write 0 for never, or at least 2: whether anybody is there is asked a minute before"
            )
        return value

    @field_validator("host")
    @classmethod
    def _an_address(cls, value: str) -> str:
        return str(ipaddress.ip_address("127.0.0.1" if value == "localhost" else value))

    @field_validator("rasa_url", "embedding_url", "translate_url", "telegram_api_url", "telegram_webhook_url")
    @classmethod
    def _a_server(cls, value: str | None) -> str | None:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("write it as in http://127.0.0.1:5005")
        return value.rstrip("/") if value else None

    @field_validator("rasa_token")
    @classmethod
    def _a_secret(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("rasa_url") and len(value or "") < SHORTEST_TOKEN:
            raise ValueError(f"Rasa needs a shared secret of at least {SHORTEST_TOKEN} characters")
        return value

    @property
    def embedding(self) -> EmbeddingChoice:
        return EmbeddingChoice(self.embedding_url, self.embedding_model if self.embedding_url else "")


def read_settings() -> ServiceSettings:
    """From the environment and `.env`. Raises CannotRun with one sentence that names the setting."""
    try:
        return ServiceSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        variable = name if name.isupper() else f"OSAAMO_{name.upper()}"
        reason = first["msg"].removeprefix("Value error, ")
        raise CannotRun(f"The setting {variable} is broken: {reason}.") from error
    except SettingsError as error:
        raise CannotRun(f"The settings cannot be read: {error}.") from error
