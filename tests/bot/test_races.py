"""Truly at the same time: counsellors, a coordinator and the person race, on both databases."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from random import Random
from threading import Barrier

from bot.conversation import Holder
from tests.bot.conftest import World
from tests.bot.story import DESK_VERBS, Story

ROUNDS = 200


def race(acts: Sequence[Callable[[], object]], pool: ThreadPoolExecutor) -> list[object]:
    """All begin at the same moment; what one of them raises is raised here."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(10)
        return act()

    return [each.result(30) for each in [pool.submit(run, act) for act in acts]]


def test_whatever_races_one_speaks_at_a_time_and_nothing_is_lost(world: World) -> None:
    chance = Random(5)
    story = Story(world)
    with ThreadPoolExecutor(4) as pool:
        for number in range(ROUNDS):
            if number % 10 == 0:
                story = Story(world)
            story.by_person("ask")
            acts: list[Callable[[], object]] = [partial(story.by_person, "write")]
            for verb in chance.choices(DESK_VERBS, k=3):
                acts.append(partial(story.at_desk, verb, chance.choice("12"), alone=False))
            race(acts, pool)
            story.check(in_order=False)


def test_of_two_verbs_that_exclude_each_other_one_succeeds(world: World) -> None:
    """Aino's while she holds, against each other: exactly one of them happens."""
    letting_go = ("transfer", "hand_back", "close")
    with ThreadPoolExecutor(2) as pool:
        for first, second in product(letting_go, repeat=2):
            story = Story(world)
            story.by_person("ask")
            assert story.at_desk("take_over", "1")
            verbs = [partial(story.at_desk, verb, "1", alone=False) for verb in (first, second)]
            both = race(verbs, pool)
            assert sorted(both, key=bool) == [False, True], (first, second)
            story.check()


def test_what_is_passed_on_is_taken_or_taken_back_by_one(world: World) -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in range(20):
            story = Story(world)
            story.by_person("ask")
            assert story.at_desk("take_over", "1")
            assert story.at_desk("transfer", "1")
            takes_back = partial(story.at_desk, "take_back", "1", alone=False)
            takes = partial(story.at_desk, "take_over", "2", alone=False)
            both = race([takes_back, takes], pool)
            assert sorted(both, key=bool) == [False, True]
            assert world.person.standing(story.id).conversation.holder is Holder.COUNSELLOR
            story.check()
