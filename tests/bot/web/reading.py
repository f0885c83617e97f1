"""What a screen reader finds: Chromium's accessibility tree as lines of role, name and state."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

_UNSAID = "none generic InlineTextBox RootWebArea paragraph listitem LabelText Legend form"
_STATES = ("checked", "expanded", "modal", "live")


def walk(page: Page) -> list[str]:
    """The page's tree from top to bottom; what says nothing of its own is left out."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}
    root = next(node for node in tree if "parentId" not in node)
    lines: list[str] = []
    for line in _lines(nodes, root, None):
        if not lines or line not in lines[-1]:
            lines.append(line)
    return lines


def _lines(nodes: dict[str, Any], node: dict[str, Any], above: str | None) -> Iterator[str]:
    role, name = node.get("role", {}).get("value", ""), node.get("name", {}).get("value", "").strip()
    said = f'{role} "{name}"' if name else role
    told = (
        not node.get("ignored")
        and role not in _UNSAID.split()
        and not (role == "StaticText" and name == above)
    )
    if told and (name or role in ("log", "list", "banner", "dialog")):
        yield " ".join((said.removeprefix("StaticText "), *_states(node)))
    inner = name if told and role in ("button", "heading", "link", "option", "checkbox") else above
    for child in node.get("childIds", ()):
        if child in nodes and role not in ("button", "link", "combobox", "textbox"):
            yield from _lines(nodes, nodes[child], inner)


def _states(node: dict[str, Any]) -> Iterator[str]:
    for each in node.get("properties", ()):
        value = each["value"].get("value")
        if each["name"] in _STATES and value not in (False, "false"):
            yield f"({each['name']}: {value})" if value not in (True, "true") else f"({each['name']})"
