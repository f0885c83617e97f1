"""Rasa has one model for all languages: no sentence may be an example of two intents, in any language."""

from collections import defaultdict

from dialogues.understanding.examples import read_examples
from tests.support.rasa import PROJECT


def test_a_sentence_belongs_to_one_intent() -> None:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for example in read_examples(PROJECT / "nlu"):
        found[example.text].add((example.intent, example.language))
    twice = {text: told for text, told in found.items() if len({intent for intent, _ in told}) > 1}
    assert twice == {}
