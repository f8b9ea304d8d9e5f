"""The fast comparison finds what one by one would find."""

import numpy as np
import pytest

from lib.media.pdq import hamming
from moderation.detectors.hashes import matching
from moderation.detectors.hashes.matching import columns, near


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 100])
def test_it_agrees_with_counting_bits(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "PIECE", 8)
    random = np.random.default_rng(size)
    query = random.bytes(32)
    bank = [_turned(query, int(random.integers(0, 64))) for _ in range(size)]
    limits = random.integers(0, 32, size).astype(np.int16)
    expected = [n for n, one in enumerate(bank) if hamming(query, one) <= limits[n]]
    assert near(query, columns(bank), limits=limits) == expected
    assert size < 100 or expected, "some are near"


def test_all_bits_may_differ() -> None:
    bank = columns([b"\xff" * 32])
    assert near(bytes(32), bank, limits=np.array([255], np.int16)) == []
    assert near(bytes(32), bank, limits=np.array([256], np.int16)) == [0]


def _turned(bits: bytes, count: int) -> bytes:
    mask: int = 2**count - 1
    return (int.from_bytes(bits) ^ mask).to_bytes(32)
