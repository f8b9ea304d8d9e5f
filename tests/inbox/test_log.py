"""The log: numbered without gaps, in the order of commits, never changed."""

import random
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connections, transaction

from inbox import services
from inbox.event_types import InvalidEventData, UnknownEventType
from inbox.models import Event, PersonLog
from inbox.selectors import read_log
from tests.inbox.conftest import COUNTED, tell


def in_threads(*works: Callable[[], None]) -> None:
    """Run these at once; the first exception of any is raised here."""
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed over to the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


class GivenUp(Exception):
    """A transaction that changes its mind."""


def writer(person: Any, seed: int, count: int) -> Callable[[], None]:
    """Appends `count` events; one in three transactions is rolled back; commits dawdle."""

    def write() -> None:
        chance = random.Random(seed)
        written = 0
        while written < count:
            try:
                with transaction.atomic():
                    for _ in range(chance.choice([1, 1, 2])):
                        services.append(person_id=person.pk, type=COUNTED.name, data={"n": seed})
                        written += 1
                    time.sleep(chance.random() / 200)
                    if chance.random() < 0.33:
                        raise GivenUp
            except GivenUp:
                written -= 1

    return write


@pytest.mark.usefixtures("committing")
def test_who_has_seen_a_number_has_seen_all_below_it(creator: Any) -> None:
    """Writers race and roll back; a reader that only goes forward misses and repeats nothing."""
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        last_look = False
        while not last_look:
            last_look = done.is_set()
            page = read_log(viewer=creator, after=seen[-1] if seen else 0, limit=7)
            seen.extend(event.number for event in page.events)
            last_look = last_look and not page.more

    def write() -> None:
        try:
            in_threads(*(writer(creator, seed, 40) for seed in range(4)))
        finally:
            done.set()

    in_threads(read, write)
    total = Event.objects.filter(person_id=creator.pk).count()
    assert total >= 100
    assert seen == list(range(1, total + 1))
    assert PersonLog.objects.get(pk=creator.pk).last == total


@pytest.mark.usefixtures("committing")
def test_two_people_do_not_wait_for_each_other(creator: Any, friend: Any) -> None:
    with transaction.atomic():
        tell(creator)
        in_threads(lambda: self_check(tell(friend)))


def self_check(number: int) -> None:
    assert number == 1


@pytest.mark.django_db
def test_each_person_counts_from_one(creator: Any, friend: Any) -> None:
    assert [tell(creator), tell(friend), tell(creator)] == [1, 1, 2]


@pytest.mark.usefixtures("committing")
def test_an_event_belongs_to_the_transaction_of_its_fact(creator: Any) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        services.append(person_id=creator.pk, type=COUNTED.name, data={"n": 1})
    with pytest.raises(GivenUp), transaction.atomic():
        tell(creator)
        raise GivenUp
    assert not Event.objects.exists()
    assert tell(creator) == 1, "the number came back with the transaction"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data", [{}, {"n": "1"}, {"n": 1, "text": "hello"}, {"n": None}, {"n": True}]
)
def test_data_that_its_type_does_not_know_is_refused(creator: Any, data: dict[str, Any]) -> None:
    with pytest.raises(InvalidEventData) as caught, transaction.atomic():
        services.append(person_id=creator.pk, type=COUNTED.name, data=data)
    assert "hello" not in str(caught.value)
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_unknown_type_is_refused(creator: Any) -> None:
    with pytest.raises(UnknownEventType), transaction.atomic():
        services.append(person_id=creator.pk, type="test.nobody_knows", data={})


@pytest.mark.django_db
def test_an_event_never_changes(creator: Any) -> None:
    tell(creator)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Event.objects.filter(person_id=creator.pk).update(data={"n": 2})


@pytest.mark.django_db
def test_a_deleted_person_keeps_no_log_and_hears_nothing_more(creator: Any, friend: Any) -> None:
    tell(creator)
    tell(friend)
    services.erase_log(person_id=creator.pk)
    assert tell(creator) == 0
    assert [event.person_id for event in Event.objects.all()] == [friend.pk]
    unheard: UUID = uuid4()
    services.erase_log(person_id=unheard)
    services.erase_log(person_id=unheard)
    assert not Event.objects.filter(person_id=unheard).exists()
