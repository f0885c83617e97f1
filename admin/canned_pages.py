"""Pages of canned replies: the list, one with its texts side by side, and YAML out and in."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from admin import audit
from admin.access import AtDesk, NotAllowed, Overseer
from admin.canned_form import TOPICS, Right, as_written, places_of, right, said, written
from admin.desk_verbs import desk_of
from admin.meanwhile import differences
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_side import Sent
from admin.staff import SignedIn, Staff
from admin.wording import wording_of
from bot.canned import (
    STATUSES,
    CannedError,
    CannedReply,
    Change,
    NoSuchReply,
    State,
    Written,
    add_reply,
    changes,
    read_replies,
    read_reply,
    save_reply,
    set_state,
)
from bot.canned_yaml import exported, take_in
from bot.teams import read_teams
from bot.transfer import Colleague
from knowledge.vocabulary import EMPLOYER_NEEDS, GOALS, LANGUAGES

router = APIRouter(prefix="/admin/canned-replies", include_in_schema=False)
new = APIRouter(prefix="/admin/new-canned-reply", include_in_schema=False)

HOME = "/admin/canned-replies"
LARGEST = 1_000_000
Id = Annotated[str, Path(max_length=64)]
Seen = Annotated[int, Form(ge=0, le=2**31 - 1)]
Verb = Literal["publication", "removal"]
STATES: dict[Verb, tuple[State, str]] = {
    "publication": ("published", "publish_canned"),
    "removal": ("removed", "remove_canned"),
}


@router.get("")
def show_list(request: Request, session: AtDesk) -> HTMLResponse:
    return _list(request, session)


@router.get("/export")
def export(request: Request, session: Overseer) -> Response:
    with desk_of(request).database.read() as reading:
        replies = (each for each in read_replies(reading) if each.city in _places(request, session))
        text = exported(replies)
    name = 'attachment; filename="canned-replies.yml"'
    return Response(text, media_type="application/yaml", headers={"Content-Disposition": name})


@router.post("/import")
def take(
    request: Request, session: Overseer, text: Annotated[str, Form(max_length=LARGEST)] = ""
) -> Response:
    desk = desk_of(request)
    try:
        with desk.database.write() as writing:
            count = take_in(writing, text, _me(session.staff), desk.clock(), _places(request, session))
            audit.record(writing, session.staff, "import_canned", count=str(count))
    except CannedError as error:
        return _list(request, session, error, text)
    return see_other(HOME)


@new.get("")
def show_new(request: Request, session: AtDesk) -> HTMLResponse:
    return _page(request, session, None)


@router.post("")
def add(request: Request, session: AtDesk, form: Sent) -> Response:
    """A coordinator's is published at once, a counsellor's is a suggestion."""
    desk, may = desk_of(request), _right(request, session)
    if not may.writes:
        raise NotAllowed
    draft = written(form, None, may.leads, _places(request, session))
    state: State = "published" if may.leads else "suggested"
    try:
        with desk.database.write() as writing:
            made = add_reply(writing, draft, _me(session.staff), desk.clock(), state)
            audit.record(writing, session.staff, "add_canned", made, shortcut=draft.shortcut, state=state)
    except CannedError as error:
        return _page(request, session, None, error, draft)
    return see_other(f"{HOME}/{made}")


@router.get("/{reply_id}")
def show(request: Request, session: AtDesk, reply_id: Id) -> Response:
    with desk_of(request).database.read() as reading:
        try:
            reply = _seen(reading, request, session, reply_id)
        except NoSuchReply:
            return refusal(request, 404, "no_canned")
    return _page(request, session, reply)


@router.post("/{reply_id}")
def save(request: Request, session: AtDesk, reply_id: Id, seen: Seen, form: Sent) -> Response:
    desk = desk_of(request)
    try:
        with desk.database.write() as writing:
            reply = _seen(writing, request, session, reply_id)
            may = _right(request, session, reply)
            if not may.writes:
                raise NotAllowed
            draft = written(form, reply, may.leads, _places(request, session))
            save_reply(writing, reply_id, seen, draft, _me(session.staff), desk.clock())
            audit.record(writing, session.staff, "save_canned", reply_id, shortcut=draft.shortcut)
    except NoSuchReply:
        return refusal(request, 404, "no_canned")
    except CannedError as error:
        return _page(request, session, reply, error, draft)
    return see_other(f"{HOME}/{reply_id}")


@router.post("/{reply_id}/{verb}")
def act(request: Request, session: Overseer, reply_id: Id, verb: Verb, seen: Seen) -> Response:
    desk = desk_of(request)
    state, action = STATES[verb]
    try:
        with desk.database.write() as writing:
            reply = _seen(writing, request, session, reply_id)
            if not _right(request, session, reply).leads:
                raise NotAllowed
            set_state(writing, reply_id, seen, state, _me(session.staff), desk.clock())
            audit.record(writing, session.staff, action, reply_id, shortcut=reply.shortcut)
    except NoSuchReply:
        return refusal(request, 404, "no_canned")
    except CannedError as error:
        return _page(request, session, reply, error)
    return see_other(f"{HOME}/{reply_id}")


def _seen(reading: Session, request: Request, session: SignedIn, reply_id: str) -> CannedReply:
    """Another city's is as good as unknown. Raises NoSuchReply."""
    reply, own = read_reply(reading, reply_id), _own(request, session)
    if own is not None and reply.city not in ("", *own):
        raise NoSuchReply(reply_id)
    return reply


