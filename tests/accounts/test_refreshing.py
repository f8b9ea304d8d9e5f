"""A refresh token works once."""

from functools import partial

import pytest

from accounts.models import User
from tests.accounts.signing_up import ROOT, sign_in
from tests.accounts.test_races import at_once
from tests.client import Api

pytestmark = pytest.mark.usefixtures("committing")


def test_of_two_who_show_it_at_once_one_gets_tokens(api: Api, creator: User) -> None:
    kept = sign_in(api, creator.email or "").json()["meta"]["refresh_token"]
    for _ in range(5):
        ask = partial(Api().post, f"{ROOT}/tokens/refresh", {"refresh_token": kept})
        answers = at_once(*[ask] * 4)
        assert sorted(one.status_code for one in answers) == [200, 401, 401, 401]
        won = next(one for one in answers if one.status_code == 200)
        kept = won.json()["data"]["refresh_token"]


def test_one_of_a_session_that_ended_gets_none(api: Api, creator: User) -> None:
    said = sign_in(api, creator.email or "").json()["meta"]
    api.post("/me/sessions/revoke-all", token=said["access_token"])
    for token in (said["refresh_token"], said["access_token"], "x", "a.b.c"):
        answer = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": token})
        assert answer.status_code == 401
