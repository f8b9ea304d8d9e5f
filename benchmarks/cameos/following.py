"""How often somebody who is not enrolled is blocked, among 1,000, 10,000 and 100,000 people, with a
block line that stays where it is and with one that follows their number.

Synthetic templates, not a recogniser's: figures say whether the rule keeps its target where its
model holds, and what it costs where it does not. Directions are drawn with variances that fall as
k^-0.5, so that distances of strangers have the wide, smooth tail that published DET curves show; in
`families` every fourth person shares a cosine of 0.6 with three others, of whom strangers are some,
which breaks the model's independence. The line is measured as an operator would: by the product's
own calibration over 3,000 other people. It stands where FMR is about 1e-5; the grey band ends 0.05
further. `blocked` and `held` of people who are enrolled and did not consent: second looks at
cosines of 0.5 to 0.9. 95 % intervals by Wilson.

    python -m benchmarks.cameos.following
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.cameos.vectors import EASY, HARD, _unit, second_looks
from lib.faces.base import Thresholds
from lib.faces.calibrating.counting import outcomes
from lib.faces.calibrating.proposing import proposed
from lib.faces.calibrating.rates import Rate
from lib.faces.following import TARGET_FPIR, FalseMatches, followed_by_size

RESULTS = Path(__file__).parents[1] / "results" / "cameos_following.json"
SIZES = (1_000, 10_000, 100_000)
DIMS, SEED = 256, 20261121
MEASURED, STRANGERS, SHOWN = 3_000, 10_000, 2_000
FAMILY, KIN = 4, 0.6
LINE_FMR, GREY_BAND = 1e-5, 0.05
TABLE = tuple(step / 50 for step in range(20, 70))
AT_ONCE = 500

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class World:
    """`shared`: the part of a person's direction, squared, that a family has in common."""

    name: str
    shared: float


def people(world: World, count: int, seed: int) -> Vectors:
    random = np.random.default_rng(seed)
    spread = np.arange(1, DIMS + 1, dtype=np.float32) ** -0.25
    own = _unit(random.standard_normal((count, DIMS), np.float32) * spread)
    if not world.shared:
        return own
    families = _unit(random.standard_normal((-(-count // FAMILY), DIMS), np.float32) * spread)
    belongs = random.permutation(np.arange(count) % len(families))
    mixed: Vectors = world.shared**0.5 * families[belongs] + (1 - world.shared) ** 0.5 * own
    return _unit(mixed.astype(np.float32))


def calibrated(world: World) -> tuple[Thresholds, FalseMatches]:
    others = people(world, MEASURED, SEED + 1)
    table = outcomes(others, [str(number) for number in range(MEASURED)], TABLE)
    found = proposed(table)
    if found is None:
        raise SystemExit("too few people")
    line = max(one.threshold for one in table if (one.fmr.value or 0) <= LINE_FMR)
    return Thresholds(line, line + GREY_BAND, "measured"), found


def nearest(faces: Vectors, enrolled: Vectors) -> NDArray[np.float32]:
    """The distance of each face to the nearest of those who are enrolled."""
    return np.concatenate(list(_nearest(faces, enrolled)))


def _nearest(faces: Vectors, enrolled: Vectors) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(faces), AT_ONCE):
        cosine = (faces[start : start + AT_ONCE] @ enrolled.T).max(axis=1)
        yield np.sqrt(np.maximum(0, 2 - 2 * cosine))


def measured(world: World, size: int, line: Thresholds, found: FalseMatches) -> dict[str, Any]:
    everybody = people(world, size + STRANGERS, SEED + 2)
    enrolled, strangers = everybody[:size], everybody[size:]
    away = nearest(strangers, enrolled)
    shown = enrolled[: min(size, SHOWN)]
    again = nearest(second_looks(shown, (HARD[0], EASY[1]), SEED + 3), enrolled)
    followed = followed_by_size(line, found, searched=size)
    return {
        "enrolled": size,
        "published": {"match": line.match, **said(away, again, line)},
        "followed": {"match": round(followed.match, 4), **said(away, again, followed)},
    }


def said(away: NDArray[Any], again: NDArray[Any], lines: Thresholds) -> dict[str, Any]:
    return {
        "fpir": share(away <= lines.match),
        "strangers_held": share((away > lines.match) & (away <= lines.grey)),
        "enrolled_blocked": share(again <= lines.match),
        "enrolled_held": share((again > lines.match) & (again <= lines.grey)),
        "enrolled_missed": share(again > lines.grey),
    }


def share(which: NDArray[np.bool_]) -> dict[str, Any]:
    rate = Rate(int(which.sum()), len(which))
    low, high = rate.interval or (0.0, 1.0)
    return {
        "errors": rate.errors,
        "n": rate.n,
        "rate": round(rate.value or 0.0, 5),
        "interval": [round(low, 5), round(high, 5)],
    }


def in_world(world: World) -> dict[str, Any]:
    line, found = calibrated(world)
    return {
        "thresholds": {"match": line.match, "grey": line.grey},
        "measured": asdict(found),
        "galleries": [measured(world, size, line, found) for size in SIZES],
    }


def main() -> None:
    worlds = (World("independent", 0.0), World("families", KIN))
    told = {
        "target_fpir": TARGET_FPIR,
        "dims": DIMS,
        "seed": SEED,
        "calibrated_on": MEASURED,
        **{world.name: in_world(world) for world in worlds},
    }
    RESULTS.write_text(json.dumps(told, indent=2) + "\n")
    sys.stdout.write(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
