"""The channel that docs/channels.md shows talks a whole assessment, by real SMTP on loopback."""

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from anyio import to_thread
from sqlalchemy import select

from admin.delivery_side import delivering, places_of, plain_words
from bot.channels.channel import TryLater, Undeliverable
from bot.channels.door import Door
from bot.conversation import Author, Message
from bot.models import Conversation, StoredMessage
from knowledge.database import Database
from tests.bot.conftest import MONDAY_NOON, World
from tests.transcripts.player import engine

SAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "email_channel.py"
AINO = "Aino@example.org"
LINES = 100
pytestmark = pytest.mark.anyio


def loaded() -> ModuleType:
    spec = spec_from_file_location("email_channel", SAMPLE)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sample = loaded()


@dataclass
class Mailbox:
    """The city's mail server: it keeps what it is given, or answers as it is told."""

    mails: list[EmailMessage] = field(default_factory=list)
    refusal: str = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        self.mails.append(message_from_bytes(content, _class=EmailMessage, policy=policy.default))
        return "250 taken"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.refusal or "250 taken"

    def texts(self) -> list[str]:
        return [str(each.get_content()).strip() for each in self.mails]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@dataclass
class Post:
    """A person at their mail program, and the service at the other end."""

    world: World
    box: Mailbox
    port: int
    sent: int = 0

    async def write(self, text: str, number: int | None = None, **headers: str) -> None:
        """`number` tells one mail from another: the same again is the same mail."""
        self.sent += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = AINO, "osaamo@city.example", "Re: Osaamo"
        mail["Message-ID"] = f"<{number or self.sent}@example.org>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        await to_thread.run_sync(self._send, mail)
        await self.all_sent()

    async def answer(self, text: str) -> None:
        """As mail programs do it, with what it answers below."""
        quoted = "\n".join(f"> {line}" for line in self.box.texts()[-1].splitlines())
        await self.write(f"{text}\n\nOn Monday Osaamo wrote:\n{quoted}\n")

    def _send(self, mail: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as server:
            server.send_message(mail)

    async def all_sent(self) -> None:
        async with asyncio.timeout(20):
            while self._is_owed():
                await asyncio.sleep(0.05)

    def _is_owed(self) -> bool:
        with self.world.database.read() as session:
            rows = session.scalars(select(Conversation)).all()
        return any(each.delivered_seq < each.last_seq for each in rows)


@pytest.fixture
async def post(sqlite_database: Database, mailbox: tuple[Mailbox, int]) -> AsyncIterator[Post]:
    box, outgoing = mailbox
    world, incoming = World(sqlite_database, engine=cast(Any, engine())), free_port()
    channel = sample.MailChannel(plain_words(), "osaamo@city.example", "127.0.0.1", outgoing)
    door = Door(world.parts, world.chat(), places_of(world.parts), {channel.name: channel})
    async with sample.receiving(door, "127.0.0.1", incoming), delivering(world.parts, [channel], {}):
        yield Post(world, box, incoming)


def test_a_channel_is_short() -> None:
    assert len(SAMPLE.read_text("utf-8").splitlines()) < LINES


async def test_a_whole_assessment_by_mail(post: Post) -> None:
    await post.write("Hei", Content_Language="fi")
    assert "• " in post.box.texts()[-1], "buttons are told as words"
    await post.answer("Selvitä, mikä auttaisi minua")
    for said in ("Oulu", "Olen työtön", "Löytää työtä", "Yli vuoden", "Toinen aste tai ammatillinen"):
        assert "Kysymys" in post.box.texts()[-1]
        await post.answer(said)
    for _ in range(6):
        if "Kysymys" not in post.box.texts()[-1]:
            break
        await post.answer("ohita")
    assert "Tässä on yhteenveto vastauksistasi." in post.box.texts()[-1]
    before = len(post.box.mails)
    await post.answer("kyllä")
    results = "\n".join(post.box.texts()[before:])
    assert "Näistä palveluista voisi olla sinulle apua." in results
    assert "Miksi tämä: " in results
    assert "https://" in results
    assert all(mail["To"] == AINO.lower() for mail in post.box.mails)


async def test_the_same_mail_again_is_answered_once(post: Post) -> None:
    await post.write("Hei", number=1)
    before = len(post.box.mails)
    await post.write("Hei", number=1)
    assert len(post.box.mails) == before


async def test_machines_do_not_answer_each_other(post: Post) -> None:
    await post.write("I am on holiday", Auto_Submitted="auto-replied")
    assert post.box.mails == []


async def test_who_writes_is_stored_nowhere(post: Post) -> None:
    await post.write("Hei")
    with post.world.database.read() as session:
        row = session.scalars(select(Conversation)).one()
        said = session.scalars(select(StoredMessage.text)).all()
    stored = f"{row.channel_key} {row.channel_address} {row.state} {said}"
    assert "aino" not in stored.lower()


@pytest.mark.parametrize(
    ("refusal", "found"), [("550 no such person", Undeliverable), ("", None), ("closed", TryLater)]
)
async def test_what_a_mail_server_says_is_what_a_channel_says(
    mailbox: tuple[Mailbox, int], refusal: str, found: type[Exception] | None
) -> None:
    box, port = mailbox
    box.refusal = "" if refusal == "closed" else refusal
    at = free_port() if refusal == "closed" else port
    channel = sample.MailChannel(plain_words(), "osaamo@city.example", "127.0.0.1", at)
    message = Message(author=Author.BOT, text="Hei", language="fi", seq=1, at=MONDAY_NOON)
    if found is None:
        await channel.send(AINO, message)
        assert box.texts() == ["Hei"]
        return
    with pytest.raises(found):
        await channel.send(AINO, message)
