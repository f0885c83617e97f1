"""Pages of the teams: whom each serves, who is in it, when it is open; all of it without scripts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from admin import audit, team_form
from admin.access import Overseer
from admin.colleagues import colleagues
from admin.desk_verbs import desk_of
from admin.meanwhile import Difference, Said, SavedMeanwhile, mark, refuse_overwriting
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_side import Sent
from admin.staff import SignedIn
from admin.team_form import NEEDS, SPOKEN, TypedTeam
from admin.team_view import day_views, need_names, said
from admin.wording import wording_of
from bot import presence, teams
from bot.city import sees
from bot.opening_hours import DAYS, OpeningHours, OtherDay, read_spans, write_spans
from bot.presence import Presence
from bot.teams import NoSuchTeam, Team
from bot.transfer import Colleague

router = APIRouter(prefix="/admin/teams", include_in_schema=False)

PATH: Final = "/admin/teams"
LONGEST_REASON: Final = 200
Day = Annotated[date, Form()]
Short = Annotated[str, Form(max_length=LONGEST_REASON)]


@dataclass(frozen=True, slots=True)
class _Listed:
    team: Team
    is_open: bool
    here: int


@router.get("")
def show_teams(request: Request, session: Overseer) -> HTMLResponse:
    desk = desk_of(request)
    now = desk.clock()
    with desk.database.read() as reading:
        people = presence.on_duty(reading, now)
        found = [team for team in teams.read_teams(reading) if _leads(session, team)]
    listed = [
        _Listed(
            team=team,
            is_open=team.opening_hours(_default(request, team)).is_open(now),
            here=sum(team.has(each.staff_id) for each in people),
        )
        for team in found
    ]
    return pages_of(request).page(
        request,
        "teams/list.html",
        session,
        teams=listed,
        needs=_needs(request, session),
        cities=desk.cities.several,
    )


@router.get("/new")
def show_empty(request: Request, session: Overseer) -> Response:
    return _form(request, session, TypedTeam(Team(), ("",) * len(DAYS), ""))


@router.get("/{team_id}")
def show_team(request: Request, session: Overseer, team_id: str) -> Response:
    with desk_of(request).database.read() as reading:
        try:
            team = _led(reading, session, team_id)
        except NoSuchTeam:
            return refusal(request, 404, "not_found")
    places = wording_of(request).names.places
    return _form(request, session, team_form.shown(team, places, session.staff.language))


@router.post("/new")
def add(request: Request, session: Overseer, sent: Sent) -> Response:
    return _save(request, session, "", sent)


@router.post("/{team_id}")
def change(request: Request, session: Overseer, team_id: str, sent: Sent) -> Response:
    return _save(request, session, team_id, sent)


@router.post("/{team_id}/removal")
def remove(request: Request, session: Overseer, team_id: str) -> Response:
    """What waits for it is seen by everybody again when its time alone with the team is over."""
    try:
        with desk_of(request).database.write() as writing:
            team = _led(writing, session, team_id)
            teams.remove_team(writing, team_id)
            audit.record(writing, session.staff, "remove_team", team_id, name=team.name("fi"))
    except NoSuchTeam:
        return refusal(request, 404, "not_found")
    return see_other(PATH)


@router.post("/{team_id}/days")
def set_day(
    request: Request, session: Overseer, team_id: str, day: Day, hours: Short = "", reason: Short = ""
) -> Response:
    """Without hours it is closed on that day."""
    try:
        other = OtherDay(day, read_spans(hours), reason.strip())
    except ValueError:
        return refusal(request, 422, "teams.error_bad_hours")
    details = {"day": day.isoformat(), "hours": write_spans(other.spans), "reason": other.reason}
    try:
        with desk_of(request).database.write() as writing:
            _led(writing, session, team_id)
            teams.write_other_day(writing, team_id, other)
            audit.record(writing, session.staff, "team_day", team_id, **details)
    except NoSuchTeam:
        return refusal(request, 404, "not_found")
    return see_other(f"{PATH}/{team_id}#days")


@router.post("/{team_id}/days/removal")
def unset_day(request: Request, session: Overseer, team_id: str, day: Day) -> Response:
    """The day is as its weekday again."""
    try:
        with desk_of(request).database.write() as writing:
            _led(writing, session, team_id)
            teams.remove_other_day(writing, team_id, day)
            audit.record(writing, session.staff, "remove_team_day", team_id, day=day.isoformat())
    except NoSuchTeam:
        return refusal(request, 404, "not_found")
    return see_other(f"{PATH}/{team_id}#days")


def _save(request: Request, session: SignedIn, team_id: str, sent: FormData) -> Response:
    desk, places = desk_of(request), wording_of(request).names.places
    staff, own = {each.id for each in _everybody(request, session)}, session.staff.cities
    read = team_form.typed(sent, team_id, staff, places, session.staff.language, own or desk.cities.codes)
    if own and not read.team.cities:
        read = replace(read, team=replace(read.team, cities=own))
    seen = str(sent.get("seen") or "")
    if read.errors:
        return _form(request, session, read, seen)
    try:
        with desk.database.write() as writing:
            if team_id:
                _led(writing, session, team_id)
                stored = teams.hold_team(writing, team_id)
                now = team_form.shown(stored, places, session.staff.language)
                refuse_overwriting(seen, _said(request, session, now), _said(request, session, read))
            saved = teams.write_team(writing, read.team)
            action = "change_team" if team_id else "add_team"
            audit.record(writing, session.staff, action, saved, **_details(read.team))
    except NoSuchTeam:
        return refusal(request, 404, "not_found")
    except SavedMeanwhile as error:
        return _form(request, session, read, error.seen, error.differences)
    return see_other(f"{PATH}/{saved}")


def _details(team: Team) -> dict[str, str]:
    return {"name": team.name("fi"), "hours": team.hours, "members": str(len(team.members))}


def _said(request: Request, session: SignedIn, shown: TypedTeam) -> tuple[Said, ...]:
    say = partial(pages_of(request).words, request, session=session)
    people = {each.id: each.name for each in _everybody(request, session)}
    return said(shown, say, _needs(request, session), people)


def _form(
    request: Request,
    session: SignedIn,
    shown: TypedTeam,
    seen: str = "",
    meanwhile: tuple[Difference, ...] = (),
) -> Response:
    """`seen` marks what was stored when the form was opened, "" for what it shows."""
    desk, language, wording = desk_of(request), session.staff.language, wording_of(request)
    now = desk.clock()
    with desk.database.read() as reading:
        other_days = _other_days(teams.read_teams(reading), shown.team.id)
        here: Mapping[str, Presence] = {each.staff_id: each for each in presence.states(reading, now)}
    hours = Team(hours=shown.team.hours, other_days=other_days).opening_hours(_default(request, shown.team))
    return pages_of(request).page(
        request,
        "teams/form.html",
        session,
        409 if meanwhile else 422 if shown.errors else 200,
        shown=shown,
        seen=seen or mark(_said(request, session, shown)),
        meanwhile=meanwhile,
        team=shown.team,
        week=DAYS,
        spoken=SPOKEN,
        needs=_needs(request, session),
        cities=[city for city in desk.cities.several if sees(session.staff.cities, city.code)],
        staff=_everybody(request, session),
        here=here,
        days=day_views(hours, wording.date(now), wording, language),
        today=wording.date(now).isoformat(),
        default=[write_spans(each) for each in _default(request, shown.team).week],
    )


def _other_days(found: tuple[Team, ...], team_id: str) -> tuple[OtherDay, ...]:
    return next((team.other_days for team in found if team.id == team_id), ())


def _needs(request: Request, session: SignedIn) -> Mapping[str, str]:
    return need_names(NEEDS, wording_of(request), session.staff.language)


def _everybody(request: Request, session: SignedIn) -> tuple[Colleague, ...]:
    with desk_of(request).database.read() as reading:
        return colleagues(reading, "", session.staff.cities)


def _default(request: Request, team: Team) -> OpeningHours:
    """The hours of the team's city where it has one, else the settings'."""
    cities = desk_of(request).cities
    return cities.of(next(iter(team.cities)) if len(team.cities) == 1 else None).hours


def _led(reading: Session, session: SignedIn, team_id: str) -> Team:
    """A coordinator of some cities leads their teams and no others. Raises NoSuchTeam."""
    team = teams.read_team(reading, team_id)
    if not _leads(session, team):
        raise NoSuchTeam(team_id)
    return team


def _leads(session: SignedIn, team: Team) -> bool:
    own = session.staff.cities
    return not own or bool(team.cities and team.cities <= own)
