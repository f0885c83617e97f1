"""Every language of the vocabulary is complete and fresh, and another one needs nothing but files."""

import asyncio
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
import bot.web
import dialogues
from bot.settings import Settings
from dialogues.conversation.actions import LocalActions
from dialogues.conversation.responses import LocalResponses
from dialogues.conversation.texts import Texts, TextsError
from dialogues.conversation.translations import Lock, differences, recorded, stale
from dialogues.embedded.engine import EmbeddedEngine
from dialogues.engine import DialogueState, Effect, PersonMessage, SwitchLanguage, Turn
from dialogues.project.reading import load_project
from dialogues.understanding.facts import FactReader
from dialogues.understanding.intents import Understanding
from dialogues.understanding.safety import Safety
from knowledge.vocabulary import LANGUAGES
from tests.knowledge.shipped import catalogue, names

ROOM = Path(dialogues.__file__).parent
TESTS = Path(__file__).parent
FOLDERS = {
    "dialogues": ROOM / "texts",
    "bot": Path(bot.__file__).parent / "texts",
    "page": Path(bot.web.__file__).parent / "texts",
}
PLAIN = "fi-x-selko"
"""Says the same in simpler words, and understands what Finnish understands."""
UNDERSTANDING = [language for language in LANGUAGES if language != PLAIN]


@pytest.fixture(scope="module", params=FOLDERS)
def folder(request: pytest.FixtureRequest) -> Path:
    return FOLDERS[request.param]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_left_over_or_filled_in_otherwise(folder: Path, language: str) -> None:
    texts = Texts.load(folder)
    assert language in texts.languages
    assert sorted(differences(texts, language)) == []


def test_no_translation_is_stale(folder: Path) -> None:
    old = stale(Texts.load(folder), Lock.read(folder))
    assert old == [], "translate these anew, then: scripts/texts-stale --record"


@pytest.mark.parametrize("language", UNDERSTANDING)
@pytest.mark.parametrize(
    "path",
    [ROOM / "nlu" / "{}.yml", ROOM / "nlu" / "options_{}.yml", ROOM / "safety" / "{}.yml",
     TESTS / "evaluation" / "{}.yml"],
    ids=("nlu", "options", "safety", "evaluation"),
)  # fmt: skip
def test_what_is_understood_has_its_files(path: Path, language: str) -> None:
    file = path.with_name(path.name.format(language))
    assert yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_conversations_are_played_in_every_language(language: str) -> None:
    assert len(list((TESTS.parent / "transcripts" / language).glob("*.txt"))) >= 3


@pytest.mark.parametrize("said", ["kieli on vaikea", "olen ollut pari vuotta kotona lasten kanssa", "Åbo"])
def test_plain_finnish_understands_what_finnish_does(said: str) -> None:
    facts = FactReader.load(ROOM / "nlu", catalogue().municipalities)
    for question in ("municipality", "situation", "barriers"):
        assert facts.read_answer(question, said, PLAIN) == facts.read_answer(question, said, "fi")
    assert facts.read_facts(said, PLAIN) == facts.read_facts(said, "fi")


def test_plain_finnish_falls_back_on_finnish_first() -> None:
    assert {Texts.load(each).chain(PLAIN)[:2] for each in FOLDERS.values()} == {(PLAIN, "fi")}


@pytest.mark.parametrize(
    "wish", ["selkosuomea kiitos", "voisitko puhua selkokieltä", "plain Finnish, please", "lättläst finska"]
)
def test_plain_finnish_is_asked_for_by_name(wish: str) -> None:
    assert Texts.load().asked_for(wish) == PLAIN


def write(folder: Path, language: str, texts: dict[str, Any]) -> None:
    head = {"status": "machine", "name": language, "asked_by": [], "fallback": ["fi"]}
    folder.mkdir(parents=True, exist_ok=True)
    content = yaml.safe_dump({**head, "texts": texts}, allow_unicode=True)
    (folder / f"{language}.yml").write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("translated", "difference"),
    [
        ({"a": "Hej {name}"}, ["b is missing"]),
        ({"a": "Hej {name}", "b": "Nej", "c": "Ja"}, ["c is left over"]),
        ({"a": "Hej {namn}", "b": "Nej"}, ["a fills in ['namn'], not ['name']"]),
        ({"a": "{name}, hej", "b": "Nej"}, []),
    ],
)
def test_a_difference_between_languages_is_found(
    tmp_path: Path, translated: dict[str, str], difference: list[str]
) -> None:
    write(tmp_path, "fi", {"a": "Hei {name}", "b": "Ei"})
    write(tmp_path, "sv", translated)
    assert list(differences(Texts.load(tmp_path), "sv")) == difference


