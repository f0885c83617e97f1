"""How to reach a person: left by choice, sealed, shown to nobody by mistake, gone with the request."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.contacts import Contact, ContactSafe, NotAContact, forget_contacts_before
from bot.notice_models import ContactRow
from bot.sealing import Seal
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit

NUMBER = "040 123 4567"
WRITTEN = "+358 40 1234567"
ADDRESS = "aino.virtanen@example.fi"


def waiting(http: TestClient, **body: str) -> Visitor:
    person = visit(http, **body)
    assert person.call("POST", "/handoff").status_code == 200
    return person


def rows(database: Database) -> list[ContactRow]:
    with database.read() as session:
        return list(session.query(ContactRow))


@pytest.mark.parametrize("text", [NUMBER, "+358401234567", "040-1234567", "٠٤٠ ١٢٣ ٤٥٦٧"])
def test_a_number_is_understood_however_it_is_written(text: str) -> None:
    assert Contact.read(text) == Contact("phone", WRITTEN)


@pytest.mark.parametrize("text", ["", "12", "call me", "+999 1234567", "1" * 300])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotAContact):
        Contact.phone(text)


@pytest.mark.parametrize(
    "text", ["", "aino", "aino@", "a b@example.fi", "a@b@example.fi", f"{'a' * 250}@x.fi"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotAContact):
        Contact.email(text)


def test_a_contact_never_shows_itself() -> None:
    assert NUMBER[-4:] not in repr(Contact.phone(NUMBER))


def test_it_is_left_seen_as_a_kind_exported_and_taken_away(http: TestClient) -> None:
    person = waiting(http)
    left = person.call("PUT", "/contact", json={"phone": NUMBER})
    assert (left.status_code, left.json()) == (200, {"phone": WRITTEN})
    assert person.call("GET").json()["contact"] == "phone"
    assert person.call("GET", "/export").json()["contact"] == {"phone": WRITTEN}
    assert person.call("PUT", "/contact", json={"email": ADDRESS}).json() == {"email": ADDRESS}
    assert person.call("GET", "/export").json()["contact"] == {"email": ADDRESS}
    assert person.call("DELETE", "/contact").status_code == 204
    assert "contact" not in person.call("GET").json()
    assert person.call("GET", "/export").json()["contact"] is None
    assert person.call("DELETE", "/contact").status_code == 204, "again is no harm"


@pytest.mark.parametrize("body", [{}, {"phone": NUMBER, "email": ADDRESS}, {"phone": "x" * 41}, {"fax": "1"}])
def test_a_body_that_is_neither_is_refused(http: TestClient, body: dict[str, str]) -> None:
    refused = waiting(http).call("PUT", "/contact", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


def test_what_is_no_contact_is_refused_in_words_that_do_not_repeat_it(http: TestClient) -> None:
    refused = waiting(http).call("PUT", "/contact", json={"phone": "12345"})
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_contact")
    assert "12345" not in refused.text


def test_nobody_is_asked_for_it_without_a_request_for_a_human(http: TestClient, world: World) -> None:
    refused = visit(http).call("PUT", "/contact", json={"phone": NUMBER})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_waiting")
    assert rows(world.database) == []


def test_another_persons_token_leaves_nothing(http: TestClient, world: World) -> None:
    mine, other = waiting(http), waiting(http)
    stolen = http.put(f"{mine.path}/contact", json={"phone": NUMBER}, headers=other.key)
    assert stolen.status_code == 404
    assert rows(world.database) == []


@pytest.mark.parametrize("end", ["close", "hand back", "cancel", "erase", "days"])
def test_it_is_gone_when_the_request_ends(http: TestClient, world: World, end: str) -> None:
    person = waiting(http)
    person.call("PUT", "/contact", json={"phone": NUMBER})
    assert len(rows(world.database)) == 1
    if end in ("close", "hand back"):
        world.desk.take_over(person.id, "s1", "Aino")
        (world.desk.close if end == "close" else world.desk.hand_back)(person.id, "s1")
    elif end == "cancel":
        person.call("DELETE", "/handoff")
    elif end == "erase":
        person.call("DELETE")
    else:
        with world.database.write() as session:
            assert forget_contacts_before(session, world.clock() - timedelta(days=14)) == 0
            assert forget_contacts_before(session, world.clock() + timedelta(seconds=1)) == 1
    assert rows(world.database) == []


def test_the_bytes_of_it_are_nowhere(
    http: TestClient, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in any column nor in the file of the database nor in the log."""
    caplog.set_level(logging.DEBUG)
    person = waiting(http)
    person.call("PUT", "/contact", json={"phone": NUMBER})
    other = waiting(http)
    other.call("PUT", "/contact", json={"email": ADDRESS})
    stored = [row.sealed for row in rows(world.database)]
    assert len(stored) == 2
    dumps = [b"".join(stored), caplog.text.encode()]
    file = world.database.engine.url.database or ""
    if world.database.engine.dialect.name == "sqlite":
        dumps += [path.read_bytes() for path in Path(file).parent.glob(f"{Path(file).name}*")]
        assert any(stored[0] in dump for dump in dumps[2:]), "the file holds what is stored"
    for secret in (NUMBER, WRITTEN, "1234567", "401234567", ADDRESS, "aino.virtanen"):
        assert not any(secret.encode() in dump for dump in dumps), secret


def test_a_seal_of_one_conversation_opens_no_other(http: TestClient, world: World) -> None:
    mine, other = waiting(http), waiting(http)
    for person in (mine, other):
        person.call("PUT", "/contact", json={"phone": NUMBER})
    with world.database.write() as session:
        session.get_one(ContactRow, other.id).sealed = session.get_one(ContactRow, mine.id).sealed
    assert world.person.contacts.of(mine.id) == Contact("phone", WRITTEN)
    assert world.person.contacts.of(other.id) is None


def test_a_new_secret_opens_what_the_former_one_sealed(http: TestClient, world: World) -> None:
    person = waiting(http)
    person.call("PUT", "/contact", json={"phone": NUMBER})
    old, new = world.person.contacts.safe.seal, Seal(b"another secret")
    with world.database.read() as session:
        assert ContactSafe(new).get(session, person.id) is None
        assert ContactSafe(new, (old,)).get(session, person.id) == Contact("phone", WRITTEN)
    with world.database.write() as session:
        ContactSafe(new, (old,)).put(session, person.id, Contact.email(ADDRESS), world.clock())
    with world.database.read() as session:
        assert ContactSafe(new).get(session, person.id) == Contact("email", ADDRESS)


def test_who_types_it_into_the_chat_learns_where_to_leave_it(http: TestClient) -> None:
    person = visit(http)
    before = person.post(f"my number is {NUMBER}").json()["messages"]
    assert not any("Leave a phone number" in each["text"] for each in before), "nobody has been asked for yet"
    person.call("POST", "/handoff")
    said, *told = person.post(f"my number is {NUMBER}").json()["messages"]
    assert NUMBER not in said["text"]
    assert sum("Leave a phone number" in each["text"] for each in told) == 1
    person.call("PUT", "/contact", json={"phone": NUMBER})
    again = person.post(f"write to {ADDRESS}").json()["messages"]
    assert not any("Leave a phone number" in each["text"] for each in again)
