"""The door of the admin, as somebody who guesses finds it."""

import re
from typing import Any

import pytest
from allauth.core.internal.ratelimit import Rate, parse_rates
from django.conf import settings
from django.test import Client

from accounts.models import Standing, User
from tests import cast
from tests.accounts.signing_up import ROOT
from tests.cast import PASSWORD
from tests.client import Api

WRONG = "a horse that reads maps"


def _rate(per: str) -> Rate:
    rates = parse_rates(settings.ACCOUNT_RATE_LIMITS["login_failed"])
    return next(rate for rate in rates if rate.per == per)


def _try(email: Any, password: str, *, address: str = "198.51.100.7") -> Any:
    body = {"username": email, "password": password, "next": "/admin/"}
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
