"""What is near a hash is found by an index: the same as one by one, the rest unread."""

import random
from collections.abc import Iterable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.media.pdq import hamming
from moderation.detectors.hashes import MAX_DISTANCE
from moderation.models import HashKind, ShownHash
from moderation.services.bank_foreseeing import foreseen

pytestmark = pytest.mark.django_db
BITS, BANDS, MANY = 256, 16, 5000
COUNTED = "SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = %s"


def turned(bits: bytes, places: Iterable[int]) -> bytes:
    mask: int = sum(1 << place for place in places)
    return (int.from_bytes(bits) ^ mask).to_bytes(32)


def spread(drawn: random.Random, count: int) -> list[int]:
    """So many bits, as evenly over the bands as can be: where bands help least."""
    order = [band for _ in range(BANDS) for band in drawn.sample(range(BANDS), BANDS)][:count]
    places = {band: drawn.sample(range(16), 16) for band in range(BANDS)}
    return [band * 16 + places[band].pop() for band in order]


def show(subject: str, *hashes: bytes) -> list[ShownHash]:
    return [ShownHash(subject=subject, kind=HashKind.PDQ, hash=one.hex()) for one in hashes]


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    within=st.integers(0, MAX_DISTANCE),
    at_least=st.integers(1, 3),
    asked=st.integers(0, 4),
)
def test_it_finds_what_one_by_one_finds(seed: int, within: int, at_least: int, asked: int) -> None:
    drawn = random.Random(seed)
    mine = [drawn.randbytes(32) for _ in range(asked)]
    shown = {f"gen_{n}": [drawn.randbytes(32) for _ in range(drawn.randrange(4))] for n in range(9)}
    for film in shown.values():
        for one in drawn.sample(mine, drawn.randrange(asked + 1)):
            far = drawn.choice([0, within, within + 1, drawn.randrange(40)])
            some = drawn.sample(range(BITS), far) if drawn.random() < 0.5 else spread(drawn, far)
            film.append(turned(one, some))
    expected = {
        subject
        for subject, film in shown.items()
        if sum(any(hamming(one, it) <= within for it in film) for one in mine) >= at_least
    }
    with transaction.atomic():
        rows = [row for subject, film in shown.items() for row in show(subject, *film)]
        ShownHash.objects.bulk_create(rows, ignore_conflicts=True)
        told = foreseen(HashKind.PDQ, [one.hex() for one in mine], within=within, at_least=at_least)
        transaction.set_rollback(True)
    assert told == expected


@pytest.mark.parametrize("far", [MAX_DISTANCE, MAX_DISTANCE + 1])
def test_bits_that_lie_in_all_bands_hide_nothing(far: int) -> None:
    drawn = random.Random(far)
    mine = drawn.randbytes(32)
    rows = [row for n in range(200) for row in show(f"gen_{n}", turned(mine, spread(drawn, far)))]
    ShownHash.objects.bulk_create(rows)
    assert len(foreseen(HashKind.PDQ, [mine.hex()])) == (200 if far == MAX_DISTANCE else 0)


def test_however_many_hashes_are_asked_about_it_is_one_statement_and_few_rows() -> None:
    drawn = random.Random(1)
    mine = [drawn.randbytes(32) for _ in range(8)]
    rows = [row for n in range(MANY) for row in show(f"gen_{n}", drawn.randbytes(32))]
    rows += show("gen_copy", *(turned(one, range(20)) for one in mine))
    ShownHash.objects.bulk_create(rows)
    before = _read()
    with CaptureQueriesContext(connection) as statements:
        told = foreseen(HashKind.PDQ, [one.hex() for one in mine], at_least=len(mine))
    in_order, by_index = (after - one for after, one in zip(_read(), before, strict=True))
    assert told == {"gen_copy"}
    assert len(statements) == 1
    assert in_order == 0
    # One of 240 by chance, for each of those asked about.
    assert len(mine) <= by_index < MANY * len(mine) / 100


def test_files_are_the_same_or_are_not() -> None:
    for subject, kind, value in (
        ("gen_1", HashKind.MD5, "a" * 32),
        ("gen_2", HashKind.SHA1, "a" * 40),
    ):
        ShownHash.objects.create(subject=subject, kind=kind, hash=value)
    assert foreseen(HashKind.MD5, ["a" * 32, "b" * 32]) == {"gen_1"}
    assert foreseen(HashKind.SHA1, ["a" * 40]) == {"gen_2"}
    assert foreseen(HashKind.SHA1, ["a" * 40], at_least=2) == set()
    with pytest.raises(ValueError, match="64 hexadecimal"):
        foreseen(HashKind.PDQ, ["a" * 40])


def test_no_entry_reaches_further_than_any_may() -> None:
    ShownHash.objects.bulk_create(show("gen_1", turned(bytes(32), range(MAX_DISTANCE + 1))))
    assert foreseen(HashKind.PDQ, [bytes(32).hex()], within=BITS) == set()


def _read() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [ShownHash._meta.db_table])
        in_order, by_index = cursor.fetchone()
    return in_order or 0, by_index or 0
