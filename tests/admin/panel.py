"""A panel to test: an application over a database, with people who wait and staff who sign in."""

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient

from admin import staff
from admin.access import COOKIE
from admin.import_side import Imports
from admin.models import StaffRow
from admin.pages import HERE
from admin.panel import add_panel
from admin.service_side import Editing
from admin.staff_side import StaffSide
from bot import privacy, problems, store
from bot.city import Cities
from bot.conversation import Author, Draft, Holder, Payloads
from bot.desk import Desk
from bot.feed import Feed
from bot.keys import new_id
from bot.models import Conversation, StoredHandOff
from bot.opening_hours import OpeningHours
from bot.sealing import Seal
from bot.web.site import STATIC, Site
from dialogues.conversation.texts import Texts
from dialogues.engine import Button, DialogueState, ServiceCard
from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.database import Database
from knowledge.municipalities import read_municipalities
from knowledge.profile import NeedsProfile
from tests.knowledge.shipped import names

PASSWORD = "kolme pientä porsasta"
BOT_TEXTS = HERE.parent / "bot" / "texts"

NEEDS = NeedsProfile(
    municipality="564", situation="at_home", goals=("job", "study"), barriers=("family",), language="fi"
)
SERVICE = ServiceCard(
    id="s1",
    name="Työvoimapalvelut",
    provider="Oulun kaupunki",
    summary="Apua työnhakuun.",
    category="employment",
    url="https://www.ouka.fi/",
    reasons=("koska etsit työtä ja asut Oulussa",),
)


def from_bot(text: str, *services: ServiceCard) -> Draft:
    buttons = (Button("Etsi palvelua", "/search"),)
    return Draft(author=Author.BOT, text=text, language="fi", services=services, buttons=buttons)


def from_person(text: str) -> Draft:
    return Draft(author=Author.PERSON, text=text, language="fi")


CONVERSATION = (from_bot("Hei."), from_person("olen kotona lasten kanssa"), from_bot("Tässä.", SERVICE))


def seen_in(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


@dataclass(frozen=True)
class Browser:
    """A member of the staff with a browser; `csrf` is what their pages carry."""

    client: TestClient
    staff_id: str = ""
    csrf: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"X-CSRF-Token": self.csrf} if self.csrf else {}

    def seen(self, path: str) -> str:
        """What the form of a page carries of what it was opened with."""
        return seen_in(self.client.get(path).text)


@dataclass(frozen=True)
class Panel:
    database: Database
    app: FastAPI = field(default_factory=FastAPI)

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.desk
        return desk

    def add_staff(
        self, name: str, role: str = "counsellor", password: str | None = PASSWORD, provider: str = ""
    ) -> str:
        """Returns the password."""
        with self.database.write() as session:
            address = f"{name}@example.fi"
            return staff.add(session, address, name.capitalize(), role, "en", password, provider)

    def visitor(self) -> Browser:
        return Browser(TestClient(self.app, follow_redirects=False))

    def browser(
        self,
        name: str,
        role: str = "counsellor",
        provider: str | None = None,
        cities: tuple[str, ...] = (),
    ) -> Browser:
        """A new member of the staff with an open session, without the slow check of a password."""
        person = staff.Staff(uuid4().hex, f"{name}@example.fi", name.capitalize(), role)
        with self.database.write() as session:
            session.add(
                StaffRow(
                    id=person.id,
                    email=person.email,
                    name=person.name,
                    role=role,
                    language="en",
                    password_hash="",
                    provider_id=provider,
                    cities=list(cities),
                )
            )
            session.flush()
            opened = staff.open_session(session, person)
        client = TestClient(self.app, follow_redirects=False)
        client.cookies.set(COOKIE, opened.token)
        return Browser(client, person.id, opened.csrf_token)

    def waiting(
        self,
        profile: NeedsProfile = NEEDS,
        reason: str = "asked",
        minutes: float = 3,
        said: tuple[Draft, ...] = CONVERSATION,
        left_out: tuple[str, ...] = (),
        city: str | None = None,
    ) -> str:
        """A person who has waited for so long; returns the conversation's id."""
        since = datetime.now(UTC) - timedelta(minutes=minutes)
        conversation = Conversation(
            id=new_id(),
            language=profile.language,
            holder=Holder.WAITING,
            waiting_since=since,
            here_at=datetime.now(UTC),
            handoff_reason=reason,
            handoff_seq=len(said),
            urgent=reason == "danger",
            left_out=list(left_out),
            city=city,
            last_seq=0,
            created_at=since,
            last_message_at=since,
        )
        learned = {"situation": "said", "goals": "chosen"}
        store.save_state(conversation, DialogueState(profile.language, profile, learned=learned))
        with self.database.write() as session:
            session.add(conversation)
            session.flush()
            store.append(session, conversation, said, since)
            session.add(
                StoredHandOff(
                    conversation_id=conversation.id,
                    language=profile.language,
                    at=since,
                    reason=reason,
                    desk_open=True,
                    city=city,
                )
            )
        return conversation.id

    def says(self, conversation_id: str, text: str) -> None:
        """The person writes."""
        with self.database.write() as session:
            conversation = store.claimed(session, conversation_id)
            store.append(session, conversation, [from_person(text)], datetime.now(UTC))
        for topic in (conversation_id, "desk"):
            self.desk.feed.wake(topic)

    def erases(self, conversation_id: str) -> None:
        """The person deletes everything."""
        with self.database.write() as session:
            privacy.erase(session, conversation_id)
        for topic in (conversation_id, "desk"):
            self.desk.feed.wake(topic)


def make_panel(database: Database) -> Panel:
    panel = Panel(database)
    texts = Texts.load(BOT_TEXTS)
    panel.app.state.database = database
    hours = OpeningHours.parse("Mon-Fri 9-15", "Europe/Helsinki")
    panel.app.state.desk = Desk(
        database, texts, Payloads(), Feed(), lambda: datetime.now(UTC), Cities.alone(hours)
    )
    panel.app.state.interpreter = None
    problems.install(panel.app, texts)
    panel.app.mount("/static", StaticFiles(directory=STATIC))
    panel.app.state.editing = editing(database)
    panel.app.state.imports = imports(database)
    panel.app.state.staff_side = StaffSide(database=database, seal=Seal(b"a secret of the tests"))
    add_panel(panel.app, dialogue_texts(), names, ZoneInfo("Europe/Helsinki"))
    return panel


def imports(database: Database) -> Imports:
    """An import is done when its request is answered."""
    folder = Path(tempfile.mkdtemp(prefix="osaamo-imports-"))
    return Imports(
        database=database,
        folder=folder,
        places=places,
        now=lambda: datetime.now(UTC),
        start=lambda work: work(),
    )


def editing(database: Database) -> Editing:
    """The catalogue is read anew each time: what has been published is in it."""

    def catalogue() -> Catalogue:
        with database.read() as session:
            return load_catalogue(session, today(), places())

    return Editing(
        database=database,
        catalogue=catalogue,
        words=dialogue_texts(),
        site=site(),
        now=lambda: datetime.now(UTC),
        today=today,
    )


dialogue_texts = cache(Texts.load)
places = cache(read_municipalities)


def today() -> date:
    return datetime.now(UTC).date()


@cache
def site() -> Site:
    return Site.load("https://example.org/", 30)


def client_id() -> str:
    return str(uuid4())
