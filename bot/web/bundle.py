"""The chat's modules and style sheets as one classic script, so that a city's page needs one request."""

import json
import re
from pathlib import Path
from string import ascii_letters
from typing import Final

try:
    from minify import string as minified
except ImportError:  # There is no wheel for macOS on ARM: a developer's script is longer, not another one.

    def minified(kind: str, code: str) -> str:
        return code


STYLES: Final = ("tokens.css", "chat.css", "element.css")
ENTRY: Final = "main.js"
LATER: Final = "later.js"

_IMPORT = re.compile(r'^import \{(?P<names>[^}]+)\} from "\./(?P<module>[\w.-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)
_NO_EXPORTS = re.compile(r"^export \{\};\n", re.MULTILINE)
_COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)
_CSS_PAGE = re.compile(r"^/\* Only the page .*", re.MULTILINE | re.DOTALL)
_CSS_SET = re.compile(r"^\s*(--[\w-]+):.*;\n", re.MULTILINE)
_CSS_OWN_NAME = re.compile(r"--(?!osaamo-)[a-z][\w-]*")
_CSS_PRINT = re.compile(r"^@media print \{$.*?^\}$", re.MULTILINE | re.DOTALL)
_CSS_GAPS = re.compile(r"\s*([{;}])\s*|(?<=[:,]) ")
_DECLARED = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)


class BundleError(Exception):
    """The modules cannot be joined. The message names the module and why."""


def widget(static: Path) -> str:
    """The script of `/widget.js`. Raises BundleError."""
    modules = _in_order(static / "chat", ENTRY)
    _refuse_shared_names(modules)
    css = minified("text/css", _short_names("\n".join(_host_css(static / name) for name in STYLES)))
    css = _CSS_GAPS.sub(r"\1", css)  # Within @container it leaves them.
    style = f"const STYLE = {json.dumps(css, ensure_ascii=False)};\n"
    *code, entry = modules.values()
    script = "\n".join(('(() => {\n"use strict";', *code, style, entry, "})();\n"))
    return _short(script)


def later(static: Path) -> str:
    """The module of `/widget-later.js`: what the element loads when it is needed. Raises BundleError."""
    modules = _in_order(static / "chat", LATER)
    _refuse_shared_names(modules)
    script = "\n".join(("export const later = (() => {", *modules.values(), "return later;\n})();\n"))
    return _short(script)


def _short(script: str) -> str:
    return str(minified("text/javascript", script)) + "\n"


def _in_order(folder: Path, entry: str) -> dict[str, str]:
    """Name -> code of the entry and what it imports: what is imported stands before who imports it."""
    found: dict[str, str] = {}
    open_modules: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        if name in open_modules:
            raise BundleError(f"{name} imports itself by way of {open_modules[-1]}")
        open_modules.append(name)
        source = (folder / name).read_text(encoding="utf-8")
        for imported in _IMPORT.finditer(source):
            visit(imported["module"])
        found[name] = _code(name, source)
        open_modules.pop()

    visit(entry)
    return found


def _code(name: str, source: str) -> str:
    code = _COMMENT.sub("", source)
    code = _NO_EXPORTS.sub("", _EXPORT.sub("", _IMPORT.sub("", code)))
    for line in code.splitlines():
        if line.startswith(("import ", "export ")):
            raise BundleError(f"{name} has a form of import or export that is not joined: {line}")
    return code


def _refuse_shared_names(modules: dict[str, str]) -> None:
    """In one script all modules share one scope."""
    owners: dict[str, str] = {"STYLE": "the bundle"}
    for module, code in modules.items():
        for name in _DECLARED.findall(code):
            if name in owners:
                raise BundleError(f"{name} is declared in {owners[name]} and in {module}")
            owners[name] = module


def _host_css(path: Path) -> str:
    """Within the element a part of its own takes the place of the page's root.

    What browsers do not need goes, and so does what only our own page or a printer needs.
    """
    css = _CSS_PAGE.sub("", path.read_text(encoding="utf-8"))
    return _CSS_PRINT.sub("", css).replace(":root", ".osaamo")


def _short_names(css: str) -> str:
    """Of the custom properties that only the element itself sets; without those that it never reads."""
    css = _CSS_SET.sub(lambda found: found[0] if f"var({found[1]})" in css else "", css)
    names = dict.fromkeys(_CSS_OWN_NAME.findall(css))
    short = dict(zip(names, map("--{}".format, ascii_letters), strict=False))
    return _CSS_OWN_NAME.sub(lambda found: short[found[0]], css)
