"""What the desk keeps on the open conversation and can do with it besides answering, in words."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from admin.case_view import NoteView
from admin.colleagues import colleagues, teams
from admin.desk_verbs import desk_of
from admin.interpreters import INTERPRETED, spoken
from admin.staff import Staff
from admin.wording import Wording, wording_of
from bot import presence
from bot.case_history import EarlierHandOff, PrivateNote, Step
from bot.cases import Case
from bot.conversation import Holder
from bot.presence import Presence
from bot.transfer import Colleague


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class StepView:
    text: str
    reason: str
    at: str
    time: str


@dataclass(frozen=True, slots=True)
class EarlierView:
    """`notes` and `steps` are empty where they are not shown."""

    asked: str
    notes: tuple[NoteView, ...]
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class WorkView:
    """`passed_on` is the step by which it came to whom it waits for or who has it now.

    `waits_for` is whoever may take it before the reader. `due` is the reader's follow-up as a time of day
    in the service's zone (ISO 8601, to the minute), "" without one.
    """

    passed_on: StepView | None
    waits_for: str
    may_take_back: bool
    may_pass_on: bool
    may_reopen: bool
    counsellors: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    names: str
    tags: tuple[str, ...]
    used_tags: tuple[str, ...]
    due: str
    due_text: str
    interpreter: str
    languages: tuple[Choice, ...]
    steps: tuple[StepView, ...]
    earlier: tuple[EarlierView, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Words:
    wording: Wording
    language: str
    now: datetime

    def step(self, step: Step) -> StepView:
        kind, to = step.kind, step.to_name or ""
        if kind == "interpreter":
            kind, to = (
                ("interpreter", spoken(to, self.wording, self.language)) if to else ("no_interpreter", "")
            )
        text = self.say(f"step_{kind}", name=step.name, to=to)
        return StepView(text, step.reason or "", step.at.isoformat(), self.moment(step.at))

    def note(self, note: PrivateNote) -> NoteView:
        return NoteView(note.name, note.text, note.at.isoformat(), self.moment(note.at))

    def earlier(self, handoff: EarlierHandOff) -> EarlierView:
        asked = self.say("earlier_asked", time=self.moment(handoff.asked_at))
        notes, steps = map(self.note, handoff.notes), map(self.step, handoff.steps)
        return EarlierView(asked, tuple(notes), tuple(steps))

    def moment(self, moment: datetime) -> str:
        return self.wording.moment(moment, self.now, self.language)

    def say(self, key: str, **values: str) -> str:
        return self.wording.say(f"casework.{key}", self.language, **values)


def case_work(request: Request, who: Staff, case: Case) -> WorkView:
    desk, row = desk_of(request), case.row
    words = _Words(wording_of(request), who.language, desk.clock())
    with desk.database.read() as session:
        near = (row.city,) if row.city else ()
        others, groups = colleagues(session, who.id, near), teams(session, row.language, near)
        here = {each.staff_id: each for each in presence.states(session, words.now)}
    kept_from_me = row.is_kept_from(who.id, desk.marks.of_staff(who.id).teams, words.now)
    mine = row.holder is Holder.COUNSELLOR and row.holder_id == who.id
    waiting = row.holder is Holder.WAITING
    due = next((each.at for each in case.follow_ups if each.staff_id == who.id), None)
    return WorkView(
        passed_on=_passed_on(case, words) if mine or waiting else None,
        waits_for=row.meant_for_name or "" if waiting and kept_from_me else "",
        may_take_back=waiting and row.passed_by == who.id,
        may_pass_on=mine,
        may_reopen=row.holder is Holder.CLOSED and due is not None,
        counsellors=tuple(_receiver(each, here.get(each.id), words) for each in others),
        teams=tuple(Choice(f"team:{each.id}", each.name) for each in groups),
        names=_names(others),
        tags=row.tags,
        used_tags=tuple(tag for tag in desk.marks.used_tags() if tag not in row.tags),
        due=due.astimezone(words.wording.zone).strftime("%Y-%m-%dT%H:%M") if due else "",
        due_text=_due(due, words) if due else "",
        interpreter=row.interpreter or "",
        languages=_languages(words),
        steps=tuple(words.step(each) for each in case.steps),
        earlier=tuple(words.earlier(each) for each in case.earlier),
        hidden=bool(case.left_out),
    )


def _receiver(colleague: Colleague, seen: Presence | None, words: _Words) -> Choice:
    """With whether they are at the desk, and how many conversations they have of how many."""
    state = words.wording.say(f"presence.{seen.state if seen else 'offline'}", words.language)
    load = f", {seen.open}/{seen.capacity}" if seen and seen.on_duty else ""
    return Choice(f"counsellor:{colleague.id}", f"{colleague.name} ({state}{load})")


def _passed_on(case: Case, words: _Words) -> StepView | None:
    """The last time it was passed on, unless it was taken back."""
    moves = (each for each in reversed(case.steps) if each.kind in ("transferred", "taken_back"))
    step = next(moves, None)
    if step is None or step.kind == "taken_back":
        return None
    told = words.say("passed_on", name=step.name, to=step.to_name or "")
    return StepView(told, step.reason or "", step.at.isoformat(), words.moment(step.at))


def _due(due: datetime, words: _Words) -> str:
    key = "follow_up_due" if due <= words.now else "follow_up_lead"
    return words.say(key, time=words.moment(due))


def _names(others: tuple[Colleague, ...]) -> str:
    return ", ".join(f"@{each.name}" for each in others[:8])


def _languages(words: _Words) -> tuple[Choice, ...]:
    named = (Choice(code, spoken(code, words.wording, words.language)) for code in INTERPRETED)
    return tuple(sorted(named, key=lambda choice: choice.label.casefold()))
