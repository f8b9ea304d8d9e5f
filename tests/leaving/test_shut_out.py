"""Whoever is banned may leave, and what they were banned for does not go with the account."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from accounts.bans import is_held_address
from accounts.models import (
    AgeBand,
    AgeSource,
    HeldIdentity,
    PersonHoldKind,
    Standing,
    StandingReason,
    User,
)
from accounts.services.ages import signal_age
from accounts.services.closing import close_account, erase_due, remind_leaving
from accounts.services.deletion import delete_account
from accounts.services.holds import hold_person
from accounts.services.people import forget_unconfirmed
from accounts.services.standing import freeze, thaw
from lib.actors import Actor
from lib.outbox.models import OutboxMessage
from tests.accounts.apple.conftest import apple
from tests.accounts.apple.phoning import is_new, joined, show
from tests.accounts.apple.server import Apple
from tests.accounts.leaving import close
from tests.accounts.signing_up import sign_in, sign_up
from tests.client import Api, code_of
from tests.standings import change_standing

__all__ = ["apple"]
pytestmark = pytest.mark.django_db

HOUSE = Actor.system("tests")
LINK = re.compile(r"https?://[^/\s]+(/leaving\?token=\S+)")
OVER = timedelta(days=31)


@pytest.fixture
def banned(creator: User, moderator: User) -> User:
    ban(creator, moderator)
    return User.objects.get(pk=creator.pk)


def ban(person: User, by: User) -> None:
    """The letter about it is of another time than those of these tests."""
    reason = StandingReason.HARASSMENT
    change_standing(person=person, to=Standing.BANNED, actor=by, reason=reason)
    OutboxMessage.objects.filter(actor_name="mail_about_decision").delete()


def asked(api: Api, email: str, deliver: Callable[[], int]) -> str:
    """The page that is mailed; empty where nothing is."""
    mail.outbox.clear()
    answer = api.post("/leaving", {"email": email})
    assert (answer.status_code, answer.content) == (202, b"")
    deliver()
    found = [LINK.search(str(one.body)) for one in mail.outbox if one.to == [email.lower()]]
    return found[0].group(1) if found and found[0] else ""


def now_of(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_whoever_is_banned_leaves_by_a_letter(
    api: Api, banned: User, deliver: Callable[[], int]
) -> None:
    assert code_of(sign_in(api, str(banned.email))) == "account_suspended"
    page = asked(api, str(banned.email).upper(), deliver)
    opened = api.client.get(page)
    assert (opened.status_code, now_of(banned).closed_at) == (200, None), "opening does nothing"
    assert opened["Referrer-Policy"] == "same-origin"
    assert api.client.post(page).status_code == 200
    assert now_of(banned).closed_at is not None
    assert now_of(banned).standing == Standing.BANNED
    assert api.client.post(page).status_code == 410, "it works once"
    with travel(timezone.now() + OVER):
        assert erase_due() == 1


@pytest.mark.parametrize("is_banned", [True, False])
def test_letters_promise_nothing_that_does_not_hold(
    creator: User, moderator: User, deliver: Callable[[], int], is_banned: bool
) -> None:
    if is_banned:
        ban(creator, moderator)
    mail.outbox.clear()
    close_account(person=creator, actor=HOUSE)
    deliver()
    with travel(timezone.now() + OVER - timedelta(days=3)):
        remind_leaving()
        deliver()
    with travel(timezone.now() + OVER):
        erase_due()
    bodies = [str(one.body) for one in mail.outbox if one.to == [creator.email]]
    assert len(bodies) == 3
    told = [("sign in" in one, "for a new account" in one) for one in bodies]
    expected = [(True, False), (True, False), (False, True)]
    assert told == ([(False, False)] * 3 if is_banned else expected)
    assert all("{" not in one for one in bodies)


def test_a_link_lasts_a_day_and_is_nobodys_to_make(
    api: Api, banned: User, deliver: Callable[[], int]
) -> None:
    page = asked(api, str(banned.email), deliver)
    assert api.client.post(page + "x").status_code == 403
    with travel(timezone.now() + timedelta(hours=25)):
        assert api.client.post(page).status_code == 410
    assert now_of(banned).closed_at is None


def test_nobody_learns_who_has_an_account(
    api: Api, creator: User, deliver: Callable[[], int]
) -> None:
    assert asked(api, "nobody@example.org", deliver) == ""
    assert mail.outbox == []
    assert asked(api, str(creator.email), deliver)
    close(api, creator)
    deliver()
    assert asked(api, str(creator.email), deliver) == "", "closed already"


def test_the_same_is_written_whether_or_not_there_is_an_account(api: Api, creator: User) -> None:
    written = []
    for email in ("nobody@example.org", str(creator.email)):
        with CaptureQueriesContext(connection) as queries:
            assert api.post("/leaving", {"email": email}).status_code == 202
        written.append([one["sql"].split()[0] for one in queries])
    assert written[0] == written[1], "a commit more is heard on the line"
    assert [len(one.args) for one in OutboxMessage.objects.all()] == [2, 2]


def test_letters_to_one_address_are_few(api: Api, creator: User) -> None:
    for _ in range(5):
        assert api.post("/leaving", {"email": creator.email}).status_code == 202
    late = api.post("/leaving", {"email": creator.email})
    assert (late.status_code, code_of(late)) == (429, "throttled")
    assert int(late["Retry-After"]) > 23 * 3600, "a day, not an hour"


def test_their_address_joins_nobody_for_a_year(api: Api, banned: User) -> None:
    email = str(banned.email)
    delete_account(person=banned, actor=HOUSE)
    mail.outbox.clear()
    answer = sign_up(api, email=email, handle="somebody_new")
    other = sign_up(api, email="fresh@example.org", handle="somebody_else")
    assert (answer.status_code, set(answer.json())) == (other.status_code, set(other.json()))
    assert not User.objects.filter(email=email).exists()
    assert User.objects.filter(email="fresh@example.org").exists()
    assert not any("code" in str(one.subject).lower() for one in mail.outbox if one.to == [email])
    with travel(timezone.now() + timedelta(days=366)):
        forget_unconfirmed()
        assert not HeldIdentity.objects.exists()
        sign_up(api, email=email, handle="somebody_later")
        assert User.objects.filter(email=email).exists()


def test_nor_does_their_apple_identity(api: Api, apple: Apple, moderator: User) -> None:
    joined(api, apple.token())
    person = User.objects.exclude(pk=moderator.pk).get()
    ban(person, moderator)
    delete_account(person=now_of(person), actor=HOUSE)
    refused = show(api, apple.token())
    assert (refused.status_code, code_of(refused)) == (401, "account_suspended")
    assert is_new(show(api, apple.token(sub="001.apple.0043", email="x@example.org")))


def test_a_new_key_lifts_no_ban(banned: User, settings: Any) -> None:
    email = str(banned.email)
    delete_account(person=banned, actor=HOUSE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, of forty characters or more"
    assert is_held_address(email)
    assert not is_held_address("fresh@example.org")


@pytest.mark.parametrize("how", ["good", "frozen"])
def test_of_nobody_else_anything_is_held(creator: User, how: str) -> None:
    if how == "frozen":
        freeze(person=creator, actor=HOUSE, reason=StandingReason.KNOWN_UNDER_13)
    close_account(person=creator, actor=HOUSE)
    delete_account(person=now_of(creator), actor=HOUSE)
    assert not HeldIdentity.objects.exists()


def test_a_decision_is_no_freeze_though_a_freeze_came_first(creator: User) -> None:
    freeze(person=creator, actor=HOUSE, reason=StandingReason.STORE_CONSENT)
    shut = PersonHoldKind.SUSPENDED
    hold_person(person_id=creator.pk, kind=shut, cause="act:one", actor=HOUSE)
    thaw(person=creator, actor=HOUSE)
    assert now_of(creator).standing == Standing.SUSPENDED
    delete_account(person=now_of(creator), actor=HOUSE)
    assert HeldIdentity.objects.exists()


def test_nor_of_a_child_who_was_banned_before_that_was_known(banned: User, moderator: User) -> None:
    signal_age(
        person=banned, band=AgeBand.UNDER_13, source=AgeSource.STAFF,
        actor=Actor.person(moderator.pk),
    )  # fmt: skip
    assert now_of(banned).standing == Standing.BANNED
    delete_account(person=now_of(banned), actor=HOUSE)
    assert not HeldIdentity.objects.exists()


def test_what_is_held_is_a_hash(banned: User) -> None:
    delete_account(person=banned, actor=HOUSE)
    held = HeldIdentity.objects.values().get()
    assert str(banned.email) not in str(held)
