"""Passkeys at the admin: by the software authenticator that tests have."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from time_machine import travel

from accounts.models import Standing, User
from audit.models import AuditEvent
from tests import cast
from tests.accounts.second_factors import Passkey, add_app, add_passkey, fresh
from tests.accounts.test_staff_login import _rate
from tests.cast import PASSWORD
from tests.client import Api
from tests.staff import give_reason

ENTER = "/admin/passkeys/enter/"
MINE = "/admin/passkeys/"


@pytest.fixture(autouse=True)
def demanding(settings: Any) -> None:
    """As under production."""
    settings.ADMIN_SECOND_FACTOR = True


def enter(client: Client, passkey: Passkey, onward: str = "") -> Any:
    options = client.post(f"{ENTER}options/").json()
    assert options["publicKey"]["userVerification"] == "required"
    assert not options["publicKey"].get("allowCredentials"), "nobody is named"
    credential = json.dumps(passkey.used(options))
    return client.post(ENTER, {"credential": credential, "next": onward})


def passkey_of(api: Api, person: User) -> Passkey:
    return add_passkey(api, fresh(api, person))


def test_a_passkey_alone_opens_the_admin(api: Api, moderator: User) -> None:
    client = Client()
    answer = enter(client, passkey_of(api, moderator), "/admin/accounts/user/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/accounts/user/")
    give_reason(client)
    assert client.get("/admin/accounts/user/").status_code == 200


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_it_leads_nowhere_else(api: Api, moderator: User, onward: str) -> None:
    assert enter(Client(), passkey_of(api, moderator), onward)["Location"] == "/admin/"


def refused(answer: Any, client: Client) -> None:
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
    page = client.get("/admin/login/").content.decode()
    assert "This passkey does not open the admin." in page
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("who", ["member", "suspended", "stranger", "forged", "unverified"])
def test_every_refusal_says_the_same(api: Api, moderator: User, who: str) -> None:
    client, passkey = Client(), Passkey()
    if who == "member":
        passkey = passkey_of(api, cast.creator())
    elif who != "stranger":
        passkey = passkey_of(api, moderator)
    if who == "suspended":
        User.objects.filter(pk=moderator.pk).update(state=Standing.SUSPENDED)
    if who == "forged":
        passkey.key = Passkey().key
    if who == "unverified":
        passkey.verifies = False
    refused(enter(client, passkey), client)


def test_an_answer_is_worth_nothing_a_second_time(api: Api, moderator: User) -> None:
    passkey, first, second = passkey_of(api, moderator), Client(), Client()
    credential = json.dumps(passkey.used(first.post(f"{ENTER}options/").json()))
    assert first.post(ENTER, {"credential": credential})["Location"] == "/admin/"
    refused(second.post(ENTER, {"credential": credential}), second)
    second.post(f"{ENTER}options/")
    refused(second.post(ENTER, {"credential": credential}), second)


@pytest.mark.parametrize(
    "body", [{}, {"credential": "x"}, {"credential": "{}"}, {"credential": "[1]"}]
)
def test_nonsense_is_refused(db: None, body: dict[str, str]) -> None:
    client = Client()
    client.post(f"{ENTER}options/")
    refused(client.post(ENTER, body), client)


def test_whoever_tries_too_often_is_refused(api: Api, moderator: User) -> None:
    passkey = passkey_of(api, moderator)
    for _ in range(60):
        client = Client(REMOTE_ADDR="198.51.100.9")
        if client.post(f"{ENTER}options/").status_code == 429:
            break
    else:
        pytest.fail("there is no limit")
    assert client.post(ENTER, {"credential": "{}"})["Location"] == "/admin/login/"
    assert enter(Client(REMOTE_ADDR="203.0.113.8"), passkey)["Location"] == "/admin/"
    assert _rate("ip").amount


def test_a_colleagues_session_ends_when_another_enters(api: Api, moderator: User) -> None:
    client = Client()
    enter(client, passkey_of(api, moderator))
    key = client.session.session_key
    enter(client, passkey_of(api, cast.moderator()))
    assert client.session.session_key != key
    assert "staff_reason" not in client.session


def desk_by(api: Api, person: User) -> Client:
    client = Client()
    assert enter(client, passkey_of(api, person))["Location"] == "/admin/"
    return client


def test_one_adds_and_removes_ones_own(api: Api, moderator: User) -> None:
    client, second = desk_by(api, moderator), Passkey()
    options = client.post(f"{MINE}options/").json()
    assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    body = {"name": "desk phone", "credential": json.dumps(second.made(options))}
    assert client.post(MINE, body).status_code == 302
    page = client.get(MINE).content.decode()
    assert "desk phone" in page
    changed = AuditEvent.objects.filter(
        action="accounts.factor.changed", target=moderator.public_id
    )
    assert changed.filter(facts__how="webauthn_added").count() == 2
    assert "A passkey was added." in mail.outbox[-1].body
    assert enter(Client(), second)["Location"] == "/admin/"

    row = Authenticator.objects.filter(user=moderator, data__name="desk phone").get()
    assert client.post(MINE, {"remove": str(row.pk)}).status_code == 302
    refused(enter(other := Client(), second), other)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, ""])
def test_another_persons_or_no_passkey_is_not_removed(api: Api, moderator: User, key: str) -> None:
    client, colleague = desk_by(api, moderator), cast.moderator()
    passkey_of(api, colleague)
    theirs = Authenticator.objects.get(user=colleague, type=Authenticator.Type.WEBAUTHN)
    for which in (key, str(theirs.pk)):
        client.post(MINE, {"remove": which})
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("how", ["unverified", "other site", "other challenge"])
def test_a_wrong_answer_adds_nothing(api: Api, moderator: User, how: str) -> None:
    client = desk_by(api, moderator)
    passkey = Passkey(
        origin="https://evil.example" if how == "other site" else "http://localhost:8000"
    )
    passkey.verifies = how != "unverified"
    credential = json.dumps(passkey.made(client.post(f"{MINE}options/").json()))
    if how == "other challenge":
        client.post(f"{MINE}options/")
    page = client.post(MINE, {"name": "x", "credential": credential})
    assert page.status_code == 200
    assert "answer is not right" in page.content.decode()
    assert (
        Authenticator.objects.filter(user=moderator, type=Authenticator.Type.WEBAUTHN).count() == 1
    )


def test_after_a_while_one_signs_in_once_more_first(api: Api, moderator: User) -> None:
    from datetime import UTC, datetime, timedelta

    client, passkey = desk_by(api, moderator), Passkey()
    made = passkey.made(client.post(f"{MINE}options/").json())
    with travel(datetime.now(UTC) + timedelta(minutes=6)):
        assert "data-passkey" not in client.get(MINE).content.decode()
        assert client.post(f"{MINE}options/").status_code == 403
        client.post(MINE, {"name": "x", "credential": json.dumps(made)})
        row = Authenticator.objects.get(user=moderator, type=Authenticator.Type.WEBAUTHN)
        client.post(MINE, {"remove": str(row.pk)})
    assert (
        Authenticator.objects.filter(user=moderator, type=Authenticator.Type.WEBAUTHN).get() == row
    )


def test_whoever_signed_in_by_password_adds_their_first(moderator: User, settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = False
    client, passkey = Client(), Passkey()
    body = {"username": moderator.email, "password": PASSWORD, "code": "", "next": "/admin/"}
    assert client.post("/admin/login/", body).status_code == 302
    made = json.dumps(passkey.made(client.post(f"{MINE}options/").json()))
    assert client.post(MINE, {"name": "first", "credential": made}).status_code == 302
    settings.ADMIN_SECOND_FACTOR = True
    assert client.get("/admin/").status_code == 302, "the session began with a password alone"
    assert enter(Client(), passkey)["Location"] == "/admin/"


def test_members_and_guests_have_no_such_page(api: Api, creator: User) -> None:
    client = Client()
    for path in (MINE, f"{MINE}options/"):
        assert "/login/" in client.post(path)["Location"]
    client.force_login(creator)
    assert "/login/" in client.get(MINE)["Location"]


def test_the_door_shows_all_that_it_asks_for(db: None) -> None:
    page = Client().get("/admin/login/").content.decode()
    for name in ("username", "password", "code", "credential"):
        assert re.search(rf'<input[^>]*name="{name}"', page), name


@pytest.mark.parametrize("path", ["/admin/login/", MINE])
def test_no_script_stands_in_these_pages(api: Api, moderator: User, path: str) -> None:
    client = Client() if path != MINE else desk_by(api, moderator)
    answer = client.get(path)
    assert (
        "'unsafe-inline'"
        not in answer["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    )
    inside = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", answer.content.decode())
    assert inside == []
    assert not re.search(r"\son\w+=\"", answer.content.decode())


def test_an_app_still_opens_beside_a_password(api: Api, moderator: User) -> None:
    add_app(api, fresh(api, moderator))
    body = {"username": moderator.email, "password": PASSWORD, "code": "", "next": "/admin/"}
    assert Client().post("/admin/login/", body).status_code == 200
