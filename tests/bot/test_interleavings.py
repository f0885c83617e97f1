"""Whatever counsellors, a person and the bot do in whatever order: one speaks at a time, nothing is lost."""

from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.story import DESK_VERBS, PERSON_VERBS, STAFF, Story

at_desk = st.tuples(st.sampled_from(DESK_VERBS), st.sampled_from(sorted(STAFF)))
steps = st.one_of(
    st.tuples(st.just("desk"), at_desk),
    st.tuples(st.just("person"), st.tuples(st.sampled_from(PERSON_VERBS), st.just(""))),
    st.tuples(st.just("meanwhile"), at_desk),
)


def play(story: Story, who: str, verb: str, staff_id: str) -> None:
    """`meanwhile`: the desk acts while the bot makes up its answer."""
    if who == "desk":
        story.at_desk(verb, staff_id)
    elif who == "person":
        story.by_person(verb)
    else:
        story.world.engine.meanwhile = lambda: story.at_desk(verb, staff_id)
        story.write(str(uuid4()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(played=st.lists(steps, min_size=4, max_size=16))
def test_one_speaks_at_a_time_and_nothing_accepted_is_lost(
    database: Database, played: list[tuple[str, tuple[str, str]]]
) -> None:
    story = Story(World(database))
    for who, (verb, staff_id) in (("person", ("ask", "")), *played):
        play(story, who, verb, staff_id)
        story.check()
