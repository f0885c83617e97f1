"""Links are asked politely, and never into a network that is not everybody's."""

import asyncio
import socket
from collections.abc import Coroutine, Iterator
from ipaddress import ip_address
from typing import Any, TypeVar

import httpx
import pytest

from knowledge.upkeep.addresses import Address, Forbidden, PublicOnly, is_public
from knowledge.upkeep.link_outcomes import Answer
from knowledge.upkeep.link_round import ask_round
from knowledge.upkeep.links import USER_AGENT, LinkAsker, Manners
from tests.knowledge.upkeep.sites import HERE, HURRIED, Site, no_pause, site

Result = TypeVar("Result")


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as running:
        yield running


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(work)


async def answer(url: str, manners: Manners = HURRIED) -> Answer:
    async with LinkAsker(manners) as asker:
        return await asker.ask(url)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/200", "good", 200),
        ("/404", "gone", 404),
        ("/410", "gone", 410),
        ("/403", "guarded", 403),
        ("/429", "guarded", 429),
        ("/500", "unsure", 500),
        ("/now/200", "good", 200),
        ("/now/404", "gone", 404),
        ("/round", "endless", 302),
        ("/no-head", "good", 200),
        ("/silence", "unsure", None),
    ],
)
def test_what_becomes_of_whoever_follows_a_link(
    here: Site, path: str, outcome: str, status: int | None
) -> None:
    assert run(answer(here.url(path))) == Answer(outcome, status)


def test_a_page_is_asked_for_only_where_its_head_is_not_enough(here: Site) -> None:
    run(answer(here.url("/200")))
    run(answer(here.url("/429")))
    run(answer(here.url("/no-head")))
    assert here.said == ["HEAD /200", "HEAD /429", "HEAD /no-head", "GET /no-head"]
    assert here.agents == {USER_AGENT}


def test_a_lasting_redirect_is_noted_up_to_the_first_one_for_today(here: Site) -> None:
    assert run(answer(here.url("/to/to/200"))).moved_to == here.url("/200")
    assert run(answer(here.url("/to/now/200"))).moved_to == here.url("/now/200")
    assert run(answer(here.url("/now/to/200"))).moved_to == ""


def test_every_request_waits_for_its_turn(here: Site) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    run(answer(here.url("/to/no-head"), Manners(sleep=sleep, inside=True)))
    assert waits == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "url", ["http://nobody.example/", "http://127.0.0.1:1/", "https://", "mailto:a@b.fi"]
)
def test_where_nobody_answers_is_unreachable(url: str) -> None:
    assert run(answer(url)) == Answer("unreachable")


def test_a_server_without_a_certificate_is_unreachable(here: Site) -> None:
    assert run(answer(here.url("/200").replace("http:", "https:"))) == Answer("unreachable")


def test_a_server_that_never_answers_is_only_unsure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        hurried = Manners(sleep=no_pause, limit=0.2, inside=True)
        assert run(answer(url, hurried)) == Answer("unsure")


@pytest.mark.parametrize("path", ["/200", "/away/localhost"])
def test_no_request_goes_into_a_private_network(here: Site, path: str) -> None:
    assert run(answer(here.url(path), Manners(sleep=no_pause))) == Answer("unsure")
    assert here.said == []


def test_a_redirect_into_a_private_network_is_not_followed() -> None:
    asked: list[tuple[str, str, str]] = []

    async def two_kinds(host: str, _port: int) -> list[Address]:
        return [ip_address("193.64.0.1" if host == "city.example" else "10.0.0.8")]

    def answer_inside(request: httpx.Request) -> httpx.Response:
        sni = request.extensions["sni_hostname"]
        asked.append((request.url.host, request.headers["host"], sni))
        return httpx.Response(302, headers={"location": "https://inside.example/"})

    async def follow() -> None:
        transport = PublicOnly(httpx.MockTransport(answer_inside), look_up=two_kinds)
        async with httpx.AsyncClient(transport=transport, follow_redirects=True) as client:
            await client.get("https://city.example/a")

    with pytest.raises(Forbidden, match=r"inside\.example"):
        run(follow())
    assert asked == [("193.64.0.1", "city.example", "city.example")]


def test_a_name_is_looked_up_once_for_the_judgement_and_the_connection(here: Site) -> None:
    """A second look-up could name a private address."""
    looked_up: list[str] = []

    async def look_up(host: str, _port: int) -> list[Address]:
        looked_up.append(host)
        return [HERE]

    manners = Manners(sleep=no_pause, inside=True, look_up=look_up)
    assert run(answer(here.url("/200", "city.example"), manners)).outcome == "good"
    assert looked_up == ["city.example"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("193.64.0.1", True),
        ("2001:14b8::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:193.64.0.1", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_are_everybodys(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


async def rounded(urls: list[str], *witnesses: str) -> tuple[bool, list[str]]:
    async with LinkAsker(HURRIED) as asker:
        asked = await ask_round(asker, urls, witnesses)
    return asked.void, [asked.answers[url].outcome for url in urls]


def test_a_site_that_asks_for_patience_is_left_alone_until_tomorrow(here: Site) -> None:
    urls = [here.url(path) for path in ("/200", "/429", "/200/b")]
    assert run(rounded(urls)) == (False, ["good", "guarded", "unsure"])
    assert here.said == ["HEAD /200", "HEAD /429"]


def test_one_dead_site_among_others_is_believed(here: Site) -> None:
    void, outcomes = run(rounded([here.url("/200"), "http://nobody.example/"]))
    assert (void, outcomes) == (False, ["good", "unreachable"])


def test_where_nobody_answers_a_witness_tells_whether_it_is_us(here: Site) -> None:
    alone = ["http://nobody.example/"]
    assert run(rounded(alone, "http://nobody-either.example/", here.url("/404")))[0] is False
    assert run(rounded(alone, "http://nobody-either.example/"))[0] is True


def test_when_most_of_many_sites_are_silent_nothing_is_believed(here: Site) -> None:
    urls = [here.url("/200"), *(f"http://nobody{number}.example/" for number in range(3))]
    assert run(rounded(urls, here.url("/200")))[0] is True
