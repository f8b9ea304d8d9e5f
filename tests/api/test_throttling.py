"""How often one may ask, who is counted together, and what the headers say."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import RequestFactory

from lib.api import throttling
from lib.api.addresses import client_address, network_of
from lib.api.throttling import Rate
from tests.client import Api, code_of

pytestmark = pytest.mark.urls("tests.api.probe")


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rate]:
    """Wide rates, for a test to narrow one of them."""
    wide = dict.fromkeys(throttling.RATES, Rate(1000, 60))
    monkeypatch.setattr(throttling, "RATES", wide)
    return wide


def test_one_too_many_is_429_with_the_seconds_to_wait(
    api: Api, creator: Any, rates: dict[str, Rate]
) -> None:
    rates["user"] = Rate(3, 60)
    answers = [api.get("/probe/me", as_=creator) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert code_of(answers[3]) == "throttled"
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0]["RateLimit-Policy"] == '"user";q=3;w=60'


def test_people_are_counted_apart(
    api: Api, creator: Any, friend: Any, rates: dict[str, Rate]
) -> None:
    rates["user"] = Rate(1, 60)
    assert api.get("/probe/me", as_=creator).status_code == 200
    assert api.get("/probe/me", as_=creator).status_code == 429
    assert api.get("/probe/me", as_=friend).status_code == 200


def test_guests_are_counted_by_address_before_anything_else(
    api: Api, rates: dict[str, Rate]
) -> None:
    rates["address"] = Rate(2, 60)
    bad = {"Authorization": "Bearer nonsense"}
    statuses = [api.get("/probe/me", headers=bad).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]


def test_a_scope_counts_only_where_it_is_named(
    api: Api, creator: Any, rates: dict[str, Rate]
) -> None:
    rates["create"] = Rate(1, 60)
    body = {"text": "a"}
    assert api.post("/probe/make", body, as_=creator, key="a").status_code == 201
    assert api.post("/probe/make", body, as_=creator, key="b").status_code == 429
    assert api.get("/probe/make", as_=creator).status_code == 405
    assert api.get("/probe/me", as_=creator).status_code == 200


def test_a_window_ends(creator: Any, rates: dict[str, Rate], db: None) -> None:
    rates["user"] = Rate(1, 60)
    first = throttling.count("user", "somebody")
    assert not first.exceeded
    assert throttling.count("user", "somebody").exceeded
    _end_the_window(after=60)
    assert not throttling.count("user", "somebody").exceeded


def test_parallel_requests_are_all_counted(rates: dict[str, Rate], db: None) -> None:
    rates["user"] = Rate(40, 60)
    with ThreadPoolExecutor(8) as pool:
        standings = list(pool.map(lambda _: throttling.count("user", "crowd"), range(100)))
    assert sum(not standing.exceeded for standing in standings) == 40


def test_redis_holds_no_address(rates: dict[str, Rate], db: None) -> None:
    from lib.api.redis_client import redis_client

    throttling.count("address", "192.0.2.77")
    keys = redis_client().keys("zoetrope:throttle:*")
    assert keys
    assert not any(b"192.0.2" in key for key in keys)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_wrote_counts(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded}
    )
    assert client_address(request) == expected


def test_a_customer_of_ipv6_is_counted_as_one() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
    assert network_of("nonsense") == "unknown"


def _end_the_window(*, after: int) -> None:
    """By Redis' own clock, which counts already, moved on."""
    from lib.api.redis_client import redis_client

    client = redis_client()
    [key] = client.keys("zoetrope:throttle:user:*")
    assert 0 < client.pttl(key) <= 1000 * after
    client.pexpire(key, 1)
    while client.exists(key):
        pass
