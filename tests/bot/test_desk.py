"""The counsellors' verbs, and what the person sees of them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient

from bot.desk import HeldBy, NotHolder, NotWaiting
from bot.store import NotFound
from bot.transfer import Colleague
from knowledge.profile import NeedsProfile
from tests.bot.conftest import World
from tests.bot.visitor import Visitor, visit


@pytest.fixture
def waiting(http: TestClient) -> Visitor:
    me = visit(http, municipality="Oulu")
    me.post("service")
    me.press("/ask_human")
    return me


def test_the_inbox_shows_who_waits_the_urgent_first(http: TestClient, world: World, waiting: Visitor) -> None:
    visit(http)
    urgent = visit(http, language="sv")
    urgent.press('/hand_off{"reason": "danger"}')
    rows = world.desk.inbox()
    assert [(row.id, row.urgent, row.language, row.reason) for row in rows] == [
        (urgent.id, True, "sv", "danger"),
        (waiting.id, False, "en", "asked"),
    ]
    assert rows[1].municipality == "564"
    assert rows[1].waiting_since is not None


def test_taking_over_tells_the_person_by_name_and_silences_the_bot(world: World, waiting: Visitor) -> None:
    world.desk.take_over(waiting.id, "7", "Aino")
    calls = world.engine.calls
    assert waiting.messages()[-1]["text"] == "Aino answers you now. The bot is silent."
    answer = waiting.post("I want to kill myself").json()
    assert answer["holder"] == "counsellor"
    assert [each["author"] for each in answer["messages"]] == ["person"]
    assert world.engine.calls == calls
    (row,) = world.desk.inbox()
    assert (row.holder_name, row.urgent) == ("Aino", True)


def test_two_counsellors_at_the_same_moment_one_succeeds_and_the_other_is_told_who(
    world: World, waiting: Visitor
) -> None:
    start = Barrier(2)

    def take(staff_id: str, name: str) -> str | None:
        start.wait()
        try:
            world.desk.take_over(waiting.id, staff_id, name)
        except HeldBy as held:
            return held.name
        return None

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(take, ("1", "2"), ("Aino", "Bo")))
    winner = world.desk.case(waiting.id).row.holder_name
    assert sorted(results, key=str) == sorted([None, winner], key=str)
    assert results.index(None) == ("Aino", "Bo").index(str(winner))


def test_only_who_waits_can_be_taken_over(http: TestClient, world: World) -> None:
    me = visit(http)
    with pytest.raises(NotWaiting):
        world.desk.take_over(me.id, "7", "Aino")
    with pytest.raises(NotFound):
        world.desk.take_over("nobody", "7", "Aino")


def test_taking_over_twice_changes_nothing(world: World, waiting: Visitor) -> None:
    world.desk.take_over(waiting.id, "7", "Aino")
    before = waiting.messages()
    world.desk.take_over(waiting.id, "7", "Aino")
    assert waiting.messages() == before


def test_only_the_holder_may_write_hand_back_or_close(world: World, waiting: Visitor) -> None:
    with pytest.raises(NotHolder):
        world.desk.say(waiting.id, "7", "hello", "a")
    world.desk.take_over(waiting.id, "7", "Aino")
    before = waiting.messages()
    for attempt in (
        lambda: world.desk.say(waiting.id, "8", "hello", "a"),
        lambda: world.desk.hand_back(waiting.id, "8"),
        lambda: world.desk.close(waiting.id, "8"),
    ):
        with pytest.raises(NotHolder) as refused:
            attempt()
        assert refused.value.name == "Aino"
    assert waiting.messages() == before


def test_a_counsellors_message_is_stored_once(world: World, waiting: Visitor) -> None:
    world.desk.take_over(waiting.id, "7", "Aino")
    first = world.desk.say(waiting.id, "7", "Good day", "a")
    assert world.desk.say(waiting.id, "7", "Good day", "a") == first
    shown = waiting.messages()[-1]
    assert (shown["author"], shown["name"], shown["text"]) == ("counsellor", "Aino", "Good day")


@pytest.mark.parametrize(("verb", "holder"), [("hand_back", "bot"), ("close", "closed")])
def test_letting_go_tells_the_person_and_asks_how_it_went(
    world: World, waiting: Visitor, verb: str, holder: str
) -> None:
    world.desk.take_over(waiting.id, "7", "Aino")
    getattr(world.desk, verb)(waiting.id, "7")
    told = waiting.messages()[-1]
    assert told["author"] == "system"
    assert "Aino" in told["text"]
    assert told["buttons"][0]["payload"] == '/feedback{"rating": "yes"}'
    assert waiting.call("GET").json()["holder"] == holder
    answer = waiting.post("hello").json()
    assert answer["holder"] == "bot"
    assert answer["messages"][1]["text"] == "You said: hello"


@pytest.mark.parametrize("verb", ["hand_back", "close"])
def test_what_the_person_writes_to_the_bot_afterwards_is_not_the_desks(
    world: World, waiting: Visitor, verb: str
) -> None:
    world.desk.take_over(waiting.id, "7", "Aino")
    getattr(world.desk, verb)(waiting.id, "7")
    waiting.post("only for the bot")
    case = world.desk.case(waiting.id)
    assert "Aino" in case.messages[-1].text
    assert not any("only for the bot" in message.text for message in case.messages)
    assert case.row.profile == NeedsProfile()
    waiting.call("POST", "/handoff")
    assert any("only for the bot" in message.text for message in world.desk.case(waiting.id).messages)


def test_a_bots_answer_that_a_take_over_overtook_is_dropped_and_the_message_kept(
    world: World, waiting: Visitor
) -> None:
    world.engine.meanwhile = lambda: world.desk.take_over(waiting.id, "7", "Aino")
    answer = waiting.post("hello").json()
    assert answer["holder"] == "counsellor"
    assert [each["text"] for each in answer["messages"]] == ["hello"]
    assert [each["author"] for each in waiting.messages()[-2:]] == ["system", "person"]


def test_what_was_left_out_is_not_shown_nor_told_by_messages_or_reasons(
    http: TestClient, world: World
) -> None:
    me = visit(http, municipality="Oulu")
    me.post("money")
    me.post("service")
    me.press('/ask_human{"left_out": ["barriers"]}')
    case = world.desk.case(me.id)
    assert case.row.profile.barriers == ()
    assert case.row.profile.municipality == "564"
    assert case.learned == {"municipality": "chosen"}
    assert "money" not in [message.text for message in case.messages]
    assert [(card.id, card.reasons) for card in case.services] == [("start-up-grant", ())]
    (row,) = world.desk.inbox()
    assert row.profile == case.row.profile


def test_with_nothing_left_out_the_case_is_the_whole_picture(world: World, waiting: Visitor) -> None:
    world.desk.marks.note(waiting.id, Colleague("7", "Aino"), "knows 131052-308T")
    waiting.call("POST", "/feedback", json={"rating": "no", "comment": "not for me"})
    case = world.desk.case(waiting.id)
    assert case.messages[0].text == "Hello, I am a bot."
    assert case.services[0].reasons == ("because you want to start a business",)
    assert [(note.name, note.text) for note in case.notes] == [("Aino", "knows [identity code]")]
    assert [(each.rating, each.comment) for each in case.feedback] == [("no", "not for me")]
    assert all("knows" not in str(message) for message in waiting.messages())


def test_what_was_never_handed_off_is_not_shown_to_the_desk(http: TestClient, world: World) -> None:
    with pytest.raises(NotFound):
        world.desk.case(visit(http).id)


def test_while_a_counsellor_holds_the_person_cannot_queue_again(world: World, waiting: Visitor) -> None:
    world.desk.take_over(waiting.id, "7", "Aino")
    for method in ("POST", "DELETE"):
        refused = waiting.call(method, "/handoff")
        assert refused.status_code == 409
        assert "Aino" in refused.json()["detail"]
