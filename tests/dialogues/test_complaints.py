"""Each kind of mistake in the files of the dialogues is named with its file and line."""

import json
import shutil
from pathlib import Path

import pytest

import bot
import dialogues
from dialogues.complaints import complaints

ROOM = Path(dialogues.__file__).parent
BOT = Path(bot.__file__).parent


def found(folder: Path) -> list[str]:
    return [str(each).removeprefix(f"{folder}/") for each in complaints(folder, (folder / "texts",))]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "dialogues"
    shutil.copytree(ROOM, folder, ignore=shutil.ignore_patterns(".*", "__pycache__", "translated.json"))
    shutil.copy(ROOM / "texts" / "translated.json", folder / "texts")
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "dialogues"))


def change(path: Path, old: str, new: str) -> int:
    """Returns the line of the change."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_files_are_in_order() -> None:
    folders = (ROOM / "texts", BOT / "texts", BOT / "web" / "texts", BOT / "web" / "leaflets")
    assert [str(each) for each in complaints(ROOM, folders)] == []


def test_a_missing_a_left_over_and_a_wrongly_filled_text(copy: Path) -> None:
    english = copy / "texts" / "en.yml"
    line = change(english, "{place}", "{town}")
    change(english, "\n  begin:\n", "\n  begun:\n")
    said = found(copy)
    assert any(each.startswith(f"texts/en.yml:{line}: ") and "fills in ['town']" in each for each in said)
    assert "texts/en.yml:1: begin.person is missing" in said
    assert any(
        "begun.person is left over" in each and not each.startswith("texts/en.yml:1:") for each in said
    )


def test_a_stale_translation(copy: Path) -> None:
    file = copy / "texts" / "translated.json"
    lock = json.loads(file.read_text(encoding="utf-8"))
    lock["opening.text"]["sv"] = "00000000 00000000"
    file.write_text(json.dumps(lock), encoding="utf-8")
    (stale,) = found(copy)
    assert stale.startswith("texts/sv.yml:")
    assert stale.endswith("opening.text is older than the Finnish text")


def test_a_sentence_under_two_intents(copy: Path) -> None:
    file = copy / "nlu" / "en.yml"
    with file.open("a", encoding="utf-8") as stream:
        stream.write("- intent: thanks\n  examples: |\n    - zorp blim\n")
        stream.write("- intent: greet\n  examples: |\n    - Zorp, blim\n")
    last = file.read_text(encoding="utf-8").count("\n")
    assert found(copy) == [
        f"nlu/en.yml:{last}: 'Zorp, blim' is an example of thanks too, in line {last - 3}."
    ]


def test_an_unknown_intent_and_an_unknown_rule_action(copy: Path) -> None:
    line = change(copy / "nlu" / "fi.yml", "intent: greet", "intent: gret")
    assert found(copy) == [f"nlu/fi.yml:{line}: There is no intent 'gret'."]
    change(copy / "nlu" / "fi.yml", "intent: gret", "intent: greet")
    line = change(copy / "rules" / "commands.yml", "action: action_", "action: action_zorp_")
    (said,) = found(copy)
    assert said.startswith(f"rules/commands.yml:{line}: ")


def test_an_unknown_option_and_a_broken_phrase(copy: Path) -> None:
    line = change(
        copy / "nlu" / "options_sv.yml", "lookup: situation.unemployed\n", "lookup: situation.jobless\n"
    )
    assert found(copy) == [f"nlu/options_sv.yml:{line}: There is no option situation.jobless."]


def test_signs_of_danger_with_a_missing_bracket_or_section(copy: Path) -> None:
    file = copy / "safety" / "en.yml"
    line = change(file, "  - wanna die\n", "  - (wanna die\n")
    change(file, "\nacute:", "\nacutely:")
    said = found(copy)
    assert any(each.startswith("safety/en.yml:") and "acutely" in each for each in said)
    change(file, "\nacutely:", "\nacute:")
    assert found(copy) == [f"safety/en.yml:{line}: A bracket is missing in '(wanna die'."]
    (copy / "safety" / "so.yml").unlink()
    assert "safety/so.yml:1: There are no signs of danger in this language." in found(copy)


def test_a_button_that_sends_what_nobody_understands(copy: Path) -> None:
    line = change(copy / "conversation" / "opening.py", '"search_service"', '"serch_service"')
    wanted = f"conversation/opening.py:{line}: A button sends /serch_service, but there is no such intent."
    assert found(copy) == [wanted]


def test_a_notice_that_offers_a_language_nobody_speaks(copy: Path) -> None:
    change(copy / "languages" / "notices.yml", "knows: [en, sv]", "knows: [en, tlh]")
    (said,) = found(copy)
    assert said.startswith("languages/notices.yml:")
    assert "tlh" in said


def test_a_file_that_is_no_yaml(copy: Path) -> None:
    (copy / "rules" / "services.yml").write_text("rules: [\n", encoding="utf-8")
    (said,) = found(copy)
    assert said.startswith("rules/services.yml:")
    assert "not YAML" in said
