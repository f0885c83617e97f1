"""Loads a Rasa 3.6 project from its folder, or says in which line it cannot be run."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dialogues.errors import ProjectError
from dialogues.project.blueprint import Project, Rule
from dialogues.project.config_file import read_settings
from dialogues.project.domain_files import read_domain
from dialogues.project.nlu_files import check_nlu
from dialogues.project.rule_files import read_rules
from dialogues.project.yaml_source import Place, read_yaml

__all__ = ["Project", "load_project"]

_TRAINING_FOLDERS = ("data", "rules", "nlu", "stories")
_TRAINING_KEYS = ("version", "nlu", "rules", "stories")


def load_project(folder: Path) -> Project:
    """The project with every name checked. Raises ProjectError naming file and line."""
    domain_files = [place for path in _domain_paths(folder) if (place := read_yaml(path))]
    if not domain_files:
        raise ProjectError(folder / "domain", 1, "There is no domain.")
    domain = read_domain(domain_files)
    config = read_yaml(folder / "config.yml")
    if config is None:
        raise ProjectError(folder / "config.yml", 1, "The file is empty.")
    project = Project(
        intents=domain.intents,
        entities=domain.entities,
        slots=domain.slots,
        forms=domain.forms,
        responses=domain.responses,
        actions=domain.actions,
        rules=(),
        settings=read_settings(config),
        featurized_entities=domain.featurized_entities,
    )
    fallback = project.settings.fallback_action
    if fallback and not project.runs(fallback):
        raise config.refuse(f"There is no action '{fallback}' to fall back to.")
    return replace(project, rules=tuple(_rules(folder, project)))


def _domain_paths(folder: Path) -> list[Path]:
    single = folder / "domain.yml"
    return [*([single] if single.exists() else []), *sorted((folder / "domain").glob("**/*.yml"))]


def _rules(folder: Path, project: Project) -> Iterator[Rule]:
    seen: set[str] = set()
    for name in _TRAINING_FOLDERS:
        for path in sorted((folder / name).glob("**/*.yml")):
            # Rasa takes files of this name for test conversations, not for training.
            if path.name.startswith("test_"):
                continue
            for rule in _training_file(read_yaml(path), project):
                if rule.name in seen:
                    raise ProjectError(path, rule.line, f"There is another rule '{rule.name}'.")
                seen.add(rule.name)
                yield rule


def _training_file(file: Place | None, project: Project) -> list[Rule]:
    sections = file.mapping(_TRAINING_KEYS) if file else {}
    if "stories" in sections:
        raise sections["stories"].refuse("Stories as training data are not supported; rules are.")
    if "nlu" in sections:
        check_nlu(sections["nlu"], project)
    return read_rules(sections["rules"], project) if "rules" in sections else []
