"""The project is a valid one of Rasa's: it is checked, trained and tested by Rasa's own commands."""

from pathlib import Path

import pytest

from admin.errors import CannotRun
from admin.rasa_server import PROJECT
from dialogues.project.reading import load_project
from tests.support.rasa import RealRasa

pytestmark = pytest.mark.timeout(900)


def test_rasa_warns_of_nothing(real_rasa: RealRasa, tmp_path: Path) -> None:
    real_rasa.rasa.check(tmp_path)


def test_rasas_own_test_conversations_pass(real_rasa: RealRasa, tmp_path: Path) -> None:
    real_rasa.rasa.test(real_rasa.model, PROJECT / "tests", tmp_path)


def test_a_story_that_is_wrong_fails(real_rasa: RealRasa, tmp_path: Path) -> None:
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "test_wrong.yml").write_text(
        'version: "3.1"\nstories:\n- story: wrong\n  steps:\n  - user: /start\n    intent: start\n'
        "  - action: utter_goodbye\n"
    )
    with pytest.raises(CannotRun, match="predicted: action_welcome"):
        real_rasa.rasa.test(real_rasa.model, stories, tmp_path / "work")


def test_no_slot_steers_the_rules() -> None:
    """A conversation is told to Rasa with today's slots only, which is enough as long as this is so."""
    steering = [slot.name for slot in load_project(PROJECT).slots.values() if slot.influences]
    assert steering == []