def _own(request: Request, session: SignedIn) -> frozenset[str] | None:
    """Whose replies are seen besides those of every city; None is everybody's."""
    several = len(desk_of(request).cities.several) > 1
    return session.staff.cities if several and session.staff.cities else None


def _places(request: Request, session: SignedIn) -> tuple[str, ...]:
    return places_of(session.staff, desk_of(request).cities)


def _right(request: Request, session: SignedIn, reply: CannedReply | None = None) -> Right:
    return right(session.staff, _places(request, session), reply)


def _me(who: Staff) -> Colleague:
    return Colleague(who.id, who.name)


def _list(
    request: Request, session: SignedIn, error: CannedError | None = None, text: str = ""
) -> HTMLResponse:
    with desk_of(request).database.read() as reading:
        replies = read_replies(reading, ("suggested", "published", "removed"), _own(request, session))
    return pages_of(request).page(
        request,
        "canned/list.html",
        session,
        422 if error else 200,
        replies=replies,
        leads=_right(request, session).leads,
        cities=_names(request, session),
        error=error,
        text=text,
    )


def _page(
    request: Request,
    session: SignedIn,
    reply: CannedReply | None,
    error: CannedError | None = None,
    draft: Written | None = None,
) -> HTMLResponse:
    """`draft` is what was written and could not be kept."""
    with desk_of(request).database.read() as reading:
        done: tuple[Change, ...] = changes(reading, reply.id) if reply else ()
        found = read_teams(reading)
    language = session.staff.language
    words = wording_of(request)
    topics = {topic: words.dialogue.get(_label(topic), language) for topic in TOPICS}
    teams = {team.id: team.name(language) for team in found}
    stored = as_written(reply) if reply else None
    late = stored and draft if error is not None and error.code == "changed" else None
    cities = _names(request, session)
    told = partial(said, partial(pages_of(request).words, request, session=session), topics, teams, cities)
    status = 200 if error is None else 409 if error.code == "changed" else 422
    return pages_of(request).page(
        request,
        "canned/reply.html",
        session,
        status,
        reply=reply,
        shown=draft or stored,
        meanwhile=differences(told(stored), told(late)) if stored and late else (),
        error=error,
        right=_right(request, session, reply),
        cities=cities,
        places=_places(request, session),
        languages=[(code, words.dialogue.name(code)) for code in LANGUAGES],
        statuses=STATUSES,
        topics=topics.items(),
        teams=teams.items(),
        changes=[(each, words.moment(each.at, desk_of(request).clock(), language)) for each in done],
    )


def _names(request: Request, session: SignedIn) -> dict[str, str]:
    """Of the cities, with "" for all of them; none where there is one service only."""
    cities = desk_of(request).cities.several
    everywhere = pages_of(request).words(request, "inbox.all_city", session)
    return {"": everywhere} | {each.code: each.name for each in cities} if len(cities) > 1 else {}


def _label(topic: str) -> str:
    if topic in GOALS:
        return f"option.goals.{topic}"
    return f"option.employer_needs.{topic}" if topic in EMPLOYER_NEEDS else f"category.{topic}"
