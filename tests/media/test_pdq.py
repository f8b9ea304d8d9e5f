"""The hashes were computed by the reference implementation (pdqhash 0.2.8) from these pictures."""

import numpy as np
import pytest

from lib.media.pdq import PdqHash, distances, hamming, pdq, stacked
from tests.media import pictures

# picture, height, width, quality, hash
GOLDEN = (
    ("gradient", 256, 256, 24,
     "afe7500a2f6e7300ef2f9182cbee82aac7e7222a6fee80006e2ea2aaabecaaaa"),
    ("gradient", 144, 256, 13,
     "ff3a42aae632460ace66e02a6772caaa6338aaaae636a2aace72aaaa6736aaaa"),
    ("gradient", 64, 64, 27,
     "5f752e2ab78e8faae1b8fdaaf5cb54006f3faaaa8d92a28abb9e8aa0999e0000"),
    ("gradient", 720, 1280, 23,
     "5fea482a555a42aa57ba4aaa5aaaaaaa5aaa0aaa7aeaaaaaeaaaaaaaaaaaaaaa"),
    ("gradient", 37, 211, 25,
     "ffae1020325fffa85e4deda25c54aaaa55b58a0acfb66a0ae9aa80a2eaaa8aaa"),
    ("noise", 256, 256, 100,
     "cb49950fff1430b96e562f08a32afdb67411338d1ff148da898f2245eabc11b9"),
    ("noise", 144, 256, 100,
     "cb49950fff1430b96e562f08a32afdb67411338d1ff148da898f2245eabc11b9"),
    ("noise", 64, 64, 100,
     "cb49950fdf0c30b96e562f08a32afdb67611b38c1ff148da898f2a41eabc11b9"),
    ("noise", 720, 1280, 100,
     "cb49950fdf0c30b96e562f08a32afdb67611b38c1ff148da898d2a45eabc11b9"),
    ("noise", 37, 211, 100,
     "ccc8532fdf4491bd0e760f14e32afdae7616f70d9bf94958c98d2045623c1998"),
    ("shapes", 256, 256, 39,
     "0f7f70488dbf73041244acfff0ca8dbf72448e718ddb72020f35f2400f3bf0ca"),
    ("shapes", 144, 256, 38,
     "0f7f70488dbf633412046dfff0ca8dbf72448c718dfb72020f35f2400f3b70ca"),
    ("shapes", 64, 64, 39,
     "c7373a48dd8a27bf1a40277ff8c08dbf72444260c4fb7a4227bff84007bb58c2"),
    ("shapes", 720, 1280, 38,
     "077f70488dbf67341244acfff8ca8dbf72440e71ccfb720227b5f0400f3b70c2"),
    ("shapes", 37, 211, 37,
     "8fb56248890bcdbf32008dfff0ca8dbf724462648dfb72020fb7f2400fbb70ca"),
    ("waves", 256, 256, 24,
     "155a45f0555a1570555a1ff0555a7ff0555afff0aaa5002faaa502afaaa5aaa5"),
    ("waves", 144, 256, 18,
     "155a31f0555a5170555a5ff0555adff0555afff0aaa5002faaa500afaaa5aaa5"),
    ("waves", 64, 64, 21,
     "704ec9f8104fa772500f35f8040f5ffa000fd55afff022a5fef022a5aab1aab5"),
    ("waves", 720, 1280, 24,
     "055a5570055a55f0555a57f0555a7ff0555afff0aaa5002faaa50aadaaa5aab5"),
    ("waves", 37, 211, 28,
     "014e5d78504f57fa140f957a410f7578000fdd7afff008a5fab0aaa5aab5aaa5"),
    ("card", 256, 256, 100,
     "5b6cc5b4a4b1b60e4b4b495bb60eb4b1e5b1492e5a4b66dbbc16b124a3e14a5b"),
    ("card", 144, 256, 100,
     "5926a5b1a4e1ba4e491a495bb626a5e145b15b2e5a4b6edbbc36b1a4a3e14a5b"),
    ("card", 64, 64, 100,
     "db24c5b4a4d19a1e4b4b69499636b6b465e149265b4b26db3c36d1a4c3e92e5b"),
    ("card", 720, 1280, 100,
     "5b6e4da4a4b1b6264b4e495bb24eb6b4c5b149245a4b76db7c16912483e16edb"),
    ("card", 37, 211, 100,
     "9b64ec96b496b26e4949491bb636b6d1cda15b26124ba4db7436992487e166db"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "height", "width", "quality", "expected"), GOLDEN)
def test_hashes_are_those_of_the_reference(
    name: str, height: int, width: int, quality: int, expected: str
) -> None:
    found = pdq(getattr(pictures, name)(height, width))
    assert hamming(found.bits, bytes.fromhex(expected)) <= 4
    assert abs(found.quality - quality) <= 2


def test_a_hash_survives_being_written_down() -> None:
    found = pdq(pictures.waves())
    assert len(found.hex) == 64
    assert PdqHash.from_hex(found.hex, quality=found.quality) == found


@pytest.mark.parametrize("text", ["", "ab", "0" * 63, "0" * 66, "g" * 64, "00 " * 32])
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are bytes.fromhex's own
        PdqHash.from_hex(text, quality=100)


def test_a_flat_picture_has_no_quality() -> None:
    for level in (0, 127, 255):
        assert pdq(pictures.flat(level=level)).quality == 0


def test_a_picture_of_a_few_pixels_has_no_hash() -> None:
    assert pdq(pictures.noise(4, 200)) == PdqHash(bytes(32), 0)


@pytest.mark.parametrize(
    "image",
    [
        np.zeros((64, 64), np.uint8),
        np.zeros((64, 64, 4), np.uint8),
        np.zeros((64, 64, 3), np.float32),
    ],
)
def test_what_is_no_picture_is_refused(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        pdq(image)


def test_a_smaller_copy_is_near_and_another_picture_is_far() -> None:
    whole = pdq(pictures.noise(720, 1280)).bits
    assert hamming(whole, pdq(pictures.noise(144, 256)).bits) <= 31
    assert hamming(whole, pdq(pictures.shapes(720, 1280)).bits) > 90


def test_distances_to_a_bank_are_those_to_each_of_its_hashes() -> None:
    random = np.random.default_rng(7)
    bank = [random.bytes(32) for _ in range(50)]
    query = random.bytes(32)
    assert distances(query, stacked(bank)).tolist() == [hamming(query, each) for each in bank]
    assert distances(bank[3], stacked(bank))[3] == 0
    assert distances(query, stacked([])).tolist() == []
