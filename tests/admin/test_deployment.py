"""The files that containers are made from name what is there: settings, sources, commands, addresses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from admin import cli, desk_api
from admin.settings import ServiceSettings
from bot.app import conversations
from bot.telegram.addresses import PATH

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROXY = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
DOCKERFILES = ("Dockerfile", "deploy/rasa.Dockerfile")
ELSEWHERE = {"OSAAMO_SITE", "OSAAMO_CALLBACK_URL"}
"""Read by the proxy and by Rasa, not by the application."""


def known() -> set[str]:
    fields = ServiceSettings.model_fields.items()
    return {str(field.validation_alias or f"OSAAMO_{name.upper()}") for name, field in fields}


@pytest.mark.parametrize("file", ["compose.yaml", *DOCKERFILES, "deploy/Caddyfile"])
def test_every_setting_that_is_named_is_one(file: str) -> None:
    named = set(re.findall(r"OSAAMO_[A-Z_]+", (ROOT / file).read_text(encoding="utf-8")))
    assert named - known() <= ELSEWHERE


@pytest.mark.parametrize("file", DOCKERFILES)
def test_what_is_copied_is_there(file: str) -> None:
    lines = re.findall(r"^COPY (.+) \S+$", (ROOT / file).read_text(encoding="utf-8"), re.M)
    assert lines
    missing = [name for line in lines for name in line.split() if not (ROOT / name).exists()]
    assert missing == []


def test_the_containers_command_is_one_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    (command,) = re.findall(r'^CMD \["osaamo", "(\w+)"\]$', (ROOT / "Dockerfile").read_text(), re.M)
    monkeypatch.setattr("sys.argv", ["osaamo", command, "--help"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0


def test_whoever_is_built_or_mounted_from_here_is_here() -> None:
    for service in COMPOSE["services"].values():
        build = service.get("build")
        if isinstance(build, dict):
            assert (ROOT / build["dockerfile"]).is_file()
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()


def test_the_application_reaches_the_internet_and_is_reached_through_the_proxy_alone() -> None:
    services = COMPOSE["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert "outside" in services["app"]["networks"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {
        "proxy",
        "app",
    }


def test_the_proxy_hides_what_is_between_the_services_and_lets_telegram_in() -> None:
    hidden = re.findall(r"^\s*@inside path (.+)$", PROXY, re.M)[0].split()
    assert hidden == ["/internal/*", "/metrics"]
    assert not any(PATH.startswith(each.rstrip("*")) for each in hidden)


def test_streams_are_neither_packed_nor_held_back() -> None:
    assert "@whole not path */events" in PROXY
    assert "encode @whole" in PROXY
    assert "flush_interval -1" in PROXY
    paths = [getattr(route, "path", "") for route in (*desk_api.router.routes, *conversations.routes)]
    assert len([path for path in paths if path.endswith("/events")]) == 2
