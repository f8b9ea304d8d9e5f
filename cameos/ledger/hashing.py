"""The arithmetic of the ledger: pure, and all that a receipt's reader has to repeat.

Written down for them in docs/consent-ledger.md; a change here is a new format, not a new version.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

SALT_BYTES = 32
GENESIS = "0" * 64
ROW = b"zoetrope-consent-row-1\n"
CHAIN = b"zoetrope-consent-chain-1\n"
# Leaves and nodes are told apart, so that no node passes as a leaf (RFC 9162, part 2.1.1).
LEAF, NODE = b"\x00", b"\x01"


def canonical(value: Any) -> bytes:
    """The one form of a JSON value without floats; the same as RFC 8785's for ASCII names."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return text.encode()


def commitment(salt: bytes, fact: dict[str, Any]) -> str:
    """SHA-256 of the salt and the fact. Raises ValueError for a salt of another length."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return _hex(salt + canonical(fact))


def body_hash(*, cameo: str, seq: int, kind: str, at: datetime, actor: str, commitment: str) -> str:
    """Of what a row says. Nobody finds it by trying: the commitment in it is salted."""
    body = {
        "actor": actor,
        "at": timestamp(at),
        "cameo": cameo,
        "commitment": commitment,
        "kind": kind,
        "seq": seq,
    }
    return _hex(canonical(body))


def row_hash(previous: str, body: str) -> str:
    """Of a row and all before it. Of the rows behind one's own a proof needs only their `body`."""
    return _hex(ROW + bytes.fromhex(previous) + bytes.fromhex(body))


def chain_label(salt: bytes, cameo: str) -> str:
    """What a chain is called outside the database, anew in each anchor."""
    return _hex(CHAIN + salt + cameo.encode())


def timestamp(at: datetime) -> str:
    """In UTC, always with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def leaf_hash(head: dict[str, Any]) -> str:
    """Of one anchored head."""
    return _hex(LEAF + canonical(head))


def root_of(leaves: Sequence[str]) -> str:
    """The Merkle tree hash of RFC 9162, part 2.1.1."""
    if not leaves:
        return _hex(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return _node(root_of(leaves[:split]), root_of(leaves[split:]))


def inclusion(leaves: Sequence[str], place: int) -> list[str]:
    """The siblings from the leaf up (RFC 9162, part 2.1.3.1). Raises IndexError."""
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if place < split:
        return [*inclusion(leaves[:split], place), root_of(leaves[split:])]
    return [*inclusion(leaves[split:], place - split), root_of(leaves[:split])]


def included_root(leaf: str, *, place: int, count: int, proof: Sequence[str]) -> str | None:
    """The root to which a leaf and its siblings lead (part 2.1.3.2); None where they lead to no
    leaf of that place."""
    at, last, found = place, count - 1, leaf
    if not 0 <= place < count:
        return None
    for sibling in proof:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = _node(sibling, found)
            while at and not at % 2:
                at, last = at // 2, last // 2
        else:
            found = _node(found, sibling)
        at, last = at // 2, last // 2
    return found if last == 0 else None


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return _hex(data)


def parsed(document: bytes) -> dict[str, Any]:
    """A document in its canonical form. Raises ValueError for anything else."""
    value = json.loads(document)
    if not isinstance(value, dict) or canonical(value) != document:
        raise ValueError("not in canonical form")
    return value


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _node(left: str, right: str) -> str:
    return _hex(NODE + bytes.fromhex(left) + bytes.fromhex(right))


def _hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
