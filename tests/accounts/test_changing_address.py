"""Another e-mail address: proved by its code, and the old one is told."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from audit.models import AuditEvent
from tests.accounts.second_factors import fresh
from tests.accounts.signing_up import ROOT, mailed_code, sign_in, sign_up
from tests.client import Api, code_of, token_for

NEW = "new@example.org"


def _ask(api: Api, token: str, email: str = NEW) -> Any:
    return api.post(f"{ROOT}/account/email", {"email": email}, token=token)


def _prove(api: Api, token: str, code: str) -> Any:
    return api.post(f"{ROOT}/auth/email/verify", {"key": code}, token=token)


def test_the_code_of_the_new_address_makes_it_mine(api: Api, creator: User) -> None:
    token, old = fresh(api, creator), creator.email
    assert _ask(api, token).status_code == 200
    assert api.get("/me", token=token).json()["email"] == old

    done = _prove(api, token, mailed_code(NEW))

    assert done.status_code == 200, done.content
    assert api.get("/me", token=token).json()["email"] == NEW
    address = EmailAddress.objects.get(user=creator)
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    assert mail.outbox[-1].to == [old]
    assert sign_in(api, NEW).status_code == 200
    assert sign_in(api, old or "").status_code == 401
    row = AuditEvent.objects.get(action="accounts.factor.changed")
    assert (row.target, row.facts) == (creator.public_id, {"how": "email_changed"})


def test_it_asks_for_a_recent_proof(api: Api, creator: User) -> None:
    refused = _ask(api, token_for(creator, proved=False))
    assert (refused.status_code, code_of(refused)) == (401, "reauthentication_required")
    assert not mail.outbox


def test_without_the_code_nothing_changes(api: Api, creator: User) -> None:
    token, old = fresh(api, creator), creator.email
    _ask(api, token)
    wrong = _prove(api, token, "WRNG-CODE")
    assert (wrong.status_code, code_of(wrong)) == (400, "incorrect_code")
    creator.refresh_from_db()
    assert creator.email == old


def test_nobody_learns_whose_an_address_is_or_takes_it(
    api: Api, creator: User, stranger: User
) -> None:
    token = fresh(api, creator)
    known, new = _ask(api, token, stranger.email or ""), _ask(api, fresh(api, creator))
    assert known.status_code == new.status_code == 200
    codes = [str(letter.body) for letter in mail.outbox if letter.to == [stranger.email]]
    assert codes
    if "code" in codes[-1]:
        assert _prove(api, token, mailed_code(stranger.email or "")).status_code == 400
    creator.refresh_from_db()
    assert creator.email != stranger.email


def test_a_sign_up_that_nobody_confirmed_does_not_sit_on_an_address(
    api: Api, creator: User
) -> None:
    with travel(timezone.now() - timedelta(seconds=20)):
        sign_up(api, email=NEW, handle="squatter")
    mail.outbox.clear()
    token = fresh(api, creator)
    _ask(api, token)
    assert _prove(api, token, mailed_code(NEW)).status_code == 200
    assert not User.objects.filter(handle="squatter").exists()
    assert User.objects.get(email=NEW) == creator
