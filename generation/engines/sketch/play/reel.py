from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from generation.engines.base import FPS, EngineError, RenderRequest
from generation.engines.sketch.art.sprite import Pixels
from generation.engines.sketch.beats import Part
from generation.engines.sketch.play.picture import Picture

DISSOLVE = FPS // 2  # frames from the picture that a film begins with, and to that it ends with


class Reel:
    """The frames of a film: one scene after the other, from a picture and to a picture."""

    def __init__(
        self,
        request: RenderRequest,
        parts: Sequence[Part],
        *,
        seed: int,
        faces: Sequence[Image.Image],
    ) -> None:
        self._request, self._parts, self._seed, self._faces = request, parts, seed, faces
        self._first, self._last = _given(request.first_frame), _given(request.last_frame)
        self._frames = request.seconds * FPS
        self._part, self._picture = parts[0], self._drawing(parts[0])

    def at(self, number: int) -> Pixels:
        """By the number of the frame, which never falls; overwritten by the next call."""
        part = next(part for part in reversed(self._parts) if part.start_s * FPS <= number)
        if part is not self._part:
            self._part, self._picture = part, self._drawing(part)
        drawn = self._picture.at(number / FPS - part.start_s)
        drawn = _towards(drawn, self._first, DISSOLVE - number)
        return _towards(drawn, self._last, number - (self._frames - 1 - DISSOLVE))

    def _drawing(self, part: Part) -> Picture:
        size = self._request.size
        return Picture(
            part.scene, text=part.text, width=size.width, height=size.height,
            seconds=part.seconds, seed=self._seed, faces=self._faces,
        )  # fmt: skip


def _towards(drawn: Pixels, given: Pixels | None, steps: int) -> Pixels:
    """`given` alone at DISSOLVE steps, nothing of it at none."""
    if given is None or steps <= 0:
        return drawn
    share = np.float32(min(steps, DISSOLVE) / DISSOLVE)
    mixed: Pixels = np.rint(drawn * (1 - share) + given * share).astype(np.uint8)
    return mixed


def _given(path: Path | None) -> Pixels | None:
    if path is None:
        return None
    try:
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGB"), np.uint8)
    except OSError as error:
        raise EngineError("start_unreadable", permanent=False) from error
