from dataclasses import replace

import numpy as np
import pytest

from lib.faces.base import (
    Band,
    Closeness,
    Face,
    FaceBox,
    MarksDiffer,
    Point,
    TemplateMark,
    Thresholds,
    apparent_band,
)
from lib.faces.comparing import ShapesDiffer, distances, same

MARK = TemplateMark("dlib", "feedfacef00d", 3)
OTHERS = [
    TemplateMark("insightface", "feedfacef00d", 3),
    TemplateMark("dlib", "f00dfeedface", 3),
    TemplateMark("dlib", "feedfacef00d", 2),
]
SECRET = np.array([[0.123456, 0.654321, 0.192837]], dtype=np.float32)


def test_distances_are_euclidean() -> None:
    many = np.array([[0, 0, 0], [3, 4, 0], [0, 0, -2]], dtype=np.float32)
    found = distances(np.zeros(3, np.float32), many)
    assert found.tolist() == [0, 5, 2]
    assert found.dtype == np.float32


def test_an_empty_gallery_is_no_error() -> None:
    assert distances(np.zeros(3, np.float32), np.zeros((0, 3), np.float32)).shape == (0,)


@pytest.mark.parametrize("other", OTHERS)
def test_templates_of_two_models_are_never_compared(other: TemplateMark) -> None:
    with pytest.raises(MarksDiffer):
        same(MARK, other)
    same(MARK, replace(MARK))


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_what_is_no_number_is_never_somebody_else(broken: float) -> None:
    with pytest.raises(ShapesDiffer):
        distances(np.zeros(3, np.float32), np.full((2, 3), broken, np.float32))
    assert Thresholds(1, 2, "").closeness(float("nan")) is Closeness.UNSURE


@pytest.mark.parametrize(
    ("one", "many"), [((3,), (2, 4)), ((1, 3), (2, 3)), ((3,), (3,)), ((2,), (2, 3))]
)
def test_shapes_are_checked(one: tuple[int, ...], many: tuple[int, ...]) -> None:
    with pytest.raises(ShapesDiffer):
        distances(np.zeros(one, np.float32), np.zeros(many, np.float32))


@pytest.mark.parametrize("many", [np.zeros((1, 2), np.float32), SECRET * np.inf])
def test_a_refused_comparison_shows_no_vector(many: np.ndarray) -> None:
    with pytest.raises(ShapesDiffer) as refusal:
        distances(SECRET[0], many)
    assert not any(digits in str(refusal.value) for digits in ("12345", "65432", "19283"))


def test_a_face_says_where_it_is_and_not_how_old() -> None:
    face = Face(FaceBox(1, 2, 3, 4, 0.5), (Point(1, 2),), 3.0, 0.5, 41.0)
    assert "41" not in repr(face)
    assert "yaw_degrees=3.0" in repr(face)


@pytest.mark.parametrize(
    ("distance", "said"),
    [(0, "same"), (1, "same"), (1.01, "unsure"), (2, "unsure"), (2.01, "other")],
)
def test_thresholds_belong_to_what_they_close(distance: float, said: str) -> None:
    assert Thresholds(1, 2, "").closeness(distance) == Closeness(said)


@pytest.mark.parametrize(("match", "grey"), [(0, 1), (2, 1), (-1, 1)])
def test_thresholds_are_in_order(match: float, grey: float) -> None:
    with pytest.raises(ValueError, match="Thresholds"):
        Thresholds(match, grey, "")


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (None, Band.NOT_ASSESSED),
        (17.9, Band.UNDER_18),
        (18, Band.UNSURE),
        (24.9, Band.UNSURE),
        (25, Band.ADULT),
        (float("nan"), Band.NOT_ASSESSED),
    ],
)
def test_an_age_near_the_line_is_not_assessed(years: float | None, band: Band) -> None:
    assert apparent_band(years, adult_from=25) is band


def test_no_margin_counts_against_a_child() -> None:
    with pytest.raises(ValueError, match="18"):
        apparent_band(17, adult_from=16)
