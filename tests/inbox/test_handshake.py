"""Who may open a socket."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from inbox.socket import places
from lib.api.redis_client import redis_client
from tests.client import token_for
from tests.inbox.phone import Phone, play

pytestmark = pytest.mark.django_db


def dial(phone: Phone) -> Any:
    async def scenario() -> Any:
        answer = await phone.dial()
        if answer is None:
            await phone.hang_up()
        return answer

    return play(scenario)


def bearer(token: str) -> tuple[bytes, bytes]:
    return b"authorization", f"Bearer {token}".encode()


def test_a_token_among_the_subprotocols_opens_it(creator: Any) -> None:
    phone = Phone(token_for(creator))
    assert dial(phone) is None
    assert phone.protocol == "zoetrope.v1", "never the one that holds the token"


@pytest.mark.parametrize("protocols", [[], ["zoetrope.v1"]])
def test_a_token_in_the_header_opens_it(creator: Any, protocols: list[str]) -> None:
    phone = Phone(headers=[bearer(token_for(creator))], protocols=protocols)
    assert dial(phone) is None
    assert phone.protocol == (protocols[0] if protocols else None)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda t: Phone(), (401, "not_authenticated")),
        (lambda t: Phone(protocols=["zoetrope.v1"]), (401, "not_authenticated")),
        (lambda t: Phone("x" + t[1:]), (401, "authentication_failed")),
        (lambda t: Phone("abc"), (401, "authentication_failed")),
        (lambda t: Phone("x" * 5000), (401, "authentication_failed")),
        (lambda t: Phone(protocols=["bearer." + t]), (400, "malformed")),
        (lambda t: Phone(protocols=["zoetrope.v2", "bearer." + t]), (400, "malformed")),
        (
            lambda t: Phone(protocols=["zoetrope.v1", "bearer." + t, "bearer." + t]),
            (401, "not_authenticated"),
        ),
        (lambda t: Phone(t, headers=[bearer(t)]), (401, "not_authenticated")),
        (
            lambda t: Phone(headers=[(b"authorization", b"Basic " + t.encode())], protocols=[]),
            (401, "not_authenticated"),
        ),
        (lambda t: Phone(path=f"/ws/v1?token={t}"), (400, "malformed")),
        (lambda t: Phone(t, path="/ws/v1?resume_after=1"), (400, "malformed")),
        (lambda t: Phone(t, path="/ws/v2"), (404, "not_found")),
        (lambda t: Phone(t, path="/ws/v1/"), (404, "not_found")),
    ],
)
def test_all_else_is_turned_down(
    creator: Any, make: Callable[[str], Phone], expected: tuple[int, str]
) -> None:
    assert dial(make(token_for(creator))) == expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (settings.PUBLIC_ORIGIN, None),
        ("https://evil.example", (403, "permission_denied")),
        (settings.PUBLIC_ORIGIN + ".evil.example", (403, "permission_denied")),
        ("null", (403, "permission_denied")),
        ("", (403, "permission_denied")),
    ],
)
def test_a_page_of_another_origin_is_turned_down(
    creator: Any, origin: str, expected: tuple[int, str] | None
) -> None:
    assert dial(Phone(token_for(creator), headers=[(b"origin", origin.encode())])) == expected


def test_an_expired_token_is_named_so(creator: Any) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token = token_for(creator)
        clock.shift(3600)
        assert dial(Phone(token)) == (401, "token_expired")


def test_a_person_has_eight_sockets_at_most(creator: Any, friend: Any) -> None:
    token, other = token_for(creator), token_for(friend)

    async def scenario() -> None:
        phones = [Phone(token) for _ in range(places.PER_PERSON)]
        for phone in phones:
            assert await phone.dial() is None
        assert await Phone(token).dial() == (429, "too_many_sockets")
        stranger = Phone(other)
        assert await stranger.dial() is None
        await phones[0].hang_up()
        late = Phone(token)
        assert await late.dial() is None
        await hang_up_all([*phones[1:], stranger, late])

    play(scenario)


def test_places_of_the_dead_are_free_after_a_while(creator: Any) -> None:
    """One socket lives on beside seven that were killed: only its place is kept."""
    person, dead = creator.pk, [f"dead-{n}" for n in range(places.PER_PERSON - 1)]
    for one in dead:
        assert places.take(person, one)
    assert places.take(person, "alive")
    assert not places.take(person, "new")
    for one in (*dead, "alive"):  # so long nobody said a word
        redis_client().zincrby(places._key(person), -places.LEASE_SECONDS, one)
    places.keep(person, "alive")
    assert [places.take(person, f"new-{n}") for n in range(places.PER_PERSON)] == [
        *[True] * len(dead), False
    ]  # fmt: skip


async def hang_up_all(phones: list[Phone]) -> None:
    closings: list[Awaitable[None]] = [phone.hang_up() for phone in phones]
    for closing in closings:
        await closing
