"""The state that a member of the staff chooses for the desk, and the signs of their panel."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from admin.access import AtDesk
from admin.desk_verbs import desk_of
from admin.pages import pages_of, see_other
from admin.staff import Staff
from bot import presence
from bot.desk import Desk
from bot.feed import DESK
from bot.presence import Choice, State
from bot.transfer import Colleague

router = APIRouter(prefix="/admin", include_in_schema=False)


class Sign(BaseModel):
    """Seconds since the last input in this panel; a state where one is chosen."""

    model_config = ConfigDict(extra="forbid")

    idle: float = Field(ge=0, le=86_400)
    chosen: Choice | None = None


class StateView(BaseModel):
    """`paused` are sentences on what is paused now."""

    state: State
    paused: tuple[str, ...]


@router.put("/api/presence")
def give_sign(request: Request, session: AtDesk, body: Sign) -> StateView:
    """Every half minute from each open panel, and when something changes."""
    state = _noted(desk_of(request), session.staff, body.idle, body.chosen)
    return StateView(state=state, paused=pages_of(request).banners(request, session))


@router.post("/presence")
def choose(request: Request, session: AtDesk, chosen: Annotated[Choice, Form()]) -> Response:
    _noted(desk_of(request), session.staff, 0, chosen)
    return see_other("/admin/desk")


def note_here(desk: Desk, who: Staff) -> None:
    """A page of the desk was opened: a sign also where no scripts run; written twice a minute at most."""
    with desk.database.read() as session:
        if presence.is_fresh(session, who.id, desk.clock()):
            return
    _noted(desk, who, 0, None)


def _noted(desk: Desk, who: Staff, idle: float, chosen: Choice | None) -> State:
    """Colleagues hear of it when it changes what they see."""
    now = desk.clock()
    with desk.database.write() as session:
        sign = presence.note(
            session,
            Colleague(who.id, who.name),
            spoken_by(who),
            now,
            chosen=chosen,
            first=first_choice(who),
            active_at=now - timedelta(seconds=idle),
            cities=who.cities,
        )
    if sign.is_news:
        desk.feed.wake(DESK)
    return sign.state


def first_choice(who: Staff) -> Choice:
    """Who is at the panel for other work says so before people are told that somebody is in."""
    return "online" if who.role == "counsellor" else "offline"


def spoken_by(who: Staff) -> tuple[str, ...]:
    """The languages of the account; the panel's where none is marked."""
    return who.languages or (who.language,)
