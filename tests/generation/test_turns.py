"""Whose turn it is: nobody's crowd keeps anybody waiting, and nothing waits for ever."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from time import sleep
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from generation.lanes import INTERACTIVE_IN_A_ROW, Lane
from generation.models import Job
from generation.services import turns
from generation.services.turns import next_in_turn, turn_for
from generation.states import JobState
from tests.cast import adult

LENGTHS = (4, 8, 12)
START = timezone.now()
BLANK: dict[str, Any] = {
    "state": JobState.QUEUED,
    "prompt": "x",
    "size": "720x1280",
    "engine": "sketch",
    "seed": 1,
    "screened_as": "development",
}


@dataclass
class World:
    """Jobs come and are drawn, one after another; no clock but the order."""

    moments: int = 0
    begun: list[Job] = field(default_factory=list)

    def comes(self, owner: User, *, seconds: int = 4, lane: Lane = Lane.INTERACTIVE) -> Job:
        self.moments += 1
        at = START + timedelta(seconds=self.moments)
        job = Job(**BLANK, owner=owner, seconds=seconds, lane=lane, waiting_since=at, resend_at=at)
        job.turn = turn_for(job)
        job.save(force_insert=True)
        return job

    def draws(self) -> Job | None:
        key = next_in_turn()
        if key is None:
            return None
        self.moments += 1
        at = START + timedelta(seconds=self.moments)
        Job.objects.filter(pk=key).update(
            state=JobState.RENDERING, begun_at=at, leased_until=at, waiting_since=None,
            resend_at=None,
        )  # fmt: skip
        self.begun.append(Job.objects.get(pk=key))
        return self.begun[-1]

    def draws_all(self) -> list[UUID]:
        while self.draws() is not None:
            pass
        return [job.owner_id for job in self.begun]


@pytest.fixture
def people(db: None) -> list[User]:
    return [adult() for _ in range(6)]


def between(world: World, job: Job, *, since: int) -> Sequence[Job]:
    """What was drawn from the moment at which `since` were until it was itself."""
    place = next(place for place, one in enumerate(world.begun) if one.pk == job.pk)
    return [one for one in world.begun[since:place] if one.lane == job.lane]


def test_one_who_asks_for_many_waits_among_their_own(people: list[User]) -> None:
    crowd, alone = people[:2]
    world = World()
    for _ in range(5):
        world.comes(crowd)
    world.comes(alone)
    assert world.draws_all() == [crowd.pk, alone.pk, *[crowd.pk] * 4]


def test_who_comes_while_a_crowd_is_drawn_is_next(people: list[User]) -> None:
    crowd, late = people[:2]
    world = World()
    for _ in range(20):
        world.comes(crowd)
    for _ in range(5):
        world.draws()
    job = world.comes(late)
    assert world.draws() == job


def test_a_quiet_hour_earns_no_crowd_a_lead(people: list[User]) -> None:
    """Virtual time goes on without whoever asks for nothing."""
    busy, idle = people[:2]
    world = World()
    for _ in range(10):
        world.comes(busy)
        world.draws()
    for person in (idle, busy) * 3:
        world.comes(person)
    order = [world.draws() for _ in range(6)]
    assert {job.owner_id for job in order[:2] if job} == {busy.pk, idle.pk}


def test_long_films_cost_more_than_short_ones(people: list[User]) -> None:
    long, short = people[:2]
    world = World()
    for _ in range(4):
        world.comes(long, seconds=12)
        world.comes(short, seconds=4)
    first = world.draws_all()[:5]
    assert (first.count(long.pk), first.count(short.pk)) == (2, 3)


def test_what_was_stopped_before_it_was_begun_costs_nothing(people: list[User]) -> None:
    fickle, other = people[:2]
    world = World()
    for _ in range(5):
        job = world.comes(fickle)
        now = timezone.now()
        Job.objects.filter(pk=job.pk).update(
            state=JobState.CANCELLED, finished_at=now, waiting_since=None, resend_at=None
        )
    mine = world.comes(fickle)
    world.comes(other)
    assert world.draws() == mine


def test_those_who_look_on_come_first_and_the_others_come_too(people: list[User]) -> None:
    batch, *others = people
    world = World()
    for _ in range(3):
        world.comes(batch, lane=Lane.BATCH)
    for person in others * 2:
        world.comes(person)
    world.draws_all()
    lanes = [job.lane for job in world.begun]
    rounds = ["interactive"] * INTERACTIVE_IN_A_ROW + ["batch"]
    assert lanes[:10] == rounds * 2
    assert lanes.count("batch") == 3


def test_without_anybody_who_looks_on_batch_uses_it_all(people: list[User]) -> None:
    world = World()
    jobs = [world.comes(people[0], lane=Lane.BATCH) for _ in range(3)]
    assert [world.draws() for _ in range(4)] == [*jobs, None]


def test_what_rests_after_a_fault_is_passed_over(people: list[User]) -> None:
    world = World()
    resting, next_one = world.comes(people[0]), world.comes(people[1])
    soon = timezone.now() + timedelta(minutes=1)
    Job.objects.filter(pk=resting.pk).update(rests_until=soon)
    assert world.draws() == next_one
    assert world.draws() is None
    Job.objects.filter(pk=resting.pk).update(rests_until=timezone.now())
    assert world.draws() == resting


def lived(people: list[User], *, seed: int, steps: int = 70) -> tuple[World, dict[UUID, int]]:
    """A crowd that always has five, others now and then. Of those whose maker had nothing else
    ahead, how many were drawn before they came."""
    chance, world = random.Random(seed), World()
    came: dict[UUID, int] = {}
    for _ in range(steps):
        crowd = Job.objects.filter(owner=people[0], state=JobState.QUEUED).count()
        for owner in [people[0]] * (5 - crowd) + chance.sample(people[1:], chance.randrange(2)):
            lane = chance.choice([Lane.INTERACTIVE, Lane.INTERACTIVE, Lane.BATCH])
            job = world.comes(owner, seconds=chance.choice(LENGTHS), lane=lane)
            if job.turn == turns._now(Job.objects.filter(lane=lane)):
                came[job.pk] = len(world.begun)
        if chance.random() < 0.7:
            world.draws()
    world.draws_all()
    return world, came


def worst_wait(world: World, came: dict[UUID, int]) -> int:
    """How many of its lane went before the one that waited longest, of those in `came`."""
    firsts = [job for job in world.begun if job.pk in came]
    assert len(firsts) > 10
    return max(len(between(world, job, since=came[job.pk])) for job in firsts)


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3))])
def test_nobody_waits_for_more_than_one_of_each_other(people: list[User], seed: int) -> None:
    """The bound: as many of its lane as there are other people, for whoever has nothing else."""
    world, came = lived(people, seed=seed)
    assert worst_wait(world, came) <= len(people) - 1


def test_first_come_first_served_would_break_it(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the simulation can see it broken."""
    monkeypatch.setattr(turns, "_after_own", lambda mine: 0.0)
    monkeypatch.setattr(turns, "_now", lambda lane: 0.0)
    world, came = lived(people, seed=0)
    assert worst_wait(world, came) > len(people) - 1


