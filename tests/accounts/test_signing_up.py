from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from time_machine import travel

from accounts.models import AgeSignal, Standing, User
from tests.accounts.signing_up import ROOT, hand_in, join, mailed_code, sign_in, sign_up
from tests.client import Api, code_of


def test_an_adult_joins_with_the_code_from_the_mail(api: Api) -> None:
    pending = sign_up(api)
    assert pending.status_code == 401
    flows = {flow["id"]: flow for flow in pending.json()["data"]["flows"]}
    assert flows["verify_email"]["is_pending"]

    done = hand_in(api, pending, mailed_code("mara@example.org"))

    assert done.status_code == 200
    token = done.json()["meta"]["access_token"]
    me = api.get("/me", token=token).json()
    assert me["handle"] == "mara"
    assert me["age_band"] == "18_plus"
    assert me["standing"] == Standing.GOOD
    assert done.json()["meta"]["refresh_token"]


def test_until_the_code_is_handed_in_nobody_else_sees_them(api: Api, creator: User) -> None:
    sign_up(api)
    assert api.get("/people/mara", as_=creator).status_code == 404


def test_a_wrong_code_is_refused_and_three_end_the_try(api: Api) -> None:
    pending = sign_up(api)
    for _ in range(3):
        assert code_of(hand_in(api, pending, "WRNG-CODE")) == "incorrect_code"
    assert hand_in(api, pending, mailed_code("mara@example.org")).status_code == 409


def test_the_payload_of_signing_up_holds_no_address(api: Api) -> None:
    done = join(api)
    assert set(done.json()["data"]["user"]) == {"id", "handle"}
    assert done.json()["data"]["user"]["id"].startswith("usr_")


def test_one_age_signal_says_what_was_declared(api: Api) -> None:
    join(api)
    person = User.objects.get()
    signal = AgeSignal.objects.get(person_id=person.pk)
    assert (signal.source, signal.band) == ("self_declared", "18_plus")


def test_whoever_signs_up_again_before_confirming_goes_on_with_the_newer_code(
    api: Api,
) -> None:
    first = sign_up(api)
    first_code = mailed_code("mara@example.org")
    with travel(datetime.now(UTC) + timedelta(seconds=12)):  # one code in ten seconds
        second = sign_up(api, password="another good long one")

    assert hand_in(api, first, first_code).status_code == 409
    assert hand_in(api, second, mailed_code("mara@example.org")).status_code == 200
    assert User.objects.count() == 1


def test_nothing_of_a_refused_sign_up_stays(api: Api) -> None:
    assert sign_up(api, handle="admin").status_code == 422
    assert not User.objects.exists()
    assert not Session.objects.exists()


def test_signing_in_gives_tokens_and_wrong_passwords_one_answer(api: Api, creator: User) -> None:
    good = sign_in(api, creator.email or "")
    assert good.status_code == 200
    assert good.json()["meta"]["access_token"]

    wrong = sign_in(api, creator.email or "", "not the password")
    nobody = sign_in(api, "nobody@example.org", "not the password")

    assert (wrong.status_code, code_of(wrong)) == (401, "authentication_failed")
    assert _same(wrong) == _same(nobody)


def test_guessing_one_persons_password_is_slowed_down(api: Api, creator: User) -> None:
    answers = [sign_in(api, creator.email or "", f"guess {n}") for n in range(6)]
    assert code_of(answers[-1]) == "throttled"
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_refresh_token_works_once(api: Api) -> None:
    refresh = join(api).json()["meta"]["refresh_token"]
    first = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": refresh})
    assert first.status_code == 200
    again = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": refresh})
    assert (again.status_code, code_of(again)) == (401, "authentication_failed")


def _same(response: Any) -> tuple[int, dict[str, Any]]:
    return response.status_code, {**response.json(), "request_id": ""}
