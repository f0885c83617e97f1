"""One process at a time has its turn."""

from datetime import timedelta
from threading import Barrier, Thread

from knowledge.database import Database
from knowledge.upkeep.turns import take_turn, wait_for
from tests.knowledge.editing.make import NOW, do

HOUR = timedelta(hours=1)


def test_whoever_has_the_turn_keeps_it_and_others_get_it_when_it_is_over(database: Database) -> None:
    assert do(database, take_turn, "links", "a", NOW, HOUR)
    assert not do(database, take_turn, "links", "b", NOW + HOUR / 2, HOUR)
    assert do(database, take_turn, "links", "a", NOW + HOUR / 2, HOUR)
    assert not do(database, take_turn, "links", "b", NOW + HOUR, HOUR)
    assert do(database, take_turn, "links", "b", NOW + 2 * HOUR, HOUR)
    assert do(database, take_turn, "texts", "c", NOW, HOUR)


def test_of_many_that_ask_at_once_one_has_its_turn(database: Database) -> None:
    won: list[str] = []
    together = Barrier(6)

    def ask(name: str) -> None:
        together.wait()
        if do(database, take_turn, "links", name, NOW, HOUR):
            won.append(name)
        do(database, wait_for, "examining", NOW)

    threads = [Thread(target=ask, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
