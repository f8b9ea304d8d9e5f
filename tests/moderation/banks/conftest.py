"""Three people who may change hash banks, and what they keep in them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from config.staff import appoint_moderator
from moderation.categories import Category
from moderation.models import BankedHash, HashBank, HashKind
from moderation.services.bank_proposals import SHADOW_FOR, activate, confirm, propose
from moderation.services.banks import make_bank
from tests import roles
from tests.generation.conftest import blank_film, puppet
from tests.moderation.banks.material import hash_of

__all__ = ["blank_film", "puppet"]

Propose = Callable[..., BankedHash]


def keeper(person: Any) -> User:
    user = User.objects.get(pk=person.pk)
    with roles.acting_as("migrate"):
        appoint_moderator(user)
    return User.objects.get(pk=person.pk)


@pytest.fixture
def adder(moderator: Any) -> User:
    return keeper(moderator)


@pytest.fixture
def second(friend: Any) -> User:
    return keeper(friend)


@pytest.fixture
def third(stranger: Any) -> User:
    return keeper(stranger)


@pytest.fixture
def bank(adder: User) -> HashBank:
    return make_bank(name="known", category=Category.VIOLENCE, by=adder, action="block")


@pytest.fixture
def proposed(bank: HashBank, adder: User) -> Propose:
    def make(seed: int = 0, **more: Any) -> BankedHash:
        found = hash_of(seed)
        usual = {"kind": HashKind.PDQ, "hash_hex": found.hex, "quality": found.quality}
        return propose(bank=bank, source="decision", **{"by": adder, **usual, **more})

    return make


def waited(entry: BankedHash) -> None:
    """Its day in the shadow is over."""
    since = timezone.now() - SHADOW_FOR - timedelta(minutes=1)
    BankedHash.objects.filter(pk=entry.pk).update(shadow_since=since, changed_at=timezone.now())


@pytest.fixture
def active(proposed: Propose, second: User, third: User) -> Propose:
    """In effect, confirmed by as many people as `times`."""

    def make(seed: int = 0, *, times: int = 2, **more: Any) -> BankedHash:
        entry = proposed(seed, **more)
        confirm(entry=entry, by=second)
        waited(entry)
        activate(entry=entry, by=second)
        if times == 2:
            confirm(entry=entry, by=third)
        return BankedHash.objects.get(pk=entry.pk)

    return make
