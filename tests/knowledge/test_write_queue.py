"""Who asked first writes first, however many ask; who has waited too long leaves the queue."""

import time
from threading import Event, Thread

import pytest

from knowledge.write_queue import WriteQueue

LONG = 10


def waiting(queue: WriteQueue, name: int, done: list[int]) -> Thread:
    """Has joined the queue when this returns."""

    def write() -> None:
        with queue.turn(LONG):
            done.append(name)

    before, thread = len(queue._waiting), Thread(target=write)
    thread.start()
    while len(queue._waiting) == before:
        time.sleep(0.001)
    return thread


def test_turns_come_in_the_order_of_asking() -> None:
    queue, done = WriteQueue(), list[int]()
    with queue.turn(0):
        threads = [waiting(queue, name, done) for name in range(20)]
        assert done == []
    for each in threads:
        each.join()
    assert done == list(range(20))
    with queue.turn(0):
        assert done


def test_who_waits_too_long_leaves_and_holds_up_nobody() -> None:
    queue, done = WriteQueue(), list[int]()
    with queue.turn(0):
        with pytest.raises(TimeoutError), queue.turn(0.01):
            pytest.fail("it was the turn of somebody else")
        last = waiting(queue, 1, done)
    last.join()
    assert done == [1]


def test_what_fails_in_its_turn_passes_it_on() -> None:
    queue = WriteQueue()
    with pytest.raises(ValueError, match="in the middle"), queue.turn(0):
        raise ValueError("in the middle")
    with queue.turn(0):
        pass


def test_one_at_a_time() -> None:
    queue, inside, most = WriteQueue(), list[int](), list[int]()
    begin = Event()

    def write(name: int) -> None:
        begin.wait()
        for _ in range(50):
            with queue.turn(LONG):
                inside.append(name)
                most.append(len(inside))
                inside.remove(name)

    threads = [Thread(target=write, args=(name,)) for name in range(8)]
    for each in threads:
        each.start()
    begin.set()
    for each in threads:
        each.join()
    assert len(most) == 400
    assert set(most) == {1}
