"""What a stranger's program would compute: figures of the standard's own test, and properties."""

import hashlib

import pytest

from cameos.ledger import hashing

LEAVES = [hashlib.sha256(bytes([n])).hexdigest() for n in range(12)]


def naive_root(leaves: list[str]) -> str:
    """RFC 9162, 2.1.1, level by level: an odd one goes up as it is."""
    while len(leaves) > 1:
        pairs = [leaves[n : n + 2] for n in range(0, len(leaves), 2)]
        leaves = [
            hashlib.sha256(b"\x01" + b"".join(map(bytes.fromhex, pair))).hexdigest()
            if len(pair) == 2
            else pair[0]
            for pair in pairs
        ]
    return leaves[0]


@pytest.mark.parametrize("count", range(1, 12))
def test_every_leaf_of_every_tree_leads_to_its_root_and_to_no_other_place(count: int) -> None:
    leaves = LEAVES[:count]
    root = hashing.root_of(leaves)
    assert root == naive_root(leaves)
    for place, leaf in enumerate(leaves):
        proof = hashing.inclusion(leaves, place)
        fits = {
            other
            for other in range(count)
            if hashing.included_root(leaf, place=other, count=count, proof=proof) == root
        }
        assert fits == {place}
        wrong = LEAVES[11]
        assert hashing.included_root(wrong, place=place, count=count, proof=proof) != root


def test_there_is_no_leaf_beside_the_tree() -> None:
    assert hashing.included_root(LEAVES[0], place=3, count=3, proof=[]) is None
    with pytest.raises(IndexError):
        hashing.inclusion(LEAVES[:3], 3)


def test_the_canonical_form_is_one() -> None:
    assert (
        hashing.canonical({"b": [True, None, "é"], "a": 1})
        == '{"a":1,"b":[true,null,"é"]}'.encode()
    )


def test_another_salt_is_another_commitment() -> None:
    one, two = (hashing.commitment(salt, {"epoch": 1}) for salt in (bytes(32), b"1" * 32))
    assert one != two


def test_a_short_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        hashing.commitment(b"short", {"epoch": 1})


def test_what_is_not_canonical_is_no_document() -> None:
    assert hashing.parsed(b'{"a":1}') == {"a": 1}
    for text in (b'{"a": 1}', b"[]", b'{"b":1,"a":1}', b"nothing"):
        with pytest.raises(ValueError):  # noqa: PT011 - json's own is one
            hashing.parsed(text)
