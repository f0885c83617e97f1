"""Mail to the desk when somebody waits and nobody is in: how many and in which languages, never who."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from admin.mail import Mailer, MailError
from admin.pages import HERE
from admin.wiring import Installation
from bot.unattended import Desk, Unattended, lease, note_failed, note_sent, unattended
from dialogues.conversation.texts import Texts
from knowledge.database import Database

LANGUAGES: Final = ("fi", "sv", "en")
"""A mail to a team is in all languages of the panel."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """`link` leads to the desk. Every process may try: the database lets one through."""

    database: Database
    mailer: Mailer
    desk: Desk
    words: Texts
    link: str
    now: Callable[[], datetime]

    @classmethod
    def of(cls, installation: Installation) -> "Notices | None":
        """None without a mail server."""
        settings = installation.settings
        if not settings.smtp_url:
            return None
        return cls(
            database=installation.database,
            mailer=Mailer.at(settings.smtp_url, settings.mail_from or ""),
            desk=Desk(settings.notice_email, settings.notice_minutes, installation.cities),
            words=Texts.load(HERE / "texts"),
            link=f"{(settings.public_url or '').rstrip('/')}/admin/desk",
            now=installation.calendar.now,
        )

    def send(self) -> int:
        """How many mails have gone out. No mail server is waited for within a transaction."""
        with self.database.read() as session:
            found = unattended(session, self.desk, self.now())
        return sum(self._send(each) for each in found)

    def _send(self, told: Unattended) -> bool:
        if not lease(self.database, told.address, self.now()):
            return False
        try:
            self.mailer.send(told.address, self._subject(told), self._text(told))
        except MailError as error:
            _log.error("the desk cannot be told that somebody waits: %s", error)
            note_failed(self.database, told.address, self.now())
            return False
        note_sent(self.database, told, self.now())
        return True

    def _subject(self, told: Unattended) -> str:
        return self.words.get("notice_mail.subject", LANGUAGES[0], count=len(told.languages))

    def _text(self, told: Unattended) -> str:
        counted = Counter(told.languages).most_common()
        spoken = ", ".join(f"{language} {count}" for language, count in counted)
        values = {"count": len(told.languages), "minutes": told.minutes, "languages": spoken}
        told_in = (self.words.get("notice_mail.text", language, **values) for language in LANGUAGES)
        return "\n\n".join((*told_in, self.link)) + "\n"
