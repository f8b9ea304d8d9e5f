"""What goes wrong with files, and what people do to them on purpose."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

LARGE = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
BOXES = (
    b"moov", b"trak", b"mdia", b"stbl", b"stsz", b"stts", b"ctts", b"stsc", b"stco", b"elst",
    b"tkhd", b"mvhd", b"mdhd", b"avcC", b"esds", b"trun", b"tfhd", b"moof", b"mdat", b"ftyp",
    b"IHDR", b"IDAT", b"acTL", b"fcTL", b"VP8X", b"ANMF", b"RIFF", b"fmt ", b"data", b"hdrl",
)  # fmt: skip
Change = Callable[[bytearray, random.Random, Sequence[bytes]], bytearray]


def mutated(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    whole = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        if whole:
            whole = chance.choice(CHANGES)(whole, chance, others)
    return bytes(whole)


def _flip(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    for _n in range(chance.choice((1, 3, 20))):
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return whole


def _cut(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    return whole[: chance.randrange(len(whole))]


def _remove(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    start = chance.randrange(len(whole))
    del whole[start : start + chance.choice((1, 4, 100))]
    return whole


def _repeat(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    start = chance.randrange(len(whole))
    part = whole[start : start + chance.choice((4, 64, 1_000))]
    return whole[:start] + part * chance.choice((2, 10)) + whole[start:]


def _number(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    """A number of four bytes becomes one at an edge, in either order."""
    at = chance.randrange(len(whole))
    whole[at : at + 4] = chance.choice(LARGE).to_bytes(4, chance.choice(("big", "little")))
    return whole


def _field(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    """A number near the name of a box, where sizes and counts stand."""
    places = [at for name in BOXES if (at := whole.find(name)) >= 0]
    if not places:
        return _number(whole, chance, _)
    at = chance.choice(places) + chance.choice((-4, 4, 8, 12, 16, 20))
    whole[max(0, at) : at + 4] = chance.choice(LARGE).to_bytes(4, "big")
    return whole


def _splice(whole: bytearray, chance: random.Random, others: Sequence[bytes]) -> bytearray:
    other = chance.choice(others)
    start, end = sorted((chance.randrange(len(other)), chance.randrange(len(other))))
    at = chance.randrange(len(whole))
    return whole[:at] + other[start:end] + whole[at + (end - start) * chance.randrange(2) :]


def _swap(whole: bytearray, chance: random.Random, _: Sequence[bytes]) -> bytearray:
    """One box becomes another kind of box."""
    places = [at for name in BOXES if (at := whole.find(name)) >= 0]
    if places:
        at = chance.choice(places)
        whole[at : at + 4] = chance.choice(BOXES)
    return whole


CHANGES: tuple[Change, ...] = (_flip, _cut, _remove, _repeat, _number, _field, _splice, _swap)
