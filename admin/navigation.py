"""The panel's pages in three groups: what each role sees of them, and where the open one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ALL: Final = ("editor", "counsellor", "coordinator", "administrator")
EDITORS: Final = ("editor", "coordinator", "administrator")
AT_DESK: Final = ("counsellor", "coordinator", "administrator")
LEADING: Final = ("coordinator", "administrator")


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the navigation and the roles that see it. `label` is a key of the panel's texts.

    `also` are addresses of pages that belong to it without standing below it. `whole`: it concerns the whole
    installation, and is not for who works for some of its cities.
    """

    href: str
    label: str
    roles: tuple[str, ...]
    also: tuple[str, ...] = ()
    whole: bool = False

    def holds(self, path: str) -> bool:
        return any(path == each or path.startswith(f"{each}/") for each in (self.href, *self.also))


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one kind of work. Its own link leads to the first one that the role sees."""

    label: str
    items: tuple[Item, ...]

    def for_role(self, role: str, *, everywhere: bool) -> "Group":
        seen = (item for item in self.items if everywhere or not item.whole)
        return Group(self.label, tuple(item for item in seen if role in item.roles))

    def holds(self, path: str) -> bool:
        return any(item.holds(path) for item in self.items)


NAVIGATION: Final = (
    Group(
        "group_desk",
        (
            Item("/admin/desk", "desk", AT_DESK),
            Item("/admin/canned-replies", "canned.title", AT_DESK, ("/admin/new-canned-reply",)),
            Item("/admin/desk-reports", "reports.title", AT_DESK),
            Item("/admin/supervision", "supervision.title", LEADING),
        ),
    ),
    Group(
        "group_content",
        (
            Item("/admin/services", "services.title", ALL, ("/admin/new-service",)),
            Item("/admin/guides", "guides.title", ALL, ("/admin/new-guide",)),
            Item("/admin/events", "events.title", ALL),
            Item("/admin/needs-you", "upkeep.title", EDITORS, ("/admin/outdated-words",)),
            Item("/admin/translations", "translation.title", EDITORS, ("/admin/glossary",)),
            Item("/admin/synonyms", "synonyms.title", EDITORS),
            Item("/admin/proposals", "services.proposals", EDITORS),
            Item("/admin/imports", "imports.title", LEADING, ("/admin/codes", "/admin/calendars")),
            Item("/admin/providers", "providers.title", ("administrator",)),
        ),
    ),
    Group(
        "group_administration",
        (
            Item("/admin/staff", "staff", ("administrator",)),
            Item("/admin/teams", "teams.title", LEADING),
            Item("/admin/audit", "audit", LEADING, whole=True),
        ),
    ),
)


def groups_for(role: str, *, everywhere: bool = True) -> tuple[Group, ...]:
    """The groups in which a role sees anything. `everywhere`: in every city of the installation."""
    seen = (group.for_role(role, everywhere=everywhere) for group in NAVIGATION)
    return tuple(group for group in seen if group.items)


def items_beside(path: str, groups: Sequence[Group]) -> tuple[Item, ...]:
    """The pages of the group that `path` belongs to; () where there is no choice."""
    items = next((group.items for group in groups if group.holds(path)), ())
    return items if len(items) > 1 else ()
