import math
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.answers import BrokenAnswer, Coverage
from moderation.categories import Category
from moderation.detectors.labels import label_map
from moderation.detectors.moments import Moments
from moderation.detectors.weights import Unusable
from tests.moderation.models.tiny import MAP

LabelFile = Callable[[str], Path]


def test_scores_follow_their_calibration(label_file: LabelFile) -> None:
    red = label_map(label_file(MAP)).labels["alarm_red"]
    assert [red.score(raw) for raw in (0.0, 0.29, 0.3, 0.6, 0.9, 1.0)] == [0, 0, 0, 0.5, 0.95, 0.95]
    assert red.score(0.45) == pytest.approx(0.25)
    assert math.isnan(red.score(math.nan))


def test_only_what_is_covered_wholly_is_assessed(label_file: LabelFile) -> None:
    known = label_map(label_file(MAP))
    assert known.coverage == {
        Category.VIOLENCE: Coverage.ASSESSED,
        Category.SEXUAL: Coverage.PARTIAL,
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no labels"),
        ("labels = 3", "no labels"),
        ("[labels.x]\nthreshold = 0.5", "needs a category"),
        ('[labels.x]\ncategory = "gore"', "no such category"),
        ('[labels.x]\ncategory = "violence"\nweight = 2', "not understood"),
        ('[labels.x]\ncategory = "violence"\nthreshold = 1.5', "0 to 1"),
        ('[labels.x]\ncategory = "violence"\nthreshold = nan', "0 to 1"),
        ('[labels.x]\ncategory = "violence"\ncalibration = [[0.5, 0.2], [0.4, 0.9]]', "rises"),
        ('[labels.x]\ncategory = "violence"\ncalibration = [[0.1, 0.9], [0.4, 0.2]]', "rises"),
        ('[labels.x]\ncategory = "violence"\ncalibration = [[0.1, 0.9]]', "rises"),
        ('[labels.x]\ncategory = "violence"\ndepicts_minor = "no"', "true or false"),
        ('covers = ["hate"]\n[labels.x]\ncategory = "violence"', "no label speaks"),
        ('activation = "relu"\n[labels.x]\ncategory = "none"', "activation"),
        ('cover = []\n[labels.x]\ncategory = "none"', "strange keys"),
        ('sha256 = "abc"\n[labels.x]\ncategory = "none"', "sha256"),
        ("no toml at all", "cannot be read"),
    ],
)
def test_a_map_that_is_not_understood_is_refused(
    label_file: LabelFile, text: str, why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        label_map(label_file(text))


def test_no_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be read"):
        label_map(tmp_path / "none.toml")


def test_every_label_of_the_model_is_explained_and_no_other(label_file: LabelFile) -> None:
    known = label_map(label_file(MAP))
    known.refuse_others({"calm_blue", "alarm_red", "odd_green"})
    with pytest.raises(Unusable, match="does not explain: new"):
        known.refuse_others({"calm_blue", "alarm_red", "odd_green", "new"})
    with pytest.raises(Unusable, match="does not have: odd_green"):
        known.refuse_others({"calm_blue", "alarm_red"})


def test_moments_keep_the_best_of_each_stretch_and_of_nothing_the_best() -> None:
    moments = Moments()
    for at, score in ((0.0, 0.1), (0.5, 0.6), (1.0, 0.9), (3.0, 0.7)):
        moments.add(Category.VIOLENCE, score, at_seconds=at)
    moments.add(Category.SEXUAL, 0.2, at_seconds=0.5)
    moments.add(Category.SEXUAL, 0.1, at_seconds=1.0)
    assert [(hit.category, hit.score, hit.start_s, hit.end_s) for hit in moments.hits()] == [
        (Category.VIOLENCE, 0.9, 0.5, 1.0),
        (Category.VIOLENCE, 0.7, 3.0, 3.0),
        (Category.SEXUAL, 0.2, 0.5, 0.5),
    ]


@pytest.mark.parametrize("score", [math.nan, -0.1, 1.1, math.inf])
def test_a_score_that_is_none_is_broken(score: float) -> None:
    with pytest.raises(BrokenAnswer):
        Moments().add(Category.VIOLENCE, score, at_seconds=0.0)
