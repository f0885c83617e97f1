"""What the desk keeps for itself: mentions, tags, follow-ups, an interpreter, and earlier hand-offs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bot.desk import NotWaiting
from bot.marks import MOST_TAGS, TooManyTags
from bot.store import NotFound
from bot.transfer import Colleague
from tests.bot.conftest import SUNDAY, World
from tests.bot.visitor import Visitor, visit

AINO, BO = Colleague("1", "Aino"), Colleague("2", "Bo")


@pytest.fixture
def mine(http: TestClient, world: World) -> Visitor:
    me = visit(http)
    me.press("/ask_human")
    world.desk.take_over(me.id, AINO.id, AINO.name)
    return me


def test_a_mention_waits_until_its_colleague_has_seen_it(world: World, mine: Visitor) -> None:
    world.desk.marks.note(mine.id, AINO, "what do you think", mentioned=[BO.id, BO.id])
    assert world.desk.marks.of_staff(BO.id).unseen == {mine.id}
    assert world.desk.marks.of_staff(AINO.id).mentioned == frozenset()
    world.desk.marks.mention_seen(mine.id, BO.id)
    marks = world.desk.marks.of_staff(BO.id)
    assert (marks.unseen, marks.mentioned) == (frozenset(), frozenset({mine.id}))


def test_tags_are_kept_once_masked_counted_and_taken_off(
    http: TestClient, world: World, mine: Visitor
) -> None:
    other = visit(http)
    other.press("/ask_human")
    for conversation, tag in ((mine.id, "housing"), (other.id, "money"), (mine.id, "money")):
        world.desk.marks.tag(conversation, tag)
    world.desk.marks.tag(mine.id, "money")
    world.desk.marks.tag(mine.id, "call 040 123 4567")
    assert world.desk.case(mine.id).row.tags == ("call [phone number]", "housing", "money")
    assert world.desk.marks.used_tags()[0] == "money"
    assert {row.id: row.tags for row in world.desk.inbox()}[other.id] == ("money",)
    world.desk.marks.untag(mine.id, "money")
    assert "money" not in world.desk.case(mine.id).row.tags


def test_a_conversation_has_only_so_many_tags(world: World, mine: Visitor) -> None:
    for number in range(MOST_TAGS):
        world.desk.marks.tag(mine.id, f"tag {number}")
    with pytest.raises(TooManyTags):
        world.desk.marks.tag(mine.id, "one more")
    assert len(world.desk.case(mine.id).row.tags) == MOST_TAGS


def test_what_one_holds_and_nobody_writes_in_is_quiet_until_a_word(world: World, mine: Visitor) -> None:
    assert world.desk.marks.of_staff(AINO.id).quiet == frozenset()
    world.clock.now += timedelta(minutes=31)
    assert world.desk.marks.of_staff(AINO.id).quiet == {mine.id}
    assert world.desk.marks.of_staff(BO.id).quiet == frozenset()
    mine.post("I am still here")
    assert world.desk.marks.of_staff(AINO.id).quiet == frozenset()


def test_a_follow_up_is_due_at_its_time_and_ends_with_the_take_over(world: World, mine: Visitor) -> None:
    due = world.clock.now + timedelta(hours=2)
    world.desk.marks.follow_up(mine.id, AINO.id, due)
    world.desk.close(mine.id, AINO.id)
    assert world.desk.marks.of_staff(AINO.id).due == {}
    world.clock.now = due
    assert world.desk.marks.of_staff(AINO.id).due == {mine.id: due}
    with pytest.raises(NotWaiting):
        world.desk.take_over(mine.id, BO.id, BO.name)
    world.desk.take_over(mine.id, AINO.id, AINO.name)
    assert mine.messages()[-1]["text"].startswith("Aino answers you now")
    assert world.desk.case(mine.id).messages[-1].text.startswith("Aino answers you now")
    assert world.desk.marks.of_staff(AINO.id).due == {}


def test_a_follow_up_never_reaches_into_what_is_between_person_and_bot(world: World, mine: Visitor) -> None:
    world.desk.marks.follow_up(mine.id, AINO.id, world.clock.now)
    world.desk.close(mine.id, AINO.id)
    mine.post("only for the bot")
    with pytest.raises(NotWaiting):
        world.desk.take_over(mine.id, AINO.id, AINO.name)
    assert "only for the bot" not in str(world.desk.case(mine.id).messages)


def test_nothing_is_marked_where_the_desk_may_not_see(http: TestClient, world: World) -> None:
    private, marks = visit(http).id, world.desk.marks
    attempts: list[Callable[[], None]] = [
        lambda: marks.note(private, AINO, "a note"),
        lambda: marks.tag(private, "tag"),
        lambda: marks.follow_up(private, AINO.id, world.clock.now),
        lambda: marks.interpreter(private, AINO, "ar"),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert world.desk.rows([private]) == ()


def comes_back(http: TestClient, world: World, left_out: str = "") -> tuple[Visitor, str]:
    """Asks on a Sunday, is answered and closed; opens it again by the code elsewhere and asks once more."""
    world.clock.now = SUNDAY
    first = visit(http)
    first.post("about my debts")
    first.press("/ask_human")
    told = next(each["text"] for each in first.messages() if "this code" in each["text"])
    world.desk.take_over(first.id, AINO.id, AINO.name)
    world.desk.marks.note(first.id, AINO, "has debts", mentioned=[BO.id])
    world.desk.marks.tag(first.id, "debts")
    world.desk.marks.interpreter(first.id, AINO, "ar")
    world.desk.close(first.id, AINO.id)
    code = "".join(filter(str.isdigit, told.partition("this code:")[2]))
    opened = http.post("/api/v1/conversations/resume", json={"code": code}).json()
    again = Visitor(http, opened["id"], opened["token"])
    again.press(f'/ask_human{{"left_out": [{left_out}]}}')
    return again, first.id


def test_who_comes_back_by_the_code_is_met_with_the_earlier_hand_off(http: TestClient, world: World) -> None:
    again, first_id = comes_back(http, world)
    assert again.id == first_id
    world.desk.marks.note(again.id, BO, "asks about work now")
    case = world.desk.case(again.id)
    assert [note.text for note in case.notes] == ["asks about work now"]
    assert case.steps == ()
    (earlier,) = case.earlier
    assert [note.text for note in earlier.notes] == ["has debts"]
    assert [step.kind for step in earlier.steps] == ["taken", "interpreter", "closed"]
    assert earlier.closed_at is not None
    assert case.row.tags == ("debts",)


def test_what_is_left_out_now_is_not_told_by_what_the_desk_wrote_before(
    http: TestClient, world: World
) -> None:
    again, _ = comes_back(http, world, left_out='"barriers"')
    case = world.desk.case(again.id)
    (earlier,) = case.earlier
    assert (earlier.notes, earlier.steps) == ((), ())
    assert (case.row.tags, case.row.interpreter, case.notes) == ((), None, ())
    assert "debts" not in repr(case)


def test_without_the_code_a_new_conversation_knows_nothing_of_another(http: TestClient, world: World) -> None:
    again, _ = comes_back(http, world)
    stranger = visit(http)
    stranger.post("about my debts")
    stranger.press("/ask_human")
    case = world.desk.case(stranger.id)
    assert (case.earlier, case.notes, case.steps, case.row.tags) == ((), (), (), ())
    assert again.id != stranger.id
