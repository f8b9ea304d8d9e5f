"""Labels with gaps: what nobody gave counts neither way."""

import numpy as np

from moderation.categories import Category
from moderation.training.lessons import UNSAFE, chosen, labels_of, repeats
from moderation.training.rows import CATEGORIES, Row

HATE, ILLICIT = CATEGORIES.index(Category.HATE), CATEGORIES.index(Category.ILLICIT)


def _row(text: str = "a", source: str = "x", subset: str = "", **more: object) -> Row:
    known: dict[str, object] = {"labels": {}, "benign": False, "unsafe": None, **more}
    return Row(text=text, source=source, subset=subset, licence="MIT", **known)  # type: ignore[arg-type]


def test_what_nobody_looked_at_stays_open() -> None:
    found = labels_of([_row(labels={Category.HATE: False})], named=True)
    assert found[0, HATE] == 0
    assert np.isnan(np.delete(found[0], HATE)).all()


def test_harm_in_a_category_is_unsafe_whoever_says_so() -> None:
    found = labels_of([_row(labels={Category.HATE: True}), _row(unsafe=True)], named=False)
    assert found[:, UNSAFE].tolist() == [1, 1]
    assert found[0, HATE] == 1
    assert np.isnan(found[1, :UNSAFE]).all()


def test_a_subset_that_names_a_category_teaches_it_and_does_not_measure_it() -> None:
    row = _row(source="harmbench", subset="cybercrime_intrusion", unsafe=True)
    assert labels_of([row], named=True)[0, ILLICIT] == 1
    assert np.isnan(labels_of([row], named=False)[0, ILLICIT])


def test_a_harmless_row_is_never_named() -> None:
    row = _row(source="advbench", benign=True, labels=dict.fromkeys(CATEGORIES, False))
    assert labels_of([row], named=True)[0, ILLICIT] == 0


def test_what_is_many_and_alike_is_thinned_and_all_else_kept() -> None:
    rows = [_row(str(number), source, subset) for number in range(400)
            for source, subset in (("coprov2", "safe_x"), ("davidson", "hate"))]  # fmt: skip
    kept = chosen(rows)
    assert 150 < sum(row.source == "coprov2" for row in kept) < 250
    assert sum(row.source == "davidson" for row in kept) == 400
    assert kept == chosen(rows)


def test_rare_harm_is_shown_more_often_than_what_is_common() -> None:
    rare = [_row(labels={Category.SEXUAL: True}) for _ in range(20)]
    common = [_row(labels={Category.HATE: True}) for _ in range(1200)]
    rows = [*rare, *common, _row(labels={Category.HATE: False})]
    often = repeats(rows, labels_of(rows, named=True))
    assert often[0] > often[20] == often[-1] == 1
