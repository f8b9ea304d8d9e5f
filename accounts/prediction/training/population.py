"""A generated population of people who all declared to be adults, some of whom are teens.

Nothing here was measured on people: the rates are ours, set so that the two overlap on purpose
(adults who like childish things, parents and teachers, teens who behave as adults). What is
measured on it says whether the machinery does what it should, not how many teens of a real house
it would find.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accounts.prediction.training.phrases import PHRASES, SCENES, TAILS
from accounts.prediction.words import count_words

WOBBLE = 6.0  # how alike people of one kind are: the weight of a Beta distribution's mean
TEXTS = (2.8, 0.9)  # of the logarithm of how many texts a person wrote: median 16
MUTUALS = 14


@dataclass(frozen=True, slots=True)
class Kind:
    """`share` of its side; `rates`: how often a text of theirs has a phrase of a group, on average;
    the shares of acts on weekends and of teens among mutual follows."""

    name: str
    is_teen: bool
    share: float
    rates: Mapping[str, float]
    weekend: float
    teens: float


KINDS = (
    Kind("plain adult", False, 0.55, {
        "school": 0.01, "own_school": 0.004, "own_home": 0.012, "play": 0.03, "grown_up": 0.12,
        "lively": 0.12, "looks_back": 0.02, "own_age": 0.0005,
    }, 0.30, 0.03),
    Kind("adult who likes childish things", False, 0.15, {
        "school": 0.03, "own_school": 0.006, "own_home": 0.02, "play": 0.32, "grown_up": 0.05,
        "lively": 0.38, "looks_back": 0.02, "own_age": 0.001,
    }, 0.33, 0.08),
    Kind("parent or teacher", False, 0.18, {
        "school": 0.16, "own_school": 0.04, "own_home": 0.02, "play": 0.12, "grown_up": 0.18,
        "lively": 0.15, "looks_back": 0.08, "own_age": 0.001,
    }, 0.30, 0.08),
    Kind("adult who writes of youth", False, 0.12, {
        "school": 0.12, "own_school": 0.07, "own_home": 0.05, "play": 0.08, "grown_up": 0.04,
        "lively": 0.18, "looks_back": 0.04, "own_age": 0.006,
    }, 0.31, 0.05),
    Kind("plain teen", True, 0.55, {
        "school": 0.10, "own_school": 0.12, "own_home": 0.09, "play": 0.25, "grown_up": 0.012,
        "lively": 0.40, "looks_back": 0.005, "own_age": 0.02,
    }, 0.40, 0.45),
    Kind("teen who behaves as an adult", True, 0.30, {
        "school": 0.03, "own_school": 0.025, "own_home": 0.025, "play": 0.09, "grown_up": 0.03,
        "lively": 0.20, "looks_back": 0.005, "own_age": 0.003,
    }, 0.34, 0.25),
    Kind("teen who writes little of themself", True, 0.15, {
        "school": 0.01, "own_school": 0.006, "own_home": 0.01, "play": 0.10, "grown_up": 0.01,
        "lively": 0.25, "looks_back": 0.002, "own_age": 0.001,
    }, 0.38, 0.35),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One of them, as the rooms would count."""

    kind: Kind
    counts: Counter[str]


def people(size: int, *, teens: float, seed: int) -> Iterator[Person]:
    """`size` people of whom a share of `teens` are teens; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    for _ in range(size):
        is_teen = dice.random() < teens
        side = [kind for kind in KINDS if kind.is_teen == is_teen]
        yield _person(dice.choices(side, [kind.share for kind in side])[0], dice)


def _person(kind: Kind, dice: random.Random) -> Person:
    rates = {name: _around(mean, dice) for name, mean in kind.rates.items()}
    texts = max(1, min(120, round(dice.lognormvariate(*TEXTS))))
    counts = count_words(_text(rates, dice) for _ in range(texts))
    weekend, teens = _around(kind.weekend, dice, 12), _around(kind.teens, dice)
    counts["acts"] = texts
    counts["weekend_acts"] = sum(dice.random() < weekend for _ in range(texts))
    counts["mutuals"] = dice.randint(0, MUTUALS)
    counts["mutual_teens"] = sum(dice.random() < teens for _ in range(counts["mutuals"]))
    return Person(kind, counts)


def _around(mean: float, dice: random.Random, weight: float = WOBBLE) -> float:
    return dice.betavariate(mean * weight, (1 - mean) * weight)


def _text(rates: Mapping[str, float], dice: random.Random) -> str:
    said = [dice.choice(PHRASES[name]) for name, rate in rates.items() if dice.random() < rate]
    dice.shuffle(said)
    return ", ".join([dice.choice(SCENES) + dice.choice(TAILS), *said])