def test_a_translation_is_stale_from_the_change_of_the_finnish_text_until_it_is_done_anew(
    tmp_path: Path,
) -> None:
    write(tmp_path, "fi", {"a": "Hei", "b": "Ei"})
    write(tmp_path, "sv", {"a": "Hej", "b": "Nej"})
    assert stale(Texts.load(tmp_path), Lock.read(tmp_path)) == [("sv", "a"), ("sv", "b")]
    recorded(Texts.load(tmp_path), Lock.read(tmp_path)).write(tmp_path)
    assert stale(Texts.load(tmp_path), Lock.read(tmp_path)) == []

    write(tmp_path, "fi", {"a": "Terve", "b": "Ei"})
    texts, lock = Texts.load(tmp_path), Lock.read(tmp_path)
    assert stale(texts, lock) == [("sv", "a")]
    assert stale(texts, recorded(texts, lock)) == [("sv", "a")], "recording alone must not make it fresh"
    assert stale(texts, recorded(texts, lock, {("sv", "a")})) == []

    write(tmp_path, "sv", {"a": "Tjena", "b": "Nej"})
    texts = Texts.load(tmp_path)
    assert stale(texts, recorded(texts, lock)) == []


NEW = "qaa"
"""A code that the standard keeps free for private use."""
NLU = """
version: "3.1"
nlu:
- intent: start_assessment
  examples: |
    - zorp blim
    - zorp blim da
- intent: change_language
  examples: |
    - blim zurrish
"""
OPTIONS = """
version: "3.1"
nlu:
- lookup: situation.unemployed
  examples: |
    - grunt lok
"""
DANGER = {"suicide": ["vorpal dim"], "self_harm": ["vorpal sak"], "violence": ["krag mi"], "acute": ["hulp"]}


@dataclass
class Talk:
    """A conversation on a copy of the project's files that has one more language."""

    engine: EmbeddedEngine
    state: DialogueState
    effects: tuple[Effect, ...] = ()

    def open(self) -> list[str]:
        return self._said(asyncio.run(self.engine.start("p", self.state.language)))

    def say(self, text: str) -> list[str]:
        return self._said(asyncio.run(self.engine.respond("p", self.state, PersonMessage(text=text))))

    def _said(self, turn: Turn) -> list[str]:
        self.state, self.effects = turn.state, turn.effects
        return [said.text for said in turn.replies]


def foreign(node: Any) -> Any:
    """The Finnish texts in a tongue of which nobody speaks more than one word."""
    if isinstance(node, str):
        return f"Zurr: {node}"
    return {key: foreign(value) for key, value in node.items()}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dialogues' files (Finnish only, to be trained quickly) with the files of a new language."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOM, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", ".*", "nlu"))
    (folder / "nlu").mkdir()
    for name in ("fi.yml", "options_fi.yml"):
        shutil.copy(ROOM / "nlu" / name, folder / "nlu")
    finnish = yaml.safe_load((ROOM / "texts" / "fi.yml").read_text(encoding="utf-8"))
    new = {**finnish, "name": "Zurrish", "asked_by": ["zurrish"], "texts": foreign(finnish["texts"])}
    dump = {f"texts/{NEW}.yml": new, f"safety/{NEW}.yml": DANGER}
    for name, content in dump.items():
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (folder / "nlu" / f"{NEW}.yml").write_text(NLU, encoding="utf-8")
    (folder / "nlu" / f"options_{NEW}.yml").write_text(OPTIONS, encoding="utf-8")
    return folder


@pytest.fixture
def talk(copy: Path) -> Talk:
    texts = Texts.load(copy / "texts")
    facts = FactReader.load(copy / "nlu", catalogue().municipalities)
    local = LocalActions(
        catalogue, texts, ("564",), lambda: date(2026, 11, 21), facts, lambda: names().occupations
    )
    understanding = Understanding.load(copy / "nlu", copy / "models")
    return Talk(
        EmbeddedEngine(load_project(copy), local, LocalResponses.load(texts), understanding),
        DialogueState(NEW),
    )


def test_a_language_added_by_files_alone_holds_a_conversation(talk: Talk) -> None:
    (opening,) = talk.open()
    assert opening.startswith("Zurr: Hei")
    begun = talk.say("zorp blim")
    assert begun[-1] == "Zurr: Missä kunnassa asut?"
    assert talk.say("Oulussa")[-1] == "Zurr: Mikä on tilanteesi nyt?"
    assert talk.say("grunt lok")[0] == "Zurr: Kiitos, merkitsin: Zurr: Työtön."
    assert (talk.state.profile.municipality, talk.state.profile.situation) == ("564", "unemployed")


def test_an_added_language_is_asked_for_and_offered_last(talk: Talk, copy: Path) -> None:
    talk.state = DialogueState("fi")
    switched, welcome = talk.say("blim zurrish")
    assert switched == "Zurr: Jatketaan suomeksi."
    assert welcome.startswith("Zurr: Hei")
    assert talk.effects == (SwitchLanguage(NEW),)
    assert Texts.load(copy / "texts").languages[-1] == NEW


def test_danger_is_seen_in_an_added_language(copy: Path) -> None:
    danger = Safety.read(copy / "safety").signs_of_danger("zorp, vorpal dim")
    assert danger is not None
    assert danger.kind == "suicide"


def test_an_installation_may_offer_an_added_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, NEW, {"a": "b"})
    monkeypatch.setattr("bot.settings.TEXTS", tmp_path)
    assert Settings(_env_file=None, languages=NEW).languages == (NEW,)


def test_a_file_that_is_named_after_no_language_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "klingon", {"a": "b"})
    with pytest.raises(TextsError, match="klingon is not the code"):
        Texts.load(tmp_path)
