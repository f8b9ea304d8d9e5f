"""Sensitive steps ask for more than a token: a proof of the last minutes, in the same session."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from tests.accounts.signing_up import ROOT, sign_in
from tests.cast import PASSWORD
from tests.client import Api, code_of, token_for


def _signed_in(api: Api, person: User) -> str:
    return str(sign_in(api, person.email or "").json()["meta"]["access_token"])


def _deletes(api: Api, token: str) -> Any:
    return api.delete("/me", {}, token=token)


def test_signing_in_just_now_is_a_proof(api: Api, creator: User) -> None:
    assert _deletes(api, _signed_in(api, creator)).status_code == 200


@pytest.mark.parametrize(("minutes", "open_"), [(4, True), (6, False)])
def test_a_proof_lasts_five_minutes(api: Api, creator: User, minutes: int, open_: bool) -> None:
    at = timezone.now()
    with travel(at - timedelta(minutes=minutes)):
        kept = sign_in(api, creator.email or "").json()["meta"]["refresh_token"]
    with travel(at):
        fresh = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": kept}).json()
        answer = _deletes(api, fresh["data"]["access_token"])
    assert (answer.status_code == 200) is open_, answer.content
    if not open_:
        assert (answer.status_code, code_of(answer)) == (401, "reauthentication_required")


def test_a_proof_of_another_session_does_not_count(api: Api, creator: User) -> None:
    _signed_in(api, creator)
    assert code_of(_deletes(api, token_for(creator, proved=False))) == "reauthentication_required"


def test_the_password_once_more_opens_the_step(api: Api, creator: User) -> None:
    token = token_for(creator, proved=False)
    wrong = api.post(f"{ROOT}/auth/reauthenticate", {"password": "not it"}, token=token)
    assert (wrong.status_code, code_of(wrong)) == (403, "incorrect_password")
    assert code_of(_deletes(api, token)) == "reauthentication_required"
    right = api.post(f"{ROOT}/auth/reauthenticate", {"password": PASSWORD}, token=token)
    assert right.status_code == 200, right.content
    assert _deletes(api, token).status_code == 200


def test_nobody_guesses_passwords_at_that_door(api: Api, creator: User) -> None:
    tries = [
        api.post(f"{ROOT}/auth/reauthenticate", {"password": "not it"}, as_=creator)
        for _ in range(7)
    ]
    assert tries[-1].status_code == 429
    right = api.post(f"{ROOT}/auth/reauthenticate", {"password": PASSWORD}, as_=creator)
    assert right.status_code == 429


def test_guests_have_nothing_to_prove(api: Api) -> None:
    assert api.post(f"{ROOT}/auth/reauthenticate", {"password": PASSWORD}).status_code == 401
