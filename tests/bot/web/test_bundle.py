"""The script that joins the chat's modules."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.web.bundle import STYLES, BundleError, later, widget
from bot.web.site import STATIC
from tests.conftest import missing

CSS = ":root { --accent: #0b3d82; }\n/* why */\n.frame { color: var(--accent); }\n"
LARGEST_GZIP = 15_000


def project(folder: Path, **modules: str) -> Path:
    (folder / "chat").mkdir()
    for name in STYLES:
        (folder / name).write_text(CSS)
    for name, source in modules.items():
        (folder / "chat" / f"{name}.js").write_text(source)
    return folder


def test_what_is_imported_stands_before_who_imports_it(tmp_path: Path) -> None:
    script = widget(
        project(
            tmp_path,
            main='import { b } from "./b.js";\nb();\n',
            b='/** Why. */\nimport { c } from "./c.js";\n\nexport function b() {\n  return c;\n}\n',
            c="export const c = 1;\n",
        )
    )
    assert script.index("1") < script.index("function") < script.rindex("()")


def test_styles_belong_to_the_element(tmp_path: Path) -> None:
    script = widget(project(tmp_path, main="define(STYLE);\n"))
    assert ".osaamo{--a:#0b3d82}" in script
    assert ":root" not in script
    assert "why" not in script


def test_two_modules_may_not_declare_the_same_name(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        main='import { a } from "./a.js";\nconst same = a;\n',
        a="const same = 1;\nexport const a = same;\n",
    )
    with pytest.raises(BundleError, match=r"same is declared in a\.js and in main\.js"):
        widget(folder)


def test_a_circle_of_imports_is_refused(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        main='import { a } from "./a.js";\n',
        a='import { b } from "./b.js";\nexport const a = b;\n',
        b='import { a } from "./a.js";\nexport const b = a;\n',
    )
    with pytest.raises(BundleError, match=r"a\.js imports itself by way of b\.js"):
        widget(folder)


@pytest.mark.parametrize(
    "line", ['import * as a from "./a.js";', "export default 1;", 'export { a } from "./a.js";']
)
def test_other_forms_of_import_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BundleError, match=r"main\.js has a form"):
        widget(project(tmp_path, main=f"{line}\n"))


def test_the_shipped_script_is_small_enough_for_a_slow_phone() -> None:
    assert len(gzip.compress(widget(STATIC).encode())) <= LARGEST_GZIP


def test_the_shipped_script_can_be_parsed(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        missing("Node")
    path = tmp_path / "widget.js"
    path.write_text(widget(STATIC), encoding="utf-8")
    done = subprocess.run([str(node), "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_module_writes_markup_or_is_longer_than_a_hundred_lines() -> None:
    for path in (STATIC / "chat").glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source), (
            path.name
        )
        assert len(source.splitlines()) < 100, path.name


def test_what_comes_later_is_a_module_with_one_export(tmp_path: Path) -> None:
    folder = project(
        tmp_path,
        later='import { a } from "./a.js";\nexport function later() {\n  return a;\n}\n',
        a="export const a = 1;\n",
    )
    assert re.fullmatch(r"export const later ?= ?.*", later(folder).strip(), re.DOTALL)
