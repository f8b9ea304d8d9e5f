"""Portraits of one grey each, and a model that takes the grey for the face: a hundredth of a radian
a level, as far apart as angles are."""

from io import BytesIO
from math import cos, sin
from typing import Any

import numpy as np
from PIL import Image

from lib.faces.base import Face, FaceBox, TemplateMark, Thresholds

MARK = TemplateMark("tests", "1", 8)
MATCH, GREY = 0.6, 0.7  # distances: of 61 and of 72 levels
SAME, UNSURE, OTHER = 20, 66, 120  # levels away
FACE = 100


def template_of(grey: float) -> np.ndarray:
    values = np.zeros(MARK.dims, np.float32)
    values[:2] = cos(grey / 100), sin(grey / 100)
    return values


class GreyKind:
    """What it sees of every picture is said by the test."""

    mark, points = MARK, 5
    thresholds = Thresholds(MATCH, GREY, "tests")

    def __init__(self) -> None:
        self.faces = 1
        self.quality: float | None = 1.0
        self.yaw: float | None = 0.0
        self.age: float | None = None
        self.embedded = 0

    def detect(self, image: Any) -> list[FaceBox]:
        return [face.box for face in self.look(image)]

    def look(self, image: Any) -> list[Face]:
        box = FaceBox(0, 0, image.shape[1], image.shape[0], 1.0)
        return [Face(box, (), self.yaw, self.quality, self.age)] * self.faces

    def embed(self, image: Any, face: Face) -> np.ndarray:
        self.embedded += 1
        return template_of(float(image.mean()))


def portrait(grey: int = FACE, *, side: int = 128, form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("L", (side, side), grey).save(file, form)
    return file.getvalue()
