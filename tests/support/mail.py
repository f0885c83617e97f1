"""A real mail server on a free port of this machine, which keeps what it is given."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.postgres import free_port


@dataclass
class Mailbox:
    """`url` is where the service sends to."""

    url: str
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("full@"):
            return "552 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def mail_server(user: str = "", password: str = "", tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """Asks for the password where one is given, and offers STARTTLS where it has a certificate."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _kind: str, said: Any) -> AuthResult:
        right = isinstance(said, LoginPassword) and (said.login, said.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=right)

    port = free_port()
    mailbox = Mailbox(f"smtp://127.0.0.1:{port}")
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        authenticator=check if user else None,
        auth_required=bool(user),
        auth_require_tls=False,
        tls_context=tls,
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
