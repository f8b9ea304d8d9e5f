"""Synthetic templates that lie as faces do, and some that are harder.

Random unit vectors would be too easy: every stranger is equally far away. Here people come in
groups whose members resemble each other, and a second look at a person differs from the first.
The cosines follow what was measured when nearest-neighbour indexes were compared for this project:
groups for the face-like set, genuine pairs at a cosine of 0.5 to 0.6 for the hard one. They are
not a model of any recogniser: figures say how the search behaves, not how often a face is mistaken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PEOPLE_A_GROUP = 50
GROUP_COSINE = 0.3  # two people of one group
EASY = (0.75, 0.9)  # cosine of two looks at one person
HARD = (0.5, 0.6)

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class People:
    """`enrolled[i]` is a person; strangers come from the same groups and are not enrolled."""

    enrolled: Vectors
    strangers: Vectors


def people(count: int, strangers: int, dims: int, seed: int) -> People:
    random = np.random.default_rng(seed)
    total = count + strangers
    groups = _unit(random.standard_normal((-(-total // PEOPLE_A_GROUP), dims), np.float32))
    belongs = random.permutation(np.arange(total) % len(groups))
    own = _unit(random.standard_normal((total, dims), np.float32))
    shared, alone = np.float32(GROUP_COSINE**0.5), np.float32((1 - GROUP_COSINE) ** 0.5)
    everyone = _unit(shared * groups[belongs] + alone * own)
    return People(everyone[:count], everyone[count:])


def second_looks(faces: Vectors, cosine: tuple[float, float], seed: int) -> Vectors:
    """Another template of each, at a cosine drawn evenly from the range."""
    random = np.random.default_rng(seed)
    aside = random.standard_normal(faces.shape, np.float32)
    aside = _unit(aside - np.sum(aside * faces, axis=1, keepdims=True) * faces)
    near = random.uniform(*cosine, (len(faces), 1)).astype(np.float32)
    return _unit((near * faces + np.sqrt(1 - near**2) * aside).astype(np.float32))


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit.astype(np.float32)
