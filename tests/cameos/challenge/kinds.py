"""Faces and answers that a test writes down beforehand, in place of models."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lib.faces.base import Face, FaceBox, TemplateMark, Thresholds
from lib.faces.presentation import AttackAnswer

Picture = NDArray[np.uint8]


class ScriptedKind:
    """`yaws`: one a look, and the last goes on; None: nobody. `vectors`: one a template."""

    mark = TemplateMark("scripted", "1", 2)
    thresholds = Thresholds(match=0.5, grey=0.7, source="a test's own")
    points = 3

    def __init__(
        self,
        yaws: Sequence[float | None] = (0.0,),
        *,
        vectors: Sequence[tuple[float, float]] = ((0.0, 0.0),),
        faces: int = 1,
        age: float | None = None,
    ) -> None:
        self._yaws, self._vectors = list(yaws), list(vectors)
        self._faces, self._age = faces, age
        self.looked = self.embedded = 0

    def detect(self, image: Picture) -> list[FaceBox]:
        return [face.box for face in self.look(image)]

    def look(self, image: Picture) -> list[Face]:
        yaw = self._yaws[min(self.looked, len(self._yaws) - 1)]
        self.looked += 1
        if yaw is None:
            return []
        box = FaceBox(20, 20, 140, 140, 1.0)
        return [Face(box, (), yaw, 1.0, self._age)] * self._faces

    def embed(self, _image: Picture, _face: Face) -> NDArray[np.float32]:
        vector = self._vectors[min(self.embedded, len(self._vectors) - 1)]
        self.embedded += 1
        return np.asarray(vector, np.float32)


class ScriptedAttacks:
    name, version = "scripted", "7"

    def __init__(self, answer: AttackAnswer) -> None:
        self._answer = answer
        self.frames = 0

    def judge(
        self, frames: Sequence[Picture], faces: Sequence[Face]
    ) -> tuple[AttackAnswer, float | None]:
        assert len(frames) == len(faces)
        self.frames += len(frames)
        return self._answer, 0.25
