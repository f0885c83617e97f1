"""Everything that is wrong in the files of the dialogues, each with its file and line."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dialogues.conversation.texts import Texts, TextsError
from dialogues.conversation.translations import SOURCE, Lock, differences, stale
from dialogues.errors import ProjectError, UnknownPayload
from dialogues.payload import parse_payload
from dialogues.project.blueprint import Project
from dialogues.project.reading import load_project
from dialogues.project.yaml_source import Place, read_yaml
from dialogues.understanding.facts import OPTIONS
from dialogues.understanding.language_offers import NoticesError, read_notices
from dialogues.understanding.sentences import SECTIONS
from dialogues.understanding.spelling import plain
from knowledge.vocabulary import LANGUAGES

_OF_ALL_KINDS = ("words.", "number.", "unit.", "counted.")
"""Lookup tables that name no option but help to read sentences."""
_TOLD = ".told"


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """`line` counts from 1."""

    path: Path
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


def complaints(folder: Path, texts: Iterable[Path]) -> list[Complaint]:
    """Of the project in `folder` and the folders of `texts`, sorted by file and line."""
    found = [complaint for each in texts for complaint in _of_texts(each)]
    found += _of_sentences(folder / "nlu")
    found += _of_options(folder / "nlu")
    found += _of_safety(folder / "safety")
    found += _of_notices(folder / "languages" / "notices.yml")
    try:
        found += _of_buttons(folder, load_project(folder))
    except ProjectError as error:
        found.append(Complaint(error.path, error.line, error.sentence))
    return sorted(set(found))


def _of_texts(folder: Path) -> Iterator[Complaint]:
    try:
        texts = Texts.load(folder)
    except TextsError as error:
        yield Complaint(folder, 1, str(error))
        return
    old = stale(texts, Lock.read(folder))
    for language in texts.by_language:
        path = folder / f"{language}.yml"
        said = [] if language == SOURCE else list(differences(texts, language))
        said += [f"{key} is older than the Finnish text" for code, key in old if code == language]
        lines = _lines_of_keys(path) if said else {}
        for sentence in said:
            yield Complaint(path, lines.get(sentence.partition(" ")[0], 1), sentence)


def _lines_of_keys(path: Path) -> Mapping[str, int]:
    """ "menu.text" -> the line of its text."""
    content = read_yaml(path)
    return dict(_keyed(content.mapping()["texts"], "")) if content else {}


def _keyed(place: Place, name: str) -> Iterator[tuple[str, int]]:
    within = {} if place.is_scalar() else place.mapping()
    if place.is_scalar() or within.keys() == {"text", "status"}:
        yield name, place.line
        return
    for key, value in within.items():
        yield from _keyed(value, f"{name}.{key}" if name else key)


def _of_sentences(folder: Path) -> Iterator[Complaint]:
    """A sentence under two intents of one language teaches nothing."""
    for path in sorted(folder.glob("*.yml")):
        first: dict[str, tuple[str, int]] = {}
        for section in _sections(path):
            if "intent" not in section or "examples" not in section:
                continue
            intent = section["intent"].text()
            for line, sentence in _examples(section["examples"]):
                other, where = first.setdefault(plain(sentence), (intent, line))
                if other != intent:
                    yield Complaint(
                        path, line, f"'{sentence}' is an example of {other} too, in line {where}."
                    )


def _of_options(folder: Path) -> Iterator[Complaint]:
    options = {f"{question}.{code}" for question, codes in OPTIONS.items() for code in codes}
    for path in sorted(folder.glob("*.yml")):
        for section in _sections(path):
            if "lookup" not in section:
                continue
            name = section["lookup"].text()
            if name.removesuffix(_TOLD) not in options and not name.startswith(_OF_ALL_KINDS):
                yield Complaint(
                    path, section["lookup"].line, f"There is no option {name.removesuffix(_TOLD)}."
                )
            for line, phrase in _examples(section.get("examples")):
                yield from _of_phrase(path, line, phrase)


def _of_safety(folder: Path) -> Iterator[Complaint]:
    for language in LANGUAGES:
        path = folder / f"{language}.yml"
        if "-" not in language and not path.is_file():
            yield Complaint(path, 1, "There are no signs of danger in this language.")
    for path in sorted(folder.glob("*.yml")):
        try:
            content = read_yaml(path)
            sections = content.mapping(SECTIONS) if content else {}
            for name in SECTIONS:
                if name not in sections:
                    yield Complaint(path, 1, f"The section '{name}' is missing.")
            for section in sections.values():
                for phrase in section.sequence():
                    yield from _of_phrase(path, phrase.line, phrase.text())
        except ProjectError as error:
            yield Complaint(error.path, error.line, error.sentence)


def _of_phrase(path: Path, line: int, phrase: str) -> Iterator[Complaint]:
    if phrase.count("(") != phrase.count(")"):
        yield Complaint(path, line, f"A bracket is missing in '{phrase}'.")
    if phrase.strip().startswith("..") or phrase.strip().endswith(".."):
        yield Complaint(path, line, f"'..' stands between words, not at an end: '{phrase}'.")


def _of_notices(path: Path) -> Iterator[Complaint]:
    try:
        notices = read_notices(path)
    except (NoticesError, OSError) as error:
        yield Complaint(path, 1, str(error))
        return
    for language, notice in notices.items():
        unknown = set(notice.knows) - set(LANGUAGES)
        if unknown:
            yield Complaint(
                path, 1, f"{language} names {', '.join(sorted(unknown))}, which is not spoken here."
            )


def _of_buttons(folder: Path, project: Project) -> Iterator[Complaint]:
    """Buttons of responses and of actions, by what they send."""
    for path in sorted((folder / "domain").glob("*.yml")):
        content = read_yaml(path)
        for place in _payloads(content) if content else ():
            try:
                parse_payload(place.text(), project)
            except UnknownPayload as error:
                yield Complaint(path, place.line, f"{place.text()}: {error}")
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for line, intent in _intents_of_buttons(tree):
            if intent not in project.intents:
                yield Complaint(path, line, f"A button sends /{intent}, but there is no such intent.")


def _payloads(place: Place) -> Iterator[Place]:
    if place.is_scalar():
        return
    if place.is_list():
        for item in place.sequence():
            yield from _payloads(item)
        return
    for key, value in place.mapping().items():
        yield from (value,) if key == "payload" and value.is_scalar() else _payloads(value)


def _intents_of_buttons(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Of `payload("intent", ...)` and `voice.button("key", "intent", ...)`."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        at = {"payload": 0, "button": 1}.get(name)
        given = call.args[at] if at is not None and len(call.args) > at else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield call.lineno, given.value


def _sections(path: Path) -> list[dict[str, Place]]:
    """Empty when the file is not as `load_project` would accept it: that complains."""
    try:
        content = read_yaml(path)
        return [item.mapping() for item in content.mapping()["nlu"].sequence()] if content else []
    except (ProjectError, KeyError):
        return []


def _examples(place: Place | None) -> Iterator[tuple[int, str]]:
    lines = place.text().splitlines() if place else []
    for number, line in enumerate(lines, start=place.line + 1 if place else 0):
        text = line.strip().removeprefix("-").strip()
        if text:
            yield number, text
