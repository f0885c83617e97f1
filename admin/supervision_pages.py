"""The coordinators' page of the desk: conversations given or taken, the hand-off or the bot paused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import NotAllowed, Overseer
from admin.colleagues import colleagues
from admin.desk_case_verbs import Refused, moment
from admin.desk_verbs import DeskVerbs, desk_of
from admin.pages import pages_of, see_other
from admin.staff import SignedIn
from admin.supervision_view import read_supervision
from admin.wording import wording_of
from bot import pause
from bot.city import sees
from bot.desk import Desk, NotWaiting
from bot.feed import DESK
from bot.pause import LONGEST_TOLD, PAUSED, Pause, Paused, Pauses
from bot.store import NotFound
from bot.transfer import Colleague
from bot.unattended import failing_since

router = APIRouter(prefix="/admin", include_in_schema=False)

PAGE: Final = "/admin/supervision"
Number = Annotated[int, Query(ge=0, le=10_000)]
What = Annotated[Paused, Path()]
Id = Annotated[str, Form(max_length=64)]
City = Annotated[str, Query(max_length=32)]
Place = Annotated[str, Form(max_length=32)]
Told = Annotated[str, Form(max_length=LONGEST_TOLD)]


@router.get("/supervision")
def show(
    request: Request, session: Overseer, given: Number = 0, missed: Number = 0, city: City = ""
) -> HTMLResponse:
    return _page(request, session, given=given, missed=missed, city=city)


@router.post("/supervision/holders")
def give(
    request: Request,
    session: Overseer,
    to: Annotated[str, Form(max_length=64)],
    conversation: Annotated[tuple[Id, ...], Form()] = (),
) -> Response:
    """The chosen conversations to a colleague or to oneself; those that wait no longer are counted."""
    desk, verbs = desk_of(request), DeskVerbs(desk_of(request), session.staff)
    with desk.database.read() as reading:
        everybody = (verbs.me, *colleagues(reading, session.staff.id, session.staff.cities))
    receiver = next((each for each in everybody if each.id == to), None)
    if receiver is None:
        return _page(request, session, problem="no_receiver_detail")
    missed = 0
    for each in conversation:
        try:
            verbs.assign(each, receiver)
        except (NotWaiting, NotFound):
            missed += 1
    return see_other(f"{PAGE}?given={len(conversation) - missed}&missed={missed}")


@router.post("/supervision/pauses/{what}")
def begin(
    request: Request,
    session: Overseer,
    what: What,
    city: Place = "",
    until: Annotated[str, Form(max_length=40)] = "",
    language: Annotated[tuple[str, ...], Form()] = (),
    text: Annotated[tuple[Told, ...], Form()] = (),
) -> Response:
    """Pauses it everywhere or in a city, or words a pause anew.

    Each `text` is that of the `language` in its place.
    """
    desk = desk_of(request)
    _require(city, desk, session)
    ready = pause.ready_made(desk.texts, what)
    worded = {code: words.strip() for code, words in zip(language, text, strict=False) if code in ready}
    try:
        ends = _end(until, request, desk.clock())
    except Refused:
        return _page(request, session, problem="supervision.bad_until", typed={what: worded}, city=city)
    texts = {code: worded.get(code) or words for code, words in ready.items()}
    me = Colleague(session.staff.id, session.staff.name)
    with desk.database.write() as writing:
        pause.begin(writing, what, texts, me, desk.clock(), ends, city)
        told = ends.isoformat() if ends else ""
        audit.record(writing, session.staff, "pause", what, until=told, city=city)
    return _told_all(request, city)


@router.post("/supervision/pauses/{what}/removal")
def end(request: Request, session: Overseer, what: What, city: Place = "") -> Response:
    _require(city, desk_of(request), session)
    with desk_of(request).database.write() as writing:
        if pause.end(writing, what, city):
            audit.record(writing, session.staff, "end_pause", what, city=city)
    return _told_all(request, city)


def _require(city: str, desk: Desk, session: SignedIn) -> None:
    """What holds everywhere is not for who works for some cities. Raises NotAllowed."""
    if not sees(session.staff.cities, city) or city not in ("", *desk.cities.codes):
        raise NotAllowed


def _told_all(request: Request, city: str) -> Response:
    """This process knows at once, the others within a second."""
    pauses_of(request).refresh()
    desk_of(request).feed.wake(DESK)
    return see_other(f"{PAGE}?city={city}" if city else PAGE)


def _end(typed: str, request: Request, now: datetime) -> datetime | None:
    """Raises Refused for what is no later moment."""
    return moment(typed, wording_of(request).zone, now) if typed else None


def _page(
    request: Request,
    session: SignedIn,
    *,
    given: int = 0,
    missed: int = 0,
    problem: str = "",
    city: str = "",
    typed: dict[str, dict[str, str]] | None = None,
) -> HTMLResponse:
    desk, wording, own = desk_of(request), wording_of(request), session.staff.cities
    now = desk.clock()
    place = _place(city, desk, own)
    on = [each for each in pauses_of(request).now(now) if sees(own, each.city or None)]
    in_force = {each.what: each for each in on if each.city == place}
    with desk.database.read() as reading:
        receivers = colleagues(reading, session.staff.id, session.staff.cities)
        mail_fails = failing_since(reading)
    return pages_of(request).page(
        request,
        "supervision.html",
        session,
        422 if problem else 200,
        seen=read_supervision(_of(city, desk, own), wording, session.staff),
        cities=[each for each in desk.cities.several if sees(own, each.code)],
        city=city,
        place=place,
        place_name=desk.cities.of(place).name if place else "",
        elsewhere=[
            (each, pages_of(request).banner(request, each, session)) for each in on if each.city != place
        ],
        colleagues=receivers,
        mail_fails=mail_fails,
        in_force=in_force,
        worded=_worded(desk, in_force, typed or {}),
        local=lambda at: at.astimezone(wording.zone),
        moment=lambda at: wording.moment(at, now, session.staff.language),
        tongue=lambda code: wording.language(code, session.staff.language),
        longest=LONGEST_TOLD,
        given=given,
        missed=missed,
        problem=problem,
    )


def _worded(
    desk: Desk, in_force: Mapping[Paused, Pause], typed: Mapping[str, Mapping[str, str]]
) -> dict[Paused, dict[str, str]]:
    """What is told in a pause, by language: as typed, else as it is told now, else ready-made."""
    worded = {what: pause.ready_made(desk.texts, what) for what in PAUSED}
    for what in PAUSED:
        worded[what] |= dict(in_force[what].texts) if what in in_force else {}
        worded[what] |= typed.get(what, {})
    return worded


def _place(city: str, desk: Desk, own: frozenset[str]) -> str | None:
    """Where the page's pauses hold: "" everywhere, else a city. None: one of several has to be chosen."""
    places = [each for each in ("", *desk.cities.codes) if sees(own, each)]
    return city if city in places else places[0] if not own or len(places) == 1 else None


def _of(city: str, desk: Desk, own: frozenset[str]) -> Desk:
    """As the chosen city sees it, if it is one of one's own."""
    chosen = city in desk.cities.codes and sees(own, city)
    return replace(desk, scope=frozenset((city,))) if chosen else desk


def pauses_of(request: Request) -> Pauses:
    pauses: Pauses = request.app.state.pauses
    return pauses
