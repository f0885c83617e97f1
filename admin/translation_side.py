"""What the pages of translation are made from, besides what all pages of services share."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from fastapi import Depends, Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from admin.service_side import Editing, editing_of
from bot.lacking import shown_since
from knowledge.editing.actor import Actor
from knowledge.editing.content import WORD_FIELDS
from knowledge.translation.machine import Patience
from knowledge.translation.machine_runs import carry_out
from knowledge.translation.server import TranslationServer
from knowledge.translation.terms import Piece, Term, TermHint, pieces, term_hints
from knowledge.translation.worklist import Task

COUNTED: Final = timedelta(days=90)
"""How far back showings count for the order of the list."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a text beside its source, whose terms are marked."""

    name: str
    source: tuple[Piece, ...]
    said: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One text of the work list: beside its source, with what the glossary says of it."""

    task: Task
    fields: tuple[Field, ...]
    hints: tuple[TermHint, ...]

    @property
    def address(self) -> str:
        """The service's page with both languages open."""
        task = self.task
        return f"/admin/services/{task.service_id}?show={task.source_language},{task.language}"


@dataclass(frozen=True, slots=True)
class Translating:
    """`server` is None where the installation has none."""

    editing: Editing
    server: TranslationServer | None

    def shown(self, session: Session) -> Mapping[str, int]:
        return shown_since(session, self.editing.now() - COUNTED)

    def start(self, actor: Actor, run_id: int, services: Sequence[str]) -> None:
        """Translates in a thread of its own, which ends with the process: the next run goes on from there."""
        threading.Thread(
            target=self._work, args=(actor, run_id, services), name="translation", daemon=True
        ).start()

    def _work(self, actor: Actor, run_id: int, services: Sequence[str]) -> None:
        assert self.server is not None
        try:
            carry_out(
                self.editing.database, self.server, actor, run_id, services, self.editing.now, Patience()
            )
        except SQLAlchemyError as error:
            _log.warning("machine translation %s stopped: %s", run_id, type(error).__name__)


def work_line(task: Task, terms: Sequence[Term]) -> WorkLine:
    """Fields that neither the source nor the translation has are left out."""
    fields = tuple(
        Field(
            name, pieces(getattr(task.source, name), terms), getattr(task.words, name) if task.words else ""
        )
        for name in WORD_FIELDS
        if getattr(task.source, name) or (task.words and getattr(task.words, name))
    )
    return WorkLine(task, fields, term_hints(task.source, task.words, terms) if task.words else ())


def translating_of(request: Request) -> Translating:
    return Translating(editing_of(request), request.app.state.translator)


OfTranslation = Annotated[Translating, Depends(translating_of)]
