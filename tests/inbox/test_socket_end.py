"""How a socket ends: by its client's mistakes, by time, by the house's rules."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from asgiref.sync import sync_to_async
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.events import AccountDeleted, AgeChanged, SessionsEnded, StandingChanged
from accounts.models import AgeBand, AgeSource, Standing, User
from inbox.socket import consumer, places
from lib.api.redis_client import redis_client
from lib.events import publish
from tests import cast
from tests.client import token_for
from tests.inbox.conftest import tell_async
from tests.inbox.phone import Phone, play, soon

pytestmark = pytest.mark.django_db
committing = pytest.mark.usefixtures("committing")  # nudges come on commit
Say = Callable[[Phone], Awaitable[None]]


@pytest.fixture
def token(creator: Any) -> str:
    return token_for(creator)


def messages(*sayings: Any) -> Say:
    async def say(phone: Phone) -> None:
        for saying in sayings:
            if isinstance(saying, bytes):
                await phone.say_bytes(saying)
            elif isinstance(saying, str):
                await phone.say_raw(saying)
            else:
                await phone.say(saying)

    return say


@pytest.mark.parametrize(
    ("say", "code", "close"),
    [
        (messages("{"), "malformed", 4400),
        (messages(""), "malformed", 4400),
        (messages("[" * 4000), "malformed", 4400),
        (messages("[]"), "wrong_type", 4400),
        (messages("7"), "wrong_type", 4400),
        (messages({}), "malformed", 4400),
        (messages({"resume_after": "7"}), "wrong_type", 4400),
        (messages({"resume_after": 7.0}), "wrong_type", 4400),
        (messages({"resume_after": True}), "wrong_type", 4400),
        (messages({"resume_after": -1}), "invalid", 4400),
        (messages({"resume_after": 2**53}), "invalid", 4400),
        (messages('{"resume_after": NaN}'), "wrong_type", 4400),
        (messages({"resume_after": 0, "token": "x"}), "unknown_field", 4400),
        (messages({"hello": 1}), "unknown_field", 4400),
        (messages({"resume_after": 0, "pong": True}), "malformed", 4400),
        (messages('{"resume_after": 0, "resume_after": 1}'), "duplicate_field", 4400),
        (messages({"pong": 1}), "wrong_type", 4400),
        (messages({"resume_after": 0}, {"resume_after": 0}), "malformed", 4400),
        (messages('{"resume_after": 0' + " " * 4096 + "}"), "too_large", 4413),
        (messages('{"é": "' + "é" * 2100 + '"}'), "too_large", 4413),
        (messages(b'{"resume_after": 0}'), "unsupported_media_type", 4415),
        (messages(b""), "unsupported_media_type", 4415),
    ],
)
def test_a_mistake_is_named_and_ends_it(token: str, say: Say, code: str, close: int) -> None:
    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await say(phone)
        message = await phone.hear()
        assert set(message) == {"type", "data"}
        assert (message["type"], message["data"]["code"]) == ("error", code)
        assert await phone.hear_close() == (close, code)
        await phone.hang_up()

    play(scenario)


def test_who_never_says_where_to_begin_is_not_kept(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "RESUME_SECONDS", 0.1)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        assert await phone.hear_close() == (4408, "request_timeout")
        await phone.hang_up()

    play(scenario)


def test_who_answers_pings_stays_and_who_does_not_goes(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "TICK_SECONDS", 0.1)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        for _ in range(3 * consumer.SILENT_TICKS):
            assert await phone.hears_ping()
            await phone.say({"pong": True})
        for _ in range(consumer.SILENT_TICKS):
            assert await phone.hears_ping()
        assert await phone.hear_close() == (4408, "request_timeout")
        await phone.hang_up()

    play(scenario)


def suspend(person: Any) -> None:
    """Without a word to anybody."""
    User.objects.filter(pk=person.pk).update(state=Standing.SUSPENDED)


@committing
@pytest.mark.parametrize(
    ("fields", "event", "expected"),
    [
        (
            {"state": Standing.SUSPENDED},
            lambda one: StandingChanged(user_id=one, standing=Standing.SUSPENDED),
            (4401, "account_suspended"),
        ),
        ({"session_epoch": 1}, SessionsEnded, (4401, "authentication_failed")),
        ({"deleted_at": timezone.now()}, AccountDeleted, (4401, "authentication_failed")),
    ],
)
def test_whoever_loses_access_loses_the_socket_at_once(
    creator: Any,
    token: str,
    fields: dict[str, Any],
    event: Callable[[Any], Any],
    expected: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T2, by the nudge: the tick that would find out too is an hour away."""
    monkeypatch.setattr(consumer, "TICK_SECONDS", 3600)
    if "deleted_at" in fields:
        fields = fields | {"email": None, "birth_date": None, "handle": ""}

    def lose() -> None:
        with transaction.atomic():
            User.objects.filter(pk=creator.pk).update(**fields)
            publish(event(creator.pk))

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(None)
        await sync_to_async(lose)()
        assert await phone.hear_close() == expected
        await phone.hang_up()

    play(scenario)


