"""What a worker does between being told to stop and having stopped."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import dramatiq
import pytest
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import Shutdown, ShutdownNotifications
from dramatiq.worker import Worker

from lib.worker_life import StopTaking

QUEUE = "films"


class Counting(dramatiq.Middleware):
    def __init__(self, enqueued: list[int]) -> None:
        self.enqueued = enqueued

    def after_enqueue(self, broker: Any, message: Any, delay: int | None) -> None:
        self.enqueued.append(message.args[0])


@pytest.fixture
def broker() -> Iterator[StubBroker]:
    made = StubBroker(middleware=[StopTaking(), ShutdownNotifications(notify_shutdown=True)])
    yield made
    made.close()


def test_what_one_thread_gives_back_the_other_does_not_begin(broker: StubBroker) -> None:
    working = threading.Event()
    begun: list[int] = []
    enqueued: list[int] = []
    broker.add_middleware(Counting(enqueued))

    @dramatiq.actor(broker=broker, queue_name=QUEUE)
    def film(number: int) -> None:
        begun.append(number)
        if len(begun) > 1:
            return
        working.set()
        try:
            while True:
                time.sleep(0.01)
        except Shutdown:
            film.send(number)
            time.sleep(0.5)  # long enough for the other thread to find it
            raise

    worker = Worker(broker, worker_threads=2, worker_timeout=5000)
    worker.start()
    film.send(7)
    assert working.wait(60)
    worker.stop()
    assert begun == [7]
    assert enqueued == [7] * 3  # sent, given back, put back


def test_a_worker_that_starts_again_takes_what_waits(broker: StubBroker) -> None:
    begun: list[int] = []

    @dramatiq.actor(broker=broker, queue_name=QUEUE)
    def film(number: int) -> None:
        begun.append(number)

    first = Worker(broker, worker_threads=1)
    first.start()
    first.stop()
    film.send(8)
    second = Worker(broker, worker_threads=1)
    second.start()
    broker.join(QUEUE, timeout=60_000)
    second.stop()
    assert begun == [8]
