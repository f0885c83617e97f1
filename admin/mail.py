"""Mail of the service, by SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final
from urllib.parse import unquote, urlsplit

_SECONDS: Final = 10
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class MailError(Exception):
    """The mail server could not be reached or did not take the mail: one sentence for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """`encrypted` from the first byte (smtps); else as soon as the server offers it (STARTTLS)."""

    host: str
    port: int
    sender: str
    encrypted: bool = False
    user: str = ""
    password: str = ""

    @classmethod
    def at(cls, url: str, sender: str) -> "Mailer":
        """Of smtp://user:password@host:587 or smtps://user:password@host."""
        parts = urlsplit(url)
        encrypted = parts.scheme == "smtps"
        return cls(
            host=parts.hostname or "",
            port=parts.port or (465 if encrypted else 587),
            sender=sender,
            encrypted=encrypted,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, to: str, subject: str, text: str) -> None:
        """Plain text to one address; waits for the server. Raises MailError."""
        try:
            mail = self._mail(to, subject, text)
            with self._connected() as server:
                server.send_message(mail)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailError(f"the mail server {self.host}:{self.port} did not take it: {error}") from error

    def _mail(self, to: str, subject: str, text: str) -> EmailMessage:
        """Raises ValueError for an address or a subject of more than one line."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes do not answer it
        mail.set_content(text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif self.user and self.host not in _HERE:
                server.close()
                raise smtplib.SMTPException("it offers no encryption, and the password is not sent without")
        if self.user:
            server.login(self.user, self.password)
        return server