@committing
def test_a_change_that_leaves_access_leaves_the_socket(creator: Any, token: str) -> None:
    def limit() -> None:
        with transaction.atomic():
            publish(StandingChanged(user_id=creator.pk, standing=Standing.LIMITED))

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        await sync_to_async(limit)()
        assert await phone.hears_nothing()
        await phone.hang_up()

    play(scenario)


@committing
def test_another_age_is_seen_at_once(teen: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """T2: whoever is an adult from now on hears no more of teens who do not follow them."""
    monkeypatch.setattr(consumer, "TICK_SECONDS", 3600)
    other, token = cast.teen(), token_for(teen)

    def grow_up() -> None:
        with transaction.atomic():
            User.objects.filter(pk=teen.pk).update(
                assured_band=AgeBand.ADULT, assured_by=AgeSource.DOCUMENT
            )
            publish(AgeChanged(user_id=teen.pk, band=AgeBand.ADULT))

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        await tell_async(teen, actor_id=other.pk)
        assert await phone.hear_ids(1) == [1]
        await sync_to_async(grow_up)()
        assert (await phone.hear())["type"] == "age.changed"
        assert await phone.hears_nothing()
        await tell_async(teen, actor_id=other.pk)
        last = await tell_async(teen)
        assert await phone.hear_ids(1) == [last]
        await phone.hang_up()

    play(scenario)


def test_without_a_nudge_the_tick_finds_out(
    creator: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "TICK_SECONDS", 0.2)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        await sync_to_async(suspend)(creator)
        assert await phone.hear_close() == (4401, "account_suspended")
        await phone.hang_up()

    play(scenario)


def test_an_expired_token_ends_it_so_that_the_app_refreshes(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "TICK_SECONDS", 0.2)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            assert await phone.hear_close() == (4401, "token_expired")
        await phone.hang_up()

    play(scenario)


def test_without_the_database_it_asks_to_come_back(
    creator: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise DatabaseError("away")

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        monkeypatch.setattr("inbox.socket.follower.read_log", broken)
        await phone.resume(0)
        assert await phone.hear_close() == (1013, "temporarily_unavailable")
        await phone.hang_up()

    play(scenario)


@committing
def test_what_cannot_be_checked_after_a_nudge_is_closed(
    creator: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(token: str) -> None:
        raise DatabaseError("away")

    def end() -> None:
        with transaction.atomic():
            publish(SessionsEnded(user_id=creator.pk))

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        await phone.resume(0)
        monkeypatch.setattr(consumer, "user_of_token", broken)
        await sync_to_async(end)()
        assert await phone.hear_close() == (1013, "temporarily_unavailable")
        await phone.hang_up()

    play(scenario)


def test_an_unforeseen_fault_closes_with_its_own_code(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise ZeroDivisionError

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        monkeypatch.setattr("inbox.socket.follower.read_log", broken)
        await phone.resume(0)
        assert await phone.hear_close() == (1011, "internal")
        await phone.hang_up()

    play(scenario)


def test_an_end_gives_the_place_back(creator: Any, token: str) -> None:
    key = places._key(creator.pk)

    async def scenario() -> None:
        phone = Phone(token)
        await phone.dial()
        assert redis_client().zcard(key) == 1
        await phone.say_raw("{")
        await phone.hear_close()
        await phone.hang_up()
        await soon(lambda: redis_client().zcard(key) == 0)

    play(scenario)
