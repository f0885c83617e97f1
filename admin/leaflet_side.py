"""What the pages beside the chat say of this installation, from its settings."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from admin.settings import ServiceSettings
from admin.wiring import Installation
from bot.web.about import About
from bot.web.leaflet_pages import Leaflets
from dialogues.conversation.summary import profile_lines
from knowledge.profile import NeedsProfile


def leaflets(installation: Installation) -> Leaflets:
    def answers(profile: NeedsProfile, language: str) -> Sequence[tuple[str, str]]:
        lines = profile_lines(profile, language, installation.words, (), installation.names())
        return [(label, value) for _slot, label, value in lines]

    return Leaflets(about_of(installation.settings), answers, installation.calendar.today)


def about_of(settings: ServiceSettings) -> About:
    return About(
        controller=settings.controller,
        contact=settings.controller_contact,
        hosting=settings.hosting,
        retention_days=settings.retention_days,
        contact_days=settings.contact_days,
        telegram=bool(settings.telegram_token),
        translation=_host(settings.translate_url),
        meaning=_host(settings.embedding_url),
    )


def unsaid(settings: ServiceSettings) -> str:
    """One line for the administrator, "" where the page about the service lacks nothing."""
    names = about_of(settings).unsaid
    return f"The page about the service does not say who answers for it: {', '.join(names)}." if names else ""


def _host(url: str | None) -> str:
    return urlsplit(url).hostname or "" if url else ""
