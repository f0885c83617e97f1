"""The buttons on the page of a service: each verb a noun under its address, each with its trace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, Path, Request, Response

from admin import audit
from admin.access import Editor
from admin.pages import see_other
from admin.service_side import Editing, Parts, Sent
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing import workflow
from knowledge.editing.errors import FieldError, Invalid, NotFound
from knowledge.editing.overrides import drop_override
from knowledge.editing.working_copy import WorkingCopy, open_copy
from knowledge.editing.writing import duplicate, mark_reviewed, remove_text

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=80)]
Language = Annotated[str, Path(max_length=20)]
Seen = Annotated[int, Form(ge=0, le=10_000_000)]
Noun = Literal["withdrawal", "archiving", "restoration", "confirmation"]
Comment = Annotated[str, Form(max_length=500)]
WHATEVER_IT_SAYS: Final[Mapping[Noun, tuple[Callable[..., WorkingCopy], str]]] = {
    "withdrawal": (workflow.withdraw, "withdraw_service"),
    "archiving": (workflow.archive, "archive_service"),
    "restoration": (workflow.restore, "restore_service"),
    "confirmation": (workflow.confirm_still_right, "confirm_service"),
}
"""Verbs for which it does not matter what the service says, and their traces."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """Does a verb in its own transaction, with its trace: they stand or fall together."""

    who: SignedIn
    editing: Editing
    service_id: str

    def do(
        self, action: str, verb: Callable[..., WorkingCopy], *arguments: object, **named: object
    ) -> Response:
        """Leads back to the service."""
        with self.editing.database.write() as database:
            verb(database, self.who.staff.actor, self.service_id, *arguments, self.editing.now(), **named)
            audit.record(database, self.who.staff, action, self.service_id)
        return see_other(f"/admin/services/{self.service_id}")


def _verbs(session: Editor, editing: Parts, service_id: Id) -> Verbs:
    return Verbs(session, editing, service_id)


Doing = Annotated[Verbs, Depends(_verbs)]


@router.post("/services/{service_id}/submission")
def submit(verbs: Doing, seen: Seen, comment: Comment = "") -> Response:
    return verbs.do("submit_service", workflow.submit, seen, comment=comment)


@router.post("/services/{service_id}/approval")
def approve(verbs: Doing, seen: Seen) -> Response:
    return verbs.do("approve_service", workflow.review, seen, approve=True)


@router.post("/services/{service_id}/return")
def give_back(verbs: Doing, seen: Seen, comment: Comment = "") -> Response:
    return verbs.do("return_service", workflow.review, seen, approve=False, comment=comment)


@router.post("/services/{service_id}/publication")
def publish(verbs: Doing, seen: Seen) -> Response:
    return verbs.do("publish_service", workflow.publish, seen)


@router.post("/services/{service_id}/planned-publication")
def plan(request: Request, verbs: Doing, seen: Seen, moment: Annotated[str, Form(max_length=30)]) -> Response:
    """`moment` is the clock on the wall where the service is."""
    try:
        when = datetime.fromisoformat(moment).replace(tzinfo=wording_of(request).zone)
    except ValueError:
        raise Invalid((FieldError("publish_at", "bad_date", moment[:20]),)) from None
    return verbs.do("plan_service", workflow.publish_at, seen, when)


@router.post("/services/{service_id}/texts/{language}/review")
def review_text(verbs: Doing, language: Language, form: Sent) -> Response:
    return verbs.do("review_text", mark_reviewed, language, _base(form, language))


@router.post("/services/{service_id}/texts/{language}/removal")
def remove(verbs: Doing, language: Language, form: Sent) -> Response:
    return verbs.do("remove_text", remove_text, language, _base(form, language))


@router.post("/services/{service_id}/source-values")
def follow_source(verbs: Doing, form: Sent) -> Response:
    """A corrected field takes the source's value again; `place` is language and field."""
    language, _, name = str(form.get("place", "")).rpartition(".")
    return verbs.do("follow_source", drop_override, name, language)


@router.post("/services/{service_id}/duplicate")
def add_duplicate(session: Editor, editing: Parts, service_id: Id) -> Response:
    """For the same provider, or for one's own where that is another one."""
    actor = session.staff.actor
    with editing.database.write() as database:
        owner = open_copy(database, service_id).provider
        provider = owner if actor.owns(owner) else next(iter(actor.providers or ()), owner)
        copy = duplicate(database, actor, service_id, editing.now(), provider)
        audit.record(database, session.staff, "add_service", copy.id)
    return see_other(f"/admin/services/{copy.id}")


@router.post("/services/{service_id}/{noun}")
def act(verbs: Doing, noun: Noun) -> Response:
    verb, action = WHATEVER_IT_SAYS[noun]
    return verbs.do(action, verb)


def _base(form: Sent, language: str) -> int:
    """The version of the text that was on the page. Raises NotFound."""
    typed = str(form.get(f"base.{language}", ""))
    if not typed.isdigit():
        raise NotFound(f"there is no text in {language}")
    return int(typed)
