"""Each Apple account on which somebody signed in counts: consent taken back on any of them (A5)."""

import time
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import Standing, StoreAccount, StoreLink, StoreRescission, User
from accounts.services.store_consent import (
    LINK_KEPT,
    RESCISSION_KEPT,
    forget_old,
    link_store,
    take_notification,
)
from config.demo.stand_ins.app_store import Apple
from lib.errors import DomainError
from tests import roles
from tests.accounts.test_races import at_once
from tests.accounts.test_store_consent import APPLE, apple_is_configured
from tests.client import Api, code_of

__all__ = ["apple_is_configured"]
OWN, FAMILY = "704345678901234567", "704345678901234999"


def _link(person: User, which: str, *, at: float | None = None) -> None:
    link_store(person=person, signed=APPLE.app_transaction(which, at=at))


def _again(api: Api, which: str, *, at: float) -> None:
    body = {"app_transaction": APPLE.app_transaction(which, at=at)}
    assert api.post("/store/apple/consents", body).status_code == 204


def _frozen(person: User) -> bool:
    now = User.objects.get(pk=person.pk)
    assert (now.standing == Standing.SUSPENDED) == (now.consent_rescinded_at is not None)
    return now.standing == Standing.SUSPENDED


@pytest.mark.parametrize("which", [OWN, FAMILY])
def test_taken_back_on_either_of_two_apple_accounts(creator: User, which: str) -> None:
    for one in (OWN, FAMILY, OWN):
        _link(creator, one)
    assert StoreLink.objects.filter(person=creator).count() == 2
    assert take_notification(APPLE.rescinds(which)) == 1
    assert _frozen(creator)


def test_given_again_on_the_one_on_which_it_was_taken_back(api: Api, creator: User) -> None:
    for one in (OWN, FAMILY):
        _link(creator, one)
    take_notification(APPLE.rescinds(OWN))
    _again(api, FAMILY, at=time.time() + 1)
    assert _frozen(creator), "another Apple account gives nothing back"
    _again(api, OWN, at=time.time() + 1)
    assert not _frozen(creator)


def test_taken_back_on_both_it_is_given_again_on_both(api: Api, creator: User) -> None:
    for one in (OWN, FAMILY):
        _link(creator, one)
        take_notification(APPLE.rescinds(one))
    _again(api, OWN, at=time.time() + 1)
    assert _frozen(creator)
    _again(api, FAMILY, at=time.time() + 1)
    assert not _frozen(creator)


def test_who_is_named_by_the_token_alone_gives_it_again_on_a_device_of_theirs(
    api: Api, creator: User
) -> None:
    _link(creator, OWN)
    token = api.get("/me/store/apple", as_=creator).json()["account_token"]
    assert take_notification(APPLE.rescinds(token=token)) == 1
    assert _frozen(creator)
    _again(api, FAMILY, at=time.time() + 1)
    assert _frozen(creator)
    _again(api, OWN, at=time.time() + 1)
    assert not _frozen(creator)


@pytest.mark.parametrize("by_token", [False, True])
def test_an_older_notification_that_comes_late_gives_nothing_back(
    api: Api, creator: User, by_token: bool
) -> None:
    _link(creator, OWN)
    token = api.get("/me/store/apple", as_=creator).json()["account_token"]
    about = {"token": token} if by_token else {"which": OWN}
    now = time.time()
    for minutes in (10, 30):  # the one of half an hour ago failed, and is sent again
        signed = APPLE.rescinds(**about, signedDate=round((now - minutes * 60) * 1000))
        assert take_notification(signed) == 1
    _again(api, OWN, at=now - 20 * 60)
    assert _frozen(creator)
    _again(api, OWN, at=now + 1)
    assert not _frozen(creator)


def test_taken_back_before_the_link_is_known(api: Api, creator: User) -> None:
    signed = APPLE.app_transaction(OWN, at=time.time() - 60)
    assert take_notification(APPLE.rescinds(OWN)) == 0
    answer = api.put("/me/store/apple", {"app_transaction": signed}, as_=creator)
    assert answer.status_code == 200
    assert _frozen(creator)
    assert code_of(api.get("/me", as_=creator)) == "consent_rescinded"


def test_a_new_account_on_the_same_device_is_no_way_around(creator: User, stranger: User) -> None:
    before = time.time() - 60
    _link(creator, OWN, at=before)
    take_notification(APPLE.rescinds(OWN))
    _link(stranger, OWN, at=before)
    assert _frozen(stranger)


def test_whoever_shows_a_newer_consent_is_not_frozen(creator: User, stranger: User) -> None:
    _link(creator, OWN)
    take_notification(APPLE.rescinds(OWN))
    _link(stranger, OWN, at=time.time() + 1)
    assert not _frozen(stranger)
    assert not _frozen(creator), "it stands again for all who have it"
    assert not StoreRescission.objects.exists()


def test_old_links_go_but_the_newest_and_what_freezes(creator: User, friend: User) -> None:
    for one in (OWN, FAMILY):
        _link(creator, one)
    _link(friend, "1")
    long_ago = timezone.now() - LINK_KEPT - timedelta(days=1)
    StoreLink.objects.filter(app_transaction_id__in=[OWN, "1"]).update(last_seen_at=long_ago)
    StoreLink.objects.filter(app_transaction_id=OWN).update(rescinded_at=long_ago)
    assert forget_old() == 0
    StoreLink.objects.update(rescinded_at=None)
    assert forget_old() == 1
    left = set(StoreLink.objects.values_list("app_transaction_id", flat=True))
    assert left == {FAMILY, "1"}
    StoreRescission.objects.create(
        app_transaction_id="2", signed_at=timezone.now() - RESCISSION_KEPT - timedelta(days=1)
    )
    assert forget_old() == 1


@pytest.mark.usefixtures("committing")
def test_a_link_and_a_rescission_at_once_miss_each_other_never(creator: User) -> None:
    for number in range(5):
        which = f"7{number}"
        signed = APPLE.app_transaction(which, at=time.time() - 60)
        at_once(
            partial(link_store, person=creator, signed=signed),
            partial(take_notification, APPLE.rescinds(which)),
        )
        assert StoreLink.objects.get(app_transaction_id=which).rescinded_at is not None
    assert _frozen(creator)


def test_a_stranger_gives_nobody_anything(creator: User, api: Api) -> None:
    _link(creator, OWN)
    take_notification(APPLE.rescinds(OWN))
    with pytest.raises(DomainError):
        link_store(person=creator, signed=Apple().app_transaction(OWN, at=time.time() + 1))
    assert _frozen(creator)


def _migrate(to: Any) -> None:
    with roles.acting_as("migrate"):
        MigrationExecutor(connection).migrate(to)


def test_the_one_link_that_was_known_is_kept(creator: User, friend: User, stranger: User) -> None:
    frozen_at = timezone.now()
    User.objects.filter(pk__in=[creator.pk, friend.pk]).update(consent_rescinded_at=frozen_at)
    for person in (creator, friend, stranger):
        StoreAccount.objects.create(person=person)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _migrate([("accounts", "0013_store_links")])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_storeaccount SET app_transaction_id = %s WHERE person_id <> %s",
            [OWN, friend.pk],
        )
    _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    links = {one.person_id: one for one in StoreLink.objects.all()}
    assert set(links) == {creator.pk, stranger.pk}
    assert links[creator.pk].rescinded_at == frozen_at
    assert links[stranger.pk].rescinded_at is None
    assert StoreAccount.objects.get(person=friend).rescinded_at == frozen_at
