"""Mail reaches a real server, and what goes wrong is one sentence."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from admin.mail import Mailer, MailError
from tests.support.mail import mail_server

SENDER = "osaamo@example.fi"


def test_a_mail_arrives_as_it_was_written() -> None:
    with mail_server() as box:
        Mailer.at(box.url, SENDER).send("aino@example.fi", "Kutsu", "Hyvää päivää,\n\nпривіт سلام\n")
    (mail,) = box.mails
    assert box.recipients == ["aino@example.fi"]
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "aino@example.fi", "Kutsu")
    assert mail.get_content().replace("\r\n", "\n") == "Hyvää päivää,\n\nпривіт سلام\n"
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@example.fi>")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_server_that_asks_for_a_password_gets_it() -> None:
    with mail_server("osaamo", "p@ss word") as box:
        url = box.url.replace("smtp://", "smtp://osaamo:p%40ss%20word@")
        Mailer.at(url, SENDER).send("aino@example.fi", "Kutsu", "Hei")
        with pytest.raises(MailError, match="did not take it"):
            Mailer.at(url.replace("word", "wrong"), SENDER).send("aino@example.fi", "Kutsu", "Hei")
    assert len(box.mails) == 1


def test_a_password_is_not_sent_in_the_clear_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("admin.mail._HERE", ())
    with mail_server("osaamo", "secret") as box:
        mailer = Mailer.at(box.url.replace("smtp://", "smtp://osaamo:secret@"), SENDER)
        with pytest.raises(MailError, match="no encryption"):
            mailer.send("aino@example.fi", "Kutsu", "Hei")
    assert box.mails == []


@pytest.mark.parametrize("to", ["full@example.fi", "aino@example.fi\nBcc: all@example.fi"])
def test_what_is_not_taken_is_told(to: str) -> None:
    with mail_server() as box, pytest.raises(MailError):
        Mailer.at(box.url, SENDER).send(to, "Kutsu", "Hei")
    assert box.mails == []


def test_a_server_that_is_not_there_is_told() -> None:
    with mail_server() as box:
        gone = Mailer.at(box.url, SENDER)
    with pytest.raises(MailError, match=r"127\.0\.0\.1"):
        gone.send("aino@example.fi", "Kutsu", "Hei")


def test_a_server_that_cannot_prove_its_name_gets_no_password(tmp_path: Path) -> None:
    with mail_server("osaamo", "secret", self_signed(tmp_path)) as box:
        mailer = Mailer.at(box.url.replace("smtp://", "smtp://osaamo:secret@"), SENDER)
        with pytest.raises(MailError, match="certificate"):
            mailer.send("aino@example.fi", "Kutsu", "Hei")
    assert box.mails == []


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.fi")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
    encoded = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(encoded)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_the_kinds_of_addresses() -> None:
    assert (
        Mailer.at("smtps://mail.example.fi", SENDER).port,
        Mailer.at("smtp://mail.example.fi", SENDER).port,
    ) == (
        465,
        587,
    )
    assert Mailer.at("smtps://mail.example.fi", SENDER).encrypted
