"""The log over the socket: all of it, in order, once."""

import asyncio
import random
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import Block
from inbox import nudges
from inbox.models import Event, PersonLog
from inbox.socket import consumer, follower
from tests.client import token_for
from tests.inbox.conftest import tell, tell_async
from tests.inbox.phone import Phone, play

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def token(creator: Any) -> str:
    return token_for(creator)


def test_it_replays_what_was_missed_and_then_follows(creator: Any, token: str) -> None:
    for n in range(3):
        tell(creator, n)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        assert await phone.hears_nothing(), "not before it says where to begin"
        await phone.resume(1)
        assert await phone.hear_ids(2) == [2, 3]
        await tell_async(creator, 77)
        live = await phone.hear()
        assert set(live) == {"id", "type", "at", "data"}
        assert (live["id"], live["type"], live["data"]) == (4, "test.counted", {"n": 77})
        assert await phone.hears_nothing()
        await phone.hang_up()

    play(scenario)


def test_null_begins_with_the_oldest_that_is_kept(creator: Any, token: str) -> None:
    tell(creator)
    tell(creator)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(None)
        assert await phone.hear_ids(2) == [1, 2]
        await phone.hang_up()

    play(scenario)


def test_it_comes_in_batches_without_a_seam(
    creator: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "BATCH", 3)
    for n in range(11):
        tell(creator, n)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        assert await phone.hear_ids(11) == list(range(1, 12))
        await phone.hang_up()

    play(scenario)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_lost_or_repeated_while_connections_come_and_go(
    creator: Any, token: str, seed: int
) -> None:
    """Events are written all the time; the phone hangs up and resumes at odd moments."""
    total = 60
    chance = random.Random(seed)
    heard: list[int] = []

    async def write() -> None:
        for n in range(total):
            await tell_async(creator, n)
            await asyncio.sleep(chance.random() / 200)

    async def scenario() -> None:
        writing = asyncio.create_task(write())
        while len(heard) < total:
            phone = Phone(token)
            await phone.dial()
            await phone.resume(heard[-1] if heard else 0)
            for _ in range(min(chance.randint(1, 15), total - len(heard))):
                heard.append((await phone.hear())["id"])
            await phone.hang_up()
        await writing

    play(scenario)
    assert heard == list(range(1, total + 1))


def test_nudges_may_come_twice_early_or_for_nothing(creator: Any, token: str) -> None:
    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        nudge = sync_to_async(nudges.news)
        await nudge(creator.pk)
        await phone.resume(0)
        await tell_async(creator)
        for _ in range(5):
            await nudge(creator.pk)
        assert await phone.hear_ids(1) == [1]
        assert await phone.hears_nothing()
        await phone.hang_up()

    play(scenario)


def test_a_lost_nudge_costs_a_moment_and_no_event(
    creator: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "TICK_SECONDS", 0.2)
    monkeypatch.setattr(nudges, "news", lambda person_id: None)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        assert await phone.hears_ping()
        await tell_async(creator)
        while "id" not in (message := await phone.hear()):
            await phone.say({"pong": True})
        assert message["id"] == 1
        await phone.hang_up()

    play(scenario)


def test_a_hidden_event_is_not_sent_and_does_not_stop_the_rest(
    creator: Any, friend: Any, token: str
) -> None:
    tell(creator, actor_id=friend.pk)
    tell(creator)
    Block.objects.create(blocker=friend, blocked=creator)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        assert await phone.hear_ids(1) == [2]
        await tell_async(creator, actor_id=friend.pk)
        await tell_async(creator)
        assert await phone.hear_ids(1) == [4]
        await phone.hang_up()

    play(scenario)


def test_a_whole_batch_of_hidden_events_does_not_stop_the_rest(
    creator: Any, friend: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follower, "BATCH", 2)
    for _ in range(5):
        tell(creator, actor_id=friend.pk)
    tell(creator)
    Block.objects.create(blocker=creator, blocked=friend)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        assert await phone.hear_ids(1) == [6]
        await phone.hang_up()

    play(scenario)


def test_nobody_hears_what_is_anothers(creator: Any, friend: Any, token: str) -> None:
    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        await tell_async(friend)
        assert await phone.hears_nothing()
        await phone.hang_up()

    play(scenario)


def test_two_sockets_of_one_person_hear_the_same(creator: Any, token: str) -> None:
    async def scenario() -> None:
        phones = [Phone(token), Phone(token)]
        for phone in phones:
            await phone.dial()
            await phone.resume(0)
        await tell_async(creator)
        assert [await phone.hear_ids(1) for phone in phones] == [[1], [1]]
        for phone in phones:
            await phone.hang_up()

    play(scenario)


def test_a_cursor_that_is_too_old_asks_for_a_fresh_start(creator: Any, token: str) -> None:
    for n in range(3):
        tell(creator, n)
    Event.objects.filter(person_id=creator.pk, number__lte=2).delete()
    PersonLog.objects.filter(pk=creator.pk).update(forgotten=2)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(1)
        assert await phone.hear() == {"type": "resync", "data": {"oldest": 3, "latest": 3}}
        await tell_async(creator)
        assert await phone.hears_nothing(), "first it must say where to begin"
        await phone.resume(3)
        assert await phone.hear_ids(1) == [4]
        await phone.hang_up()

    play(scenario)
