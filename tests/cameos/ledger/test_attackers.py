"""Each has the whole database, and some the folder of anchors; nobody has the signer's key."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cameos.ledger import hashing
from cameos.ledger.recording import body_of
from cameos.ledger.signing import CONTEXT
from cameos.models import AnchoredHead, Cameo, ConsentAnchor, ConsentEntry, ConsentOpening
from tests.cameos.ledger.conftest import GRANT, PAUSED, RELEASE, Anchor, Attack, Found, Say


@pytest.fixture(autouse=True)
def _three_entries_of_two_people(
    say: Say, anchor: Anchor, cameo: Cameo, another: Cameo, found: Found
) -> None:
    say(cameo, RELEASE, GRANT, PAUSED)
    say(another, RELEASE)
    anchor()
    assert found() == set()


def change(attack: Attack, statement: str, *values: object) -> None:
    with attack() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def recompute(attack: Attack, cameo: Cameo) -> None:
    """All hashes anew, so that the chain by itself holds."""
    previous = hashing.GENESIS
    for entry in ConsentEntry.objects.filter(cameo_id=cameo.pk).order_by("seq"):
        opening = ConsentOpening.objects.get(pk=entry.pk)
        entry.commitment = hashing.commitment(bytes(opening.salt), opening.fact)
        entry.row_hash = hashing.row_hash(previous, body_of(entry))
        change(
            attack,
            "UPDATE cameos_consententry SET commitment = %s, previous_hash = %s, row_hash = %s"
            " WHERE id = %s",
            *(entry.commitment, previous, entry.row_hash, entry.pk),
        )
        previous = entry.row_hash


EDITS = {
    "kind": "paused",
    "actor": "system:tests",
    "at": "2020-01-01T00:00:00Z",
    "commitment": "ee" * 32,
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edited_row(column: str, cameo: Cameo, attacker: Attack, found: Found) -> None:
    change(
        attacker,
        f"UPDATE cameos_consententry SET {column} = %s WHERE cameo_id = %s AND seq = 2",  # noqa: S608
        *(EDITS[column], cameo.pk),
    )
    assert f"entry_edited at {cameo.public_id}/2" in found()
    assert f"entry_edited at {cameo.public_id}/2" in found(only=cameo.pk)


def test_an_edited_row_with_its_own_hash_made_right(
    cameo: Cameo, attacker: Attack, found: Found
) -> None:
    entry = ConsentEntry.objects.get(cameo_id=cameo.pk, seq=2)
    entry.actor = "system:tests"
    change(
        attacker,
        "UPDATE cameos_consententry SET actor = %s, row_hash = %s WHERE id = %s",
        *(entry.actor, hashing.row_hash(entry.previous_hash, body_of(entry)), entry.pk),
    )
    assert found() == {f"link_broken at {cameo.public_id}/3"}


def test_a_removed_row_in_the_middle(cameo: Cameo, attacker: Attack, found: Found) -> None:
    entry = ConsentEntry.objects.get(cameo_id=cameo.pk, seq=2)
    change(attacker, "DELETE FROM cameos_consententry WHERE id = %s", entry.pk)
    assert found() == {
        f"entry_missing at {cameo.public_id}/2",
        f"fact_stray at {cameo.public_id}/{entry.public_id}",
    }


def test_a_removed_tail(cameo: Cameo, attacker: Attack, found: Found) -> None:
    last = ConsentEntry.objects.get(cameo_id=cameo.pk, seq=3)
    change(attacker, "DELETE FROM cameos_consentopening WHERE entry_id = %s", last.pk)
    change(attacker, "DELETE FROM cameos_consententry WHERE id = %s", last.pk)
    assert found() == {f"tail_missing at {cameo.public_id}/3"}


def test_a_whole_chain_that_is_gone_with_all_that_names_it(
    cameo: Cameo, another: Cameo, attacker: Attack, found: Found
) -> None:
    place = AnchoredHead.objects.get(cameo_id=cameo.pk).place
    for table in ("consentopening", "anchoredhead", "consententry"):
        change(attacker, f"DELETE FROM cameos_{table} WHERE cameo_id = %s", cameo.pk)  # noqa: S608
    assert found() == {f"head_unknown at anchor/1/{place}"}


def test_a_chain_that_was_recomputed(cameo: Cameo, attacker: Attack, found: Found) -> None:
    change(
        attacker,
        "UPDATE cameos_consententry SET actor = 'system:tests' WHERE cameo_id = %s AND seq = 1",
        cameo.pk,
    )
    recompute(attacker, cameo)
    assert found() == {f"chain_recomputed at {cameo.public_id}/3"}


def test_a_chain_that_was_put_in_the_place_of_another(
    cameo: Cameo, another: Cameo, attacker: Attack, found: Found
) -> None:
    change(
        attacker,
        "UPDATE cameos_anchoredhead SET cameo_id = %s, seq = 1000 WHERE cameo_id = %s",
        *(another.pk, cameo.pk),
    )
    assert any(one.startswith("head_unknown at anchor/1/") for one in found())


def test_a_fact_that_was_exchanged(cameo: Cameo, attacker: Attack, found: Found) -> None:
    first, second = ConsentEntry.objects.filter(cameo_id=cameo.pk).order_by("seq")[:2]
    other = ConsentOpening.objects.get(pk=second.pk)
    change(
        attacker,
        "UPDATE cameos_consentopening SET salt = %s WHERE entry_id = %s",
        *(bytes(other.salt), first.pk),
    )
    assert found() == {f"fact_edited at {cameo.public_id}/1"}


def test_a_fact_that_is_gone_without_an_erasure(
    cameo: Cameo, attacker: Attack, found: Found
) -> None:
    first = ConsentEntry.objects.get(cameo_id=cameo.pk, seq=1)
    change(attacker, "DELETE FROM cameos_consentopening WHERE entry_id = %s", first.pk)
    assert found() == {f"fact_missing at {cameo.public_id}/1"}


def test_a_removed_anchor(
    cameo: Cameo, say: Say, anchor: Anchor, ledger: Path, found: Found
) -> None:
    say(cameo, PAUSED)
    anchor()
    (ledger / f"{1:012d}.json").unlink()
    assert found() == {"anchor_missing at anchor/1"}
    anchor()
    assert found() == {"anchor_missing at anchor/1"}, "no run makes it anew"


def test_the_newest_anchor_removed_here_and_there(
    cameo: Cameo, say: Say, anchor: Anchor, ledger: Path, attacker: Attack, found: Found
) -> None:
    """What the log says is all that is left against this."""
    say(cameo, PAUSED)
    anchor()
    (ledger / f"{2:012d}.json").unlink()
    change(attacker, "DELETE FROM cameos_anchoredhead WHERE anchor_id = 2")
    change(attacker, "DELETE FROM cameos_consentanchor WHERE number = 2")
    assert found(at_least=2) == {"anchor_missing at anchor/2"}


def rewrite(ledger: Path, attack: Attack, document: dict[str, object]) -> None:
    """The same text in the folder and in the database."""
    path = ledger / f"{1:012d}.json"
    path.unlink()
    path.write_bytes(hashing.canonical(document))
    change(
        attack,
        "UPDATE cameos_consentanchor SET document = %s WHERE number = 1",
        hashing.canonical(document).decode(),
    )


def test_a_chain_recomputed_with_its_anchor_signed_by_a_key_of_ones_own(
    cameo: Cameo, attacker: Attack, ledger: Path, found: Found
) -> None:
    change(
        attacker,
        "UPDATE cameos_consententry SET actor = 'system:tests' WHERE cameo_id = %s AND seq = 1",
        cameo.pk,
    )
    recompute(attacker, cameo)
    document = json.loads(ConsentAnchor.objects.get().document)
    for row in AnchoredHead.objects.all():
        entry = ConsentEntry.objects.get(cameo_id=row.cameo_id, seq=row.seq)
        document["heads"][row.place]["head"] = entry.row_hash
    leaves = [hashing.leaf_hash(head) for head in document["heads"]]
    document["statement"]["root"] = hashing.root_of(leaves)
    own = Ed25519PrivateKey.generate()
    signed = own.sign(CONTEXT + hashing.canonical(document["statement"])).hex()
    document["signature"] |= {
        "value": signed,
        "public_key": own.public_key().public_bytes_raw().hex(),
    }
    rewrite(ledger, attacker, document)
    assert found() == {"signature_forged at anchor/1"}
    document["signature"]["key"] = "ab" * 16
    rewrite(ledger, attacker, document)
    assert found() == {"key_unknown at anchor/1"}


def test_an_anchor_whose_heads_do_not_lead_to_its_root(
    cameo: Cameo, attacker: Attack, ledger: Path, found: Found
) -> None:
    document = json.loads(ConsentAnchor.objects.get().document)
    document["heads"].reverse()
    rewrite(ledger, attacker, document)
    assert "anchor_edited at anchor/1" in found()


def test_an_anchor_of_which_the_database_knows_nothing(
    attacker: Attack, ledger: Path, found: Found
) -> None:
    change(attacker, "DELETE FROM cameos_anchoredhead")
    change(attacker, "DELETE FROM cameos_consentanchor")
    assert "anchor_unknown at anchor/1" in found()


def test_an_entry_that_was_kept_from_the_anchors(
    cameo: Cameo, say: Say, anchor: Anchor, attacker: Attack, found: Found, another: Cameo
) -> None:
    """Old, and yet under no anchor."""
    change(
        attacker,
        "UPDATE cameos_consententry SET at = at - interval '1 day' WHERE cameo_id = %s",
        another.pk,
    )
    change(attacker, "DELETE FROM cameos_anchoredhead WHERE cameo_id = %s", another.pk)
    assert f"not_anchored at {another.public_id}/1" in found()
