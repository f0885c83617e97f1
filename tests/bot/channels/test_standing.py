"""Which buttons mean nothing any more, on both databases."""

from bot import store
from bot.channels.outbox import Parcel
from bot.channels.standing import leave_to, pressed, standing
from bot.conversation import Author, Draft
from dialogues.engine import Button
from tests.bot.channels.outgoing import Post
from tests.bot.conftest import World

BUTTONS = (Button("Yes", "/affirm"),)


def asked(world: World) -> tuple[Post, str]:
    """Three questions, of which the person has seen two."""
    post = Post(world)
    known = post.begin("a")
    for each in ("one", "two"):
        ask(post, known, each)
    parcel = taken(post, known)
    for number, message in enumerate(parcel.messages):
        assert post.outbox().delivered(parcel, message, f"shown {number}")
    return post, known


def ask(post: Post, known: str, question: str) -> None:
    draft = Draft(author=Author.BOT, text=question, language="en", buttons=BUTTONS)
    with post.world.database.write() as session:
        store.append(session, store.claimed(session, known), [draft], post.world.clock())


def taken(post: Post, known: str) -> Parcel:
    parcel = post.outbox().take(known)
    assert parcel
    return parcel


def stand_of(post: Post, known: str) -> tuple[str, ...]:
    with post.world.database.read() as session:
        return standing(session, known)


def test_what_the_person_writes_ends_all_before_it(world: World) -> None:
    post, known = asked(world)
    post.say(known, "No", author=Author.PERSON)
    ask(post, known, "three")
    parcel = taken(post, known)
    assert sorted(parcel.answered) == ["shown 0", "shown 1"]
    assert [each.buttons for each in parcel.messages] == [BUTTONS]


def test_they_go_also_where_nobody_answers(world: World) -> None:
    post, known = asked(world)
    post.say(known, "No", author=Author.PERSON)
    parcel = taken(post, known)
    assert (parcel.messages, len(parcel.answered)) == ((), 2)
    assert post.outbox("another").take(known) is None, "given once"
    assert post.row(known).delivered_seq == 3


def test_what_somebody_else_says_ends_none(world: World) -> None:
    post, known = asked(world)
    post.say(known, "Hello", author=Author.COUNSELLOR)
    assert taken(post, known).answered == ()


def test_buttons_that_were_answered_before_they_came_are_not_sent(world: World) -> None:
    post, known = asked(world)
    ask(post, known, "three")
    post.say(known, "No", author=Author.PERSON)
    assert [each.buttons for each in taken(post, known).messages] == [()]


def test_a_pressed_one_stays_as_the_channel_shows_it(world: World) -> None:
    post, known = asked(world)
    with world.database.write() as session:
        pressed(session, known, "shown 1")
    post.say(known, "Yes", author=Author.PERSON)
    assert taken(post, known).answered == ("shown 0",)


def test_they_are_taken_away_by_the_conversation_that_goes_on_there(world: World) -> None:
    post, known = asked(world)
    other = post.begin("b", "Here we go on.")
    with world.database.write() as session:
        leave_to(session, known, other)
    assert len(taken(post, other).answered) == 2
    assert stand_of(post, known) == stand_of(post, other) == ()
