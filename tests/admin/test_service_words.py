"""Every word that the pages of services name exists, and no word is left over."""

import re
from typing import Final

from admin.pages import HERE
from admin.service_verbs import PATHS
from admin.service_words import OPTIONS, OWN_OPTIONS
from dialogues.conversation.texts import Texts
from knowledge.editing.content import FACT_FIELDS, WORD_FIELDS
from knowledge.editing.listing import ORDERS, STANDINGS, TEXT_STANDINGS
from knowledge.models import PROPOSAL_STATES, TEXT_STATUSES

CODES: Final = {
    "state": STANDINGS,
    "text": TEXT_STANDINGS,
    "order": ORDERS,
    "status": (*TEXT_STATUSES, "missing"),
    "proposal": PROPOSAL_STATES,
    "verb": tuple(PATHS),
    "field": (*FACT_FIELDS, *WORD_FIELDS, "status", "comment", "language", "publish_at"),
    "hint": ("long_sentence", "passive", "contact", "date", "jargon", "outdated", "instead"),
    "error": (
        *("missing", "too_long", "bad_link", "unknown_code", "wrong_order", "not_fitting"),
        *("bad_number", "bad_date"),
    ),
    "against": (
        *("audience", "municipality", "newcomers_only", "age", "situation", "dates"),
        *("stand_in", "other_field", "no_need", "no_text"),
    ),
    "view": ("edit", "read", "preview", "trial", "history"),
    **OWN_OPTIONS,
}
"""Words that are named by a prefix and a code."""


def known() -> set[str]:
    texts = Texts.load(HERE / "texts").by_language["en"].texts
    return {key.removeprefix("services.") for key in texts if key.startswith("services.")}


def named() -> set[str]:
    """Those that templates and modules name in full."""
    files = [*(HERE / "templates" / "services").glob("*.html"), *HERE.glob("service_*.py"), HERE / "pages.py"]
    source = "".join(path.read_text("utf-8") for path in files)
    shared = re.findall(r"""noun ~ "\.([a-z_]+)\"""", source)
    return {*re.findall(r"""["']services\.([a-z_]+)["']""", source), *shared, "nationwide", "yes", "no"}


def test_every_code_has_its_word() -> None:
    wanted = {f"{prefix}_{code}" for prefix, codes in CODES.items() for code in codes}
    assert wanted - known() == set()


def test_every_word_that_a_template_names_exists() -> None:
    assert len(named()) > 80
    assert {key for key in named() if not key.endswith("_")} - known() == set()


def test_no_word_is_left_over() -> None:
    prefixes = (*CODES, "change")
    left = {key for key in known() - named() if not key.startswith(tuple(f"{each}_" for each in prefixes))}
    assert left == set()


def test_every_code_of_a_service_is_worded_by_the_dialogues() -> None:
    texts = Texts.load().by_language["en"].texts
    wanted = {f"{key}.{code}" for key, codes in OPTIONS.values() for code in codes}
    assert wanted - set(texts) == set()


def test_modules_stay_small_and_set_only_text() -> None:
    for module in (HERE / "static" / "editing").glob("*.js"):
        source = module.read_text("utf-8")
        assert len(source.splitlines()) < 100, module.name
        assert "innerHTML" not in source, module.name
