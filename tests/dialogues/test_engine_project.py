"""Loading a project: what it gives, and the file and line of what is refused."""

from pathlib import Path

import pytest

from dialogues.embedded.rules import RuleBook
from dialogues.errors import ProjectError
from dialogues.project.reading import load_project

CONFIG = """\
pipeline:
- name: WhitespaceTokenizer
- name: FallbackClassifier
policies:
- name: RulePolicy
"""
DOMAIN = """\
session_config:
  session_expiration_time: 0
intents: [greet, bye]
entities: [city]
actions: [action_find]
responses:
  utter_greet: [{text: hello}]
slots:
  city:
    type: text
    mappings:
    - type: from_entity
      entity: city
  several:
    type: list
    mappings:
    - type: custom
forms:
  form:
    required_slots: [city]
"""
RULES = """\
rules:
- rule: greet
  steps:
  - intent: greet
  - action: utter_greet
"""


def written(folder: Path, **files: str) -> Path:
    contents = {"config": CONFIG, "domain": DOMAIN, "rules": RULES, "nlu": ""} | files
    for name in ("rules", "nlu"):
        (folder / name).mkdir()
    (folder / "config.yml").write_text(contents["config"])
    (folder / "domain.yml").write_text(contents["domain"])
    (folder / "rules" / "some.yml").write_text(contents["rules"])
    (folder / "nlu" / "en.yml").write_text(contents["nlu"])
    return folder


def test_a_project_is_read(tmp_path: Path) -> None:
    project = load_project(written(tmp_path))
    assert project.intents == {"greet", "bye"}
    assert project.slots["city"].mappings[0].entity == "city"
    assert project.forms["form"].required_slots == ("city",)
    assert project.rules[0].name == "greet"
    assert (project.settings.threshold, project.settings.ambiguity) == (0.3, 0.1)


def test_the_projects_own_dialogues_are_read() -> None:
    project = load_project(Path(__file__).parents[2] / "dialogues")
    RuleBook(project)
    assert "start" in project.intents


