"""What a person downloads, and how anybody checks it without us (docs/consent-ledger.md)."""

from typing import Any

from cameos.ledger import hashing
from cameos.ledger.recording import body_of
from cameos.ledger.signing import PublicKeys, fault_of
from cameos.models import AnchoredHead, ConsentEntry, ConsentOpening
from lib.ids import IdKind, encode

FORMAT = "zoetrope-consent-receipt-1"


def receipt_of(entry: ConsentEntry) -> dict[str, Any]:
    """`fact` and `salt` are None once they were destroyed, `anchor` until there is one."""
    opening = ConsentOpening.objects.filter(pk=entry.pk).first()
    return {
        "format": FORMAT,
        "id": entry.public_id,
        "cameo": encode(IdKind.CAMEO, entry.cameo_id),
        "seq": entry.seq,
        "kind": entry.kind,
        "at": hashing.timestamp(entry.at),
        "actor": entry.actor,
        "fact": opening.fact if opening else None,
        "salt": bytes(opening.salt).hex() if opening else None,
        "commitment": entry.commitment,
        "previous_hash": entry.previous_hash,
        "row_hash": entry.row_hash,
        "anchor": _anchor_of(entry),
    }


def _anchor_of(entry: ConsentEntry) -> dict[str, Any] | None:
    heads = AnchoredHead.objects.filter(cameo_id=entry.cameo_id, seq__gte=entry.seq)
    head = heads.select_related("anchor").order_by("seq").first()
    if head is None:
        return None
    document = hashing.parsed(head.anchor.document.encode())
    leaves = [hashing.leaf_hash(one) for one in document["heads"]]
    behind = ConsentEntry.objects.filter(
        cameo_id=entry.cameo_id, seq__gt=entry.seq, seq__lte=head.seq
    )
    return {
        "following": [body_of(one) for one in behind.order_by("seq")],
        "chain_salt": bytes(head.salt).hex(),
        "place": head.place,
        "proof": hashing.inclusion(leaves, head.place),
        "statement": document["statement"],
        "signature": document["signature"],
    }


def faults_of_receipt(receipt: Any, *, trusted: PublicKeys) -> list[str]:
    """Codes of what does not hold; none where all does. Needs no database."""
    try:
        return list(_faults(receipt, trusted))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return ["malformed"]


def _faults(receipt: dict[str, Any], trusted: PublicKeys) -> list[str]:
    if receipt["format"] != FORMAT:
        return ["malformed"]
    found = []
    if receipt["fact"] is not None:
        salt = bytes.fromhex(receipt["salt"])
        if hashing.commitment(salt, receipt["fact"]) != receipt["commitment"]:
            found.append("fact_differs")
    said = {name: receipt[name] for name in ("actor", "at", "cameo", "commitment", "kind", "seq")}
    body = hashing.digest(hashing.canonical(said))
    if hashing.row_hash(receipt["previous_hash"], body) != receipt["row_hash"]:
        found.append("entry_differs")
    if receipt["anchor"] is None:
        return [*found, "not_anchored"]
    return found + _anchor_faults(receipt, receipt["anchor"], trusted)


def _anchor_faults(
    receipt: dict[str, Any], anchor: dict[str, Any], trusted: PublicKeys
) -> list[str]:
    head = receipt["row_hash"]
    for body in anchor["following"]:
        head = hashing.row_hash(head, body)
    label = hashing.chain_label(bytes.fromhex(anchor["chain_salt"]), receipt["cameo"])
    seq = receipt["seq"] + len(anchor["following"])
    leaf = hashing.leaf_hash({"chain": label, "seq": seq, "head": head})
    statement = anchor["statement"]
    root = hashing.included_root(
        leaf, place=anchor["place"], count=statement["count"], proof=anchor["proof"]
    )
    found = [] if root == statement["root"] else ["not_in_anchor"]
    fault = fault_of(statement, anchor["signature"], trusted=trusted)
    return [*found, fault.value] if fault else found
