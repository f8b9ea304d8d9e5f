"""From counts to a probability: a logistic regression in plain Python, for no process needs more.

Weights and threshold are data/age_predictor.json, written by `python -m
accounts.prediction.training`; docs/models/age-predictor.md says what they are worth.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent.parent / "data" / "age_predictor.json"
PER_WORDS = ("school", "own_school", "own_home", "play", "grown_up", "lively")
FEATURES = ("own_age", *PER_WORDS, "weekend", "mutual_teens")
# Below this nothing is said of anybody: a few texts are a mood, not a person.
LEAST_TEXTS, LEAST_WORDS = 8, 60
LEAST_ACTS = 5
USUAL_WEEKEND = 2 / 7
USUAL_TEENS = 0.05  # of mutual follows: where few are known, the share is drawn towards it
DRAW = 4.0  # mutual follows that this counts as


@dataclass(frozen=True, slots=True)
class Weights:
    """`score = logistic(bias + sum(weight * (value - mean) / scale))`; from `threshold` on it is a
    signal."""

    mean: Mapping[str, float]
    scale: Mapping[str, float]
    weight: Mapping[str, float]
    bias: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """`score` 0..1; `weighed`: names of the features that pushed most towards "teen"."""

    score: float
    weighed: tuple[str, ...]


def is_enough(counts: Mapping[str, int]) -> bool:
    """Whether there is enough to say anything."""
    return counts.get("texts", 0) >= LEAST_TEXTS and counts.get("words", 0) >= LEAST_WORDS


def features_from(counts: Mapping[str, int]) -> dict[str, float]:
    """The features: hits for each hundred words on a log scale, and shares."""

    def got(name: str) -> int:
        return counts.get(name, 0)

    words, acts = max(1, got("words")), got("acts")
    values = {name: math.log1p(100 * got(name) / words) for name in PER_WORDS}
    values["own_age"] = math.log1p(min(3, got("own_age")))
    enough = acts >= LEAST_ACTS
    values["weekend"] = got("weekend_acts") / acts if enough else USUAL_WEEKEND
    drawn = got("mutual_teens") + DRAW * USUAL_TEENS
    values["mutual_teens"] = drawn / (got("mutuals") + DRAW)
    return values


def predict(counts: Mapping[str, int], weights: Weights) -> Prediction:
    """How much somebody with these counts seems a teen."""
    values = features_from(counts)
    pushed = {
        name: weights.weight[name] * (values[name] - weights.mean[name]) / weights.scale[name]
        for name in FEATURES
    }
    total = max(-30.0, min(30.0, weights.bias + sum(pushed.values())))
    towards = sorted((name for name in FEATURES if pushed[name] > 0), key=pushed.__getitem__)
    return Prediction(1 / (1 + math.exp(-total)), tuple(reversed(towards))[:3])


@cache
def weights_in_use() -> Weights:
    """The committed ones."""
    kept = json.loads(PATH.read_text())
    return Weights(kept["mean"], kept["scale"], kept["weight"], kept["bias"], kept["threshold"])
