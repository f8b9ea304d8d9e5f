from pathlib import Path

import numpy as np
import pytest

from lib.media.frames import sampled_frames
from lib.media.pdq import PdqHash, pdq
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors import hashes
from moderation.detectors.hashes import BankEntry, BankRefusal, bank_refusal
from moderation.inspection import inspect_film
from tests.media import pictures
from tests.media.pictures import Picture
from tests.moderation.frames.detectors import Ears
from tests.moderation.frames.films import HEIGHT, UPLOADED, WIDTH, film

KNOWN = pictures.noise(HEIGHT, WIDTH)
OTHER = np.ascontiguousarray(KNOWN[::-1])


def entry(picture: Picture, *, key: str = "known-1") -> BankEntry:
    found = pdq(picture)
    return BankEntry(key, found.hex, Category.CHILD_SAFETY, found.quality)


def hash_of_first_frame(path: Path) -> PdqHash:
    return pdq(next(sampled_frames(path, per_second=2, max_side=256)).image)


def answer_of(path: Path, *bank: BankEntry) -> Answer:
    detector = hashes.build(bank, version="test")
    found = inspect_film(path, source=UPLOADED, detectors=[detector], listener=Ears())
    ((surface, answer),) = found.answers
    assert surface is Surface.FRAME
    return answer


def test_a_known_picture_is_found_with_its_times(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", [(OTHER, 1.0), (KNOWN, 1.5), (OTHER, 1.0), (KNOWN, 0.5)])
    answer = answer_of(path, entry(KNOWN))
    assert [(hit.score, hit.term, hit.start_s, hit.end_s) for hit in answer.hits] == [
        (1.0, "known-1", 1.0, 2.0),
        (1.0, "known-1", 3.5, 3.5),
    ]
    assert {hit.category for hit in answer.hits} == {Category.CHILD_SAFETY}


def test_another_picture_is_not_found_and_only_known_material_was_assessed(
    tmp_path: Path,
) -> None:
    answer = answer_of(film(tmp_path / "f.mp4", [(OTHER, 1.0)]), entry(KNOWN))
    assert answer.hits == ()
    assert answer.coverage == {Category.CHILD_SAFETY: Coverage.PARTIAL}


def test_an_empty_bank_covers_nothing(tmp_path: Path) -> None:
    answer = answer_of(film(tmp_path / "f.mp4", [(KNOWN, 0.5)]))
    assert (answer.coverage, answer.hits) == ({}, ())


@pytest.mark.parametrize(("bits", "found"), [(31, True), (32, False)])
def test_thirty_one_bits_are_near_and_thirty_two_are_not(
    tmp_path: Path, bits: int, found: bool
) -> None:
    """The bank holds what the decoded frame hashes to, with some bits turned over."""
    path = film(tmp_path / "f.mp4", [(KNOWN, 0.5)])
    seen = hash_of_first_frame(path)
    turned = int.from_bytes(seen.bits) ^ (2**bits - 1)
    near = BankEntry("near", turned.to_bytes(32).hex(), Category.SEXUAL, 100)
    assert bool(answer_of(path, near).hits) is found


def test_a_frame_of_low_quality_is_not_compared(tmp_path: Path) -> None:
    path = film(tmp_path / "f.mp4", [(pictures.gradient(HEIGHT, WIDTH), 0.5)])
    seen = hash_of_first_frame(path)
    assert seen.quality < 50
    taken = BankEntry("faint", seen.hex, Category.SEXUAL, 50)
    assert answer_of(path, taken).hits == ()


@pytest.mark.parametrize(
    ("picture", "quality", "refusal"),
    [
        (pictures.noise(), 100, None),
        (pdq(pictures.noise()).hex, 50, None),
        (pdq(pictures.noise()).hex, 49, BankRefusal.LOW_QUALITY),
        (pictures.noise(), 49, BankRefusal.LOW_QUALITY),
        (pictures.flat(level=0), 0, BankRefusal.LOW_QUALITY),
        (pictures.flat(level=0), 100, BankRefusal.FLAT),
        (pictures.card(), pdq(pictures.card()).quality, BankRefusal.FLAT),
        ("0" * 64, 100, BankRefusal.FLAT),
        ("xyz", 100, BankRefusal.MALFORMED),
    ],
)
def test_what_would_block_others_films_is_refused(
    picture: Picture | str, quality: int, refusal: BankRefusal | None
) -> None:
    assert bank_refusal(picture, quality) is refusal


def test_a_bank_with_a_refused_entry_is_not_loaded_in_part() -> None:
    good = entry(KNOWN)
    bad = BankEntry("bad", good.hash, good.category, 49)
    with pytest.raises(ValueError, match="bad"):
        hashes.build([good, bad], version="test")
