"""What the running service does not carry."""

import subprocess
import sys

import pytest

_LOADED = "import sys, admin.running; print(*sys.modules)"


@pytest.mark.parametrize("library", ["scipy", "sklearn", "zxcvbn"])
def test_what_a_running_service_seldom_needs_is_not_loaded_with_it(library: str) -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert library not in done.stdout.split()
