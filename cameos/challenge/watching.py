"""One pass over the film: at each look how many faces, where, how far turned, how bright."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cameos.challenge.film import MOST_SECONDS, ROUNDING_S, Cuts, looks
from lib.faces.base import Face, FaceKind
from lib.media.containers import Readable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The picture is as bright as its face: Rec. 601 luma of 255.
RED, GREEN, BLUE = 0.299, 0.587, 0.114
# Two looks in a row: one alone is a mistake of the detector, which a shadow can make.
TWICE = 2
# Nothing can save a film in which nobody is seen for so long.
GIVEN_UP_AFTER_S = 4.0


@dataclass(frozen=True, slots=True)
class Look:
    """Without the picture: says where a face is and how it is held, never whose it is."""

    at_seconds: float
    faces: int
    yaw_degrees: float | None
    side: int  # of the largest face's box, pixels of the picture as it was looked at
    brightness: float


@dataclass(frozen=True, slots=True)
class Seen:
    """The largest face of one look, with its picture: for the process that judges, alone."""

    at_seconds: float
    image: NDArray[np.uint8]
    face: Face


@dataclass(frozen=True, slots=True)
class Watched:
    """`complete`: false where looking stopped early, because the film could no longer pass."""

    looks: tuple[Look, ...]
    seen: tuple[Seen, ...]
    cuts: int
    complete: bool


def watch(film: Path | Readable, kind: FaceKind) -> Watched:
    """Raises `MediaError`, and what the detector raises: to see nobody is an answer, not a fault.

    dlib takes about 0.1 s a look at 640 x 360, so half a minute costs 18 s at most.
    """
    cuts, all_looks, seen = Cuts(), list[Look](), list[Seen]()
    for frame in looks(film, cuts):
        faces = kind.look(frame.image)
        largest = max(faces, key=_area, default=None)
        all_looks.append(_look(frame.at_seconds, frame.image, faces, largest))
        if largest is not None:
            seen.append(Seen(frame.at_seconds, frame.image, largest))
        if _is_hopeless(all_looks):
            return Watched(tuple(all_looks), tuple(seen), cuts.count, complete=False)
    return Watched(tuple(all_looks), tuple(seen), cuts.count, complete=True)


def _look(
    at_seconds: float, image: NDArray[np.uint8], faces: list[Face], largest: Face | None
) -> Look:
    side = min(_width(largest), _height(largest)) if largest else 0
    yaw = largest.yaw_degrees if largest else None
    return Look(at_seconds, len(faces), yaw, side, _brightness(image, largest))


def _is_hopeless(all_looks: list[Look]) -> bool:
    """The film is longer than it says, a second face stays, or nobody has been seen for long."""
    last = all_looks[-1].at_seconds
    if last > MOST_SECONDS + ROUNDING_S:
        return True
    together = all_looks[-TWICE:]
    if len(together) == TWICE and all(look.faces > 1 for look in together):
        return True
    since = [look for look in all_looks if look.at_seconds >= last - GIVEN_UP_AFTER_S]
    return last >= GIVEN_UP_AFTER_S and not any(look.faces for look in since)


def _brightness(image: NDArray[np.uint8], face: Face | None) -> float:
    part = image
    if face:
        part = image[face.box.top : face.box.bottom, face.box.left : face.box.right]
    red, green, blue = (float(part[..., number].mean()) for number in range(3))
    return RED * red + GREEN * green + BLUE * blue


def _width(face: Face) -> int:
    return face.box.right - face.box.left


def _height(face: Face) -> int:
    return face.box.bottom - face.box.top


def _area(face: Face) -> int:
    return _width(face) * _height(face)
