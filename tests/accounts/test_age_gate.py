"""Abuse table, row "age": a child changes the year and tries again."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.signing import b64_decode
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from accounts import age_gate
from accounts.ages import EARLIEST_BIRTH, band_of, today, years_before
from accounts.models import AgeBand, AgeSignal, HeldHandle, User
from audit.models import AuditEvent
from lib.api.redis_client import redis_client
from tests.accounts.signing_up import a_device, born, form, sign_up
from tests.client import Api, code_of


def test_a_child_of_nine_is_refused_and_nothing_is_kept(api: Api) -> None:
    refused = sign_up(api, birth_date=born(9), email="child@example.org", handle="childhandle")

    assert (refused.status_code, code_of(refused)) == (403, "under_age")
    for model in (User, EmailAddress, AgeSignal, AuditEvent, HeldHandle, Session):
        assert not model.objects.exists(), model
    assert not mail.outbox
    (key,) = redis_client().scan_iter("zoetrope:age-gate:*")
    assert re.fullmatch(rb"zoetrope:age-gate:[0-9a-f]{64}", key)
    assert redis_client().get(key) == b"1"
    assert not [key for key in redis_client().scan_iter("*") if b"child" in key]


def test_another_year_from_the_same_device_gets_the_same_answer(api: Api) -> None:
    device = a_device()
    first = sign_up(api, device=device, birth_date=born(9))
    again = sign_up(api, device=device, birth_date=born(30))

    assert again.status_code == 403
    assert _without_id(first) == _without_id(again)
    assert set(first.headers) == set(again.headers)


def test_the_flag_refuses_under_a_new_device_id_too(api: Api) -> None:
    flag = sign_up(api, birth_date=born(9))["X-Age-Gate"]
    new_device = a_device()

    assert code_of(sign_up(api, device=new_device, flag=flag)) == "under_age"
    assert code_of(sign_up(api, device=new_device)) == "under_age"


def test_other_devices_are_not_refused(api: Api) -> None:
    sign_up(api, birth_date=born(9))
    assert sign_up(api).status_code == 401


def test_the_day_ends_and_is_not_made_longer_by_trying(api: Api) -> None:
    device = a_device()
    flag = sign_up(api, device=device, birth_date=born(9))["X-Age-Gate"]
    (key,) = redis_client().scan_iter("zoetrope:age-gate:*")
    redis_client().expire(key, 60)

    later = sign_up(api, device=device, birth_date=born(9))["X-Age-Gate"]

    assert 0 < redis_client().ttl(key) <= 60
    assert _until(later) < _until(flag)
    redis_client().delete(key)
    with travel(_in(age_gate.SECONDS + 5)):
        assert sign_up(api, device=device, flag=flag).status_code == 401


@pytest.mark.parametrize("forged", ["x", "a:b", "{}:{}", "é", "x" * 5000])
def test_a_flag_that_is_not_ours_says_nothing(api: Api, forged: str) -> None:
    headers = {"X-Device-Id": a_device(), "X-Age-Gate": forged}
    answer = api.post("/_allauth/app/v1/auth/signup", form(), headers=headers)
    assert answer.status_code == 401


def test_the_flag_says_nothing_of_the_child(api: Api) -> None:
    flag = sign_up(api, birth_date=born(9))["X-Age-Gate"]
    assert set(json.loads(b64_decode(flag.split(":")[0].encode()))) == {"until"}


@pytest.mark.parametrize("device", ["", "short", "x" * 129, "spa ce in it"])
def test_a_device_must_name_itself(api: Api, device: str) -> None:
    answer = api.post("/_allauth/app/v1/auth/signup", form(), headers={"X-Device-Id": device})
    assert (answer.status_code, code_of(answer)) == (400, "device_id_required")
    assert not User.objects.exists()


def test_a_child_is_refused_though_everything_else_is_wrong_too(api: Api) -> None:
    device = a_device()
    refused = sign_up(api, device=device, birth_date=born(9), password="1", handle="admin")
    assert code_of(refused) == "under_age"
    assert code_of(sign_up(api, device=device)) == "under_age"


def test_on_the_thirteenth_birthday_one_may_join_and_the_day_before_not(api: Api) -> None:
    thirteen = years_before(today(), 13)
    eve = thirteen + timedelta(days=1)
    assert code_of(sign_up(api, birth_date=eve.isoformat())) == "under_age"
    assert sign_up(api, birth_date=thirteen.isoformat()).status_code == 401
    assert User.objects.get().age_band == AgeBand.TEEN


@pytest.mark.parametrize(
    "wrong", ["1899-12-31", "2999-01-01", "2001-02-30", "2001-1-1", "01.02.2001", "20010101", ""]
)
def test_an_impossible_date_of_birth_is_refused_without_closing_the_gate(
    api: Api, wrong: str
) -> None:
    device = a_device()
    answer = sign_up(api, device=device, birth_date=wrong)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "birth_date")
    assert sign_up(api, device=device).status_code == 401


@given(st.dates(min_value=EARLIEST_BIRTH))
def test_bands_follow_birthdays(birth: Any) -> None:
    day = max(today(), birth)
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    expected = AgeBand.UNDER_13 if age < 13 else AgeBand.TEEN if age < 18 else AgeBand.ADULT
    assert band_of(birth, on=day) == expected


def _without_id(response: Any) -> dict[str, Any]:
    return {**response.json(), "request_id": ""}


def _until(flag: str) -> int:
    return int(json.loads(b64_decode(flag.split(":", maxsplit=1)[0].encode()))["until"])


def _in(seconds: int) -> Any:
    return timezone.now() + timedelta(seconds=seconds)
