"""What protects children is not loosened by one moderator, nor trusted because one says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from lib.actors import Actor
from lib.errors import DomainError
from moderation.categories import Category
from moderation.models import BankAction, ExchangeKind, HashBank, SourceKind
from moderation.services.bank_proposals import rest
from moderation.services.bank_upkeep import disable_until, remove_hash
from moderation.services.banks import change_bank, make_bank
from moderation.services.exchanges import set_up, switch
from tests.moderation.banks.conftest import Propose

pytestmark = pytest.mark.django_db

OPERATOR = Actor.system("operator")
CHANGES = ({"enabled": False}, {"enabled_ratio": 0.5}, {"action": BankAction.REVIEW})


@pytest.fixture
def children(bank: HashBank) -> HashBank:
    HashBank.objects.filter(pk=bank.pk).update(category=Category.CHILD_SAFETY)
    return HashBank.objects.get(pk=bank.pk)


@pytest.fixture
def superuser(second: User) -> User:
    User.objects.filter(pk=second.pk).update(is_superuser=True)
    return User.objects.get(pk=second.pk)


def refused(call: Callable[..., Any], **arguments: Any) -> bool:
    try:
        call(**arguments)
    except DomainError as error:
        return error.code == "permission_denied"
    return False


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_moderator_cannot_loosen_such_a_bank(
    children: HashBank, adder: User, superuser: User, change: dict[str, Any]
) -> None:
    assert refused(change_bank, bank=children, by=adder, **change)
    assert refused(change_bank, bank=HashBank(pk=children.pk, **change), by=adder, **change)
    assert not refused(change_bank, bank=children, by=superuser, **change)
    tighter = {"enabled": True, "enabled_ratio": 1.0, "action": BankAction.BLOCK}
    assert not refused(change_bank, bank=children, by=adder, note="seen", **tighter)


def test_nor_take_its_entries_out_of_effect(
    active: Propose, children: HashBank, adder: User, superuser: User
) -> None:
    entry, until = active(1), timezone.now() + timedelta(days=1)
    for by, expected in ((adder, True), (superuser, False)):
        assert refused(disable_until, entry=entry, until=until, by=by) is expected
        assert refused(rest, entry=entry, by=by) is expected
    another = active(2)
    assert refused(remove_hash, entry=another, by=adder)
    assert not refused(remove_hash, entry=another, by=OPERATOR)
    assert not refused(disable_until, entry=entry, until=None, by=adder)


def test_nor_stop_its_feed(adder: User, superuser: User) -> None:
    bank = make_bank(
        name="fed", category=Category.CHILD_SAFETY, by=adder, source_kind=SourceKind.EXCHANGE
    )
    feed = set_up(name="fed", kind=ExchangeKind.FILE, bank=bank, collection="a.csv", by=adder)
    assert refused(switch, exchange=feed, enabled=False, by=adder)
    assert not refused(switch, exchange=feed, enabled=False, by=superuser)
    assert not refused(switch, exchange=feed, enabled=True, by=adder)


def test_a_feed_whose_name_is_trusted_is_no_moderator_s_to_make(adder: User, settings: Any) -> None:
    """Else whoever fills a file would be the basis of reports."""
    settings.CSAM_TRUSTED_EXCHANGES = ["industry"]
    bank = make_bank(
        name="fed", category=Category.VIOLENCE, by=adder, source_kind=SourceKind.EXCHANGE
    )
    wish: dict[str, Any] = {
        "name": "industry",
        "kind": ExchangeKind.FILE,
        "bank": bank,
        "collection": "a.csv",
    }
    assert refused(set_up, by=adder, **wish)
    assert not bank.is_trusted
    set_up(by=OPERATOR, **wish)
    assert HashBank.objects.get(pk=bank.pk).is_trusted


def test_trust_is_no_setting_of_a_bank(children: HashBank, adder: User) -> None:
    with pytest.raises(DomainError, match="unknown_field"):
        change_bank(bank=children, by=adder, is_trusted=True)
