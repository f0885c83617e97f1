"""The schemas of Open Referral, where the folder of shared data has them."""

import json
from pathlib import Path
from typing import Any

from jsonschema_rs import Validator, validator_for

from tests.conftest import no_real_data

SCHEMAS = Path(__file__).parents[4] / "shared" / "data" / "hsds" / "compiled"


def schema(name: str) -> dict[str, Any]:
    """Skips the test, saying so, where the schemas are not there."""
    path = SCHEMAS / f"{name}.json"
    if not path.is_file():
        no_real_data(f"Open Referral's schema {name}.json in ../shared/data/hsds")
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def validator(of: dict[str, Any]) -> Validator:
    checks: Validator = validator_for(of, validate_formats=True)
    return checks


def flat(of: dict[str, Any]) -> dict[str, Any]:
    """The tabular schema refers to files that are not with it, for nested things that no table has."""
    whole: dict[str, Any] = json.loads(json.dumps(of))
    for table in whole["properties"].values():
        properties = table["items"]["properties"]
        table["items"]["properties"] = {
            name: each for name, each in properties.items() if "$ref" not in json.dumps(each)
        }
    return whole
