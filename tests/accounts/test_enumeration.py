"""Nobody learns from us which e-mail addresses have an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from time_machine import travel

from accounts.models import HeldHandle, User
from tests.accounts.signing_up import ROOT, hand_in, mailed_code, sign_up
from tests.client import Api, code_of


def test_signing_up_answers_the_same_for_a_known_address(api: Api, creator: User) -> None:
    known = sign_up(api, email=creator.email, handle="first_try")
    new = sign_up(api, email="new@example.org", handle="second_try")

    assert known.status_code == new.status_code == 401
    assert _without_ids(known) == _without_ids(new)
    assert set(known.headers) == set(new.headers)


def test_the_owner_of_the_address_is_told_and_nothing_changes(api: Api, creator: User) -> None:
    password = creator.password
    sign_up(api, email=creator.email, handle="impostor", password="a wholly new one")

    assert "already" in str(mail.outbox[-1].subject)
    assert mail.outbox[-1].to == [creator.email]
    creator.refresh_from_db()
    assert creator.password == password
    assert User.objects.count() == 1


def test_codes_are_refused_alike(api: Api, creator: User) -> None:
    known = sign_up(api, email=creator.email, handle="first_try")
    new = sign_up(api, email="new@example.org", handle="second_try")
    wrong = [_without_ids(hand_in(api, pending, "WRNG-CODE")) for pending in (known, new)]
    assert wrong[0] == wrong[1]


def test_the_handle_of_a_try_is_taken_either_way(api: Api, creator: User) -> None:
    """Else a second sign-up with the same handle would tell whether the address was new."""
    for email, handle in ((creator.email, "first_try"), ("new@example.org", "second_try")):
        sign_up(api, email=email, handle=handle)
        other = sign_up(api, email="third@example.org", handle=handle)
        assert (other.status_code, code_of(other)) == (422, "handle_taken"), email


def test_the_same_try_may_be_repeated_either_way(api: Api, creator: User) -> None:
    for email, handle in ((creator.email, "first_try"), ("new@example.org", "second_try")):
        sign_up(api, email=email, handle=handle)
        with travel(datetime.now(UTC) + timedelta(seconds=12)):
            assert sign_up(api, email=email, handle=handle).status_code == 401, email


def test_another_handle_frees_the_first_either_way(api: Api, creator: User) -> None:
    for email, handle in ((creator.email, "first_try"), ("new@example.org", "second_try")):
        sign_up(api, email=email, handle=handle)
        with travel(datetime.now(UTC) + timedelta(seconds=12)):
            sign_up(api, email=email, handle=f"{handle}_b")
        freed = sign_up(api, email=f"x{handle}@example.org", handle=handle)
        assert freed.status_code == 401, email


def test_a_second_try_within_seconds_waits_either_way_and_ends_nothing(
    api: Api, creator: User
) -> None:
    known = sign_up(api, email=creator.email, handle="first_try")
    new = sign_up(api, email="new@example.org", handle="second_try")
    again = [sign_up(api, email=creator.email, handle="first_try")]
    again += [sign_up(api, email="new@example.org", handle="second_try")]

    assert known.status_code == new.status_code == 401
    assert [answer.status_code for answer in again] == [429, 429]
    assert _without_ids(again[0]) == _without_ids(again[1])
    assert hand_in(api, new, mailed_code("new@example.org")).status_code == 200


def test_what_is_held_says_nothing_of_the_address(api: Api, creator: User) -> None:
    sign_up(api, email=creator.email, handle="first_try")
    held = HeldHandle.objects.get()
    assert (creator.email or "") not in f"{held.handle_key} {held.held_for}"


def test_asking_for_a_new_password_answers_the_same(api: Api, creator: User) -> None:
    known = api.post(f"{ROOT}/auth/password/request", {"email": creator.email})
    new = api.post(f"{ROOT}/auth/password/request", {"email": "nobody@example.org"})
    assert _without_ids(known) == _without_ids(new)
    assert [letter.to for letter in mail.outbox] == [[creator.email]]


def test_case_does_not_make_a_new_address(api: Api, creator: User) -> None:
    sign_up(api, email=str(creator.email).upper(), handle="first_try")
    assert User.objects.count() == 1


def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(
    api: Api, creator: User, monkeypatch: Any
) -> None:
    counted: list[int] = []
    encode = MD5PasswordHasher.encode

    def counting(*args: Any) -> Any:
        counted.append(1)
        return encode(*args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)

    def hashes(call: Any) -> int:
        counted.clear()
        call()
        return len(counted)

    def try_sign_up(email: str, handle: str) -> int:
        return hashes(lambda: sign_up(api, email=email, handle=handle))

    def try_sign_in(email: str) -> int:
        body = {"email": email, "password": "wrong"}
        return hashes(lambda: api.post(f"{ROOT}/auth/login", body))

    known = creator.email or ""
    assert try_sign_up(known, "first_try") == try_sign_up("new@example.org", "second_try") > 0
    assert try_sign_in(known) == try_sign_in("nobody@example.org") > 0


def _without_ids(response: Any) -> dict[str, Any]:
    body = {**response.json(), "request_id": ""}
    body["meta"] = {**body.get("meta", {}), "session_token": ""}
    return body
