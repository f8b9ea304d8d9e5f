from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from moderation.answers import Basis, Ruling
from moderation.categories import Category

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_DISTANCE = 31  # ThreatExchange's threshold for PDQ: at most 31 of 256 bits apart
MIN_QUALITY = 50  # ThreatExchange, PDQ: hashes of quality 49 or less are dropped
# Half of the bits of a hash lie above its median; many fewer do only where values are equal.
LEAST_BITS = 64
# A picture is flat where this share of its 64 x 64 cells has one shade, give or take a little.
FLAT_SHARE = 0.75
SHADE_STEP = 8.0  # of 255


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One known picture: its PDQ hash (64 hexadecimal characters) and the hash's quality.

    `quality` is None where an exchange does not tell it. `ruling`: what its bank says of a match,
    None to leave that to the policy. `within`: bits.
    """

    id: str
    hash: str
    category: Category
    quality: int | None
    ruling: Ruling | None = None
    basis: Basis | None = None
    within: int = MAX_DISTANCE


class BankRefusal(StrEnum):
    MALFORMED = "malformed_hash"
    LOW_QUALITY = "low_quality"
    FLAT = "flat_picture"


def bank_refusal(picture: NDArray[np.uint8] | str, quality: int | None) -> BankRefusal | None:
    """Why a picture (uint8, height x width x 3) or a hash may not go into a bank.

    A quality of None is an exchange's that tells none: then only the hash itself is judged.

    A black frame or a card with a few words would block thousands of films of other people.
    """
    if isinstance(picture, str):
        bits = _parsed(picture)
        if bits is None:
            return BankRefusal.MALFORMED
        flat = int.from_bytes(bits).bit_count() < LEAST_BITS
    else:
        flat = is_flat(picture)
    # Little to tell it by: other pictures come to lie as near as itself.
    if quality is not None and quality < MIN_QUALITY:
        return BankRefusal.LOW_QUALITY
    return BankRefusal.FLAT if flat else None


def _parsed(text: str) -> bytes | None:
    from lib.media.pdq import parsed

    try:
        return parsed(text)
    except ValueError:
        return None


def is_flat(picture: NDArray[np.uint8]) -> bool:
    """True where nearly all of the picture has one shade: a fade, a title card, a test screen."""
    import numpy as np

    from lib.media.pdq import small

    shades = np.sort(small(picture), axis=None)
    # How many cells lie within a step above each cell; the densest stretch is the picture's shade.
    reach = np.searchsorted(shades, shades + SHADE_STEP, side="right") - np.arange(shades.size)
    return bool(reach.max() >= FLAT_SHARE * shades.size)
