from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lib.faces.base import FaceBox
from lib.faces.detecting import detect
from lib.media.apart.reading import sampled_frames_apart, shared_frames_apart
from lib.media.changes import Changes
from lib.media.errors import MediaError, MediaFault
from lib.media.frames import FrameWish, SampledFrame

MAX_SIDE = 640


@dataclass(frozen=True, slots=True)
class SeenFace:
    """`box` is in pixels of the frame as it was looked at, shrunk to `max_side`."""

    at_seconds: float
    box: FaceBox
    score: float


def faces_in_film(
    path: Path, *, per_second: float = 1.0, max_side: int = MAX_SIDE
) -> list[SeenFace]:
    """Every face in every frame that was looked at, in order. Nobody is recognised.

    Raises MediaError, and whatever the detector raises: an empty list is only ever "looked, and
    saw none". On a core of 2026 a frame of 640 x 360 takes about a tenth of a second.
    """
    seen: list[SeenFace] = []
    looked = 0
    for frame in sampled_frames_apart(path, per_second=per_second, max_side=max_side):
        looked += 1
        seen += [SeenFace(frame.at_seconds, box, box.score) for box in detect(frame.image)]
    if not looked:
        raise MediaError(MediaFault.NO_VIDEO)
    return seen


class FramesForFaces:
    """Frames at a steady pace and each at which the picture jumps, so that who is shown for an
    instant is seen. `missed`, once all were taken: jumps too many to look at.

    Raises MediaError where there is no frame at all.
    """

    def __init__(self, path: Path, *, per_second: float, max_side: int = MAX_SIDE) -> None:
        self._path = path
        self._wish = FrameWish(per_second, max_side)
        self._changes = Changes()

    @property
    def missed(self) -> int:
        return self._changes.missed

    def __iter__(self) -> Iterator[SampledFrame]:
        looked = False
        for _, frame in shared_frames_apart(self._path, (self._wish,), changes=self._changes):
            looked = True
            yield frame
        if not looked:
            raise MediaError(MediaFault.NO_VIDEO)
