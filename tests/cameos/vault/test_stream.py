"""Clips as ciphertext in chunks: whatever is changed, cut, moved or added does not open."""

import io
import random
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameos.vault import stream
from cameos.vault.errors import VaultError
from cameos.vault.keys import DataKey
from cameos.vault.stream import CHUNK, HEADER, TAG, SealedReader, seal_stream
from lib.ids import new_id

PLACE = "cameos.ReferenceClip/tests"
STEP = CHUNK + TAG
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7]


@pytest.fixture(scope="module")
def key() -> DataKey:
    return DataKey(new_id(), bytearray(b"\x07" * 32))


def content(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def sealed(plain: bytes, key: DataKey, place: str = PLACE) -> bytes:
    out = io.BytesIO()
    assert seal_stream(io.BytesIO(plain), out, key=key, place=place) == len(plain)
    return out.getvalue()


def opened(data: bytes, key: DataKey, place: str = PLACE) -> bytes:
    with SealedReader(io.BytesIO(data), key=key, place=place) as reader:
        return reader.readall() or b""


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_read(size: int, key: DataKey) -> None:
    plain = content(size)
    assert opened(sealed(plain, key), key) == plain


def test_nothing_of_it_can_be_read_as_it_lies(key: DataKey) -> None:
    plain = content(2 * CHUNK)
    data = sealed(plain, key)
    assert plain[:16] not in data
    assert sealed(plain, key)[HEADER:] != data[HEADER:]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "the last chunk is missing": lambda d: d[: HEADER + 2 * STEP],
    "a chunk in the middle is missing": lambda d: d[: HEADER + STEP] + d[HEADER + 2 * STEP :],
    "the end is cut": lambda d: d[:-1],
    "only the header is left": lambda d: d[:HEADER],
    "nothing is left": lambda d: b"",
    "something is added": lambda d: d + b"x",
    "the last chunk is there twice": lambda d: d + d[HEADER + 2 * STEP :],
    "two chunks changed places": lambda d: (
        d[:HEADER] + d[HEADER + STEP : HEADER + 2 * STEP] + d[HEADER:HEADER + STEP]
        + d[HEADER + 2 * STEP :]
    ),
    "a bit in the first chunk": lambda d: d[:HEADER] + bytes([d[HEADER] ^ 1]) + d[HEADER + 1 :],
    "a bit in the salt": lambda d: d[:4] + bytes([d[4] ^ 1]) + d[5:],
    "another format": lambda d: b"zvs2" + d[4:],
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_was_tampered_with_is_refused(damage: Callable[[bytes], bytes], key: DataKey) -> None:
    data = sealed(content(2 * CHUNK + 100), key)
    with pytest.raises(VaultError, match="vault_cannot_open"):
        opened(damage(data), key)


def test_a_cut_clip_is_refused_before_its_first_byte_is_read(key: DataKey) -> None:
    data = sealed(content(2 * CHUNK + 100), key)
    with pytest.raises(VaultError):
        SealedReader(io.BytesIO(data[: HEADER + 2 * STEP]), key=key, place=PLACE)


def test_it_opens_only_in_its_place_and_under_its_key(key: DataKey) -> None:
    data = sealed(b"a clip", key)
    with pytest.raises(VaultError):
        opened(data, key, place="cameos.ReferenceClip/another")
    with pytest.raises(VaultError):
        opened(data, DataKey(new_id(), bytearray(b"\x08" * 32)))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_reading_anywhere_is_reading_the_clip(data: st.DataObject, key: DataKey) -> None:
    plain = content(2 * CHUNK + 11)
    reader = SealedReader(io.BytesIO(sealed(plain, key)), key=key, place=PLACE)
    plainly = io.BytesIO(plain)
    for _ in range(5):
        at = data.draw(st.integers(0, len(plain) + 10))
        whence = data.draw(st.sampled_from([io.SEEK_SET, io.SEEK_END]))
        offset = at if whence == io.SEEK_SET else -min(at, len(plain))
        assert reader.seek(offset, whence) == plainly.seek(offset, whence)
        wanted = data.draw(st.integers(0, CHUNK + 5))
        assert exactly(reader, wanted) == plainly.read(wanted)


def exactly(reader: SealedReader, wanted: int) -> bytes:
    parts = []
    while wanted and (part := reader.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


class Dripping(io.BytesIO):
    """A source that gives less than it is asked for, as sockets do; endless, but for `size`."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def read(self, size: int | None = -1) -> bytes:
        part = min(self.left, 5_000, size or 0)
        self.left -= part
        return b"d" * part


def test_a_long_clip_is_never_whole_in_memory(key: DataKey, tmp_path: Any) -> None:
    long, path = 40 * CHUNK + 3, tmp_path / "long.enc"
    tracemalloc.start()
    with path.open("wb") as target:
        assert seal_stream(Dripping(long), target, key=key, place=PLACE) == long
    with SealedReader(path.open("rb"), key=key, place=PLACE) as reader:
        assert sum(map(len, iter(lambda: reader.read(10_000), b""))) == long
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * CHUNK


def test_a_clip_that_is_too_long_for_its_numbers_is_refused(
    key: DataKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_CHUNKS", 2)
    with pytest.raises(VaultError):
        seal_stream(Dripping(3 * CHUNK), io.BytesIO(), key=key, place=PLACE)
