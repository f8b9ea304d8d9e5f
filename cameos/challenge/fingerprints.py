"""By what a film is known again: sent twice, or sent once more after it was coded anew.

From a film alone nobody can tell when it was recorded: its times are written by whoever sends it.
That it is fresh follows from digits and turns that were not known before; that it is not an older
answer once more, from comparing these marks with those of earlier ones. Flashes of the screen, to
be seen on the face, are not asked for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from lib.media.apart.reading import sampled_frames_apart
from lib.media.pdq import SIDE, hamming, pdq

PER_SECOND = 2.0
READ_BYTES = 1 << 20
# PDQ's own advice: 31 of 256 bits or fewer differ between two codings of one picture, and below
# 50 of 100 a picture has too little in it to be known again.
SAME_BITS = 31
# Of one film, in nearly every picture: coded anew, shrunk, with noise or darker, 90 % of its frames
# differed by 4 bits at most; the same head turned by 20 instead of 25 degrees by 12, in another
# order by 58 and more (n = 15 rendered films; nobody measured people). A film that is cut, cropped
# or moved in time passes for another one.
RECODED_BITS = 8
RECODED_SHARE = 0.9
LEAST_KNOWN = 6  # frames: three seconds
LEAST_QUALITY = 50


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`digest`: SHA-256 of the bytes. `frames`: PDQ of two pictures a second, 32 bytes each; empty
    for one with too little in it to be known again.

    Of pictures, not of a face; yet two films of one person in one room may well be near.
    """

    digest: str
    frames: tuple[bytes, ...]


def fingerprint(path: Path) -> Fingerprint:
    """Raises `MediaError`."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(READ_BYTES):
            digest.update(block)
    frames = sampled_frames_apart(path, per_second=PER_SECOND, max_side=SIDE)
    hashes = [pdq(frame.image) for frame in frames]
    known = tuple(one.bits if one.quality >= LEAST_QUALITY else b"" for one in hashes)
    return Fingerprint(digest.hexdigest(), known)


def share_in_common(one: Fingerprint, other: Fingerprint, *, bits: int = SAME_BITS) -> float:
    """0 to 1: how many frames of `one` are at the same time in `other`; of the same bytes all."""
    if one.digest == other.digest:
        return 1.0
    pairs = zip(one.frames, other.frames, strict=False)
    alike = sum(bool(a and b) and hamming(a, b) <= bits for a, b in pairs)
    known = max(sum(map(bool, one.frames)), sum(map(bool, other.frames)))
    return alike / known if known else 0.0


def is_coded_anew(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether the pictures of one are those of the other, whatever is heard beside them."""
    if sum(map(bool, one.frames)) < LEAST_KNOWN:
        return one.digest == other.digest
    return share_in_common(one, other, bits=RECODED_BITS) >= RECODED_SHARE
