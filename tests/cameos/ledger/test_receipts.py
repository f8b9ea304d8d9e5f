"""A receipt proves its entry to anybody, and to nobody but its owner is it given."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from cameos.ledger.receipts import faults_of_receipt
from cameos.ledger.signing import own_keys, public_keys
from cameos.models import Cameo, ConsentEntry
from cameos.services.erasing import request_erasure
from tests import roles
from tests.cameos.conftest import SYSTEM
from tests.cameos.ledger.conftest import GRANT, PAUSED, RELEASE, SEED, Anchor, Found, Say
from tests.client import Api

PUBLIC = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SEED)).public_key()


def receipt(api: Api, cameo: Cameo, seq: int) -> dict[str, Any]:
    entry = ConsentEntry.objects.get(cameo_id=cameo.pk, seq=seq)
    answer = api.get(f"/cameos/{cameo.public_id}/receipts/{entry.public_id}", as_=cameo.owner)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def faults(given: dict[str, Any]) -> list[str]:
    return faults_of_receipt(given, trusted=own_keys())


@pytest.fixture
def three(cameo: Cameo, another: Cameo, say: Say, anchor: Anchor) -> Cameo:
    """Anchored beside another chain."""
    say(another, RELEASE)
    say(cameo, RELEASE, GRANT, PAUSED)
    anchor()
    return cameo


def test_the_owner_lists_what_was_consented_to(api: Api, three: Cameo) -> None:
    first = api.get(f"/cameos/{three.public_id}/receipts?limit=2", as_=three.owner).json()
    assert [(one["seq"], one["kind"]) for one in first["results"]] == [
        (3, "paused"), (2, "grant_given"),
    ]  # fmt: skip
    place = f"/cameos/{three.public_id}/receipts?limit=2&cursor={first['next']}"
    rest = api.get(place, as_=three.owner).json()
    assert [one["seq"] for one in rest["results"]] == [1]
    assert rest["next"] is None
    assert all(one["by_you"] for one in rest["results"])
    assert GRANT.person not in json.dumps([first, rest])


def test_nobody_else_reads_them(api: Api, three: Cameo, friend: Any, another: Cameo) -> None:
    entry = ConsentEntry.objects.get(cameo_id=three.pk, seq=1)
    for place in ("receipts", f"receipts/{entry.public_id}"):
        assert api.get(f"/cameos/{three.public_id}/{place}", as_=friend).status_code == 404
    # Neither by the way of one's own likeness.
    answer = api.get(f"/cameos/{another.public_id}/receipts/{entry.public_id}", as_=friend)
    assert answer.status_code == 404


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_a_receipt_holds_without_the_database(seq: int, api: Api, three: Cameo) -> None:
    given = receipt(api, three, seq)
    assert faults(given) == []
    assert len(given["anchor"]["following"]) == 3 - seq


def changes() -> dict[str, Callable[[dict[str, Any]], Any]]:
    return {
        "fact": lambda r: r["fact"].update(person="usr_2"),
        "kind": lambda r: r.update(kind="paused"),
        "actor": lambda r: r.update(actor="usr_2"),
        "at": lambda r: r.update(at="2020-01-01T00:00:00.000000Z"),
        "cameo": lambda r: r.update(cameo="cam_" + "0" * 26),
        "seq": lambda r: r.update(seq=1),
        "salt": lambda r: r.update(salt="00" * 32),
        "previous": lambda r: r.update(previous_hash="11" * 32),
        "row": lambda r: r.update(row_hash="11" * 32),
        "following": lambda r: r["anchor"].update(following=[]),
        "proof": lambda r: r["anchor"].update(proof=[]),
        "place": lambda r: r["anchor"].update(place=1 - r["anchor"]["place"]),
        "root": lambda r: r["anchor"]["statement"].update(root="11" * 32),
        "time of the anchor": lambda r: r["anchor"]["statement"].update(at="2020"),
        "signature": lambda r: r["anchor"]["signature"].update(value="11" * 64),
        "signer": lambda r: r["anchor"]["signature"].update(key="11" * 16),
        "anchor": lambda r: r.update(anchor=None),
        "format": lambda r: r.update(format="another"),
        "less": lambda r: r.pop("commitment"),
    }


@pytest.mark.parametrize("what", sorted(changes()))
def test_a_receipt_that_was_changed_does_not_hold(what: str, api: Api, three: Cameo) -> None:
    given = receipt(api, three, 2)
    changed = copy.deepcopy(given)
    changes()[what](changed)
    assert changed != given
    assert faults(changed)


@pytest.mark.parametrize("thing", [None, [], "text", 7, {}])
def test_what_is_no_receipt_does_not_hold(thing: Any) -> None:
    assert faults_of_receipt(thing, trusted={}) == ["malformed"]


def test_a_young_receipt_says_that_it_is_not_anchored(api: Api, cameo: Cameo, say: Say) -> None:
    say(cameo, RELEASE)
    given = receipt(api, cameo, 1)
    assert given["anchor"] is None
    assert faults(given) == ["not_anchored"]


def test_the_command_checks_a_file(
    tmp_path: Path, api: Api, three: Cameo, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt(api, three, 2)))
    call_command("verify_receipt", path)
    call_command("verify_receipt", path, "--public-key", PUBLIC.public_bytes_raw().hex())
    assert capsys.readouterr().out.count("The receipt holds") == 2
    stranger = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    assert public_keys([stranger])
    with pytest.raises(CommandError, match="key_unknown"):
        call_command("verify_receipt", path, "--public-key", stranger)
    path.write_text(path.read_text().replace("usr_1", "usr_2"))
    with pytest.raises(CommandError, match="fact_differs"):
        call_command("verify_receipt", path)
    path.write_text("{")
    with pytest.raises(CommandError, match="Cannot be read"):
        call_command("verify_receipt", path)


def test_after_an_erasure_the_chain_holds_and_nothing_can_be_read(
    vault: None, api: Api, three: Cameo, deliver: Callable[[], int], anchor: Anchor, found: Found
) -> None:
    kept = receipt(api, three, 2)
    request_erasure(cameo=three, actor=SYSTEM, reason="tests")
    deliver()
    anchor()
    assert found() == set()
    listed = api.get(f"/cameos/{three.public_id}/receipts", as_=three.owner).json()["results"]
    assert [one["kind"] for one in listed][:2] == ["erased", "revoked"]
    for seq in range(1, 5):
        given = receipt(api, three, seq)
        assert (given["fact"], given["salt"]) == (None, None)
        assert faults(given) == []
    assert receipt(api, three, 5)["fact"] == {"facts": 4}
    assert faults(kept) == [], "what a person kept still proves what it says"


def test_an_erasure_of_one_leaves_the_facts_of_another(
    vault: None, api: Api, three: Cameo, another: Cameo, deliver: Callable[[], int]
) -> None:
    request_erasure(cameo=three, actor=SYSTEM, reason="tests")
    deliver()
    with roles.acting_as("web"):
        assert receipt(api, another, 1)["fact"] == RELEASE.as_json()
