"""The panel's pages in groups: everybody finds what the role may open, and sees where they are."""

import pytest

from admin.navigation import NAVIGATION, groups_for, items_beside

ROLES = ("editor", "counsellor", "coordinator", "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_only_its_own_pages_and_no_empty_group(role: str) -> None:
    groups = groups_for(role)
    assert groups
    for group in groups:
        assert group.items
        assert all(role in item.roles for item in group.items)


def test_every_page_stands_in_one_group_once() -> None:
    addresses = [item.href for group in NAVIGATION for item in group.items]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/admin/services/mieli", "/admin/services"),
        ("/admin/new-service", "/admin/services"),
        ("/admin/glossary/sv", "/admin/translations"),
        ("/admin/calendars", "/admin/imports"),
        ("/admin/staff", "/admin/staff"),
    ],
)
def test_a_page_is_marked_in_its_group(path: str, address: str) -> None:
    groups = groups_for("administrator")
    (marked,) = [item for item in items_beside(path, groups) if item.holds(path)]
    assert marked.href == address


def test_a_page_whose_name_begins_like_another_ones_is_not_taken_for_it() -> None:
    groups = groups_for("administrator")
    assert items_beside("/admin/staffing", groups) == ()


def test_an_editor_has_no_desk() -> None:
    assert "/admin/desk" not in [item.href for group in groups_for("editor") for item in group.items]
