"""From a recording to the picture of it that shows its person best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cameos.references.cutting import cut
from cameos.references.errors import NoReference, ReferenceFault
from lib.faces.base import Face, FaceKind
from lib.media.apart.messages import broken
from lib.media.apart.reading import shared_frames_apart
from lib.media.containers import Readable
from lib.media.frames import FrameWish, SampledFrame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# dlib takes 0.1 s for a look of this size: half a minute of recording costs 9 s.
LOOKS_PER_SECOND = 3.0
LOOKED_AT_SIDE = 640
CUT_SIDE = 1920
# Towards the camera, as the templates of the same recording are (cameos/enrolment/embedding.py).
MOST_YAW = 15.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    quality: float
    picture: NDArray[np.uint8]


def best_portraits(film: Readable, kind: FaceKind, *, count: int = 1) -> list[NDArray[np.uint8]]:
    """Head and shoulders as `cut` makes them, each of another part of the film; one at least.

    One face alone, towards the camera, and of those the sharpest and largest. Nothing is embedded.
    Raises NoReference where no frame is like that; MediaError, VaultError as the film is read.
    """
    found = _candidates(film, kind, each_second=count > 1)
    if not found:
        raise NoReference(ReferenceFault.NO_USABLE_FRAME)
    size = -(-len(found) // count)
    parts = [found[start : start + size] for start in range(0, len(found), size)]
    return [max(part, key=lambda one: one.quality).picture for part in parts]


def _candidates(film: Readable, kind: FaceKind, *, each_second: bool) -> list[_Candidate]:
    """The best of the film or of each of its seconds, in order; of no other a picture is kept."""
    best: dict[int, _Candidate] = {}
    for small, large in _pairs(film):
        face = _usable(kind.look(small.image))
        second = int(small.at_seconds) if each_second else 0
        if face is None or (second in best and _quality(face) <= best[second].quality):
            continue
        scale = large.image.shape[0] / small.image.shape[0]
        best[second] = _Candidate(_quality(face), cut(large.image, face.box, scale))
    return [best[second] for second in sorted(best)]


def _pairs(film: Readable) -> Iterator[tuple[SampledFrame, SampledFrame]]:
    """Each look, and the same frame large."""
    wishes = (FrameWish(LOOKS_PER_SECOND, LOOKED_AT_SIDE), FrameWish(LOOKS_PER_SECOND, CUT_SIDE))
    frames = shared_frames_apart(film, wishes)
    for number, small in frames:
        other, large = next(frames, (0, small))
        if (number, other) != (0, 1) or small.at_seconds != large.at_seconds:
            raise broken()
        yield small, large


def _usable(faces: Sequence[Face]) -> Face | None:
    alone = faces[0] if len(faces) == 1 else None
    if alone is None or alone.yaw_degrees is None or abs(alone.yaw_degrees) > MOST_YAW:
        return None
    return alone


def _quality(face: Face) -> float:
    return face.quality or 0.0
