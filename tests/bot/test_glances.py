"""Many streams that ask at nearly the same time ask the database once."""

import asyncio
from collections.abc import Collection

from sqlalchemy.exc import OperationalError

from bot.glances import Glances, Mark
from tests.bot.conftest import World

MARK = Mark(1, "hash", None, None)


class Looks:
    """What was asked of the database, question by question."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []
        self.away = False

    def __call__(self, ids: Collection[str]) -> dict[str, Mark]:
        self.asked.append(set(ids))
        if self.away:
            raise OperationalError(None, None, OSError("away"))
        return {each: MARK for each in ids if each != "gone"}


def test_they_are_asked_together_and_each_gets_its_own() -> None:
    looks = Looks()
    glances = Glances(looks)

    async def ask() -> list[Mark | None]:
        return await asyncio.gather(*(glances.mark(each) for each in ("a", "b", "gone", "a")))

    assert asyncio.run(ask()) == [MARK, MARK, None, MARK]
    assert looks.asked == [{"a", "b", "gone"}]
    asyncio.run(ask())
    assert len(looks.asked) == 2


def test_one_that_ends_meanwhile_takes_no_answer_from_the_others() -> None:
    glances = Glances(Looks())

    async def ask() -> Mark | None:
        ending, staying = (asyncio.create_task(glances.mark(each)) for each in "ab")
        await asyncio.sleep(0)
        ending.cancel()
        return await staying

    assert asyncio.run(ask()) == MARK


def test_while_the_database_is_away_nothing_is_known_and_later_all_is_again() -> None:
    looks = Looks()
    glances = Glances(looks)
    looks.away = True
    assert asyncio.run(glances.mark("a")) is None
    looks.away = False
    assert asyncio.run(glances.mark("a")) == MARK


def test_those_who_wait_and_what_is_gone_have_no_mark(world: World) -> None:
    staying, waiting = (asyncio.run(world.runtime.start("en")).id for _ in range(2))
    world.person.ask_for_person(waiting)
    assert set(world.person.marks([staying, waiting, "gone"])) == {staying}
