"""What Google's Lighthouse says of the chat's page and the page about the service, on a phone and a desktop.

Needs Node and Chromium: `npm ci`, then `python -m benchmarks.lighthouse [address]`.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from benchmarks.results import write_table
from benchmarks.service import running

COMMAND = ("node_modules/.bin/lighthouse", "--quiet", "--output=json", "--no-enable-error-reporting")
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
PAGES = {
    "the chat": "/?language=fi",
    "the chat, Arabic": "/?language=ar",
    "about": "/about-this-service?language=fi",
}
DEVICES = {"phone": (), "desktop": ("--preset=desktop",)}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TARGET = 95


def main() -> None:
    with ExitStack() as open_:
        address = sys.argv[1] if len(sys.argv) > 1 else ""
        if not address:
            folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="osaamo-lighthouse-")))
            address = f"http://127.0.0.1:{open_.enter_context(running('admin', 'run', data=folder)).port}"
        rows = [
            (name, device, *measured(f"{address}{path}", options))
            for name, path in PAGES.items()
            for device, options in DEVICES.items()
        ]
    note = (
        f"{date.today():%Y-%m-%d}, Lighthouse 12.8.2, Debian's Chromium, its own simulated throttling "  # noqa: DTZ011
        f"(phone: slow 4G, processor four times slower). Scores of 100, target {TARGET} everywhere."
    )
    columns = ("page", "device", *CATEGORIES, "first paint", "largest paint", "what is left")
    write_table("The page, by Lighthouse", note, columns, rows)


def measured(address: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The four scores, the two paints, and the audits that were not passed."""
    command = (*COMMAND, address, f"--chrome-flags={CHROME}", *options)
    environment = {**os.environ, "CHROME_PATH": "/usr/bin/chromium"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=180)
    report = json.loads(done.stdout)
    scores = [f"{report['categories'][each]['score'] * 100:.0f}" for each in CATEGORIES]
    paints = [report["audits"][each]["displayValue"] for each in PAINTS]
    return (*scores, *paints, ", ".join(left(report)))


PAINTS = ("first-contentful-paint", "largest-contentful-paint")


def left(report: dict[str, dict[str, dict[str, list[dict[str, object]]]]]) -> list[str]:
    """Audits that weigh something and lack a tenth or more."""
    weighed = {
        ref["id"] for each in CATEGORIES for ref in report["categories"][each]["auditRefs"] if ref["weight"]
    }
    scores = {name: report["audits"][str(name)].get("score") for name in weighed}
    return sorted(
        str(name) for name, score in scores.items() if isinstance(score, int | float) and score < 0.9
    )


if __name__ == "__main__":
    main()
