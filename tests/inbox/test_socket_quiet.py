"""Quiet hours on an open socket: what can wait does, and comes when they end, once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from asgiref.sync import sync_to_async

from accounts.safeguards import Limit
from accounts.services.safeguards import choose_limits
from inbox.socket import consumer
from tests import cast
from tests.client import token_for
from tests.inbox.notifications.telling import alarmed, lost, moved_on
from tests.inbox.phone import Phone, play
from tests.parental.families import linked, set_control

pytestmark = pytest.mark.usefixtures("committing")
NIGHT = datetime(2027, 1, 14, 1, tzinfo=UTC)
MORNING = datetime(2027, 1, 14, 6, tzinfo=UTC)
HELD = {"type": "held", "data": {"after": 1, "until": "2027-01-14T06:00:00Z"}}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(consumer, "TICK_SECONDS", 3600)
    with time_machine.travel(NIGHT, tick=False) as clock:
        yield clock


@pytest.fixture
def token(clock: Any, teen: Any, settings: Any) -> str:
    return token_for(teen)


async def tell(what: Any, person: Any) -> int:
    return int(await sync_to_async(what)(person))


async def dialled(token: str, after: int) -> Phone:
    phone = Phone(token)
    await phone.dial()
    await phone.resume(after)
    return phone


def test_at_night_a_teen_hears_what_must_be_known_and_the_rest_in_the_morning(
    clock: Any, teen: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "user_of_token", lambda _token: teen)

    async def scenario() -> None:
        phone = await dialled(token, 0)
        await tell(moved_on, teen)
        assert await phone.hear_ids(1) == [1]
        await tell(lost, teen)
        assert await phone.hear() == HELD
        await tell(lost, teen), await tell(alarmed, teen), await tell(lost, teen)
        assert await phone.hear_ids(1) == [4]
        assert await phone.hears_nothing()
        clock.move_to(MORNING)
        await tell(moved_on, teen)
        assert await phone.hear_ids(4) == [2, 3, 5, 6]
        await tell(lost, teen)
        assert await phone.hear_ids(1) == [7]
        await phone.hang_up()

    play(scenario)


def test_whoever_comes_back_from_where_it_was_held_misses_nothing(
    clock: Any, teen: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "user_of_token", lambda _token: teen)
    moved_on(teen), lost(teen), alarmed(teen), lost(teen)

    async def scenario() -> None:
        phone = await dialled(token, 1)
        assert await phone.hear() == HELD
        assert await phone.hear_ids(1) == [3]
        await phone.hang_up()
        clock.move_to(MORNING)
        phone = await dialled(token, 1)
        assert await phone.hear_ids(3) == [2, 3, 4]
        await phone.hang_up()

    play(scenario)


def test_an_adult_without_hours_hears_all_at_night(clock: Any, creator: Any) -> None:
    token = token_for(creator)

    async def scenario() -> None:
        phone = await dialled(token, 0)
        await tell(lost, creator)
        assert await phone.hear_ids(1) == [1]
        await phone.hang_up()

    play(scenario)


@pytest.mark.parametrize("whose", ["guardian", "own"])
def test_hours_that_begin_while_it_is_open_hold_from_then_on(
    clock: Any, teen: Any, token: str, whose: str
) -> None:
    clock.move_to(datetime(2027, 1, 14, 18, tzinfo=UTC))
    token = token_for(teen)
    evening = [{"days": ["thu"], "from": "18:00", "to": "20:00", "stops": "notifications"}]
    link = linked(teen, cast.guardian())

    def begin() -> None:
        if whose == "guardian":
            set_control(link, Limit.QUIET_HOURS, evening)
        else:
            choose_limits(person=teen, wanted={Limit.QUIET_HOURS: evening})

    async def scenario() -> None:
        phone = await dialled(token, 0)
        first = await tell(lost, teen)
        while (await phone.hear())["id"] < first:
            pass
        await sync_to_async(begin)()
        await tell(lost, teen)
        while (message := await phone.hear())["type"] != "held":
            assert message["type"] != "draft.lost"
        assert await phone.hears_nothing()
        await phone.hang_up()

    play(scenario)
