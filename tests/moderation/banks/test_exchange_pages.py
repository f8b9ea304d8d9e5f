"""Staff see how each feed fares, and switch it."""

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from moderation.categories import Category
from moderation.exchanges.base import Fault
from moderation.models import BankedHash, EntryState, Exchange, Opinion, SourceKind
from moderation.services.banks import make_bank
from moderation.services.exchanges import fetch
from tests.moderation.banks.material import hash_of
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
PAGE = "/admin/moderation/exchange/"


@pytest.fixture
def desk(adder: User) -> Client:
    return at_the_desk(adder)


@pytest.fixture
def exchange(desk: Client, adder: User) -> Exchange:
    bank = make_bank(
        name="theirs", category=Category.CHILD_SAFETY, by=adder, source_kind=SourceKind.EXCHANGE
    )
    wish = {"name": "theirs", "kind": "ncmec", "bank": str(bank.pk), "collection": "Industry"}
    assert desk.post(f"{PAGE}add/", wish).status_code == 302
    return Exchange.objects.get()


def test_a_failure_is_seen(desk: Client, exchange: Exchange) -> None:
    assert fetch(exchange) == Fault.NOT_SET_UP
    assert "not_set_up" in desk.get(PAGE).content.decode()


def test_a_feed_is_switched_off_and_on(desk: Client, exchange: Exchange) -> None:
    User.objects.update(is_superuser=True)  # it is of what protects children
    for action, enabled in (("switch_off", False), ("switch_on", True)):
        desk.post(PAGE, {"action": action, "_selected_action": [str(exchange.pk)]})
        exchange.refresh_from_db()
        assert exchange.enabled is enabled
    changes = AuditEvent.objects.filter(action="moderation.exchange.changed").order_by("pk")
    assert [row.facts["enabled"] for row in changes] == [True, False, True]


def test_a_person_tells_the_exchange_on_the_entry_s_page(desk: Client, exchange: Exchange) -> None:
    entry = BankedHash.objects.create(
        bank=exchange.bank, hash=hash_of(1).hex, external_id="7-e1", source="theirs",
        state=EntryState.ACTIVE, added_by="system:exchanges",
    )  # fmt: skip
    chosen = {"action": "tell_false", "_selected_action": [str(entry.pk)]}
    desk.post("/admin/moderation/bankedhash/", chosen)
    opinion = Opinion.objects.get()
    assert (opinion.is_true_positive, opinion.sent_at) == (False, None)
