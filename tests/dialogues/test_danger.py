"""The models beside the rules of danger: they see what no rule knows, and leave everyday talk alone."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dialogues.understanding.danger_model import Danger
from dialogues.understanding.examples import read_examples
from dialogues.understanding.safety import Safety, parts
from dialogues.understanding.sentences import HARMLESS, SECTIONS, read_sentences
from dialogues.understanding.spelling import plain
from dialogues.understanding.training_process import TrainingError
from knowledge.embedding import BundledModel, Embedding, EmbeddingChoice
from tests.support.trained import RULES, trained, with_meaning
from tests.support.vectors import Counting, bundled

__all__ = ["bundled"]

HERE = Path(__file__).parent
LEARNED = {plain(sentence.text) for sentence in read_sentences(RULES / "sentences")}
WRITTEN_APART: Mapping[str, Mapping[str, list[str]]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((HERE / "probe" / "unseen_danger").glob("*.yml"))
}
UNSEEN = {
    language: {part: [text for text in texts if plain(text) not in LEARNED] for part, texts in parts.items()}
    for language, parts in WRITTEN_APART.items()
}
"""Short sentences that two people wrote alike are no test."""
ORDINARY = [
    example for folder in ("evaluation", "probe", "probe/second") for example in read_examples(HERE / folder)
]

Shares = tuple[float, float]
"""Of texts taken for danger: surely, and at least perhaps."""


@pytest.fixture(scope="module")
def safety() -> Safety:
    return trained()[1]


def shares(safety: Safety, part: str) -> Shares:
    return taken([safety.signs_of_danger(text) for code in UNSEEN for text in UNSEEN[code][part]])


def taken(found: list[Danger | None]) -> Shares:
    return (
        float(np.mean([danger is not None and danger.sure for danger in found])),
        float(np.mean([danger is not None for danger in found])),
    )


def test_unseen_danger_is_seen_by_characters_and_ordinary_words_are_left_alone(safety: Safety) -> None:
    sure, seen = shares(safety, "dangerous")
    assert sure >= 0.86
    assert seen >= 0.93
    falsely_sure, falsely_seen = taken([safety.signs_of_danger(e.text) for e in ORDINARY])
    assert falsely_sure < 0.01
    assert falsely_seen < 0.04


@pytest.mark.timeout(1500)
def test_with_vectors_nearly_all_of_it_is_seen_with_fewer_alarms(bundled: BundledModel) -> None:
    _, safety = with_meaning(bundled)
    sure, seen = shares(safety, "dangerous")
    assert sure >= 0.92
    assert seen >= 0.98
    assert shares(safety, "harmless")[0] < 0.025
    falsely_sure, falsely_seen = taken([safety.signs_of_danger(e.text) for e in ORDINARY])
    assert falsely_sure < 0.005
    assert falsely_seen < 0.03


def test_hardly_any_sentence_that_measures_was_learned_from() -> None:
    written = sum(len(texts) for parts in WRITTEN_APART.values() for texts in parts.values())
    unseen = sum(len(texts) for parts in UNSEEN.values() for texts in parts.values())
    assert unseen >= 0.98 * written


def test_every_language_with_rules_has_sentences_of_every_kind() -> None:
    sentences = read_sentences(RULES / "sentences")
    assert {each.language for each in sentences} == {path.stem for path in RULES.glob("*.yml")}
    for language in UNSEEN:
        own = [each for each in sentences if each.language == language]
        assert len({plain(each.text) for each in own}) > 0.98 * len(own)
        for section in SECTIONS:
            assert sum(each.intent == section for each in own) >= (300 if section == HARMLESS else 40)


def test_one_sentence_of_danger_is_not_lost_among_many_others(safety: Safety) -> None:
    harmless = (
        "Olen hakenut töitä rakennusalalta ja lähettänyt monta hakemusta viikossa. Asun Oulussa ja voisin "
        "muuttaa myös Kemiin, jos sieltä löytyy töitä. Aiemmin olin varastolla neljä vuotta, sitten firma "
        "lopetti. Olen kysynyt kursseista, mutta jonot ovat pitkiä ja vastauksia ei tule."
    )
    hidden = "Mulla on lääkkeet tässä valmiina, kukaan ei jää kaipaamaan."
    assert safety.signs_of_danger(harmless) is None
    for text in (f"{harmless} {hidden}", f"{hidden} {harmless}", f"{harmless}\n{hidden}\n{harmless}"):
        danger = safety.signs_of_danger(text)
        assert danger is not None
        assert danger.kind == "suicide"
    unstopped = harmless.replace(".", "").replace(",", "") + " " + hidden.replace(",", "").replace(".", "")
    assert safety.signs_of_danger(unstopped) is not None


@pytest.mark.parametrize(
    "text",
    [
        "hoidin isääni kotona ja osaan ommella",
        "olin kymmenen vuotta keittiössä ja sen jälkeen hoidin äitiäni",
        "jag tog hand om min pappa i fem år och kan laga mat",
        "I cared for my father at home and can sew",
        "я ухаживала за бабушкой и умею шить",
        "اعتنيت بأبي في البيت وأعرف الطبخ",
        "aabbahay ayaan guriga ku daryeelay",
    ],
)
def test_who_tells_of_having_cared_for_family_is_not_taken_for_somebody_in_danger(
    safety: Safety, text: str
) -> None:
    assert safety.signs_of_danger(text) is None


@given(st.text(max_size=2000))
def test_no_word_of_a_long_text_is_left_unjudged(text: str) -> None:
    whole, *pieces = parts(text)
    assert whole == text
    if pieces:
        assert set(" ".join(pieces).split()) == set(text.split())


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Rules without a phrase, and a few sentences, in a folder with as few NLU examples."""
    rules = "".join(f"{section}: []\n" for section in SECTIONS)
    (tmp_path / "en.yml").write_text(rules, encoding="utf-8")
    (tmp_path / "sentences").mkdir()
    said = {
        "suicide": ["i wish i was dead", "i want to be dead", "dead is what i want to be"],
        "acute": ["he swallowed poison", "she has swallowed bleach", "swallowed a whole pack of pills"],
        "self_harm": ["i cut my arms", "cutting my arms again", "i cut myself at night"],
        "violence": ["my husband hit me", "he hit me again", "my father hits me"],
        HARMLESS: ["i need a job", "cut my hours at work", "the deadline is near", "hit the target at work"]
        * 2,
    }
    content = yaml.safe_dump(
        {kind: [*texts, *(f"{text} now" for text in texts)] for kind, texts in said.items()}
    )
    (tmp_path / "sentences" / "en.yml").write_text(content, encoding="utf-8")
    (tmp_path / "nlu").mkdir()
    greetings = "nlu:\n- intent: greet\n  examples: |\n    - hello there\n    - good morning\n"
    (tmp_path / "nlu" / "en.yml").write_text(greetings, encoding="utf-8")
    return tmp_path


def test_the_kind_is_the_one_whose_sentences_are_alike(small: Path) -> None:
    safety = Safety.load(small, small / "nlu", small)
    for text, kind in (("i want to be dead now", "suicide"), ("my husband hit me now", "violence")):
        danger = safety.signs_of_danger(text)
        assert danger is not None
        assert danger.kind == kind
    assert safety.signs_of_danger("  ") is None


def test_without_vectors_characters_judge(small: Path, bundled: BundledModel) -> None:
    by_characters = Safety.load(small, small / "nlu", small)
    safety = Safety.load(small, small / "nlu", small)
    safety.learn_meaning(small, small / "nlu", small, EmbeddingChoice(), Embedding(bundled))
    ill = Counting()
    ill.ill, ill.name = True, bundled.name
    safety.learn_meaning(small, small / "nlu", small, EmbeddingChoice(), Embedding(ill))
    for text in ("i want to be dead now", "a job i need"):
        assert safety.signs_of_danger(text) == by_characters.signs_of_danger(text)


def test_sentences_without_a_section_are_refused(small: Path) -> None:
    (small / "sentences" / "en.yml").write_text("suicide: [a]\n", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"en\.yml: needs the sections"):
        Safety.load(small, small / "nlu", small)