def test_everything_is_drawn_at_last(people: list[User]) -> None:
    """However long both lanes are full, batch gets its share while the crowd goes on."""
    world, _ = lived(people, seed=0)
    assert not Job.objects.filter(state=JobState.QUEUED).exists()
    runs, longest = 0, 0
    for job in world.begun[:60]:
        runs = 0 if job.lane == Lane.BATCH else runs + 1
        longest = max(longest, runs)
    assert longest <= INTERACTIVE_IN_A_ROW + 1


def comes_to_stay(owner: User, *, then: Callable[[], object] = lambda: None) -> float:
    try:
        with transaction.atomic():
            job = World().comes(owner)
            then()
        return job.turn or 0.0
    finally:
        connection.close()


def waits_or_is_done(other: Future[float]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0]) or other.done()


def test_two_of_one_person_never_get_the_same_turn(committing: None, creator: Any) -> None:
    came, may_go = Event(), Event()

    def linger() -> None:
        came.set()
        may_go.wait(timeout=60)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(comes_to_stay, creator, then=linger)
        assert came.wait(timeout=60)
        second = pool.submit(comes_to_stay, creator)
        while not waits_or_is_done(second):
            sleep(0.01)
        may_go.set()
        assert second.result() == first.result() + LENGTHS[0]