def test_a_domain_may_be_a_folder(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain.yml").rename(tmp_path / "domain" / "one.yml")
    (tmp_path / "domain" / "two.yml").write_text("intents: [thanks]\n")
    assert "thanks" in load_project(tmp_path).intents


def test_words_are_not_truth_values(tmp_path: Path) -> None:
    slot = "  polite: {type: categorical, values: [yes, no, 3], mappings: [{type: custom}]}\nforms:\n"
    project = load_project(written(tmp_path, domain=DOMAIN.replace("forms:\n", slot)))
    assert project.slots["polite"].values == ("yes", "no", "3")


RULE = "rules:\n- rule: r\n  steps:\n"
REFUSED_RULES = {
    "an unknown intent": (RULE + "  - intent: nope\n", 4, "no intent 'nope'"),
    "an unknown action": (
        RULE + "  - intent: greet\n  - action: action_nope\n",
        5,
        "no action 'action_nope'",
    ),
    "an action of Rasa's": (RULE + "  - action: action_restart\n", 4, "no action 'action_restart'"),
    "an unknown entity": (RULE + "  - intent: greet\n    entities: [nope]\n", 5, "no entity 'nope'"),
    "an unknown slot": (RULE + "  - slot_was_set:\n    - nope: 1\n", 5, "no slot 'nope'"),
    "an unknown form": (RULE + "  - active_loop: nope\n", 4, "no form 'nope'"),
    "two messages": (
        RULE + "  - intent: greet\n  - action: action_find\n  - intent: bye\n",
        2,
        "one message",
    ),
    "no steps": (RULE.replace("steps:", "steps: []"), 2, "no steps"),
    "null of a list": (RULE + "  - slot_was_set:\n    - several: null\n", 5, "takes null"),
    "an or-statement": (RULE + "  - or:\n    - intent: greet\n", 4, "'or' is not supported"),
    "a checkpoint": (RULE + "  - checkpoint: here\n", 4, "'checkpoint' is not supported"),
    "a story": ("stories:\n- story: s\n  steps: []\n", 2, "Stories"),
    "an unknown key": (RULE + "  - intent: greet\n  colour: red\n", 5, "'colour' is not supported"),
    "a name twice": (RULES + RULES.removeprefix("rules:\n"), 6, "another rule 'greet'"),
    "not YAML": ("rules:\n- [", 3, "not YAML"),
    "another shape": ("rules: greet\n", 1, "A list is expected"),
}


@pytest.mark.parametrize("case", REFUSED_RULES)
def test_a_rule_that_cannot_be_run_is_refused(tmp_path: Path, case: str) -> None:
    rules, line, sentence = REFUSED_RULES[case]
    with pytest.raises(ProjectError, match=sentence) as caught:
        load_project(written(tmp_path, rules=rules))
    assert (caught.value.path.name, caught.value.line) == ("some.yml", line)


REFUSED_DOMAINS = {
    "an unknown section": ("e2e_actions: []\n", "", "'e2e_actions' is not supported"),
    "an expiring session": ("session_expiration_time: 60", "session_expiration_time: 0", "do not expire"),
    "an intent twice": ("[greet, bye, greet]", "[greet, bye]", "listed twice"),
    "Rasa's own restart": ("[greet, bye, restart]", "[greet, bye]", "action_restart"),
    "a slot type": ("type: mypackage.Slot", "type: text", "'mypackage.Slot' are not supported"),
    "a mapping type": ("type: from_air", "type: from_entity", "'from_air' are not supported"),
    "an unknown mapping key": ("entity: city\n      role: to", "entity: city", "'role' is not supported"),
    "a mapping's action": ("type: custom\n      action: a", "type: custom", "'action' is not supported"),
    "a mapping's entity": ("entity: town", "entity: city", "no entity 'town'"),
    "an influencing any": (
        "type: any\n    influence_conversation: true\n    mappings:\n    - type: custom",
        "type: list\n    mappings:\n    - type: custom",
        "type any cannot",
    ),
    "a form's slot": ("required_slots: [town]", "required_slots: [city]", "no slot 'town'"),
    "a form's intent": (
        "required_slots: [city]\n    ignored_intents: [nope]",
        "required_slots: [city]",
        "no intent 'nope'",
    ),
    "an overridden form": ("[action_find, form]", "[action_find]", "overrides the form"),
    "a response's name": ("say_greet", "utter_greet", "does not begin with"),
}


@pytest.mark.parametrize("case", REFUSED_DOMAINS)
def test_a_domain_that_cannot_be_run_is_refused(tmp_path: Path, case: str) -> None:
    new, old, sentence = REFUSED_DOMAINS[case]
    domain = DOMAIN.replace(old, new) if old else DOMAIN + new
    with pytest.raises(ProjectError, match=sentence) as caught:
        load_project(written(tmp_path, domain=domain))
    assert caught.value.path.name == "domain.yml"
    assert 1 < caught.value.line <= len(domain.splitlines())


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (CONFIG.replace("RulePolicy", "TEDPolicy"), "TEDPolicy is not supported"),
        (CONFIG.replace("RulePolicy", "MemoizationPolicy"), "RulePolicy is missing"),
        (CONFIG.replace("WhitespaceTokenizer", "ResponseSelector"), "ResponseSelector is not supported"),
        (CONFIG + "  core_fallback_action_name: action_nope\n", "no action 'action_nope'"),
        (CONFIG + "  restrict_rules: false\n", "cannot be switched off"),
        ("policies:\n- name: RulePolicy\n", "choose the pipeline itself"),
    ],
)
def test_a_config_that_cannot_be_run_is_refused(tmp_path: Path, config: str, sentence: str) -> None:
    with pytest.raises(ProjectError, match=sentence):
        load_project(written(tmp_path, config=config))


@pytest.mark.parametrize(
    ("nlu", "line", "sentence"),
    [
        ("nlu:\n- intent: nope\n  examples: |\n    - x\n", 2, "no intent 'nope'"),
        ("nlu:\n- intent: greet\n  examples: |\n    - hi\n    - in [Oulu](town)\n", 5, "no entity 'town'"),
        ('nlu:\n- intent: greet\n  examples: |\n    - [Oulu]{"entity": "town"}\n', 4, "no entity 'town'"),
        ("nlu:\n- intent: greet\n  examples: |\n    - hi\n    hello\n", 5, "begins with"),
        ("nlu:\n- intent: greet\n", 2, "with examples"),
        (f"nlu:\n- lookup: city\n  examples: |\n    - {'x' * 300}\n", 3, "long first phrase"),
    ],
)
def test_examples_that_nobody_would_know_are_refused(
    tmp_path: Path, nlu: str, line: int, sentence: str
) -> None:
    with pytest.raises(ProjectError, match=sentence) as caught:
        load_project(written(tmp_path, nlu=nlu))
    assert (caught.value.path.name, caught.value.line) == ("en.yml", line)


def test_test_conversations_are_not_training_data(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "rules" / "test_stories.yml").write_text("stories:\n- story: s\n  steps: []\n")
    assert len(load_project(tmp_path).rules) == 1


def test_contradicting_rules_are_refused(tmp_path: Path) -> None:
    other = "- rule: other\n  steps:\n  - intent: greet\n  - action: action_find\n"
    project = load_project(written(tmp_path, rules=RULES + other))
    with pytest.raises(ProjectError, match="where the rule 'greet' leads to utter_greet") as caught:
        RuleBook(project)
    assert caught.value.line == 6


def test_a_project_without_a_domain_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no domain"):
        load_project(tmp_path)
