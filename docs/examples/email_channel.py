"""A channel of one file: people write e-mail to the service, and its answers come as e-mail."""

import asyncio
import re
import smtplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session
from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.channel import Arrival, TryLater, Undeliverable
from bot.channels.door import Door
from bot.channels.plain import Plain
from bot.conversation import Message
from bot.runtime import Busy

NAME = "email"
_QUOTED = re.compile(r"^(?:>.*|.*:\s*\n>[\s\S]*)$", re.MULTILINE)
"""What was answered to, and the line of the mail program above it."""


@dataclass(frozen=True, slots=True)
class MailChannel:
    """Out: one mail for each message, handed to the city's mail server at `host` and `port`."""

    plain: Plain
    sender: str
    host: str
    port: int
    name: str = NAME

    async def send(self, key: str, message: Message) -> None:
        """Raises Undeliverable and TryLater."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, key, "Osaamo"
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content(self.plain.text(message))
        try:
            await to_thread.run_sync(self._hand_over, mail)
        except smtplib.SMTPRecipientsRefused as error:
            raise Undeliverable from error
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater from error

    def _hand_over(self, mail: EmailMessage) -> None:
        with smtplib.SMTP(self.host, self.port, timeout=20) as server:
            server.send_message(mail)


@dataclass(frozen=True, slots=True)
class MailIn:
    """In: what aiosmtpd calls with each mail. The mail server before it checks senders (SPF, DKIM)."""

    door: Door

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """A refusal for now makes the sender's server bring the same mail again: the door knows it then."""
        mail = message_from_bytes(
            envelope.original_content or b"", _class=EmailMessage, policy=policy.default
        )
        if not envelope.mail_from or mail.get("Auto-Submitted", "no") != "no":
            return "250 read by nobody"  # machines that answer each other never end
        try:
            await self.door.receive(arrival(envelope.mail_from, mail))
        except (Busy, TryLater, SQLAlchemyError):
            return "451 try again later"
        return "250 taken"


def arrival(sender: str, mail: EmailMessage) -> Arrival:
    """Who it is is their address, and which one it is its Message-ID."""
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    language = mail.get("Content-Language")
    return Arrival(
        NAME, sender.lower(), str(mail["Message-ID"]), _QUOTED.sub("", text).strip(), None, language
    )


@asynccontextmanager
async def receiving(door: Door, host: str, port: int) -> AsyncIterator[None]:
    """Takes mail there for as long as the context lasts."""
    begin = partial(SMTP, MailIn(door), enable_SMTPUTF8=True, data_size_limit=256 * 1024)
    server = await asyncio.get_running_loop().create_server(begin, host, port)
    async with server:
        yield
