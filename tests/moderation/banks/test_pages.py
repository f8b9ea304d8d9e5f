"""Staff keep banks on pages; each change goes through its service."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from moderation.models import BankedHash, EntryState, HashBank
from moderation.services.bank_upkeep import disable_until
from moderation.services.banks import bank_entries, change_bank
from tests import cast
from tests.moderation.banks.conftest import Propose, keeper
from tests.moderation.banks.material import hash_of
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
ENTRIES, BANKS = "/admin/moderation/bankedhash/", "/admin/moderation/hashbank/"


def act(client: Client, action: str, *entries: BankedHash) -> Any:
    chosen = [str(entry.pk) for entry in entries]
    return client.post(ENTRIES, {"action": action, "_selected_action": chosen}, follow=True)


def test_an_entry_goes_its_way_on_the_page(proposed: Propose, adder: User, second: User) -> None:
    entry = proposed(1)
    told = act(at_the_desk(adder), "confirm_entries", entry).content.decode()
    assert "Another person than its adder confirms" in told
    act(at_the_desk(second), "confirm_entries", entry)
    entry.refresh_from_db()
    assert entry.state == EntryState.SHADOW
    act(at_the_desk(second), "remove_entries", entry)
    assert not BankedHash.objects.exists()


def test_adding_tells_the_dry_run_first(bank: HashBank, adder: User) -> None:
    client, found = at_the_desk(adder), hash_of(1)
    wish = {
        "bank": str(bank.pk), "kind": "pdq", "hash": found.hex, "quality": found.quality,
        "max_distance": "31", "source": "partner", "note": "",
    }  # fmt: skip
    told = client.post(f"{ENTRIES}add/", wish).content.decode()
    assert "it would meet 0 things of ours" in told
    assert not BankedHash.objects.exists()
    assert client.post(f"{ENTRIES}add/", {**wish, "expected": "0"}).status_code == 302
    assert BankedHash.objects.get().state == EntryState.PROPOSED


def test_a_bank_is_made_changed_and_removed_on_the_page(adder: User) -> None:
    client = at_the_desk(adder)
    wish = {
        "name": "partners", "category": "hate", "source_kind": "own", "action": "review",
        "enabled": "on", "enabled_ratio": "0.1", "note": "",
    }  # fmt: skip
    assert client.post(f"{BANKS}add/", wish).status_code == 302
    bank = HashBank.objects.get()
    answer = client.post(f"{BANKS}{bank.pk}/change/", {**wish, "enabled_ratio": "0.5"})
    assert answer.status_code == 302
    bank.refresh_from_db()
    assert (bank.enabled_ratio, bank.category) == (0.5, "hate")
    assert client.post(f"{BANKS}{bank.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not HashBank.objects.exists()
    made = AuditEvent.objects.filter(action__startswith="moderation.bank.").order_by("pk")
    assert [row.action.rpartition(".")[2] for row in made] == ["made", "changed", "removed"]


def test_staff_without_a_role_see_no_bank(creator: Any) -> None:
    person = keeper(creator)
    person.groups.clear()
    client = at_the_desk(User.objects.get(pk=person.pk))
    assert client.get(ENTRIES).status_code == 403
    assert client.get(BANKS).status_code == 403


def test_other_staff_look_and_change_nothing(proposed: Propose) -> None:
    entry = proposed(1)
    client = at_the_desk(cast.moderator())
    assert client.get(ENTRIES).status_code == 200
    assert client.get(f"{ENTRIES}add/").status_code == 403
    assert client.get(f"{BANKS}add/").status_code == 403
    act(client, "remove_entries", entry)
    assert BankedHash.objects.exists()


def test_out_of_use_until_a_day_and_back_by_itself(active: Propose, adder: User) -> None:
    entry = active(1)
    disable_until(entry=entry, until=timezone.now() + timedelta(days=1), by=adder)
    assert bank_entries() == ()
    disable_until(entry=entry, until=timezone.now() - timedelta(seconds=1), by=adder)
    assert len(bank_entries()) == 1


def test_a_bank_out_of_use_finds_nothing(active: Propose, bank: HashBank, adder: User) -> None:
    active(1)
    change_bank(bank=bank, by=adder, enabled=False)
    assert bank_entries() == ()


def test_a_tenth_of_a_bank_is_about_a_tenth_and_the_same_each_time() -> None:
    from lib.ids import new_id
    from moderation.services.bank_loading import in_share

    keys = [new_id() for _ in range(2000)]
    tenth = {key for key in keys if in_share(key, 0.1)}
    assert 130 <= len(tenth) <= 275  # five standard deviations about 200
    assert tenth == {key for key in keys if in_share(key, 0.1)}
    assert tenth <= {key for key in keys if in_share(key, 0.2)}
    assert not any(in_share(key, 0.0) for key in keys)
    assert all(in_share(key, 1.0) for key in keys)
