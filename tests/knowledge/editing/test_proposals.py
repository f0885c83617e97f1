"""Other providers' services are not changed but proposed for: the owner accepts or declines."""

from dataclasses import replace

import pytest

from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.errors import Conflict, Invalid, NotAllowedNow, NotFound, NotYours
from knowledge.editing.proposals import accept, decline, proposals, proposals_by, propose
from knowledge.editing.writing import remove_text, write_text
from knowledge.revisions import Change, history
from tests.knowledge.editing.make import (
    EEVA,
    ENGLISH,
    FACTS,
    FINNISH,
    KELA,
    NOW,
    OTSO,
    ask,
    do,
    drafted,
    now_is,
)

BETTER = replace(FINNISH, summary="Parempi.")


def test_a_proposal_changes_nothing_and_lands_on_the_owners_list(database: Database) -> None:
    copy = drafted(database)
    made = do(
        database,
        propose,
        KELA,
        copy.id,
        NOW,
        facts=replace(FACTS, goals=("study",)),
        texts={"fi": BETTER},
        comment="Vanhentunut",
    )
    assert now_is(database, copy.id) == copy
    assert made.changes == (
        Change("goals", "", ("job",), ("study",)),
        Change("summary", "fi", "Apua työnhakuun.", "Parempi."),
    )
    assert ask(database, proposals, EEVA) == (made,)
    assert ask(database, proposals, KELA) == ()
    assert ask(database, proposals, replace(KELA, providers=None)) == (made,)
    assert ask(database, proposals_by, KELA) == (made,)


def test_the_owner_accepts_into_the_working_copy(database: Database) -> None:
    copy = drafted(database)
    made = do(database, propose, KELA, copy.id, NOW, texts={"fi": BETTER, "sv": Words("Verkstad")})
    with pytest.raises(NotYours):
        do(database, accept, KELA, made.id, NOW)
    do(database, write_text, EEVA, copy.id, "en", Words("Shop"), 1, NOW)
    after = do(database, accept, EEVA, made.id, NOW, answer="Kiitos")
    assert after.content.texts["fi"].words == BETTER
    assert after.content.texts["sv"].words == Words("Verkstad")
    assert after.content.texts["en"].words == Words("Shop")
    line = ask(database, history, copy.id)[0]
    assert (line.change, line.made_by_name, line.comment) == ("proposal_accepted", "Eeva", "Kaisa")
    (answered,) = ask(database, proposals_by, KELA)
    assert (answered.state, answered.answer, answered.decided_by_name) == ("accepted", "Kiitos", "Eeva")
    with pytest.raises(NotAllowedNow, match="accepted"):
        do(database, decline, OTSO, made.id, NOW)


def test_the_owner_declines(database: Database) -> None:
    copy = drafted(database)
    made = do(database, propose, KELA, copy.id, NOW, comment="Puhelin ei vastaa")
    assert made.changes == ()
    with pytest.raises(NotYours):
        do(database, decline, KELA, made.id, NOW)
    do(database, decline, EEVA, made.id, NOW, "Vastaa taas")
    assert ask(database, proposals, EEVA) == ()
    assert [each.answer for each in ask(database, proposals, EEVA, "declined")] == ["Vastaa taas"]
    assert now_is(database, copy.id) == copy


def test_what_was_changed_since_is_shown_before_it_is_overwritten(database: Database) -> None:
    copy = drafted(database)
    made = do(database, propose, KELA, copy.id, NOW, texts={"fi": BETTER, "en": replace(ENGLISH, name="X")})
    do(database, write_text, EEVA, copy.id, "fi", replace(FINNISH, summary="Oma."), 1, NOW)
    do(database, remove_text, EEVA, copy.id, "en", 1, NOW)
    with pytest.raises(Conflict) as refused:
        do(database, accept, EEVA, made.id, NOW)
    assert [(clash.base, clash.theirs, clash.yours) for clash in refused.value.clashes] == [
        ("Workshop", None, "X"),
        ("Apua työnhakuun.", "Oma.", "Parempi."),
    ]
    after = do(database, accept, EEVA, made.id, NOW, over_newer=True)
    assert after.content.texts["fi"].words == BETTER


def test_a_proposal_of_nothing_or_of_something_wrong_is_none(database: Database) -> None:
    copy = drafted(database)
    with pytest.raises(Invalid, match="comment: missing"):
        do(database, propose, KELA, copy.id, NOW, facts=FACTS, comment=" ")
    with pytest.raises(Invalid, match="too_long"):
        do(database, propose, KELA, copy.id, NOW, texts={"fi": Words("x" * 101)})
    with pytest.raises(NotFound):
        do(database, propose, KELA, "nothing", NOW, comment="?")
    with pytest.raises(NotFound):
        do(database, accept, EEVA, 1, NOW)


def test_a_service_is_not_taken_over_by_a_proposal(database: Database) -> None:
    copy = drafted(database)
    made = do(database, propose, KELA, copy.id, NOW, facts=replace(FACTS, provider="kela"))
    with pytest.raises(NotYours):
        do(database, accept, EEVA, made.id, NOW)
