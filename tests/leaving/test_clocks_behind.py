"""While a database that was put back may be behind, no clock erases anybody (O14)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import AgeBand, AgeSource, User
from accounts.services.ages import PROOF_WITHIN, signal_age
from accounts.services.closing import close_account, erase_due, restore_account
from accounts.services.deletion import delete_account
from accounts.services.unproven import delete_unproven
from lib.actors import Actor
from tests.leaving.restoring import make_copy, outside, put_back, replay, write

__all__ = ["outside", "replay", "write"]

pytestmark = pytest.mark.usefixtures("committing")

HOUSE = Actor.system("tests")


def of(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_while_the_database_is_behind_the_clock_erases_nobody(
    creator: User, write: Callable[[], int], replay: Callable[[], None]
) -> None:
    now = timezone.now()
    close_account(person=creator, actor=HOUSE, at=now - timedelta(days=29, hours=23))
    make_copy()
    restore_account(person=creator, actor=HOUSE)
    write()
    put_back()
    with travel(now + timedelta(hours=2)):
        assert erase_due() == 0
        assert of(creator).deleted_at is None, "they came back, and that stands outside"
        replay()
        assert erase_due() == 0
    assert of(creator).closed_at is None


def test_while_the_database_is_behind_no_child_is_erased_for_want_of_a_proof(
    creator: User, friend: User, write: Callable[[], int], replay: Callable[[], None]
) -> None:
    signal_age(person=creator, band=AgeBand.UNDER_13, source=AgeSource.STAFF, actor=HOUSE)
    make_copy()
    delete_account(person=friend, actor=HOUSE)
    write()
    put_back()
    with travel(timezone.now() + PROOF_WITHIN + timedelta(hours=1)):
        assert delete_unproven() == 0
        assert of(creator).deleted_at is None
        replay()
        assert delete_unproven() == 1
