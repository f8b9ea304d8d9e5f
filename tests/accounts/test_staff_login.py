"""The door of the admin, as somebody who guesses finds it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.core.internal.ratelimit import Rate, parse_rates
from django.conf import settings
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import Standing, User
from config.demo.stand_ins.authenticator import code_now
from tests import cast
from tests.accounts.second_factors import add_app, fresh
from tests.accounts.signing_up import ROOT, sign_in
from tests.cast import PASSWORD
from tests.client import Api

WRONG = "a horse that reads maps"


def _rate(per: str) -> Rate:
    rates = parse_rates(settings.ACCOUNT_RATE_LIMITS["login_failed"])
    return next(rate for rate in rates if rate.per == per)


def _try(email: Any, password: str, *, address: str = "198.51.100.7", code: str = "") -> Any:
    body = {"username": email, "password": password, "code": code, "next": "/admin/"}
    return Client(REMOTE_ADDR=address).post("/admin/login/", body)


def _said(page: Any) -> list[str]:
    return [str(error) for error in page.context["form"].non_field_errors()]


def test_a_moderator_signs_in(moderator: User) -> None:
    for _ in range(_rate("key").amount + 1):
        assert _try(moderator.email, PASSWORD).status_code == 302


def test_whoever_guesses_is_refused_even_with_the_right_password(moderator: User) -> None:
    """Each try comes from another address, so that the account's own limit is what holds."""
    for number in range(_rate("key").amount):
        page = _try(moderator.email, WRONG, address=f"198.51.100.{number + 1}")
        assert page.status_code == 200
    assert _try(moderator.email, PASSWORD, address="203.0.113.9").status_code == 200


def test_whoever_guesses_at_many_addresses_is_refused(moderator: User) -> None:
    for number in range(_rate("ip").amount):
        assert _try(f"nobody{number}@example.org", WRONG).status_code == 200
    assert _try(moderator.email, PASSWORD).status_code == 200
    assert _try(moderator.email, PASSWORD, address="203.0.113.9").status_code == 302


def test_tries_at_the_api_count_here(api: Api, moderator: User) -> None:
    for _ in range(_rate("key").amount):
        api.post(f"{ROOT}/auth/login", {"email": str(moderator.email), "password": WRONG})
    assert _try(moderator.email, PASSWORD).status_code == 200


@pytest.mark.parametrize("who", ["nobody", "member", "suspended", "wrong"])
def test_every_refusal_says_the_same_and_costs_the_same(moderator: User, who: str) -> None:
    expected = _said(_try("unknown@example.org", PASSWORD))
    email, password = _refused(who)
    answers = [_try(email, password) for _ in range(_rate("key").amount + 1)]
    assert {answer.status_code for answer in answers} == {200}
    assert [_said(answer) for answer in answers[:-1]] == [expected] * _rate("key").amount
    assert re.search("too many", _said(answers[-1])[0], re.IGNORECASE)


def _refused(who: str) -> tuple[str, str]:
    if who == "nobody":
        return "nobody@example.org", PASSWORD
    if who == "member":
        return str(cast.creator().email), PASSWORD
    staff = cast.moderator()
    if who == "suspended":
        User.objects.filter(pk=staff.pk).update(state=Standing.SUSPENDED)
        return str(staff.email), PASSWORD
    return str(staff.email), WRONG


LATER = timedelta(seconds=31)


@pytest.fixture
def demanding(settings: Any) -> None:
    """As under production."""
    settings.ADMIN_SECOND_FACTOR = True


@pytest.mark.parametrize("demanded", [True, False])
def test_who_has_a_factor_is_asked_for_it(
    api: Api, moderator: User, settings: Any, demanded: bool
) -> None:
    settings.ADMIN_SECOND_FACTOR = demanded
    secret = add_app(api, fresh(api, moderator))
    expected = _said(_try("unknown@example.org", PASSWORD))
    for code in ("", "000000"):
        assert _said(_try(moderator.email, PASSWORD, code=code)) == expected
    with travel(timezone.now() + LATER):
        page = _try(moderator.email, PASSWORD, code=code_now(secret))
        assert page.status_code == 302
        assert page.client.get("/admin/").status_code == 200


def test_a_code_opens_the_admin_once(api: Api, moderator: User, demanding: None) -> None:
    secret = add_app(api, fresh(api, moderator))
    with travel(timezone.now() + LATER):
        code = code_now(secret)
        answers = [_try(moderator.email, PASSWORD, code=code).status_code for _ in range(2)]
    assert answers == [302, 200]


def test_whoever_guesses_codes_is_refused_as_whoever_guesses_passwords(
    api: Api, moderator: User, demanding: None
) -> None:
    secret = add_app(api, fresh(api, moderator))
    for number in range(_rate("key").amount):
        address = f"198.51.100.{number + 1}"
        assert _try(moderator.email, PASSWORD, code="000000", address=address).status_code == 200
    with travel(timezone.now() + LATER):
        page = _try(moderator.email, PASSWORD, code=code_now(secret), address="203.0.113.9")
    assert page.status_code == 200


def test_where_a_factor_is_demanded_nobody_enters_without(moderator: User, demanding: None) -> None:
    expected = _said(_try("unknown@example.org", PASSWORD))
    assert _said(_try(moderator.email, PASSWORD)) == expected


def test_a_session_of_the_app_is_no_way_around(api: Api, moderator: User, demanding: None) -> None:
    """The app's session is one of Django's: its key in a cookie must not open the admin."""
    answer = sign_in(api, moderator.email or "")
    client = Client()
    client.cookies["sessionid"] = answer.json()["meta"]["session_token"]
    assert client.get("/admin/").status_code == 302
    client.force_login(moderator)
    assert client.get("/admin/").status_code == 302
